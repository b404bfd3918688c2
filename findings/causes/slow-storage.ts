import type { CauseDefinition } from "./cause";

/** RC-22. The disk or what stands for it is slow by itself. */
export const slowStorage: CauseDefinition = {
  id: "slow-storage",
  title: "The storage is slow by itself",
  says: "File access is slow with no foreign driver and no oversized folder in sight: the disk, the SAN or the hypervisor below takes the time.",
  supports: [
    { finding: "waits-in-storage", origin: "stack" },
    { finding: "slow-disk-wait", origin: "wait" },
    { finding: "disk-was-reset", origin: "events" },
    { finding: "disk-slow", origin: "counters" },
    { finding: "io-pressure", origin: "counters" },
    { finding: "processors-wait-for-disk", origin: "counters" },
    { finding: "tasks-wait-for-disk", origin: "stack" },
    { finding: "waits-on-network-file-system", origin: "stack" },
    { finding: "slow-file-without-suspects", origin: "elimination" },
    { finding: "waits-on-file-server", origin: "stack" },
  ],
  decides: [],
  refutes: [["said-filter-test-faster"], ["said-antivirus-test-faster"]],
  decidedBy: "Measure Avg. Disk sec/Read and sec/Write on that volume during the stall.",
  remedy: [
    "Take the figures to the storage or virtualisation team: latency, resets (System event 129), retries (153), snapshot and backup windows.",
    'Move the temporary folder to another volume meanwhile: <compilation tempDirectory="…">.',
  ],
  verify: [
    "Avg. Disk sec/Read and sec/Write stay below 15 ms on average during a start, and the first request is fast.",
  ],
  disproof: ["The counters are normal during the stall, or unloading a filter makes the difference."],
  sources: ["PAL thresholds for disk latency (15 and 25 ms)", "windows-driver-docs: !irp"],
};
