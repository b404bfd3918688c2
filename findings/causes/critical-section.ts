import type { CauseDefinition } from "./cause";

/** RC-16. Native threads block each other, or a native lock has lost its owner. */
export const criticalSection: CauseDefinition = {
  id: "critical-section",
  title: "A native critical section blocks the process",
  says: "Threads wait for a critical section that its owner cannot or does not release: it waits in a circle, or it is gone.",
  supports: [
    { finding: "critical-section-owner", origin: "waiters" },
    { finding: "many-threads-wait-for-critical-section", origin: "waiters" },
    { finding: "critical-section-orphaned", origin: "owner" },
    { finding: "mixed-lock-cycle", origin: "ring" },
  ],
  decides: [["critical-section-cycle"], ["critical-section-orphaned", "critical-section-owner"]],
  refutes: [["no-critical-section-waited-for"], ["critical-section-owners-run"]],
  decidedBy: "Go to the owner (~~[owner]kb): waiting in a circle, gone, or simply at work.",
  remedy: [
    "Name the module whose frames stand above RtlEnterCriticalSection (lmvm) and hand its maker both stacks.",
    "Update that module; take the sections in one order everywhere if the code is yours.",
    "Restart the process meanwhile: neither a circle nor an orphan resolves itself.",
  ],
  verify: ["!locks in a dump under the same load shows no section with waiters."],
  disproof: ["The owner works on and a later dump shows another owner: contention, not a deadlock."],
  sources: ["windows-driver-docs: displaying a critical section", "The debugger's documentation of !locks and !cs"],
};
