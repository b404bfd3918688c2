import type { Hex } from "../hex";
import type { Row } from "./row";

/** A filter or an instance as the Filter Manager's own debugger extension prints it. */
export interface FilterManagerObject extends Row {
  address: Hex;
  name: string;
  /** Text: it may be fractional. */
  altitude: string | null;
}

/** A frame of the Filter Manager: legacy filters stand between frames. */
export interface FilterFrame extends Row {
  address: Hex;
  name: string | null;
  /** `0 to 409800`; printed by `frames` only. */
  altitudes: string | null;
}

/** `!fltkd.filters`, `!fltkd.filter`, `!fltkd.frames`. */
export interface FilterManagerFiltersReport {
  kind: "filter-manager-filters";
  frames: readonly FilterFrame[];
  /** Highest altitude first, as printed. */
  filters: readonly (FilterManagerObject & {
    /** Name of its frame; null when the head of the list was not pasted. */
    frame: string | null;
    instances: readonly FilterManagerObject[];
  })[];
  /** True when the list's head is there and no row was cut: only then does absence mean anything. */
  complete: boolean;
}

/** `!fltkd.volumes`, `!fltkd.volume`. */
export interface FilterManagerVolumesReport {
  kind: "filter-manager-volumes";
  frames: readonly FilterFrame[];
  volumes: readonly (Row & {
    address: Hex;
    /** `\Device\HarddiskVolume2`. */
    name: string;
    frame: string | null;
    instances: readonly FilterManagerObject[];
  })[];
  complete: boolean;
}

/** `!fltkd.instance ADDRESS`, `!fltkd.instances`. */
export interface FilterManagerInstancesReport {
  kind: "filter-manager-instances";
  instances: readonly (FilterManagerObject & {
    lastLine: number;
    filter: string | null;
    filterAddress: Hex | null;
    volume: string | null;
    volumeAddress: Hex | null;
    pointerCount: number | null;
    flags: Hex | null;
    flagNames: readonly string[];
    context: Hex | null;
  })[];
}

/** One filter that is to be called when the operation ends, or the one that works on it now. */
export interface CompletionNode extends Row {
  lastLine: number;
  /** Marked with `>`: the operation as it stands now. */
  working: boolean;
  /** `[12,1]` without the brackets, as printed. */
  code: string;
  irpFlags: Hex;
  instance: Hex | null;
  fileObject: Hex | null;
  filter: string | null;
  instanceName: string | null;
  /** Called when the operation ends; as printed. */
  completionRoutine: string | null;
  completionAddress: Hex | null;
  completionContext: Hex | null;
  args: readonly Hex[];
}

/** `!fltkd.cbd ADDRESS`, `!fltkd.irpctrl ADDRESS`. */
export interface CallbackDataReport extends Row {
  kind: "callback-data";
  /** IRP_CTRL. */
  address: Hex | null;
  callbackData: Hex | null;
  /** `CREATE`, `DIRECTORY_CONTROL`; the code stands behind it. */
  operation: string | null;
  majorCode: number | null;
  flagNames: readonly string[];
  irp: Hex | null;
  deviceObject: Hex | null;
  /** `\Device\HarddiskVolume1`. */
  device: string | null;
  fileObject: Hex | null;
  initiatingInstance: Hex | null;
  thread: Hex | null;
  requestorMode: "KernelMode" | "UserMode" | null;
  ioStatus: Hex | null;
  /** In the order printed, empty ones left out. */
  nodes: readonly CompletionNode[];
}

/** `!fltkd.portlist FILTER`: the services a filter talks to. */
export interface FilterPortsReport extends Row {
  kind: "filter-ports";
  filter: Hex | null;
  /** `mCount` of the list's head. */
  count: number | null;
  ports: readonly (Row & {
    lastLine: number;
    address: Hex;
    serverPort: Hex | null;
    /** Messages that wait for the service. */
    messageQueueEntries: number | null;
    messageId: Hex | null;
    disconnected: boolean | null;
  })[];
}
