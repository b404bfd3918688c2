import type { CauseDefinition } from "./cause";

/** RC-21. The machine is out of memory and waits for its page file. */
export const lowMemory: CauseDefinition = {
  id: "low-memory",
  title: "The machine is out of memory",
  says: "Memory is so short that threads wait for pages to come from the disk; everything on the machine is slow, not only this site.",
  supports: [
    { finding: "memory-low", origin: "amounts" },
    { finding: "available-memory-low", origin: "amounts" },
    { finding: "commit-near-limit", origin: "amounts" },
    { finding: "threads-wait-for-pages", origin: "waits" },
    { finding: "paging-heavy", origin: "waits" },
    { finding: "low-memory-event", origin: "event" },
    { finding: "memory-limit-hit", origin: "amounts" },
    { finding: "memory-near-limit", origin: "amounts" },
    { finding: "memory-pressure", origin: "waits" },
    { finding: "tasks-wait-for-memory", origin: "waits" },
    { finding: "memory-allocations-failed", origin: "amounts" },
  ],
  decides: [
    ["memory-low", "commit-near-limit", "threads-wait-for-pages"],
    ["available-memory-low", "paging-heavy"],
  ],
  refutes: [["memory-plenty"]],
  decidedBy: "Read !vm in a kernel dump, or Available MBytes with Page Reads/sec during the stall.",
  remedy: [
    "Find who uses it: the processes at the end of !vm, or the sizes in Task Manager at the time.",
    "Fix the leak or give the process a limit; recycle by private bytes meanwhile.",
    "In a container, raise memory.max, or set DOTNET_GCHeapHardLimit below it so that the collector knows how much there is.",
    "Take other memory users (a database server, a second product) off this machine, or add memory.",
  ],
  verify: ["Available memory stays above a tenth during the same load, and Page Reads/sec near 0."],
  disproof: ["Plenty of memory is free during the stall: a single page fault on a file's data proves no shortage."],
  sources: ["windows-driver-docs: !vm", "PAL thresholds for memory", "Linux: control groups version 2, memory.events"],
};
