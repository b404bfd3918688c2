import type { Hex } from "../hex";
import type { NativeFrame } from "./native-stacks";
import type { Row } from "./row";

/** One THREAD of `!thread` or `!process ADDR 7`. */
export interface KernelThread extends Row {
  lastLine: number;
  address: Hex;
  /** First half of Cid. */
  processId: Hex | null;
  /** Second half of Cid. */
  osThreadId: Hex | null;
  teb: Hex | null;
  /** `WAIT`, `RUNNING`, `READY`, `STANDBY` … as printed. */
  state: string | null;
  /** Text in parentheses after WAIT: `Executive`, `WrResource`, `Unknown`. */
  waitReason: string | null;
  waitMode: "KernelMode" | "UserMode" | null;
  alertable: boolean | null;
  waitObjects: readonly (Row & { address: Hex; type: string; owningThread: Hex | null })[];
  irps: readonly (Row & { address: Hex; flags: Hex | null })[];
  /** EPROCESS address. */
  process: Hex | null;
  image: string | null;
  imageLine: number | null;
  attachedProcess: Hex | null;
  waitStartTickCount: number | null;
  /** Clock ticks in the current wait. */
  ticks: number | null;
  /** The time printed behind Ticks. */
  waitSeconds: number | null;
  ticksLine: number | null;
  contextSwitchCount: number | null;
  contextSwitchLine: number | null;
  userTimeSeconds: number | null;
  kernelTimeSeconds: number | null;
  priority: number | null;
  basePriority: number | null;
  /** Top of stack (deepest call) first, as printed. */
  frames: readonly NativeFrame[];
}

/** `!thread`. */
export interface KernelThreadReport {
  kind: "kernel-threads";
  threads: readonly KernelThread[];
  bits: 32 | 64 | null;
}

export interface KernelProcess extends Row {
  address: Hex;
  /** Cid: the process id. */
  processId: Hex;
  sessionId: number | null;
  peb: Hex | null;
  parentProcessId: Hex | null;
  handleCount: number | null;
  image: string | null;
  elapsedSeconds: number | null;
  userTimeSeconds: number | null;
  kernelTimeSeconds: number | null;
  threads: readonly KernelThread[];
}

/** `!process 0 0`, `!process ADDR 7`. */
export interface ProcessesReport {
  kind: "processes";
  processes: readonly KernelProcess[];
  bits: 32 | 64 | null;
}

/** One module of `lm` / `lmvm`. */
export interface ModuleRow extends Row {
  start: Hex;
  end: Hex;
  name: string;
  /** `pdb symbols`, `export symbols`, `deferred`, `no symbols` … as printed; null when nothing was. */
  symbols: string | null;
  imagePath: string | null;
  imageName: string | null;
  companyName: string | null;
  productName: string | null;
  fileDescription: string | null;
  fileVersion: string | null;
  timestamp: string | null;
  unloaded: boolean;
}

/** `lm`, `lmvm X`. */
export interface ModulesReport {
  kind: "modules";
  modules: readonly ModuleRow[];
}
