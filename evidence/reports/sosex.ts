import type { Hex } from "../hex";
import type { Row } from "./row";

/** A lock as `!dlk` names it. */
export interface SosexLock {
  /** `SyncBlock`, `ReaderWriterLockSlim`, `CriticalSection`. */
  type: string;
  /** `Reader`, `Writer`, `UpgradableReader`; null for locks that have no levels. */
  level: string | null;
  address: Hex;
  /** The managed object that a sync block belongs to. */
  object: Hex | null;
  objectType: string | null;
}

/** One thread of a cycle. */
export interface DeadlockHolder extends Row {
  /** The id that the runtime gave the thread, not the debugger's number. */
  clrThread: Hex;
  holds: SosexLock;
  waitsFor: SosexLock;
}

/** The method in which a thread of the cycle waits. */
export interface DeadlockWaitPlace extends Row {
  clrThread: Hex;
  site: string;
}

export interface Deadlock extends Row {
  holders: readonly DeadlockHolder[];
  places: readonly DeadlockWaitPlace[];
}

/** `!dlk`. */
export interface DeadlockReport {
  kind: "deadlocks";
  deadlocks: readonly Deadlock[];
  /** As the last line counts them; null when it is not there. */
  count: number | null;
  /** The line that counts the deadlocks was there. */
  complete: boolean;
}

/** One lock that a thread holds (`!mlocks`) or waits for (`!mwaits`). */
export interface ThreadLockRow extends Row {
  clrThread: Hex | null;
  /** Debugger thread number; null when it is -1, the thread having ended. */
  thread: number | null;
  osThreadId: Hex | null;
  /** `thinlock`, `SyncBlock`, `RWLock`, `RWLockSlim`, `CritSec`. */
  lockType: string;
  lock: Hex;
  /** `Reader`, `Writer`, `(recursion:0)`; null when nothing was printed. */
  lockLevel: string | null;
}

/** `!mlocks` and `!mwaits`. */
export interface ThreadLocksReport {
  kind: "thread-locks";
  /** `unknown` when the command was not in the paste: both print the same columns. */
  relation: "holds" | "waits" | "unknown";
  rows: readonly ThreadLockRow[];
  /** Somebody cut rows out. */
  cut: boolean;
}

/** A thread that `!rwlock` names. */
export interface RwLockOwner {
  clrThread: Hex;
  /** Printed behind the id: the thread has ended. */
  dead: boolean;
}

/** `!rwlock ADDR`. */
export interface RwLockReport {
  kind: "rw-lock";
  /** From the command; null when it was not in the paste. */
  address: Hex | null;
  fields: readonly (Row & { name: string; value: string })[];
  writeLockOwner: RwLockOwner | null;
  upgradableReadLockOwner: RwLockOwner | null;
  readerCount: number | null;
  readerThreadIds: readonly Hex[];
  waitingReaderCount: number | null;
  waitingReaderThreadIds: readonly Hex[];
  waitingWriterCount: number | null;
  waitingWriterThreadIds: readonly Hex[];
  waitingUpgradableReaderCount: number | null;
  waitingWriterUpgradeCount: number | null;
  /** The last field was there, and no line was left out or unreadable. */
  complete: boolean;
}
