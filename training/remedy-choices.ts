import type { CauseId } from "@/evidence";
import type { MistakeId } from "./mistakes/kinds";

/** A remedy that does not end the hang: what it is, why it tempts, and the mistake in it where it is a known one. */
export type WrongRemedy = readonly [text: string, tempts: string, mistake?: MistakeId];

export interface RemedyChoice {
  right: string;
  /** What ends it where another remedy of the cause does, by that remedy's place in the catalogue. */
  further?: Readonly<Record<number, string>>;
  wrong: readonly [WrongRemedy, WrongRemedy];
}

const MORE_THREADS: WrongRemedy = [
  "Raise maxWorkerThreads and the limits of the queue, so that more requests get through.",
  "More threads join those that wait. What they wait for stays as it is.",
  "limits-raised",
];
const MORE_POWER: WrongRemedy = [
  "Add processors: the server is at the end of its strength.",
  "Threads that wait use none. The figures show a processor with time to spare.",
];
const VENDOR: WrongRemedy = [
  "Send the dump to the maker of the driver and close the case until there is an answer.",
  "It may be the maker's fault. The customer hangs meanwhile, and without a test the ticket comes back.",
  "vendor-blamed",
];

/** The remedy of each cause in short, beside those that are often chosen instead. */
export const REMEDY_CHOICES: Readonly<Record<CauseId, RemedyChoice>> = {
  "file-system-filter": {
    right: "Exclude the folders below Framework and Framework64 in the product, and time the start.",
    further: { 1: "Exclude the content and bin folders of the application in the product, and time it again." },
    wrong: [
      [
        "Exclude the process w3wp.exe in the product.",
        "Other processes write the same files, and not every product knows exclusions by process on this path.",
        "half-excluded",
      ],
      VENDOR,
    ],
  },
  "oversized-temp-folder": {
    right:
      "Stop the pool, rename the folder, start the pool, delete the old folder at leisure; then see that fewer files come to be.",
    wrong: [
      [
        "Delete the folder's files at once, while the site runs.",
        "Those in use stay, those that are gone are missing, and the application breaks in new ways.",
        "deleted-while-running",
      ],
      [
        "Switch batch compilation off on every server, and leave the folder as it is.",
        "It makes fewer files from now on. The start still goes through all that are there.",
        "batch-off-everywhere",
      ],
    ],
  },
  "app-domain-recycling": {
    right: "Find what touches the application's files while it runs, and keep it away from them.",
    wrong: [
      [
        "Restart the pool each night, so that it starts fresh.",
        "One restart more is no cure for too many restarts.",
        "restarted-first",
      ],
      MORE_POWER,
    ],
  },
  "monitor-deadlock": {
    right: "Have the code take the locks in one order everywhere.",
    wrong: [
      [
        "Have the locks taken with a larger pool of threads, so that some thread always gets on.",
        "A ring of owners stays closed, however many threads there are.",
        "limits-raised",
      ],
      ["Add a pause before the second lock, so that they do not meet.", "They meet less often, and one day they do."],
    ],
  },
  "lock-convoy": {
    right: "Take the slow part out of the lock, or split the lock.",
    wrong: [MORE_THREADS, MORE_POWER],
  },
  "orphaned-lock": {
    right: "Release the lock in a finally block on every way out, and abort no threads.",
    wrong: [
      [
        "Wait for the owner: it gives the lock back when it is done.",
        "It has ended. Nobody else can give the lock back.",
      ],
      MORE_THREADS,
    ],
  },
  "external-call": {
    right: "Settle on the other side why it does not answer, and give the call a time limit here.",
    wrong: [
      MORE_THREADS,
      [
        "Take the lock out of the code: it is what everybody waits for.",
        "Then everybody waits for the other side instead.",
      ],
    ],
  },
  "connection-pool-exhausted": {
    right: "Find the code that does not close its connections, and close them on every way out.",
    wrong: [
      [
        "Set Max Pool Size to 1000.",
        "What does not come back uses up a thousand as well, and the database gets them all.",
        "limits-raised",
      ],
      [
        "Ask for a faster database server.",
        "It may have hardly anything to do: connections that nobody closes are idle there.",
      ],
    ],
  },
  "outgoing-connection-limit": {
    right: "Raise the number of connections to that host, and close every response.",
    wrong: [
      MORE_THREADS,
      ["Ask the other side for more power.", "It has not got the requests yet: they wait in this process."],
    ],
  },
  "thread-pool-starvation": {
    right: "Await all the way instead of blocking on tasks.",
    wrong: [
      [
        "Set the minimum of the pool to 1000 and leave the code.",
        "It puts the stall off, at the price of a thousand stacks. With more users it is back.",
        "limits-raised",
      ],
      MORE_POWER,
    ],
  },
  "async-context-deadlock": {
    right: "Do not block on the task: await it, and use ConfigureAwait(false) in libraries.",
    wrong: [
      MORE_THREADS,
      ["Set a longer time limit for the request.", "It waits for itself. More time makes it wait longer."],
    ],
  },
  "session-state-lock": {
    right: "Let pages that only read the session say so, and move the long page out of the request.",
    wrong: [
      MORE_THREADS,
      [
        "Move the sessions to a database.",
        "The lock goes with them. Requests of one session still run one after the other.",
      ],
    ],
  },
  "gc-suspension": {
    right: "Settle what keeps the collector busy or waiting.",
    further: { 2: "Find what fills the heap, and make less of it." },
    wrong: [
      [
        "Add processors, as 81 % is too much.",
        "The figure is a mark of the runtime. While all stand still, more processors stand still.",
        "mark-as-load",
      ],
      ["Call GC.Collect in a timer, so that less piles up.", "It stops everybody more often."],
    ],
  },
  "blocked-finalizer": {
    right: "Settle what the finalizer waits for.",
    wrong: [
      ["Add memory: the objects pile up.", "They pile up in more memory, a little longer."],
      ["Call GC.Collect in a timer.", "Collections put more objects in front of a finalizer that does not move."],
    ],
  },
  "sta-com-call": {
    right: "Set AspCompat on the pages that use it, or replace it.",
    wrong: [
      MORE_THREADS,
      ["Register the component once more.", "It works as registered: in one apartment, for one caller at a time."],
    ],
  },
  "critical-section": {
    right: "Update the module that takes the sections.",
    wrong: [
      MORE_THREADS,
      ["Raise the spin count of the sections.", "It tries a little longer before it waits, for what does not come."],
    ],
  },
  "loader-lock": {
    right: "Update or remove the DLL whose start-up code waits.",
    wrong: [
      ["Install the runtime anew: threads cannot start.", "The runtime waits for the loader like everybody else."],
      MORE_THREADS,
    ],
  },
  "kernel-resource": {
    right: "Update or remove the driver in which the holder of the resource waits.",
    wrong: [
      [
        "Restart the application pool.",
        "Its threads wait for a thread of another process or of the system.",
        "restarted-first",
      ],
      VENDOR,
    ],
  },
  "page-fault-reentrancy": {
    right: "Update the filter that cannot be entered twice, and exclude the folders or unload it until then.",
    wrong: [
      [
        "Enlarge the page file, so that fewer pages are missing.",
        "Pages of files come from the files, whatever the size of the page file.",
      ],
      VENDOR,
    ],
  },
  "foreign-process-on-path": {
    right: "Keep the other program away from the folders: exclude them there.",
    wrong: [
      ["Give the application more rights on its folders.", "It has them. The files were open elsewhere."],
      [
        "Delete the folder's files while the site runs.",
        "The program comes back to the new ones, and the application breaks.",
        "deleted-while-running",
      ],
    ],
  },
  "low-memory": {
    right: "Find who uses the memory, and mend the leak or move it elsewhere.",
    wrong: [
      ["Enlarge the page file.", "There is more room to page to, and paging is what makes it slow."],
      MORE_THREADS,
    ],
  },
  "slow-storage": {
    right: "Have those who run the storage see to its latency.",
    wrong: [
      [
        "Exclude the folder from the antivirus software.",
        "No filter takes the time here: it is lost below all of them.",
      ],
      MORE_POWER,
    ],
  },
  "request-queue-limit": {
    right: "Find what keeps the running requests from ending: the queue only shows that they do not.",
    wrong: [
      ["Set the length of the queue to 65,535 and close the case.", "More requests wait, for longer.", "limits-raised"],
      MORE_POWER,
    ],
  },
  "not-hung": {
    right: "Find the process or the place before it that does stall, and capture that one.",
    wrong: [
      [
        "Recycle this pool, to be on the safe side.",
        "It does not hang. The next report comes from the same users.",
        "restarted-first",
      ],
      ["Tell the customer that all is well.", "Something stalls, only not here."],
    ],
  },
  "starting-or-recycling": {
    right: "Keep the site warm, and take remote calls and caches out of its start.",
    wrong: [
      MORE_THREADS,
      [
        "Recycle more often, so that less piles up.",
        "Every recycle is a start, and the start is what takes so long.",
        "restarted-first",
      ],
    ],
  },
  "debugger-attached": {
    right: "Detach the debugger, and see that none is left on the server.",
    wrong: [
      ["Mend the locks that are held.", "They are held because their owners are stopped.", "suspension-overlooked"],
      MORE_THREADS,
    ],
  },
  "ownerless-primitive": {
    right: "Release the semaphore in a finally block on every way out.",
    wrong: [
      [
        "Raise its count, so that more get in.",
        "Each way that does not release takes one, until none is left again.",
        "limits-raised",
      ],
      ["Nothing: !syncblk lists no lock.", "It lists monitors. This is none.", "empty-table"],
    ],
  },
};

/** Ends any hang until the next time, and so is always at hand. */
export const RESTART: WrongRemedy = [
  "Recycle the pool and close the case: the site is back.",
  "It is back, until the same thing happens again. Nothing has changed.",
  "restarted-first",
];
