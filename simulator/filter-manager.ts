import { addHex, type Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Devices } from "./devices";
import type { Filter } from "./filters";
import type { KernelThreadState } from "./kernel-threads";
import type { Random } from "./random";

/** A filter's presence on a volume, as it lies in memory. */
export interface ManagedInstance {
  address: Hex;
  name: string;
  altitude: string;
  filter: { address: Hex; name: string };
  volume: { address: Hex; name: string };
  pointerCount: number;
  context: Hex | null;
}

export interface FilterPort {
  address: Hex;
  serverPort: Hex;
  entries: number;
  messageId: Hex;
  disconnected: boolean;
}

export interface ManagedFilter {
  address: Hex;
  name: string;
  altitude: string;
  frame: number;
  driverObject: Hex;
  instances: readonly ManagedInstance[];
  ports: readonly FilterPort[];
}

export interface ManagedVolume {
  address: Hex;
  name: string;
  instances: readonly ManagedInstance[];
}

/** Legacy filters stand between frames. */
export interface ManagerFrame {
  address: Hex;
  listAddress: Hex;
  name: string;
  altitudes: string;
  filters: readonly ManagedFilter[];
}

/** A filter that is to be called when an operation ends. */
export interface CallbackNode {
  address: Hex;
  instance: ManagedInstance;
  /** Null for the one that works on the operation now. */
  routine: { symbol: string; address: Hex; context: Hex } | null;
}

/** An operation on its way through the filters. */
export interface CallbackData {
  control: Hex;
  address: Hex;
  operation: string;
  code: number;
  irp: Hex;
  thread: Hex;
  device: { address: Hex; name: string };
  file: Hex;
  kernelMode: boolean;
  args: readonly Hex[];
  completion: readonly CallbackNode[];
  working: CallbackNode | null;
}

/** What the Filter Manager keeps of its filters. */
export interface FilterManager {
  list: Hex;
  frames: readonly ManagerFrame[];
  volumes: readonly ManagedVolume[];
  callback: CallbackData;
}

/** Devices behind the names that people see. */
const DEVICES: Readonly<Record<string, string>> = {
  "": "\\Device\\HarddiskVolume1",
  "C:": "\\Device\\HarddiskVolume2",
  "D:": "\\Device\\HarddiskVolume3",
  "X:\\MSSQL15.SQL10\\MSSQL\\DATA": "\\Device\\HarddiskVolume5",
};

function deviceOf(volume: string | null): string {
  return DEVICES[volume ?? ""] ?? volume ?? "";
}

/** The highest altitude first. */
function byAltitude<T extends { altitude: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => Number(b.altitude) - Number(a.altitude));
}

export interface FilterManagerPlan {
  filters: readonly Filter[];
  suspect: KernelThreadState;
  devices: Devices;
  addresses: AddressSpace;
}

export function makeFilterManager(plan: FilterManagerPlan, random: Random): FilterManager {
  const { addresses } = plan;
  const minifilters = plan.filters.filter(({ legacy }) => !legacy);
  const names = [
    ...new Set([
      ...minifilters.flatMap(({ instances }) => instances.map(({ volume }) => deviceOf(volume))),
      "\\Device\\Mailslot",
    ]),
  ];
  const volumes = names.map((name) => ({ address: addresses.take("pool"), name }));
  const filters = minifilters.map(({ name, altitude, frame, instances }): ManagedFilter => {
    const address = addresses.take("pool");
    return {
      address,
      name,
      altitude,
      frame,
      driverObject: addresses.take("pool"),
      instances: instances.map((instance): ManagedInstance => {
        const device = deviceOf(instance.volume);
        return {
          address: addresses.take("pool"),
          name: instance.name,
          altitude,
          filter: { address, name },
          volume: volumes.find((volume) => volume.name === device) ?? { address: "0", name: device },
          pointerCount: random.int(1, 40),
          context: random.chance(0.6) ? addresses.take("pool") : null,
        };
      }),
      ports: random.times(random.int(0, 3), () => ({
        address: addresses.take("pool"),
        serverPort: addresses.take("pool"),
        entries: random.int(0, 20),
        messageId: random.int(0, 0xa3c1).toString(16),
        disconnected: random.chance(0.1),
      })),
    };
  });
  const frames = [...new Set(filters.map(({ frame }) => frame))].sort().map(
    (number): ManagerFrame => ({
      address: addresses.take("pool"),
      listAddress: addresses.take("pool"),
      name: `Frame ${number}`,
      altitudes: number === 0 ? "0 to 409800" : "409800 to 419999",
      filters: filters.filter(({ frame }) => frame === number),
    }),
  );
  const all = filters.flatMap(({ instances }) => instances);
  const managed = volumes.map((volume) => ({
    ...volume,
    instances: byAltitude(all.filter((instance) => instance.volume.name === volume.name)),
  }));
  return { list: addresses.take("pool"), frames, volumes: managed, callback: makeCallback(plan, managed, random) };
}

function makeCallback(
  { suspect, devices, addresses }: FilterManagerPlan,
  volumes: readonly ManagedVolume[],
  random: Random,
): CallbackData {
  const control = addresses.take("pool");
  const [volume] = [...volumes].sort((a, b) => b.instances.length - a.instances.length);
  const node = (instance: ManagedInstance, at: number, working: boolean): CallbackNode => ({
    address: addHex(control, 0x150 + 0x80 * at),
    instance,
    routine: working
      ? null
      : {
          symbol: `${instance.filter.name}!PostOperation`,
          address: addresses.take("driver-code"),
          context: random.chance(0.5) ? "0" : addresses.take("pool"),
        },
  });
  const passed = (volume?.instances ?? []).slice(0, 3);
  const reads = devices.irp.major.code === 3;
  const working = passed.at(-1);
  return {
    control,
    address: addHex(control, 0xb0),
    operation: reads ? "READ" : "DIRECTORY_CONTROL",
    code: devices.irp.major.code,
    irp: devices.irp.address,
    thread: suspect.address,
    device: { address: volume?.address ?? "0", name: volume?.name ?? "" },
    file: devices.file.address,
    kernelMode: reads,
    args: [...irpArgs(devices), "0", "0"],
    completion: passed.slice(0, -1).map((instance, at) => node(instance, at, false)),
    working: working ? node(working, passed.length, true) : null,
  };
}

/** What the request was asked for, wherever it stands. */
function irpArgs({ irp }: Devices): readonly Hex[] {
  return irp.steps.find((step) => step !== null)?.args ?? ["0", "0", "0", "0"];
}
