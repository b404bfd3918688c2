import type { CauseDefinition } from "./cause";

/** RC-27. Threads wait for something that records no owner. */
export const ownerlessPrimitive: CauseDefinition = {
  id: "ownerless-primitive",
  title: "Threads wait for a lock that names no owner",
  says: "The threads wait for a semaphore, an event or a reader-writer lock: the table of locks does not list it, and who should release it has to be found by hand.",
  supports: [
    { finding: "many-threads-wait-for-ownerless-lock", origin: "threads" },
    { finding: "ownerless-lock-waiters", origin: "object" },
    { finding: "waiters-share-object", origin: "object" },
    { finding: "reader-writer-lock-waited-for", origin: "lock" },
  ],
  decides: [["many-threads-wait-for-ownerless-lock", "reader-writer-lock-waited-for", "waiters-share-object"]],
  refutes: [["ring-ends-the-waiting"]],
  decidedBy:
    "Find the object on the waiters' stacks (!dso), dump it (!do), and look which thread uses it without waiting.",
  remedy: [
    "Release in a finally block whatever a path may leave without releasing.",
    "Give each wait a time limit and an error that names the lock.",
    "Take no remote call and no second lock while it is held.",
  ],
  verify: ["The same load leaves no thread waiting for that object."],
  disproof: ["The waiters wait for different objects: then it is no single lock."],
  sources: ["SOSEX documentation of !mlocks and !rwlock", "dotnet/diagnostics SOS documentation of !dumpobj"],
};
