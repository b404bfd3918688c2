import type { CauseDefinition } from "./cause";

/** RC-19. A filter blocks itself when a page fault sends the file system through it a second time. */
export const pageFaultReentrancy: CauseDefinition = {
  id: "page-fault-reentrancy",
  title: "A filter blocks itself through a page fault",
  says: "A page fault inside the file system goes through the same filter again, and the inner pass waits for something the outer pass holds.",
  supports: [
    { finding: "page-fault-reentry", origin: "stack" },
    { finding: "reentry-stuck-in-driver", origin: "wait" },
  ],
  decides: [],
  refutes: [
    ["thread-progressing", "waits-in-file-system"],
    ["thread-progressing", "no-kernel-waiters"],
  ],
  decidedBy: "Look whether the inner wait is inside the filter and stands still in a second dump.",
  remedy: [
    "Update the filter, or have its maker fix it: paging reads have to be served in the thread that brings them.",
    "Until then exclude the folders concerned, or unload the filter.",
  ],
  verify: ["No thread of the web process stands in the filter twice in a dump taken under the same conditions."],
  disproof: [
    "Ticks is small and the innermost wait belongs to the file system: the thread moves and only waits for the disk.",
  ],
  sources: [
    "OSR community discussion 291644 (paging I/O in filters)",
    "The case study's comments (a guess of a reader, answered by the author)",
  ],
};
