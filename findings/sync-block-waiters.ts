import type { SyncBlockRow } from "@/evidence";

/** No process has as many threads: each needs a stack. */
const MOST_WAITERS = 100_000;

/** Threads that wait for the lock: MonitorHeld is 1 for the owner and 2 for each of them. */
export function waitersOf({ monitorHeld }: SyncBlockRow): number {
  return Math.floor(monitorHeld / 2);
}

/** False where the bits of the lock were read wrongly, as newer runtimes' are by an older SOS. */
export function isPossibleCount(row: SyncBlockRow): boolean {
  return waitersOf(row) <= MOST_WAITERS;
}
