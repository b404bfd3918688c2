import type { Hex } from "../hex";
import type { NativeFrame } from "./native-stacks";
import type { Row } from "./row";

/** One thread of `!stacks`. */
export interface StackedThread extends Row {
  lastLine: number;
  /** Hex, both from `4.0000cc`. */
  processId: Hex;
  osThreadId: Hex;
  /** ETHREAD. */
  address: Hex;
  /** As printed, hex; null in outputs of old debuggers, which have no such column. */
  ticks: Hex | null;
  /** Ticks as a count; null where the printed number is a wrapped negative one. */
  waitTicks: number | null;
  /** As printed: `Blocked`, `RUNNING`, `READY`. */
  state: string;
  /** Top call site as printed, or what the debugger says instead (`Stack paged out`). */
  blocker: string | null;
  /** False when the debugger said that the stack is paged out. */
  stackResident: boolean;
  /** Top of stack first; one frame below detail 2. */
  frames: readonly NativeFrame[];
  /** From the process heading above; null when it was not pasted. */
  image: string | null;
  process: Hex | null;
}

/** `!stacks [0|1|2] [FILTER]`. */
export interface KernelStacksReport {
  kind: "kernel-stacks";
  /** From the command line. */
  detail: number | null;
  filter: string | null;
  processes: readonly (Row & { /** Not printed by old debuggers. */ address: Hex | null; image: string })[];
  threads: readonly StackedThread[];
  threadsProcessed: number | null;
  /** Files the debugger complained about while it listed the stacks: only their exports have names, or nothing has. */
  modulesWithoutSymbols: readonly string[];
  /** True when the paste holds the heading and the count at the end, and nobody cut rows out. */
  complete: boolean;
}

/** One processor of `!running`. */
export interface RunningProcessor extends Row {
  lastLine: number;
  processor: number;
  prcb: Hex;
  /** ETHREAD that runs. */
  current: Hex;
  currentPriority: number | null;
  next: Hex | null;
  nextPriority: number | null;
  /** The processor's idle thread, printed by newer debuggers. */
  idle: Hex | null;
  /** One character for each queued spin lock: `.` unused, `O` owned, `W` waited for; null when not printed. */
  queuedLocks: string | null;
  /** `-t`: top of stack first. */
  frames: readonly NativeFrame[];
}

/** `!running [-i] [-t]`. */
export interface RunningThreadsReport {
  kind: "running-threads";
  /** Affinity masks, hex. */
  systemProcessors: Hex | null;
  idleProcessors: Hex | null;
  /** The debugger said that no processor had work. */
  allIdle: boolean;
  processors: readonly RunningProcessor[];
}
