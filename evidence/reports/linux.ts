import type { Hex } from "../hex";
import type { Row } from "./row";

/** One line of `ps` or `top`: a thread, or a process when each stands for all its threads. */
export interface LinuxTask extends Row {
  /** Decimal, as are the other ids. */
  processId: number | null;
  /** Null where processes are listed. */
  threadId: number | null;
  parentProcessId: number | null;
  user: string | null;
  /** As printed: `Ssl`, `D`, `R+`. The first letter counts: D waits in the kernel and cannot be interrupted. */
  state: string | null;
  /** Kernel function it sleeps in; null when it runs, and when the reader was not allowed to see it. */
  wchan: string | null;
  processor: number | null;
  cpuPercent: number | null;
  memoryPercent: number | null;
  cpuSeconds: number | null;
  residentBytes: number | null;
  /** Name of the thread or command line of the process, as far as it was printed. */
  command: string | null;
}

/** `ps`, `top -b`. */
export interface LinuxTasksReport {
  kind: "linux-tasks";
  tool: "ps" | "top";
  tasks: readonly LinuxTask[];
  /** How many there are, as `top` counts them. */
  total: number | null;
  /** Over 1, 5 and 15 minutes; empty when not printed. */
  loadAverages: readonly number[];
  /** Share of the time in which processors waited for disks. */
  ioWaitPercent: number | null;
  /** True when there are as many as `top` counted; the end of a list of `ps` has no mark. */
  complete: boolean;
}

/** One row of `/proc/<pid>/stack`, innermost first. */
export interface LinuxKernelFrame extends Row {
  /** Null where the kernel hides it. */
  address: Hex | null;
  /** Null for an address without a name. */
  function: string | null;
  /** Bytes into the function, and its size, hex. */
  offset: Hex | null;
  size: Hex | null;
  /** `nfsv4`; null for the kernel itself. */
  module: string | null;
}

export interface LinuxKernelStack extends Row {
  lastLine: number;
  /** Decimal; null when nothing tells whose stack it is. */
  processId: number | null;
  threadId: number | null;
  /** Name of the thread, where it was printed beside. */
  name: string | null;
  /** Empty for a thread that runs. */
  frames: readonly LinuxKernelFrame[];
  /** True when it does not end where the kernel was entered: rows are missing, or this kernel names them otherwise. */
  cut: boolean;
}

/** `/proc/<pid>/stack`, `/proc/<pid>/task/<tid>/stack`. */
export interface LinuxKernelStacksReport {
  kind: "linux-kernel-stacks";
  stacks: readonly LinuxKernelStack[];
}
