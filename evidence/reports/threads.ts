import type { Hex } from "../hex";
import type { Row } from "./row";

/** One row of `!threads` / `clrthreads`. */
export interface ManagedThreadRow extends Row {
  /** Debugger thread number; null for a dead thread (`XXX`). */
  thread: number | null;
  managedThreadId: number | null;
  osThreadId: Hex | null;
  threadObject: Hex;
  state: Hex;
  /** `Enabled`/`Preemptive` give preemptive, `Disabled`/`Cooperative` give cooperative. */
  gcMode: "preemptive" | "cooperative" | null;
  domain: Hex | null;
  /** Locks held; null where the runtime prints -00001. */
  lockCount: number | null;
  apartment: string | null;
  /** `(Finalizer)`, `(GC)`, `(Threadpool Worker)` … without parentheses. */
  roles: readonly string[];
  exception: string | null;
}

/** `!threads` / `clrthreads`. */
export interface ManagedThreadsReport {
  kind: "managed-threads";
  threadCount: number | null;
  unstartedThread: number | null;
  backgroundThread: number | null;
  pendingThread: number | null;
  deadThread: number | null;
  hostedRuntime: string | null;
  threads: readonly ManagedThreadRow[];
  /** Rows of `-special`: the runtime's own helper threads. */
  specialThreads: readonly (Row & { thread: number | null; osThreadId: Hex; type: string })[];
  /** True when at least as many rows were read as ThreadCount says. */
  complete: boolean;
}

/** One handle of `!handle`, or the summary at its end (`handle` null). */
export interface HandleReport extends Row {
  kind: "handle";
  handle: Hex | null;
  type: string | null;
  name: string | null;
  handleCount: number | null;
  /** For a Mutant. `owner` null when free or not printed. */
  mutant: {
    state: "free" | "owned";
    owner: { processId: Hex; osThreadId: Hex } | null;
    abandoned: boolean;
    line: number;
  } | null;
  /** For a Thread or Process handle: whose it is, `pid.tid`. */
  target: { processId: Hex; osThreadId: Hex | null } | null;
  /** For an Event: `Manual Reset`, `Auto Reset` and whether it is set. */
  event: { type: string | null; set: boolean | null } | null;
  semaphore: { count: number | null; limit: number | null } | null;
  /** `N Handles` of the summary. */
  totalHandles: number | null;
  /** Handles per type, of the summary. */
  counts: readonly (Row & { type: string; count: number })[];
}
