import type { CauseDefinition } from "./cause";

/** RC-14. The finalizer thread is stuck. */
export const blockedFinalizer: CauseDefinition = {
  id: "blocked-finalizer",
  title: "The finalizer is stuck",
  says: "The one thread that runs finalizers waits for something, so nothing that needs finalizing is freed and what it holds piles up.",
  supports: [
    { finding: "finalizer-blocked", origin: "stack" },
    { finding: "finalization-behind", origin: "queue" },
  ],
  decides: [["finalizer-blocked", "finalization-behind"]],
  refutes: [["finalizer-idle"]],
  followsFrom: ["sta-com-call"],
  decidedBy: "See the finalizer's stack and the number of objects ready for it, twice.",
  remedy: [
    "See what the finalizer waits for and settle that: most often a COM object that lives on a single-threaded apartment whose thread is busy.",
    "Release COM objects on the thread that made them (Marshal.ReleaseComObject), and dispose what is disposable.",
    "No locks, I/O or remote calls in finalizers.",
  ],
  verify: ["The finalizer waits for the next collection, and 'Ready for finalization' stays near 0."],
  disproof: ["A second dump shows the finalizer at another object: it works, only slowly."],
  sources: ["tessferrandez.com 2006: unblock my finalizer", "dotnet/diagnostics SOS documentation of !finalizequeue"],
};
