import type { Row } from "./row";

/** How long tasks waited for a resource: `some avg10=0.00 avg60=0.00 avg300=0.00 total=0`. */
export interface Pressure extends Row {
  /** Null when nothing tells which file it was. */
  resource: "cpu" | "memory" | "io" | null;
  /** Some of the tasks waited, or all of them at once. */
  share: "some" | "full";
  /** Percent of the last 10, 60 and 300 seconds. */
  avg10: number;
  avg60: number;
  avg300: number;
  totalSeconds: number;
}

/** What memory is used for, in bytes, or how often something happened: `inactive_file 123456789`. */
export interface MemoryStat extends Row {
  name: string;
  value: number;
}

/** What one control group of Linux may use, and what it was refused. Null for what was not printed. */
export interface ControlGroup extends Row {
  /** Folder as printed: `/sys/fs/cgroup`. */
  path: string | null;
  version: 1 | 2 | null;
  /** Periods of the quota, and those in which it was used up. */
  nrPeriods: number | null;
  nrThrottled: number | null;
  nrThrottledLine: number | null;
  throttledSeconds: number | null;
  throttledSecondsLine: number | null;
  usageSeconds: number | null;
  userSeconds: number | null;
  systemSeconds: number | null;
  /** Processors' worth of time that the quota gives. */
  processors: number | "unlimited" | null;
  memoryMaxBytes: number | "unlimited" | null;
  memoryHighBytes: number | "unlimited" | null;
  memoryCurrentBytes: number | null;
  /** How often memory reached each limit, and processes were killed for it. */
  memoryEvents: (Row & Readonly<Record<"low" | "high" | "max" | "oom" | "oomKill", number | null>>) | null;
  pressures: readonly Pressure[];
  /** `memory.stat`, in its order. */
  memoryStats: readonly MemoryStat[];
}

/** `cpu.stat`, `cpu.max`, `memory.events`, `memory.max` … of `/sys/fs/cgroup`. */
export interface ControlGroupsReport {
  kind: "control-groups";
  groups: readonly ControlGroup[];
}
