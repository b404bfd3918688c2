import { addHex, type Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Filter } from "./filters";
import type { FolderTree } from "./folders";
import type { KernelThreadState } from "./kernel-threads";
import type { Random } from "./random";

/** One device object. */
export interface Device {
  address: Hex;
  /** `\FileSystem\Ntfs`. */
  driver: string;
  driverObject: Hex;
  extension: Hex;
  objectName: string | null;
  /** 7 a disk, 8 a disk's file system. */
  type: Hex;
  flags: Hex;
  referenceCount: number;
  vpb: Hex | null;
  extensionFlags: readonly string[];
  characteristics: readonly string[];
}

/** Devices that are attached to each other, the one that sees a request first on top. */
export interface DeviceStack {
  devices: readonly Device[];
  devNode: Hex | null;
  instance: string | null;
  service: string | null;
}

/** What one driver was asked for. */
export interface IrpStep {
  device: Device;
  /** What is called when the request ends: set by the driver above. */
  completion: { routine: string; address: Hex; context: Hex } | null;
  pending: boolean;
  args: readonly Hex[];
}

/** A request for a file, on its way through the stack. */
export interface Irp {
  address: Hex;
  thread: Hex;
  major: { code: number; name: string };
  minor: number;
  systemBuffer: Hex | null;
  mdl: Hex | null;
  flags: Hex;
  /** Lowest driver first; null for a place that nobody has filled yet. */
  steps: readonly (IrpStep | null)[];
  /** Counted from 1. */
  current: number;
  currentAddress: Hex;
  cancel: { routine: string; address: Hex } | null;
}

export interface FileObject {
  address: Hex;
  /** Null for a volume that was opened itself. */
  path: string | null;
  related: Hex | null;
  access: readonly string[];
  flags: Hex;
  flagNames: readonly string[];
  waiters: number | null;
  fsContext: Hex;
  fsContext2: Hex;
  byteOffset: Hex;
  cache: { sectionPointers: Hex; privateMap: Hex; sharedMap: Hex } | null;
}

export interface Devices {
  fileSystem: DeviceStack;
  volume: DeviceStack;
  irp: Irp;
  file: FileObject;
}

const READ = { code: 3, name: "IRP_MJ_READ" };
const DIRECTORY = { code: 12, name: "IRP_MJ_DIRECTORY_CONTROL" };
const DESIGNATED = "DOE_DESIGNATED_FDO";

class DeviceMaker {
  private readonly drivers = new Map<string, Hex>();

  constructor(
    private readonly addresses: AddressSpace,
    private readonly random: Random,
  ) {}

  private driverObject(driver: string): Hex {
    const known = this.drivers.get(driver) ?? this.addresses.take("pool");
    this.drivers.set(driver, known);
    return known;
  }

  make(driver: string, more: Partial<Device> = {}): Device {
    const address = this.addresses.take("pool");
    return {
      address,
      driver,
      driverObject: this.driverObject(driver),
      extension: addHex(address, 0xb8),
      objectName: null,
      type: "8",
      flags: this.random.pick(["40000", "50000", "40050"]),
      referenceCount: 0,
      vpb: null,
      extensionFlags: [DESIGNATED],
      characteristics: this.random.chance(0.3) ? ["FILE_DEVICE_SECURE_OPEN"] : [],
      ...more,
    };
  }
}

/** The legacy filters that a thread's stack goes through stand above the Filter Manager. */
function legacyDrivers({ frames }: KernelThreadState, filters: readonly Filter[]): string[] {
  const onStack = frames.some(({ module }) => module === "AcmeBkp") ? ["AcmeBkp"] : [];
  return [...onStack, ...filters.filter(({ legacy }) => legacy).map(({ name }) => name)];
}

function makeIrp(suspect: KernelThreadState, { devices }: DeviceStack, addresses: AddressSpace, random: Random): Irp {
  const reads = suspect.frames.some(({ symbol }) => symbol === "IoPageRead");
  const address = suspect.irps[0]?.address ?? addresses.take("pool");
  const current = random.int(1, devices.length);
  const args = reads
    ? [(0x1000 * random.int(1, 16)).toString(16), "0", (0x1000 * random.int(0, 900)).toString(16), "0"]
    : ["1000", "0", "3", "0"];
  const upward = [...devices].reverse();
  return {
    address,
    thread: suspect.address,
    major: reads ? READ : DIRECTORY,
    minor: reads ? 0 : 1,
    systemBuffer: reads || random.chance(0.5) ? null : addresses.take("pool"),
    mdl: reads ? addresses.take("pool") : null,
    flags: suspect.irps[0]?.flags ?? "884",
    steps: upward.map((device, at) => {
      const above = upward[at + 1];
      if (at + 1 < current) return null;
      const name = above?.driver.split("\\").at(-1) ?? "";
      return {
        device,
        completion: above
          ? {
              routine:
                name === "FltMgr"
                  ? "fltmgr!FltpPassThroughCompletion"
                  : `${name}+0x${random.int(0x1000, 0x9fff).toString(16)}`,
              address: addresses.take("driver-code"),
              context: random.chance(0.5) ? "0" : addresses.take("pool"),
            }
          : null,
        pending: at + 1 === current && random.chance(0.6),
        args,
      };
    }),
    current,
    currentAddress: addHex(address, 0x70 + 0x48 * (current - 1)),
    cancel: random.chance(0.3)
      ? { routine: "Ntfs!NtfsCancelOverflowRequest", address: addresses.take("driver-code") }
      : null,
  };
}

function makeFile({ path }: FolderTree, addresses: AddressSpace, random: Random): FileObject {
  const volume = random.chance(0.2);
  const cached = random.chance(0.4);
  return {
    address: addresses.take("pool"),
    path: volume ? null : path.replace(/^[A-Z]:/, ""),
    related: volume || random.chance(0.2) ? addresses.take("pool") : null,
    access: volume
      ? []
      : random.pick([
          ["Read", "SharedRead", "SharedWrite", "SharedDelete"],
          ["Read", "SharedRead"],
        ]),
    flags: cached ? "40042" : "40002",
    flagNames: ["Synchronous IO", ...(cached ? ["Cache Supported"] : []), "Handle Created"],
    waiters: random.chance(0.3) ? random.int(1, 12) : null,
    fsContext: addresses.take("kernel-handle-table"),
    fsContext2: addresses.take("kernel-handle-table"),
    byteOffset: cached ? (0x1000 * random.int(1, 99)).toString(16) : "0",
    cache: cached
      ? {
          sectionPointers: addresses.take("pool"),
          privateMap: addresses.take("pool"),
          sharedMap: addresses.take("pool"),
        }
      : null,
  };
}

export interface DevicePlan {
  suspect: KernelThreadState;
  filters: readonly Filter[];
  folder: FolderTree;
  addresses: AddressSpace;
}

/** What the suspect's request goes through, and what it is about. */
export function makeDevices({ suspect, filters, folder, addresses }: DevicePlan, random: Random): Devices {
  const maker = new DeviceMaker(addresses, random);
  const number = random.int(1, 4);
  const volumes: DeviceStack = {
    devices: [
      maker.make("\\Driver\\volsnap", { type: "7" }),
      ...(random.chance(0.5)
        ? [maker.make("\\Driver\\AcmeBlk", { type: "7", objectName: `AcmeVolume${number}` })]
        : []),
      maker.make("\\Driver\\volmgr", {
        type: "7",
        objectName: `HarddiskVolume${number}`,
        referenceCount: random.int(1, 4000),
        vpb: addresses.take("pool"),
        extensionFlags: ["DOE_DEFAULT_SD_PRESENT", "DOE_BOTTOM_OF_FDO_STACK", DESIGNATED],
      }),
    ],
    devNode: addresses.take("pool"),
    instance: "STORAGE\\Volume\\{11c1b3aa-2a4b-11e5}#0000000000100000",
    service: random.chance(0.8) ? "volume" : null,
  };
  const fileSystem: DeviceStack = {
    devices: [
      ...legacyDrivers(suspect, filters).map((name) => maker.make(`\\FileSystem\\${name}`)),
      maker.make("\\FileSystem\\FltMgr"),
      maker.make("\\FileSystem\\Ntfs", { extensionFlags: ["DOE_DEFAULT_SD_PRESENT", DESIGNATED] }),
    ],
    devNode: null,
    instance: null,
    service: null,
  };
  return {
    fileSystem,
    volume: volumes,
    irp: makeIrp(suspect, fileSystem, addresses, random),
    file: makeFile(folder, addresses, random),
  };
}
