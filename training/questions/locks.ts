import type { Finding, SyncBlockRow } from "@/evidence";
import { isCount, named } from "./figures";
import { type Family, linesIn, onFinding, type Shown } from "./question";

/** The row with most waiters that a condition holds for. */
function rowWhere(shown: Shown, holds: (row: SyncBlockRow) => boolean) {
  return shown.evidence
    .of("sync-blocks")
    .flatMap((read) => read.report.rows.filter(holds).map((row) => ({ row, about: linesIn(read, row.line) })))
    .sort((a, b) => b.row.monitorHeld - a.row.monitorHeld)[0];
}

const heldBy = ({ owner, monitorHeld }: SyncBlockRow): boolean => owner === "thread" && isCount(monitorHeld);

/** MonitorHeld is one figure for two things: the owner, and twice the waiters. */
const waiters: Family = {
  id: "lock-waiters",
  draft(shown) {
    const found = rowWhere(shown, (row) => heldBy(row) && row.monitorHeld > 1 && row.monitorHeld % 2 === 1);
    if (!found) return null;
    const { monitorHeld: held, type, object } = found.row;
    const count = (held - 1) / 2;
    return {
      subject: object,
      text: `MonitorHeld of the lock on ${named(type)} is ${held}. How many threads wait for it?`,
      right: String(count),
      why: `The owner counts 1 and each thread that waits counts 2: (${held} − 1) / 2 = ${count}.`,
      wrong: [
        [String(held), "The figure stands there ready to be read, but it adds up owner and waiters."],
        [String(held - 1), "The owner is taken off rightly; each of the others counts 2, though."],
        [String(count + 1), "That is all threads that have to do with the lock: its owner waits for nothing here."],
      ],
      about: found.about,
    };
  },
};

const heldAlone: Family = {
  id: "lock-held-alone",
  draft(shown) {
    const found = rowWhere(shown, (row) => heldBy(row) && row.monitorHeld === 1);
    if (!found) return null;
    return {
      subject: found.row.object,
      text: `MonitorHeld of the lock on ${named(found.row.type)} is 1. What does the row say?`,
      right: "A thread owns the lock and nobody waits for it.",
      why: "1 is the owner alone. A lock that is held is ordinary; it takes part in a hang only when somebody waits.",
      wrong: [
        ["One thread waits for the lock.", "The figure is read as a number of waiters, but each of them adds 2."],
        [
          "The lock is what stops the site, since somebody holds it.",
          "A row in the table looks like trouble; most locks are held for moments.",
        ],
        [
          "The lock is free; somebody held it once.",
          "It looks like a counter of the past. It is the state of this moment.",
        ],
      ],
      about: found.about,
    };
  },
};

const inTransit = onFinding("lock-in-transit", "lock-without-owner", ({ values }) => ({
  subject: named(values.object) ?? "",
  text: `The lock on ${named(values.type)} has no owner, yet MonitorHeld is ${values.monitorHeld}. What now?`,
  right: "Take a second dump: the lock was just going from one thread to the next.",
  why: `${values.waiters} threads wait and nobody has the lock at this moment. Only a second look tells a convoy, which moves on, from a lock that is lost.`,
  wrong: [
    [
      "Report a deadlock: so many threads wait.",
      "A long queue looks final. A deadlock needs owners that wait for each other, and here is none.",
    ],
    [
      "Leave this lock: without an owner nobody waits for it.",
      "The empty column hides that the even figure is all waiters, two for each.",
    ],
    [
      "Restart the process: the owner has died.",
      "A dead owner leaves an odd figure and its traces in the row; here the lock is free.",
    ],
  ],
}));

/** What one types to see the owner's stack, and what comes of mistaking one number for another. */
const ownerCommand = onFinding("owner-command", "lock-owner", ({ values, cites }, { evidence }) => {
  const { thread, osThreadId, owningThread, type } = values;
  const file = cites.flatMap((cite) => ("file" in cite ? [cite.file] : []))[0];
  const mode = evidence.of("sync-blocks").find(({ block }) => block.file === file)?.block.mode;
  if (!isCount(thread) || !named(osThreadId) || !named(owningThread) || osThreadId === String(thread)) return null;
  const text = `The owner of the lock on ${named(type)} is printed with three numbers. What shows its managed stack?`;
  const object = `${owningThread} is where the runtime keeps its record of the thread; no debugger takes it for a number.`;
  if (mode === "dotnet-dump")
    return {
      text,
      right: `setthread ${thread}, then clrstack`,
      why: `${thread} is the debugger's own number. The OS id needs its switch: setthread -t 0x${osThreadId}.`,
      wrong: [
        [`setthread 0x${owningThread}, then clrstack`, object],
        [
          `setthread ${osThreadId}, then clrstack`,
          `${osThreadId} looks like the id, and is: but the system's, which is asked for with -t.`,
        ],
        [
          `clrstack ${thread}`,
          "The number is right; clrstack prints the thread that one stands at, whatever comes behind it.",
        ],
      ],
    };
  if (mode !== "user") return null;
  return {
    text,
    right: `~${thread}e !clrstack`,
    why: `${thread} is the debugger's own number, which ~ takes. The OS id would need brackets: ~~[${osThreadId}]e.`,
    wrong: [
      [
        `~${osThreadId}e !clrstack`,
        `${osThreadId} is the id of the system, in hex: ~ takes it only in double tilde and brackets.`,
      ],
      [
        `!thread ${owningThread}`,
        `The name fits, but !thread belongs to the kernel debugger, and ${owningThread} is a record of the runtime.`,
      ],
      [
        `~~[${thread}]e !clrstack`,
        `Between brackets the debugger looks for an OS id: it would seek a thread ${thread} of the system.`,
      ],
    ],
  };
});

/** Numbers of the debugger are decimal where one expects hex. */
const numberBase = onFinding("thread-number-base", "lock-owner", ({ values }, { evidence }) => {
  const { thread, osThreadId } = values;
  const ofUser = evidence.of("sync-blocks").every(({ block }) => block.mode === "user");
  if (!ofUser || !isCount(thread) || thread < 10 || !named(osThreadId) || osThreadId === String(thread)) return null;
  const asHex = Number.parseInt(String(thread), 16);
  return {
    text: `The last column names the owner as ${thread}. Which line goes to it?`,
    right: `~${thread}s`,
    why: `The debugger counts its threads in decimal: ${thread} is ${thread}. Only ids of the system (${osThreadId}) are hex.`,
    wrong: [
      [
        `~${asHex}s`,
        `In a debugger numbers are mostly hex, and 0x${thread} would be ${asHex}. Threads are the exception.`,
      ],
      [`~0x${thread}s`, `The prefix turns it into ${asHex}, another thread.`],
      [`~~[${thread}]s`, "Brackets take the id of the system, which stands one column further left."],
    ],
  };
});

const culprit = onFinding("waiters-culprit", "monitor-waiters", ({ values }) => {
  const count = Array.isArray(values.threads) ? values.threads.length : 0;
  if (count < 3) return null;
  return {
    text: `${count} threads stand in the same call: they want to enter a managed lock. What explains the hang?`,
    right: "What the one thread does that owns the lock.",
    why: "Those who wait are alike because they are the victims. The reason stands on a stack that looks different: the owner's.",
    wrong: [
      [
        "A fault in the runtime's own lock code.",
        `The same frame ${count} times looks like the place of the fault. It is only where one queues.`,
      ],
      [
        "What the first of them does that came to wait.",
        "It came first, but it can do nothing either until the owner lets go.",
      ],
      [
        "Too many requests at once for this lock.",
        "Load makes the queue longer. It does not tell why it has stopped moving.",
      ],
    ],
  };
});

const RING = "Yes: the owners wait for each other, in a ring.";
const BUSY = "No: it is a queue behind an owner that is at work.";
const MANY: readonly [string, string] = [
  "Yes: that many threads wait and none of them goes on.",
  "Waiting for ever looks alike from outside. What makes a deadlock is a ring of owners, and one queue is none.",
];

/** What an owner does that ends by itself, however long it takes. */
const AT_WORK = new Set([
  "lists-folder",
  "deletes-file",
  "opens-file",
  "cleans-temp-files",
  "compiles",
  "waits-for-a-program",
  "calls-sql",
  "asks-the-directory",
  "reads-a-socket",
  "calls-a-queue-or-pipe",
]);

const ring = onFinding("deadlock-or-queue", "lock-cycle", ({ values }) => ({
  text: `The owners of the locks are threads ${Array.isArray(values.threads) ? values.threads.join(" and ") : "known"}. Is this a deadlock?`,
  right: RING,
  why: "Each of them holds what another one wants, and the chain comes back to where it began. None can ever let go.",
  wrong: [
    [BUSY, "Most queues are just that, but here each owner stands in a queue itself."],
    ["It cannot be told from one dump.", "That holds for threads that merely wait. A closed ring is proof at once."],
    [MANY[0], "It is one, but not for that reason: how many wait says nothing."],
  ],
}));

const queue = onFinding("deadlock-or-queue", "wait-chain-end", ({ values, says }, { found }) => {
  const [lock] = Array.isArray(values.locks) ? values.locks : [];
  const managed = found.all("lock-owner").some((owner) => owner.values.type === lock);
  const stopped = found.has("all-threads-suspended") || found.has("debugger-broke-in");
  if (stopped || !managed || found.has("lock-cycle") || !AT_WORK.has(String(values.what))) return null;
  return {
    text: `${says} Is this a deadlock?`,
    right: BUSY,
    why: "Follow the chain to its end: the last thread waits for no lock. When its work is done, the queue moves.",
    wrong: [
      [
        RING,
        "A lock that many wait for brings the word to mind. The owner would have to wait for a lock that one of them holds.",
      ],
      MANY,
      [
        "Yes: a lock that is held across a slow call is one.",
        "It is a mistake, and it costs the site its speed; but it ends with the call.",
      ],
    ],
  };
});

const gone = onFinding("lock-owner-gone", "lock-owner-gone", ({ values }) => {
  if (!isCount(values.waiters) || values.waiters === 0) return null;
  return {
    subject: named(values.object) ?? "",
    text: `The row of the lock on ${named(values.type)} names an owner, but the debugger has no such thread. What does that say?`,
    right: "The owner has ended without giving the lock back; nobody can.",
    why: `Only its owner can leave a lock. ${values.waiters} threads wait for somebody who will not come: they wait until the process ends.`,
    wrong: [
      [
        "The owner sleeps, and gives the lock back as soon as it wakes up.",
        "A thread that sleeps is still a thread: the debugger would list it.",
      ],
      [
        "The lock is on its way from one thread to the next.",
        "Then the row would name no owner at all, and MonitorHeld would be even.",
      ],
      [
        "The owner is a thread of another process.",
        "Managed locks end at the border of the process; only named ones of the system cross it.",
      ],
    ],
  };
});

const PASSED_ON = "The lock is passed on: they contend, but they get on.";
const KEPT = "One thread has kept it: nothing moved in between.";
const NOTHING: readonly [string, string] = [
  "Nothing: thread numbers cannot be compared between dumps.",
  "That holds for two processes, as after a restart. These are two moments of one.",
];

function twoDumps(
  finding: string,
  other: string,
  right: string,
  why: string,
  wrong: readonly [string, string],
): Family {
  return onFinding("owner-in-two-dumps", finding, ({ values }: Finding, { found }) =>
    found.has(other)
      ? null
      : {
          text: `Two dumps show the lock on ${named(values.type)}. What do its owners tell?`,
          right,
          why,
          wrong: [
            wrong,
            NOTHING,
            [
              "There are two locks: one lock has one owner.",
              "The sync block and the type are the same: it is one lock, seen twice.",
            ],
          ],
        },
  );
}

const changed = twoDumps(
  "lock-owner-changed",
  "lock-owner-same",
  PASSED_ON,
  "Another owner, or none, at the second moment: somebody let go in between. Slow, but no deadlock.",
  [KEPT, "The queue is as long as before, so it looks the same. The owner is not."],
);

const same = twoDumps(
  "lock-owner-same",
  "lock-owner-changed",
  KEPT,
  "The same owner at both moments: it did not let go. What it does in the meantime is the question.",
  [PASSED_ON, "Locks mostly are. Here the owner's columns did not change."],
);

const empty = onFinding("lock-table-empty", "no-contended-lock", () => ({
  text: "The table of locks is whole and nobody waits for any of them. What does that rule out?",
  right: "A wait for a monitor that has a sync block, and no more.",
  why: "Semaphores, reader-writer locks, mutexes, critical sections and the newer Lock type never stand in this table.",
  wrong: [
    [
      "That a lock of whatever kind takes part in the hang.",
      "The command is called after locks; it knows one kind of them.",
    ],
    ["That the process hangs at all.", "Threads can wait for much else: an answer, a file, a thread of the pool."],
    ["Every deadlock.", "Two threads can lock each other out by other means, which are not listed here."],
  ],
}));

const ownerless = onFinding("lock-without-record", "ownerless-lock-waiters", ({ values }) => {
  const type = named(values.type)?.split(".").at(-1);
  if (!type || !isCount(values.waiting) || type.includes("ReaderWriter")) return null;
  return {
    text: `${values.waiting} threads wait for one ${type}. Who has to let go?`,
    right: "It keeps no record: only the code tells where it was not released.",
    why: `A ${type} counts and remembers nobody. Look for a way through the code that takes it and leaves without a release.`,
    wrong: [
      ["The owner that !syncblk prints.", "That table holds monitors. This object has no row there."],
      ["The thread that has waited longest.", "It is first in the queue, and has nothing that it could let go."],
      [
        "The thread with the lowest number among all that wait.",
        "Numbers say when a thread was made, not what it holds.",
      ],
    ],
  };
});

export const LOCK_FAMILIES: readonly Family[] = [
  waiters,
  culprit,
  ownerCommand,
  queue,
  ring,
  gone,
  changed,
  same,
  inTransit,
  ownerless,
  numberBase,
  heldAlone,
  empty,
];
