import type { CauseDefinition } from "./cause";

/** RC-13. A collection cannot begin, because one thread does not stop. */
export const gcSuspension: CauseDefinition = {
  id: "gc-suspension",
  title: "A garbage collection cannot begin",
  says: "The runtime has stopped every thread for a collection but one, which does not yield; all wait for that one.",
  supports: [
    { finding: "many-threads-wait-for-gc", origin: "stacks" },
    { finding: "collection-waits-for-threads", origin: "stacks" },
    { finding: "collection-stalled", origin: "stacks" },
    { finding: "thread-not-yielding", origin: "modes" },
    { finding: "collection-stalled-in-both", origin: "two dumps" },
  ],
  decides: [["collection-stalled-in-both"]],
  refutes: [["no-thread-waits-for-collection"], ["collection-running"]],
  decidedBy:
    "Take two more dumps ten seconds apart: the same thread must be the one that does not yield in all of them.",
  remedy: [
    "Look at the stack of the thread that does not yield: a native call made without leaving cooperative mode, a profiler, a long loop without a safe point.",
    "Update the component that makes that call; remove profilers and monitoring agents for a test.",
    "Where memory is paged out, the collector only waits for the disk: look at memory first.",
  ],
  verify: ["Pause times (% Time in GC, or the gc-pause-time counter) are back to normal under the same load."],
  disproof: ["A second dump shows the collection over or a different thread: one dump caught an ordinary collection."],
  sources: [
    "tessferrandez.com 2006: a hang caused by GC, loader lock and others",
    "dotnet/runtime: suspending threads for a collection",
  ],
};
