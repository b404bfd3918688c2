import type {
  AttachedDevice,
  DeviceObjectReport,
  DeviceStackReport,
  DriverObjectReport,
  DriverRoutine,
  FileObjectReport,
} from "@/evidence";
import type { Device, DeviceStack } from "../devices";
import type { Facts } from "../facts";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

type Pick = (server: Server) => { stack: DeviceStack; device: Device };

function wide(address: string, { runtime: { bits } }: Server): string {
  return pointer(address, bits);
}

/** The volume's own device, at the bottom of its stack. */
const VOLUME: Pick = ({ devices: { volume } }) => ({ stack: volume, device: last(volume) });
/** The device that sees a request for a file first. */
const FILTER: Pick = ({ devices: { fileSystem } }) => ({ stack: fileSystem, device: top(fileSystem) });

function last({ devices }: DeviceStack): Device {
  const device = devices.at(-1);
  if (!device) throw new RangeError("A stack has devices.");
  return device;
}

function top({ devices }: DeviceStack): Device {
  const [device] = devices;
  if (!device) throw new RangeError("A stack has devices.");
  return device;
}

/** `!devstack`: devices that are attached to each other. */
export function printDeviceStack(
  { devices, devNode, instance, service }: DeviceStack,
  device: Device,
  server: Server,
): string[] {
  const { bits } = server.runtime;
  return [
    `  ${"!DevObj".padEnd(bits / 4)}  ${"!DrvObj".padEnd(17)}  ${"!DevExt".padEnd(bits / 4)}  ObjectName`,
    ...devices.map((one) => {
      const start = `${one === device ? "> " : "  "}${wide(one.address, server)}  ${one.driver.padEnd(17)}`;
      return `${start} ${wide(one.extension, server)}  ${one.objectName ?? ""}`;
    }),
    ...(devNode === null ? [] : [`!DevNode ${wide(devNode, server)} :`]),
    ...(instance === null ? [] : [`  DeviceInst is "${instance}"`]),
    ...(service === null ? [] : [`  ServiceName is "${service}"`]),
  ];
}

function listLines(label: string, value: string, names: readonly string[]): string[] {
  const start = `${label} (0x${value})  `;
  const shown = names.map((name, at) => `${name}${at + 1 < names.length ? "," : ""}`);
  const first = shown.slice(0, 2).join(" ");
  const more = shown.slice(2).map((name) => " ".repeat(29) + name);
  return [`${start}${first}`, ...more];
}

function neighbour({ stack, device }: ReturnType<Pick>, step: 1 | -1): Device | null {
  const at = stack.devices.indexOf(device) + step;
  return at < 0 ? null : (stack.devices[at] ?? null);
}

/** `!devobj`: one device with its neighbours. */
export function printDevice(picked: ReturnType<Pick>, server: Server): string[] {
  const { device, stack } = picked;
  const [upper, lower] = [neighbour(picked, -1), neighbour(picked, 1)];
  const show = (address: string | null): string => wide(address ?? "0", server);
  const attached = ({ address, driver, objectName }: Device): string =>
    `${wide(address, server)} ${driver}${objectName === null ? "" : ` ${objectName}`}`;
  const vpb = device.vpb === null ? "" : `Vpb ${show(device.vpb)} `;
  const node = stack.devNode === null ? "" : ` DevNode ${show(stack.devNode)}`;
  return [
    `Device object (${wide(device.address, server)}) is for:`,
    ` ${device.objectName ?? ""} ${device.driver} DriverObject ${wide(device.driverObject, server)}`,
    `Current Irp ${show(null)} RefCount ${device.referenceCount} Type ${pointer(device.type, 32)} Flags ${pointer(device.flags, 32)}`,
    `${vpb}Dacl ${show(device.extension)} DevExt ${show(device.extension)} DevObjExt ${show(device.extension)}${node} `,
    ...listLines("ExtensionFlags", "c0000800", device.extensionFlags),
    ...listLines(
      "Characteristics",
      device.characteristics.length > 0 ? "00000100" : "0000000000",
      device.characteristics,
    ),
    ...(upper ? [`AttachedDevice (Upper) ${attached(upper)}`] : []),
    ...(lower ? [`AttachedTo (Lower) ${attached(lower)}`] : []),
    "Device queue is not busy.",
  ];
}

function attachedFacts(device: Device | null): Facts<AttachedDevice> | null {
  return device && { address: device.address, driver: device.driver, name: device.objectName };
}

function deviceFacts(picked: ReturnType<Pick>): Facts<DeviceObjectReport> {
  const { device, stack } = picked;
  return {
    kind: "device-object",
    address: device.address,
    name: device.objectName,
    driver: device.driver,
    driverObject: device.driverObject,
    currentIrp: null,
    referenceCount: device.referenceCount,
    deviceType: device.type,
    flags: device.flags,
    vpb: device.vpb,
    deviceExtension: device.extension,
    devNode: stack.devNode,
    extensionFlags: device.extensionFlags,
    characteristics: device.characteristics,
    attachedDevice: attachedFacts(neighbour(picked, -1)),
    attachedTo: attachedFacts(neighbour(picked, 1)),
    queueBusy: false,
  };
}

const ENTRY_POINTS = ["DriverEntry", "DriverStartIo", "DriverUnload", "AddDevice"];
const DISPATCH: readonly (readonly [code: number, name: string])[] = [
  [0x00, "IRP_MJ_CREATE"],
  [0x02, "IRP_MJ_CLOSE"],
  [0x03, "IRP_MJ_READ"],
  [0x0c, "IRP_MJ_DIRECTORY_CONTROL"],
  [0x0d, "IRP_MJ_FILE_SYSTEM_CONTROL"],
  [0x1b, "IRP_MJ_PNP"],
];
const FAST_IO = ["FastIoCheckIfPossible", "FastIoRead", "FastIoQueryBasicInfo"];

interface Routine {
  name: string;
  code: number | null;
  address: string | null;
  symbol: string | null;
}

/** Where a driver enters: fixed places behind its object. */
function routinesOf({ driver, driverObject }: Device): { entry: Routine[]; dispatch: Routine[]; fast: Routine[] } {
  const name = driver.split("\\").at(-1) ?? "";
  const seed = Number.parseInt(driverObject.slice(-4), 16);
  const at = (index: number): string => (0x12a0 + 0x246 * index + (seed % 64)).toString(16);
  const place = (index: number): { address: string; symbol: string } => ({
    address: `${driverObject.slice(0, -4)}${at(index).padStart(4, "0")}`,
    symbol: `${name}+0x${at(index)}`,
  });
  const nowhere = { address: null, symbol: null };
  return {
    entry: ENTRY_POINTS.map((entry, index) => ({
      name: entry,
      code: null,
      ...(entry === "DriverEntry" ? { ...place(index), symbol: `${name}!DriverEntry` } : nowhere),
    })),
    dispatch: DISPATCH.map(([code, function_], index) => ({ name: function_, code, ...place(index + 2) })),
    fast: FAST_IO.map((fast, index) => ({ name: fast, code: null, ...place(index + 9) })),
  };
}

function devicesOf({ driverObject }: Device, { devices: { fileSystem, volume } }: Server): string[] {
  return [...fileSystem.devices, ...volume.devices]
    .filter((device) => device.driverObject === driverObject)
    .map(({ address }) => address);
}

/** `!drvobj`: a driver with its devices, or with where it enters. */
export function printDriver(device: Device, server: Server, routines: boolean): string[] {
  const { entry, dispatch, fast } = routinesOf(device);
  const show = (address: string | null): string => wide(address ?? "0", server);
  const head = [`Driver object (${wide(device.driverObject, server)}) is for:`, ` ${device.driver}`];
  if (!routines) {
    const list = devicesOf(device, server).map((address) => wide(address, server));
    return [...head, "", "Driver Extension List: (id , addr)", "", "Device Object list:", list.join("  "), ""];
  }
  const place = ({ address, symbol }: Routine): string => `${show(address)}${symbol === null ? "" : `\t${symbol}`}`;
  return [
    ...head,
    ...entry.map((routine) => `${`${routine.name}:`.padEnd(15)}${place(routine)}`),
    "",
    "Dispatch routines:",
    ...dispatch.map(
      (routine) => `[${(routine.code ?? 0).toString(16).padStart(2, "0")}] ${routine.name.padEnd(35)}${place(routine)}`,
    ),
    "",
    "Fast I/O routines:",
    ...fast.map((routine) => `${routine.name.padEnd(40)}${place(routine)}`),
    "",
  ];
}

function routineFacts({ name, code, address, symbol }: Routine): Facts<DriverRoutine> {
  return { name, code: code === null ? null : code.toString(16), address, symbol };
}

function driverFacts(device: Device, server: Server, routines: boolean): Facts<DriverObjectReport> {
  const { entry, dispatch, fast } = routinesOf(device);
  return {
    kind: "driver-object",
    address: device.driverObject,
    driver: device.driver,
    devices: routines ? [] : devicesOf(device, server),
    entryPoints: routines ? entry.map(routineFacts) : [],
    dispatchRoutines: routines ? dispatch.map(routineFacts) : [],
    fastIoRoutines: routines ? fast.map(routineFacts) : [],
  };
}

/** `!fileobj`: what an open file stands for. */
export function printFile(server: Server): string[] {
  const { file, irp, volume } = server.devices;
  const { device } = VOLUME(server);
  const show = (address: string): string => `0x${wide(address, server)}`;
  const busy =
    file.waiters === null
      ? []
      : [
          `File Object is currently busy and has ${file.waiters} waiters.`,
          "",
          "IRPs queued to File Object:",
          "",
          `\t${wide(irp.address, server)}   ${top(server.devices.fileSystem).driver}`,
          "",
          "1 queued.",
          "",
        ];
  return [
    "",
    ...(file.path === null ? [] : [file.path, ""]),
    ...(file.related === null ? [] : [`Related File Object: ${show(file.related)}`]),
    `Device Object: ${show(device.address)}   ${device.driver}`,
    last(volume).vpb === null ? "Vpb is NULL" : `Vpb: ${show(last(volume).vpb ?? "0")}`,
    "Event signalled",
    ...(file.access.length > 0 ? [`Access: ${file.access.join(" ")} `] : []),
    "",
    `Flags:  0x${file.flags}`,
    ...file.flagNames.map((name) => `\t${name}`),
    "",
    ...busy,
    `FsContext: ${show(file.fsContext)}\tFsContext2: ${show(file.fsContext2)}`,
    ...(file.cache ? [`Private Cache Map: ${show(file.cache.privateMap)}`] : []),
    `CurrentByteOffset: ${file.byteOffset}`,
    ...(file.cache
      ? [
          "Cache Data:",
          `  Section Object Pointers: ${wide(file.cache.sectionPointers, server)}`,
          `  Shared Cache Map: ${wide(file.cache.sharedMap, server)}         File Offset: ${file.byteOffset} in VACB number 0`,
        ]
      : []),
  ];
}

function fileFacts(server: Server, echoed: boolean): Facts<FileObjectReport> {
  const { file, irp, volume, fileSystem } = server.devices;
  const { device } = VOLUME(server);
  return {
    kind: "file-object",
    address: echoed ? file.address : null,
    path: file.path,
    deviceObject: device.address,
    driver: device.driver,
    vpb: last(volume).vpb,
    relatedFileObject: file.related,
    eventSignalled: true,
    access: file.access,
    flags: file.flags,
    flagNames: file.flagNames,
    waiters: file.waiters,
    fsContext: file.fsContext,
    fsContext2: file.fsContext2,
    currentByteOffset: file.byteOffset,
    sectionObjectPointers: file.cache?.sectionPointers ?? null,
    queuedIrps: file.waiters === null ? [] : [{ address: irp.address, driver: top(fileSystem).driver }],
  };
}

type Report = DeviceStackReport | DeviceObjectReport | DriverObjectReport | FileObjectReport;

function stackPrinter(dialect: string, needs: Printer["needs"], pick: Pick): Printer<Report> {
  return {
    parser: "kd-devstack",
    dialect,
    needs,
    prompt: "kernel",
    command: (server) => `!devstack ${wide(pick(server).device.address, server)}`,
    print: (server) => printDeviceStack(pick(server).stack, pick(server).device, server),
    expected: (server) => {
      const { stack, device } = pick(server);
      return {
        kind: "device-stack",
        devices: stack.devices.map((one) => ({
          address: one.address,
          driver: one.driver,
          extension: one.extension,
          objectName: one.objectName,
          target: one === device,
        })),
        devNode: stack.devNode,
        deviceInstance: stack.instance,
        serviceName: stack.service,
      };
    },
  };
}

function devicePrinter(dialect: string, needs: Printer["needs"], pick: Pick): Printer<Report> {
  return {
    parser: "kd-devobj",
    dialect,
    needs,
    prompt: "kernel",
    command: (server) => `!devobj ${wide(pick(server).device.address, server)}`,
    print: (server) => printDevice(pick(server), server),
    expected: (server) => deviceFacts(pick(server)),
  };
}

function driverPrinter(dialect: string, needs: Printer["needs"], routines: boolean): Printer<Report> {
  return {
    parser: "kd-drvobj",
    dialect,
    needs,
    prompt: "kernel",
    command: (server) => `!drvobj ${FILTER(server).device.driver}${routines ? " 2" : ""}`,
    print: (server) => printDriver(FILTER(server).device, server, routines),
    expected: (server) => driverFacts(FILTER(server).device, server, routines),
  };
}

function filePrinter(dialect: string, needs: Printer["needs"]): Printer<Report> {
  return {
    parser: "kd-fileobj",
    dialect,
    needs,
    prompt: "kernel",
    command: (server) => `!fileobj ${wide(server.devices.file.address, server)}`,
    print: printFile,
    expected: fileFacts,
  };
}

const [X86, X64] = [{ bits: 32 }, { bits: 64 }] as const;

export const DEVICES: readonly Printer<Report>[] = [
  stackPrinter("volume-x86", X86, VOLUME),
  stackPrinter("volume-x64", X64, VOLUME),
  stackPrinter("file-system-x86", X86, FILTER),
  stackPrinter("file-system-x64", X64, FILTER),
  devicePrinter("volume-x86", X86, VOLUME),
  devicePrinter("volume-x64", X64, VOLUME),
  devicePrinter("filter-x64", X64, FILTER),
  driverPrinter("devices-x86", X86, false),
  driverPrinter("devices-x64", X64, false),
  driverPrinter("routines-x86", X86, true),
  driverPrinter("routines-x64", X64, true),
  filePrinter("x86", X86),
  filePrinter("x64", X64),
];
