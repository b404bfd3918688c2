import type { Finding } from "@/evidence";
import { isCount, toTheSecond } from "./figures";
import { type Draft, type Family, linesIn, onFinding, type Temptation } from "./question";

/** Seconds of one tick of the kernel's clock. */
const TICK = 0.015625;

function inWords(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : toTheSecond(seconds);
}

function ticks({ values }: Finding): Omit<Draft, "about"> | null {
  const { ticks: count } = values;
  if (!isCount(count) || count === 0) return null;
  return {
    text: `Ticks is ${count} on this kernel thread. How long has it been in this wait?`,
    right: `About ${inWords(count * TICK)}.`,
    why: `A tick of the kernel's clock is 15.6 ms, which makes ${inWords(count * TICK)} here.`,
    wrong: [
      [`About ${inWords(count)}.`, "The figure is read as seconds."],
      [`About ${inWords(count / 1000)}.`, "The figure is read as milliseconds; a tick is sixteen of them."],
      [`About ${inWords(60 * count)}.`, "The figure is read as minutes."],
    ],
  };
}

const MOVES = "It moves on: this wait has only just begun.";
const HELD = "It is held up: it has stood in this one wait all the time.";
const UNTOLD = "Nothing: such a wait begins anew every few seconds.";
const SINCE_BOOT: Temptation = [
  "It has stood in this place since the machine was last started.",
  "Wait Start TickCount counts from the start of the machine. Ticks counts from the start of the wait.",
];

const OTHERWISE: Readonly<Record<string, string>> = {
  [MOVES]: "The process hangs, so its thread should stand still. Looked at closely it does not.",
  [HELD]: "A thread in a wait looks stuck. How long it has waited is what counts.",
  [UNTOLD]: "That holds for waits for a resource (WrResource). This one has another reason.",
};

function moving(finding: string, right: string, why: string): Family {
  return onFinding("moving-or-stuck", finding, ({ values }) => {
    if (!isCount(values.ticks)) return null;
    return {
      text: `The kernel thread waits, and Ticks is ${values.ticks}. What does that tell of it?`,
      right,
      why,
      wrong: [
        ...[MOVES, HELD, UNTOLD]
          .filter((other) => other !== right)
          .map((other) => [other, OTHERWISE[other] ?? ""] as const),
        SINCE_BOOT,
      ],
    };
  });
}

const heldNoWaiters = onFinding("kernel-lock-held", "no-kernel-waiters", (_none, { found }) => {
  const held = found.first("kernel-resource-held");
  if (!held) return null;
  return {
    text: `The kernel's !locks lists a resource that is held ${held.values.access === "exclusive" ? "exclusively" : "shared"}. Is that the deadlock?`,
    right: "No: nobody waits for it, and holding is ordinary.",
    why: "File systems take such locks around every access. One takes part in a hang only when threads queue for it.",
    wrong: [
      [
        "Yes: one lock is held, and the site hangs.",
        "Two facts of one moment are tied together. The list shows no thread that waits.",
      ],
      [
        "Yes: a lock of the kernel is never held as long as a dump takes.",
        "The dump caught it in the middle of an access, as it would on a healthy server.",
      ],
      [
        "It cannot be told without the thread's stack.",
        "The stack tells what it does. That nobody waits stands here already.",
      ],
    ],
  };
});

/** Current waiters and the sum of all there have been are two columns. */
const contention: Family = {
  id: "contention-count",
  draft({ evidence }) {
    for (const read of evidence.of("resource-locks")) {
      const row = read.report.resources.find(({ contentionCount }) => isCount(contentionCount) && contentionCount > 1);
      if (!row || !read.report.complete) continue;
      const waiters = row.numberOfExclusiveWaiters + row.numberOfSharedWaiters;
      const past = String(row.contentionCount);
      return {
        subject: row.address,
        text: `Contention Count of this resource is ${past}. How many threads wait for it now?`,
        right: String(waiters),
        why: `The waiters have a count of their own, and are listed. ${past} is how often somebody had to wait since the resource was made.`,
        wrong: [
          [past, "It is the largest figure of the row. It only ever grows."],
          [String(waiters + 1), "The holder is counted among them; it waits for nothing here."],
          [String(Number(past) + waiters), "Past and present are added up."],
        ],
        about: linesIn(read, row.line),
      };
    }
    return null;
  },
};

const contended = onFinding("kernel-queue", "kernel-resource-contended", ({ values }) => ({
  text: `${values.waiters} threads wait for a resource of the kernel. Where does one go on?`,
  right: `To the stack of thread ${values.thread}, which holds it.`,
  why: "It is a queue like any other: the reason stands with the holder, and in the module it waits in.",
  wrong: [
    [
      "To !syncblk, for the managed lock behind it.",
      "Managed locks and the kernel's resources know nothing of each other.",
    ],
    ["To the thread that waits longest.", "It is the oldest victim. Nothing on its stack tells why."],
    [
      "To w3wp: the site hangs, so the reason is in there.",
      "Whoever holds the resource may belong to any process, to the system itself too.",
    ],
  ],
}));

const reentry = onFinding("page-fault-reentry", "page-fault-reentry", ({ values }) => {
  const driver = typeof values.driver === "string" ? values.driver : null;
  if (!driver) return null;
  return {
    text: `${driver} stands on this stack twice, with a page fault between. What happened?`,
    right: "A page was missing, and reading it led into the file system again.",
    why: "The trap tells it: data in memory had to be fetched from the disk, and that is a file access of its own, through the same drivers.",
    wrong: [
      [
        "The driver calls itself: a fault in its code is proven.",
        "The name appears twice, but it was not the driver that called it the second time.",
      ],
      [
        "The stack is damaged: no driver stands there twice.",
        "Every access passes each filter, and here are two accesses.",
      ],
      [
        "Two threads were printed as one.",
        "A stack belongs to one thread; its frames lead into each other without a gap.",
      ],
    ],
  };
});

export const KERNEL_FAMILIES: readonly Family[] = [
  moving(
    "thread-progressing",
    MOVES,
    "A wait this short means that the thread was running a moment ago. It does slow work, but it does it.",
  ),
  moving(
    "thread-frozen",
    HELD,
    "Ticks counts from the start of this wait. No single access to a file takes that long: whoever should answer does not.",
  ),
  moving(
    "ticks-not-conclusive",
    UNTOLD,
    "With WrResource the kernel wakes the thread every few seconds, and it waits again. Small Ticks prove nothing here.",
  ),
  ...["thread-progressing", "thread-waits-long", "thread-frozen"].map((finding) =>
    onFinding("ticks-in-time", finding, ticks),
  ),
  contended,
  contention,
  heldNoWaiters,
  reentry,
];
