import type { Hex } from "../hex";
import type { KernelThread } from "./kernel";
import type { Row } from "./row";

/** One lock that is held or waited for. */
export interface SyncBlockRow extends Row {
  index: number;
  syncBlock: Hex;
  /** 1 for the owner plus 2 for each waiter. */
  monitorHeld: number;
  recursion: number;
  /** Address of the runtime's Thread object; null when there is no owner. */
  owningThread: Hex | null;
  osThreadId: Hex | null;
  /** Debugger thread number of the owner; null when it has none (`XXX`, `none`, `orphaned`). */
  thread: number | null;
  owner: "thread" | "none" | "orphaned" | "not-in-debugger";
  object: Hex;
  type: string;
  /** Debugger thread numbers printed by .NET 1.1 SOS and psscor; null when the dialect prints none. */
  waitingThreads: readonly number[] | null;
  waitingThreadsLine: number | null;
}

/** `!syncblk`. */
export interface SyncBlocksReport {
  kind: "sync-blocks";
  rows: readonly SyncBlockRow[];
  total: number | null;
  /** `CCW` / `ComCallWrapper`. */
  ccw: number | null;
  /** `RCW` / `ComPlusWrapper`. */
  rcw: number | null;
  comClassFactory: number | null;
  free: number | null;
  /** Indexes of sync blocks that SOS skipped because it could not read them. */
  invalid: readonly number[];
  /** The trailer was there, so no row was cut off at the end, and none was skipped. */
  complete: boolean;
  dialect: "sos-1.1" | "sos-2" | "psscor";
}

/** One critical section of user-mode `!locks`. */
export interface CriticalSectionRow extends Row {
  name: string | null;
  address: Hex;
  /** As printed. Threads that wait when `waiterWoken` is not null, else waiters + recursion - 1. */
  lockCount: number;
  /** `WaiterWoken`; null when the line is not there, as in debuggers that print the raw lock count. */
  waiterWoken: boolean | null;
  recursionCount: number | null;
  owningThread: Hex | null;
  entryCount: number | null;
  contentionCount: number | null;
  locked: boolean;
}

/** `!locks` of a user-mode target (ntsdexts). */
export interface CriticalSectionsReport {
  kind: "critical-sections";
  sections: readonly CriticalSectionRow[];
  scanned: number | null;
  /** The `Scanned N critical sections` trailer was there. */
  complete: boolean;
}

/** One ERESOURCE of kernel-mode `!locks`. */
export interface ResourceRow extends Row {
  address: Hex;
  name: string | null;
  /** `available`: nobody holds it (`!locks -d` lists those too). */
  access: "exclusive" | "shared" | "available";
  /** N of "Shared N owning threads"; null for exclusive. */
  owningThreads: number | null;
  /** Cumulative over the resource's life, not current waiters. */
  contentionCount: number | null;
  numberOfSharedWaiters: number;
  numberOfExclusiveWaiters: number;
  /** Threads marked `<*>`; when markup ate the marks, the ones listed first. `line` is that of `Threads:`. */
  owners: readonly { line: number; thread: Hex; count: number; marked: boolean }[];
  sharedWaiters: readonly Hex[];
  exclusiveWaiters: readonly Hex[];
}

/** `!locks` of a kernel-mode target (kdext). */
export interface ResourceLocksReport {
  kind: "resource-locks";
  resources: readonly ResourceRow[];
  totalLocks: number | null;
  heldLocks: number | null;
  /** What `!locks -v` prints of the threads that hold a resource or wait for it. */
  threads: readonly KernelThread[];
  /** The "N total locks" trailer was there. */
  complete: boolean;
}
