import type { Hex } from "../hex";
import type { Row } from "./row";

/** One stack location of an IRP: what one driver was asked for. */
export interface IrpLocation extends Row {
  lastLine: number;
  /** Marked with `>`: the driver that has the request now. */
  current: boolean;
  /** `IRP_MJ_READ`, also where only the code was printed; null for an unused location. */
  major: string | null;
  majorCode: Hex;
  /** As printed: `IRP_MN_SET_POWER`; null when only the code was. */
  minor: string | null;
  minorCode: Hex;
  flags: Hex | null;
  control: Hex | null;
  device: Hex | null;
  file: Hex | null;
  /** `\Driver\disk`. */
  driver: string | null;
  /** Called when the request is completed; set by the driver of the location below. */
  completionRoutine: string | null;
  completionAddress: Hex | null;
  completionContext: Hex | null;
  invokeOn: readonly ("success" | "error" | "cancel")[];
  pending: boolean;
  args: readonly Hex[];
}

/** `!irp ADDRESS [1]`. */
export interface IrpReport extends Row {
  kind: "irp";
  /** From the command line. */
  address: Hex | null;
  stacks: number | null;
  currentStack: number | null;
  mdl: Hex | null;
  systemBuffer: Hex | null;
  /** ETHREAD that made the request; null when none did. */
  thread: Hex | null;
  /** The debugger said that the request has ended. */
  completed: boolean;
  pendingReturned: boolean;
  /** Lowest driver first, as printed. */
  locations: readonly IrpLocation[];
  /** Printed with detail 1. */
  ioStatus: Hex | null;
  cancelRoutine: string | null;
  /** True when as many locations were read as the IRP has. */
  complete: boolean;
}

/** One device of `!devstack`. */
export interface StackedDevice extends Row {
  address: Hex;
  driver: string;
  extension: Hex | null;
  objectName: string | null;
  /** Marked with `>`: the device the command was given. */
  target: boolean;
}

/** `!devstack DEVICE`. */
export interface DeviceStackReport {
  kind: "device-stack";
  /** Top of the stack first: the first one sees a request first. */
  devices: readonly StackedDevice[];
  devNode: Hex | null;
  deviceInstance: string | null;
  serviceName: string | null;
}

/** A device above or below. */
export interface AttachedDevice extends Row {
  address: Hex;
  driver: string | null;
  name: string | null;
}

/** `!devobj DEVICE`. */
export interface DeviceObjectReport extends Row {
  kind: "device-object";
  address: Hex;
  /** `HarddiskVolume2`; null for an unnamed device. */
  name: string | null;
  driver: string | null;
  driverObject: Hex | null;
  currentIrp: Hex | null;
  referenceCount: number | null;
  deviceType: Hex | null;
  flags: Hex | null;
  vpb: Hex | null;
  deviceExtension: Hex | null;
  devNode: Hex | null;
  extensionFlags: readonly string[];
  characteristics: readonly string[];
  attachedDevice: AttachedDevice | null;
  attachedTo: AttachedDevice | null;
  queueBusy: boolean | null;
}

/** One entry point of `!drvobj X 2`. */
export interface DriverRoutine extends Row {
  name: string;
  /** Major function, hex; null for anything but a dispatch routine. */
  code: Hex | null;
  address: Hex | null;
  symbol: string | null;
}

/** `!drvobj DRIVER [flags]`. */
export interface DriverObjectReport extends Row {
  kind: "driver-object";
  address: Hex | null;
  driver: string | null;
  devices: readonly Hex[];
  /** `DriverEntry`, `DriverUnload`, `AddDevice` … */
  entryPoints: readonly DriverRoutine[];
  dispatchRoutines: readonly DriverRoutine[];
  fastIoRoutines: readonly DriverRoutine[];
}

/** `!fileobj ADDRESS`. */
export interface FileObjectReport extends Row {
  kind: "file-object";
  /** From the command line. */
  address: Hex | null;
  /** Path on its volume; null when none was printed: a volume or a device that was opened. */
  path: string | null;
  pathLine: number | null;
  deviceObject: Hex | null;
  driver: string | null;
  vpb: Hex | null;
  relatedFileObject: Hex | null;
  eventSignalled: boolean | null;
  /** `Read`, `Write`, `SharedRead` … as printed. */
  access: readonly string[];
  flags: Hex | null;
  flagNames: readonly string[];
  /** Threads that wait for the object's lock; null when it is not busy. */
  waiters: number | null;
  fsContext: Hex | null;
  fsContext2: Hex | null;
  currentByteOffset: Hex | null;
  sectionObjectPointers: Hex | null;
  queuedIrps: readonly (Row & { address: Hex; driver: string | null })[];
}
