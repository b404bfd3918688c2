import type { CauseDefinition } from "./cause";

/** RC-05. A lock that everybody needs is handed round so often that handing it round takes the time. */
export const lockConvoy: CauseDefinition = {
  id: "lock-convoy",
  title: "One hot lock is handed from thread to thread",
  says: "Every request needs the same lock for a moment, and the queue for it never empties; the lock moves, but no faster than its owners take turns.",
  supports: [
    { finding: "lock-without-owner", origin: "table" },
    { finding: "lock-owner-changed", origin: "two dumps" },
    { finding: "contention-rate-high", origin: "counters" },
  ],
  decides: [["lock-without-owner", "lock-owner-changed"]],
  refutes: [["ring-ends-the-waiting"], ["lock-owner-same"], ["lock-owner-gone"]],
  decidedBy: "Take a second dump: in a convoy another thread owns the lock, or none does, and requests come through.",
  remedy: [
    "Hold the lock for less: take slow work, logging and allocation out of it.",
    "Split it: one lock for each key or part instead of one for all; use a reader-writer lock where nearly all only read.",
    "Look first at loggers, caches and static dictionaries that every request passes through.",
  ],
  verify: [
    "The contention rate (.NET CLR LocksAndThreads, or monitor-lock-contention-count) falls and throughput rises under the same load.",
  ],
  disproof: [
    "The same thread owns the lock in every dump: it is held up, and what holds it up is the cause.",
    "Nothing moves between two dumps.",
  ],
  sources: ["devblogs.microsoft.com/oldnewthing: lock convoys", "dotnet/diagnostics SOS documentation of !syncblk"],
};
