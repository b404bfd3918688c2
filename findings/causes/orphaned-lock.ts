import type { CauseDefinition } from "./cause";

/** RC-06. A lock was never given back, and its owner is gone. */
export const orphanedLock: CauseDefinition = {
  id: "orphaned-lock",
  title: "A lock was never given back",
  says: "The lock belongs to a thread that has ended or has long gone on to other work; nobody is left to release it.",
  supports: [
    { finding: "lock-owner-gone", origin: "table" },
    { finding: "lock-owner-ended", origin: "threads" },
    { finding: "lock-held-by-ended-thread", origin: "sosex" },
    { finding: "reader-writer-lock-orphaned", origin: "sosex" },
    { finding: "mutex-abandoned", origin: "mutex" },
  ],
  decides: [
    ["lock-owner-gone", "lock-owner-ended"],
    ["lock-owner-gone", "lock-held-by-ended-thread"],
  ],
  refutes: [["ring-ends-the-waiting"], ["no-contended-lock"], ["lock-owner-changed"]],
  decidedBy: "List the threads (!threads) and look for the owner; !mlocks shows -1 for one that has ended.",
  remedy: [
    "Release in a finally block: lock, using, or try/finally around each Enter; for native code a guard object.",
    "Do not abort threads: an abort between Enter and try leaves the lock behind.",
    "Restart the process to be rid of it; it cannot be released from outside.",
  ],
  verify: ["After the fix no lock in !syncblk names an owner that is not among the threads."],
  disproof: ["The owner is found at work in a later dump, or the lock has moved on."],
  sources: [
    "dotnet/diagnostics SOS documentation of !syncblk",
    "dotnet/runtime issue 44071 (orphaned reader-writer locks)",
  ],
};
