import type { CauseDefinition } from "./cause";

/** RC-04. Threads hold managed locks and wait for each other's. */
export const monitorDeadlock: CauseDefinition = {
  id: "monitor-deadlock",
  title: "Threads wait for each other's locks",
  says: "Two or more threads each hold a managed lock and wait for the one the next of them holds; none can ever go on.",
  supports: [
    { finding: "waits-for-another-lock", origin: "owner" },
    { finding: "owners-want-locks", origin: "owner" },
    { finding: "mixed-lock-cycle", origin: "ring" },
  ],
  decides: [["lock-cycle"]],
  refutes: [["owners-want-no-lock"], ["no-contended-lock"]],
  decidedBy: "Follow the owner: the chain is a deadlock only if it comes back to itself.",
  remedy: [
    "Take the locks in one fixed order everywhere, or use a single lock for what belongs together.",
    "Where order cannot be kept, use Monitor.TryEnter with a time limit and give up cleanly.",
    "Until the fix is out, restart the process when it happens; it does not resolve by itself.",
  ],
  verify: [
    "Run the same load with a second dump: no two owners in !syncblk that wait for each other (SOSEX !dlk finds none).",
  ],
  disproof: [
    "The owner is seen to be doing something else than waiting for a lock, or a later dump shows it further on.",
  ],
  sources: ["dotnet/diagnostics SOS documentation of !syncblk", "learn.microsoft.com: debug a deadlock in .NET"],
};
