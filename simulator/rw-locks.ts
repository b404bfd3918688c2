import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import { closingOwner } from "./critical-sections";
import type { MonitorTable } from "./locks";
import type { Random } from "./random";
import type { Thread } from "./threads";

/** One ReaderWriterLockSlim. */
export interface RwLock {
  address: Hex;
  /** Null where the owner's thread has ended. */
  owner: { thread: Thread | null; id: number; level: "Writer" | "UpgradableReader" } | null;
  readers: readonly Thread[];
  waitingReaders: readonly Thread[];
  waitingWriters: readonly Thread[];
}

/** The reader/writer locks that threads hold or wait for. */
export function makeRwLocks(
  threads: readonly Thread[],
  monitors: MonitorTable,
  addresses: AddressSpace,
  random: Random,
): RwLock[] {
  const waiting = threads.filter(({ role }) => role === "waits-for-rw-lock");
  const able = threads.filter(({ role, managed, runtime }) => managed && runtime && role !== "finalizer");
  if (able.length === 0) return [];
  return random.times(waiting.length > 0 ? random.int(1, 2) : random.int(0, 1), (at): RwLock => {
    const mine = at === 0 ? waiting : [];
    const others = able.filter((thread) => !mine.includes(thread));
    const writers = mine.filter(() => random.chance(0.4));
    const closing = closingOwner(mine, monitors);
    const thread = closing ?? random.pick(others);
    const ended = closing === null && random.chance(0.15);
    const writes = ended || mine.length > writers.length || random.chance(0.7);
    return {
      address: addresses.take("object"),
      owner: writes
        ? {
            thread: ended ? null : thread,
            id: ended ? threads.length + 40 : (thread.runtime?.id ?? 0),
            level: writers.length < mine.length || random.chance(0.8) ? "Writer" : "UpgradableReader",
          }
        : null,
      readers: writes ? [] : [thread],
      waitingReaders: mine.filter((waiter) => !writers.includes(waiter)),
      waitingWriters: writers,
    };
  });
}
