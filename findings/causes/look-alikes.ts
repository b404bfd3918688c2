import type { CauseId } from "@/evidence";

/** Two causes that look alike, and what is seen of the one and of the other. */
export interface LookAlike {
  causes: readonly [CauseId, CauseId];
  /** In the order of the causes. */
  seen: readonly [string, string];
}

/** What tells one cause from another. */
export const LOOK_ALIKES: readonly LookAlike[] = [
  {
    causes: ["file-system-filter", "oversized-temp-folder"],
    seen: [
      "Each access takes long, and there need not be many.",
      "Each access takes a normal time, and there are very many. Both may add up.",
    ],
  },
  {
    causes: ["file-system-filter", "slow-storage"],
    seen: [
      "The same work is quick without the filter; a request is held above the file system.",
      "It is as slow without any filter; the request is at the disk.",
    ],
  },
  {
    causes: ["file-system-filter", "page-fault-reentrancy"],
    seen: [
      "It moves, in many small steps.",
      "It stands still: the same wait in two dumps, with the same driver twice on the stack.",
    ],
  },
  {
    causes: ["oversized-temp-folder", "app-domain-recycling"],
    seen: [
      "The thread that holds up all others lists or deletes files; a single restart is enough.",
      "It compiles, and the application restarts again and again.",
    ],
  },
  {
    causes: ["oversized-temp-folder", "starting-or-recycling"],
    seen: ["A dump some minutes later shows the same clearing of files.", "A dump a minute later is normal."],
  },
  {
    causes: ["app-domain-recycling", "starting-or-recycling"],
    seen: ["One start follows the other while users work.", "There was one start, and it ends."],
  },
  {
    causes: ["monitor-deadlock", "external-call"],
    seen: [
      "The owner waits for a lock, and the chain comes back to it.",
      "The owner waits for something outside the process.",
    ],
  },
  {
    causes: ["monitor-deadlock", "critical-section"],
    seen: [
      "The lock is a managed one: !syncblk lists it.",
      "The lock is a native one: !locks and !cs show it, !syncblk does not.",
    ],
  },
  {
    causes: ["monitor-deadlock", "sta-com-call"],
    seen: [
      "The waiters are in Monitor.Enter, and the table names an owner.",
      "The waiters are in a COM call, and no lock of the table is theirs.",
    ],
  },
  {
    causes: ["monitor-deadlock", "debugger-attached"],
    seen: [
      "Only the threads of the circle, and those behind them, stand still.",
      "Every thread stands still, the idle ones too: suspend counts of 2 and more.",
    ],
  },
  {
    causes: ["lock-convoy", "orphaned-lock"],
    seen: [
      "Another owner in each dump, or none for a moment, and requests come through.",
      "No owner ever, or one that has ended, and nothing comes through.",
    ],
  },
  {
    causes: ["lock-convoy", "external-call"],
    seen: [
      "The lock is held often and briefly, by ever other threads.",
      "The same thread holds it in each dump, inside a call to the outside.",
    ],
  },
  {
    causes: ["orphaned-lock", "ownerless-primitive"],
    seen: [
      "A lock that has an owner by its nature, and that owner is gone.",
      "A semaphore, an event: a thing that never has an owner.",
    ],
  },
  {
    causes: ["connection-pool-exhausted", "external-call"],
    seen: [
      "Threads wait before they have a connection; the server sees few commands.",
      "The commands are at the server, and run long there.",
    ],
  },
  {
    causes: ["connection-pool-exhausted", "thread-pool-starvation"],
    seen: [
      "The workers stand in the opening of a connection.",
      "The workers stand in waits for tasks, of whatever kind.",
    ],
  },
  {
    causes: ["outgoing-connection-limit", "external-call"],
    seen: [
      "Requests are not sent: as many sockets as are allowed, and the other side has little to do.",
      "Requests are sent, and the answer does not come.",
    ],
  },
  {
    causes: ["thread-pool-starvation", "async-context-deadlock"],
    seen: [
      "All workers busy, work in the queue; it comes with load and goes with it.",
      "Workers idle, queue empty; a single request hangs, alone and for good.",
    ],
  },
  {
    causes: ["session-state-lock", "thread-pool-starvation"],
    seen: [
      "The waiters have no thread and are of one session; all others are served.",
      "All users wait, and every worker is busy.",
    ],
  },
  {
    causes: ["not-hung", "session-state-lock"],
    seen: [
      "The server lists no request that runs long.",
      "It lists long ones, at the stage that fetches the session, though no thread works on them.",
    ],
  },
  {
    causes: ["not-hung", "thread-pool-starvation"],
    seen: ["The workers wait for work.", "The workers wait for something while they have work."],
  },
  {
    causes: ["gc-suspension", "low-memory"],
    seen: [
      "The collection waits for one thread, the same in two dumps; memory is not short.",
      "The collection works, slowly, because memory has to be read back from disk.",
    ],
  },
  {
    causes: ["gc-suspension", "debugger-attached"],
    seen: [
      "The runtime has stopped the threads itself, for a collection.",
      "Something outside has stopped them; the process knows that it is being debugged.",
    ],
  },
  {
    causes: ["blocked-finalizer", "sta-com-call"],
    seen: [
      "The finalizer is the one that is stuck; requests may run, and memory grows.",
      "Requests themselves queue for the one thread of the component.",
    ],
  },
  {
    causes: ["critical-section", "loader-lock"],
    seen: [
      "Any lock of native code; threads can still begin and end.",
      "The lock of the loader: no thread can begin, and the owner is inside the entry code of a DLL.",
    ],
  },
  {
    causes: ["loader-lock", "file-system-filter"],
    seen: ["The owner waits for another thread.", "Loading gets on, DLL by DLL, and each is held up by a scan."],
  },
  {
    causes: ["kernel-resource", "page-fault-reentrancy"],
    seen: [
      "One thread holds the lock, others queue for it.",
      "One thread has met itself: a page fault in the file system led into it again.",
    ],
  },
  {
    causes: ["kernel-resource", "slow-storage"],
    seen: [
      "Threads queue for one lock, and its owner is inside a driver.",
      "Each request waits at the disk by itself.",
    ],
  },
  {
    causes: ["foreign-process-on-path", "file-system-filter"],
    seen: [
      "Another program has the file open: refused accesses, its handle, its name in a trace.",
      "A driver stands in the way; no other program is needed.",
    ],
  },
  {
    causes: ["foreign-process-on-path", "oversized-temp-folder"],
    seen: ["Single files are held, and the attempt is repeated.", "No file is held; there are only too many."],
  },
  {
    causes: ["low-memory", "slow-storage"],
    seen: [
      "The disk is busy with memory: little is available, pages are read all the time.",
      "There is memory to spare, and every access to the disk is slow.",
    ],
  },
  {
    causes: ["request-queue-limit", "not-hung"],
    seen: ["Requests were turned away: 503, QueueFull in the log.", "None waits and none is turned away."],
  },
  {
    causes: ["request-queue-limit", "thread-pool-starvation"],
    seen: [
      "The queue in front of the process is full. What keeps requests from ending comes first.",
      "The queue inside the process grows because the workers are blocked.",
    ],
  },
  {
    causes: ["ownerless-primitive", "async-context-deadlock"],
    seen: [
      "The waiters have one event or semaphore in common.",
      "The thread waits for a task that needs this very thread.",
    ],
  },
];
