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
  /** N of `RUNNING on processor N`. */
  processor: number | null;
  /** Text in parentheses after WAIT: `Executive`, `WrResource`, `Unknown`. */
  waitReason: string | null;
  waitMode: "KernelMode" | "UserMode" | null;
  alertable: boolean | null;
  /** Printed only for threads that somebody suspended. */
  suspendCount: number | null;
  freezeCount: number | null;
  waitObjects: readonly (Row & { address: Hex; type: string; owningThread: Hex | null })[];
  /** `Waiting for reply to ALPC Message …` (or LPC MessageId): who has to answer. */
  waitsForReply: (Row & { message: Hex; port: Hex | null; process: Hex | null }) | null;
  irps: readonly (Row & { address: Hex; flags: Hex | null })[];
  /** False for `Not impersonating`. */
  impersonating: boolean | null;
  /** EPROCESS address. */
  process: Hex | null;
  image: string | null;
  imageLine: number | null;
  attachedProcess: Hex | null;
  waitStartTickCount: number | null;
  /** Clock ticks in the current wait; null when the printed number is a wrapped negative one. */
  ticks: number | null;
  /** The time printed behind Ticks. */
  waitSeconds: number | null;
  ticksLine: number | null;
  contextSwitchCount: number | null;
  contextSwitchLine: number | null;
  userTimeSeconds: number | null;
  kernelTimeSeconds: number | null;
  /** As printed: an address, or a symbol with its address in parentheses. */
  win32StartAddress: string | null;
  startAddress: string | null;
  stackBase: Hex | null;
  stackLimit: Hex | null;
  /** False when the debugger said that the kernel stack is paged out. */
  stackResident: boolean;
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
  workingSetBytes: number | null;
  /** Address of the debug port, printed only when a debugger is attached and the flags ask for details. */
  debugPort: Hex | null;
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
  lastLine: number;
  /** Null when the row with the addresses was not pasted, only the details below it. */
  start: Hex | null;
  end: Hex | null;
  name: string;
  /** `pdb symbols`, `export symbols`, `deferred`, `no symbols` … as printed; null when nothing was. */
  symbols: string | null;
  imagePath: string | null;
  imageName: string | null;
  companyName: string | null;
  productName: string | null;
  fileDescription: string | null;
  fileVersion: string | null;
  productVersion: string | null;
  /** ISO 8601 in UTC, from the seconds printed in parentheses; null for reproducible builds, whose stamp is a hash. */
  timestamp: string | null;
  /** As printed, in the zone of the machine that ran the debugger. */
  timestampText: string | null;
  unloaded: boolean;
}

/** `lm`, `lmvm X`. */
export interface ModulesReport {
  kind: "modules";
  modules: readonly ModuleRow[];
  bits: 32 | 64 | null;
}
