import type { Step } from "../ask";
import * as command from "../commands";

/** Steps of the whole triage; those of an ASP.NET hang are shared with its own playbook. */
export const TRIAGE_STEPS = {
  "really-hung": {
    title: "Make sure that requests hang, and where",
    label: "Is it really hung?",
    why: "Half of all hangs are somewhere else: in front of the process, in another process, or over. The list of requests tells in a minute, and names the stage they are in.",
    ask: {
      commands: [command.requests, command.workerProcesses, command.httpErrors],
      questions: ["trigger", "duration", "static-files"],
      alternatives: [
        {
          id: "dump-only",
          label: "Only a dump is left",
          note: "Then the stacks have to tell; give this step up and go on.",
          commands: [],
        },
      ],
    },
    brings: ["requests-running-long", "no-long-requests", "request-queue-full"],
  },
  "managed-stacks": {
    title: "Read the managed stacks too",
    label: "Managed stacks",
    why: "The native stacks name no wait that leads to a cause. What compiled code waits for, only the managed stacks say.",
    ask: { commands: [command.missingManagedStacks], questions: [], alternatives: [] },
    brings: ["stacks-seen"],
  },
  "native-view": {
    title: "Open the same dump in WinDbg",
    label: "Native stacks",
    why: "The managed stacks show no reason, and dotnet-dump shows no native frames: locks of Windows, the loader, COM and the collector are invisible to it.",
    ask: { commands: [command.nativeStacksBeside], questions: [], alternatives: [] },
    brings: ["stacks-seen"],
  },
  waits: {
    title: "Sort the threads by what they wait for",
    label: "Sort the waits",
    why: "The threads wait for something other than a managed lock. These two outputs tell whether the pool, the collector or a single thread stands behind it.",
    ask: { commands: [command.managedThreads, command.threadPool], questions: [], alternatives: [] },
    brings: [
      "many-threads-block-on-tasks",
      "many-threads-wait-for-gc",
      "many-threads-wait-for-sta",
      "many-threads-wait-for-connection-pool",
      "many-threads-wait-for-critical-section",
      "threads-wait-elsewhere",
    ],
  },
  "held-still": {
    title: "Find out what holds the whole process still",
    label: "Held still",
    why: "The threads do not run at all. That is no lock: somebody stopped them, or a dialog waits for a click on a desktop that nobody sees.",
    ask: {
      commands: [
        command.dialogStacks,
        command.threadList,
        command.processEnvironment,
        command.processes,
        command.requestContexts,
      ],
      questions: [],
      alternatives: [],
    },
    brings: [
      "all-threads-suspended",
      "request-shows-dialog",
      "debugger-running",
      "debugger-broke-in",
      "modal-dialog-open",
    ],
  },
  "native-locks": {
    title: "Find the owner of the native lock",
    label: "Native locks",
    why: "Threads wait for a critical section or for the loader. Its owner waits in a circle, is gone, or is at work; each has another remedy.",
    ask: {
      commands: [command.userLocks, command.loaderLock, command.ownerListed, command.sectionOwnerStack],
      questions: [],
      alternatives: [
        {
          id: "analyze-hang",
          only: "windows",
          label: "Let the debugger guess",
          note: "It names a blocking thread in most cases. Check it against the owner above.",
          commands: [command.analyseHang],
        },
      ],
    },
    brings: [
      "critical-section-cycle",
      "critical-section-orphaned",
      "loader-lock-owner-waits",
      "critical-section-owner",
    ],
  },
  collection: {
    title: "See who keeps the garbage collection from beginning",
    label: "Garbage collection",
    why: "Most threads wait for a collection. It is a hang only if the collection cannot begin, and then one thread does not stop for it.",
    ask: {
      commands: [command.managedThreads, command.allNativeStacks, command.notYieldingStack],
      questions: [],
      alternatives: [],
    },
    brings: ["collection-stalled", "collection-running", "thread-not-yielding"],
  },
  apartments: {
    title: "Find the one thread that the calls wait for",
    label: "COM and the finalizer",
    why: "Calls into a single-threaded component are carried out by one thread. What that thread does decides for all of them, the finalizer included.",
    ask: {
      commands: [command.finalizeQueue, command.managedThreads, command.allNativeStacks],
      questions: [],
      alternatives: [],
    },
    brings: ["com-calls-to-one-thread", "finalizer-blocked", "many-threads-wait-for-sta"],
  },
  connections: {
    title: "See whether connections have run out",
    label: "Connections",
    why: "A thread that waits for a connection has not reached the other side yet. Either all are in use, or they were never given back.",
    ask: {
      commands: [
        command.poolList,
        command.poolObject,
        command.poolOptions,
        command.servicePointList,
        command.servicePoint,
        command.connections,
      ],
      questions: [],
      alternatives: [],
    },
    brings: ["connection-pool-full", "outgoing-limit-reached", "connection-pool-not-full"],
  },
  pool: {
    title: "See whether the thread pool has threads left",
    label: "Pool and tasks",
    why: "Threads block on tasks. With a full pool and a queue the work starves; with room in the pool a thread waits for itself.",
    ask: {
      commands: [command.threadPool, command.blockedThread, command.blockedThreadObjects, command.asyncCalls],
      questions: ["single-request"],
      alternatives: [],
    },
    brings: ["pool-exhausted", "pool-at-limit", "pool-has-room", "synchronization-context-on-stack"],
  },
  session: {
    title: "See whether one session holds itself up",
    label: "Session state",
    why: "The requests wait in the session module, where they need no thread: the dump shows nothing of them.",
    ask: { commands: [command.requests], questions: ["session-scope"], alternatives: [] },
    brings: ["requests-wait-for-session", "session-waiters-of-one-client"],
  },
  signals: {
    title: "Find what should give the signal",
    label: "Locks without owner",
    why: "A semaphore, an event or a reader-writer lock records no owner. The object that all waiters have on their stacks leads to whoever should release it.",
    ask: {
      commands: [
        command.signalWaiter,
        command.signalWaiterObjects,
        command.signalObject,
        command.otherWaiterObjects,
        command.readerWriterLock,
      ],
      questions: [],
      alternatives: [],
    },
    brings: ["ownerless-lock-waiters", "waiters-share-object", "reader-writer-lock-waited-for", "waited-object"],
  },
  machine: {
    title: "Look at the machine as a whole",
    label: "The machine",
    why: "Nothing inside the process explains it. Memory, disks and restarts are seen from outside.",
    ask: {
      commands: [
        command.httpErrors,
        command.machineCounters,
        command.linuxThreads,
        command.controlGroup,
        command.diskFree,
        command.events,
        command.kernelMemory,
        command.processes,
      ],
      questions: [],
      alternatives: [],
    },
    brings: ["memory-low", "available-memory-low", "low-memory-event", "disk-was-reset", "worker-was-recycled"],
  },
  "second-dump": {
    title: "Take a second dump, ten to thirty seconds later",
    label: "Second dump",
    why: "One dump shows a state, two show whether it moves. Paste the same outputs of the second one into this case.",
    ask: {
      commands: [
        { ...command.sessionTime, unless: undefined },
        { ...command.syncBlocks, unless: undefined },
        command.allManagedStacks,
      ],
      questions: [],
      alternatives: [],
    },
    brings: ["lock-owner-same", "lock-owner-changed", "pool-queue-in-both"],
  },
} as const satisfies Record<string, Step>;
