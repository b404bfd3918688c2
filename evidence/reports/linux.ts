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
