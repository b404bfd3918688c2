import type { CauseDefinition } from "./cause";

/** RC-10. Every thread of the pool blocks, and work that would free them waits for a thread. */
export const threadPoolStarvation: CauseDefinition = {
  id: "thread-pool-starvation",
  title: "The thread pool has no thread left",
  says: "The workers block while they wait for work that itself needs a worker; new threads come one or two a second, slower than the work.",
  supports: [
    { finding: "pool-exhausted", origin: "pool" },
    { finding: "pool-at-limit", origin: "pool" },
    { finding: "pool-queue-waiting", origin: "pool" },
    { finding: "pool-queue-in-both", origin: "pool" },
    { finding: "pool-queue-grows", origin: "pool" },
    { finding: "many-threads-block-on-tasks", origin: "threads" },
    { finding: "pool-out-of-threads", origin: "exception" },
  ],
  decides: [
    ["pool-exhausted", "pool-queue-waiting", "many-threads-block-on-tasks", "processor-not-busy"],
    ["pool-at-limit", "pool-queue-waiting", "many-threads-block-on-tasks", "processor-not-busy"],
  ],
  refutes: [["pool-has-room"], ["pool-idle"], ["processor-busy"]],
  followsFrom: [
    "monitor-deadlock",
    "orphaned-lock",
    "external-call",
    "connection-pool-exhausted",
    "outgoing-connection-limit",
    "gc-suspension",
    "sta-com-call",
    "critical-section",
    "loader-lock",
    "low-memory",
  ],
  decidedBy:
    "Compare running and total workers and the queue in two outputs of !threadpool, and see what the workers block on.",
  remedy: [
    "Await all the way: no .Result, .Wait() or GetAwaiter().GetResult() on a request's path.",
    "Until that is out, raise the minimum so that threads come at once: ThreadPool.SetMinThreads, or minWorkerThreads in <processModel>.",
    "Move long blocking work off the pool: a dedicated thread or TaskCreationOptions.LongRunning.",
  ],
  verify: ["Under the same load the number of pool threads stays near the number of processors and the queue near 0."],
  disproof: [
    "Workers are idle or the queue is empty.",
    "All workers wait for one lock or one slow system: then that is the cause, and the pool its victim.",
  ],
  sources: [
    "learn.microsoft.com: debug thread-pool starvation",
    "dotnet/runtime System.Threading.PortableThreadPool",
    "Microsoft KB 821268",
  ],
};
