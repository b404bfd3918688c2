import type { Random } from "./random";

/** What the control group of a container counted. */
export interface LinuxControlGroup {
  periods: number;
  throttled: number;
  /** Microseconds. */
  throttledTime: number;
  userTime: number;
  systemTime: number;
  /** Microseconds in each 100 000; null without a limit. */
  quota: number | null;
  memoryMax: number | null;
  memoryCurrent: number;
  events: { low: number; high: number; max: number; oom: number; oomKill: number };
  /** Rows of memory.stat: bytes, or how often something happened. */
  memoryStats: readonly (readonly [name: string, value: number])[];
  pressure: { some: readonly [number, number, number]; full: readonly [number, number, number]; total: number };
}

const STATS = [
  ...["anon", "file", "kernel_stack", "sock", "shmem", "file_dirty", "inactive_anon", "active_anon"],
  ...["inactive_file", "active_file", "slab", "workingset_refault_file", "pgfault", "pgmajfault"],
];

export function makeLinuxControlGroup(random: Random): LinuxControlGroup {
  const periods = random.int(0, 900_000);
  const throttled = random.int(0, periods);
  const averages = (): readonly [number, number, number] => [
    random.int(0, 9999),
    random.int(0, 9999),
    random.int(0, 9999),
  ];
  const oom = random.int(0, 3);
  // Drawn apart, so that what else the group counts stays as it is.
  const pages = random.fork("memory.stat");
  return {
    periods,
    throttled,
    throttledTime: throttled === 0 ? 0 : random.int(1_000_000, 9_999_999),
    userTime: random.int(1, 4_999_999),
    systemTime: random.int(1, 4_999_999),
    quota: random.chance(0.3) ? null : random.int(1, 80) * 10_000,
    memoryMax: random.chance(0.3) ? null : random.int(1, 64) * 1_073_741_824,
    memoryCurrent: random.int(100_000, 900_000) * 4096,
    events: { low: 0, high: random.int(0, 99), max: random.int(0, 99), oom, oomKill: random.int(0, oom) },
    memoryStats: STATS.map((name) => [name, pages.int(0, 90_000) * (/^(?:pg|workingset)/.test(name) ? 1 : 4096)]),
    pressure: { some: averages(), full: averages(), total: random.int(0, 9_999_999) },
  };
}
