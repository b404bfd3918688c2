import type { Cite, Hex } from "@/evidence";
import type { ThreadName } from "./thread-identity";

export type LockKind = "monitor" | "thin-lock" | "critical-section" | "reader-writer" | "resource" | "mutex" | "other";

/** A thread that owns a lock or waits for it. */
export interface LockThread extends ThreadName {
  /** `Writer`, `shared`, `exclusive`, as far as the output says. */
  level: string | null;
  /** Set when the thread belongs to another process than the one looked at. */
  processId: Hex | null;
}

/** What the owner of a lock is doing. */
export interface Doing {
  /** Id of the frame signature; null when nothing on the stack is known by name. */
  signature: string | null;
  /** Completes "thread 39 …". */
  says: string;
  frame: string | null;
  /** The first call on its stack that is no mere waiting. */
  within: string | null;
  cite: Cite;
}

/** One lock that somebody holds or waits for. */
export interface HeldLock {
  /** Kind and address; the same lock in two outputs has one id. */
  id: string;
  kind: LockKind;
  /** Type of the object, name of the section or of the mutex; the address where nothing names it. */
  name: string;
  address: Hex | null;
  /** `sync block 6840`, `held shared`. */
  detail: string | null;
  owners: readonly LockThread[];
  /** `held` by those in `owners`; `nobody` as it was being handed over; `gone` when the owner has ended; else not told. */
  ownership: "held" | "nobody" | "gone" | "unknown";
  /** How many wait; null where no output says it. */
  waiters: number | null;
  /** Those of them that are known by number. */
  waiting: readonly LockThread[];
  /** What the first owner does; null while its stack was not read. */
  doing: Doing | null;
  /** Ids of the locks that its owners wait for. */
  waitsFor: readonly string[];
  /** Index in `cycles`; null when it is in none. */
  cycle: number | null;
  cites: readonly Cite[];
}

/** One step of a ring: this thread holds that lock and waits for the next one. */
export interface CycleStep {
  lock: string;
  holder: LockThread;
}

/** Every lock known, most waited for first, and the rings among their owners. */
export interface LocksHeld {
  locks: readonly HeldLock[];
  cycles: readonly (readonly CycleStep[])[];
}
