import type { CauseDefinition } from "./cause";

/** RC-18. A kernel resource is held by a driver while others queue for it. */
export const kernelResource: CauseDefinition = {
  id: "kernel-resource",
  title: "A driver holds a kernel resource",
  says: "A thread inside a driver holds a kernel resource, and other threads of the machine queue for it.",
  supports: [
    { finding: "kernel-resource-contended", origin: "resource" },
    { finding: "threads-wait-for-kernel-resource", origin: "resource" },
    { finding: "driver-holds-call", origin: "wait" },
    { finding: "kernel-owner-same", origin: "two dumps" },
  ],
  decides: [],
  refutes: [["no-kernel-waiters"], ["no-kernel-resource-held"]],
  decidedBy: "Run !locks in a kernel dump and look for waiters.",
  remedy: [
    "Update or remove the driver at the end of the chain; hand its maker the dump with the holder's stack and the list of waiters.",
    "Follow the holder: if it waits for another resource itself, walk on until a thread that waits for none.",
  ],
  verify: ["In a kernel dump under the same load !locks shows no resource with waiters."],
  disproof: [
    "No thread waits for any resource. Contention Count is a sum over the resource's life and proves nothing about now.",
  ],
  sources: [
    "NTDebugging blog 2008-04-17: understanding locks, a filter driver problem",
    "windows-driver-docs: !locks (kdext)",
  ],
};
