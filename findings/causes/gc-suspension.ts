import type { CauseDefinition } from "./cause";

/** RC-13. A collection cannot begin, because one thread does not stop; or there is no end to collections. */
export const gcSuspension: CauseDefinition = {
  id: "gc-suspension",
  title: "Garbage collections stop everybody",
  says: "Every thread stands still for a garbage collection: it cannot begin because one thread does not yield, or one follows the other with hardly any time between.",
  supports: [
    { finding: "many-threads-wait-for-gc", origin: "stacks" },
    { finding: "collection-waits-for-threads", origin: "stacks" },
    { finding: "collection-stalled", origin: "stacks" },
    { finding: "thread-not-yielding", origin: "modes" },
    { finding: "collection-stalled-in-both", origin: "two dumps" },
    { finding: "collection-time-high", origin: "counters" },
  ],
  decides: [["collection-stalled-in-both"]],
  refutes: [["no-thread-waits-for-collection"], ["collection-in-passing"]],
  decidedBy:
    "Take two more dumps ten seconds apart: the same thread must be the one that does not yield in all of them. Where collections run instead, % Time in GC tells how much they take.",
  remedy: [
    "Look at the stack of the thread that does not yield: a native call made without leaving cooperative mode, a profiler, a long loop without a safe point.",
    "Update the component that makes that call; remove profilers and monitoring agents for a test.",
    "Where collections run one after the other (% Time in GC above 30, gc1 or mark_phase in every dump): find what fills the heap with !dumpheap -stat and !gcroot and make less of it. More processors change nothing.",
    "Where memory is paged out, the collector only waits for the disk: look at memory first.",
  ],
  verify: ["Pause times (% Time in GC, or the gc-pause-time counter) are back to normal under the same load."],
  disproof: ["A second dump shows the collection over or a different thread: one dump caught an ordinary collection."],
  sources: [
    "tessferrandez.com 2006: a hang caused by GC, loader lock and others",
    "dotnet/runtime: suspending threads for a collection",
  ],
};
