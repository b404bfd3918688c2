import { isCount } from "./figures";
import { type Family, linesIn, onFinding } from "./question";

const stalled = onFinding("collection-stalled", "collection-stalled", ({ values }, { found }) => {
  const { thread, suspender } = values;
  const waiting = found.number("many-threads-wait-for-gc", "count");
  const finalizer = found.number("finalizer-idle", "thread");
  if (!isCount(thread) || !isCount(suspender) || waiting === null || thread === suspender) return null;
  return {
    text: `${waiting} threads wait for a garbage collection that cannot begin. Which thread holds it up?`,
    right: `Thread ${thread}: it does not stop for the collection.`,
    why: `Before a collection every thread has to come to rest. Thread ${suspender} asks for it and waits, and thread ${thread} goes on in cooperative mode.`,
    wrong: [
      [
        `Thread ${suspender}: it carries out the collection and takes its time.`,
        "It stands in the collector's code. But it waits there itself, for all to stop.",
      ],
      ...(finalizer === null || finalizer === thread || finalizer === suspender
        ? []
        : [
            [
              `Thread ${finalizer}: the finalizer runs after collections.`,
              "It comes afterwards, and has nothing to do at the moment.",
            ] as const,
          ]),
      ["None: a large heap takes that long to collect.", "Then the collector would be at work. It has not begun."],
    ],
  };
});

const mode = onFinding("preemptive-mode", "thread-not-yielding", ({ values }) => {
  if (!isCount(values.thread)) return null;
  return {
    text: `The list shows thread ${values.thread} in cooperative mode (Disabled in older lists). What does the column say?`,
    right: "Whether a collection has to wait for it.",
    why: "In cooperative mode the thread may touch objects at any moment, so a collection waits until it comes to a safe place.",
    wrong: [
      [
        "Whether the collector is switched off for it.",
        "Disabled reads like that. It is preemption by the collector that is disabled, for moments.",
      ],
      ["Whether the thread may run at all.", "A thread in this mode runs: that is the trouble."],
      [
        "Whether it has priority over other threads.",
        "Priorities have a column of their own, and the collector does not ask for them.",
      ],
    ],
  };
});

const collecting = onFinding("time-in-collections", "collection-time-high", ({ values }) => {
  if (typeof values.value !== "number" || !(values.value > 0 && values.value <= 100)) return null;
  return {
    text: `${Math.round(values.value)} % of the time went into garbage collections. What is looked for now?`,
    right: "What fills the heap so fast that it has to be cleaned all the time.",
    why: "Collections are the answer to what the application allocates. Large, short-lived objects are the usual reason.",
    wrong: [
      [
        "More processors, as these are busy collecting.",
        "They would collect a little faster, and the application would fill the heap as before.",
      ],
      [
        "A thread that holds the collection up.",
        "Then there would be one collection that does not begin. Here one follows the other.",
      ],
      ["A larger limit of memory, so that nothing is collected.", "It puts each collection off and makes it longer."],
    ],
  };
});

const behind = onFinding("finalizer-behind", "finalization-behind", ({ values }, { found }) => {
  const thread = found.number("finalizer-blocked", "thread");
  if (thread === null || !isCount(values.ready)) return null;
  const ready = values.ready.toLocaleString("en-US");
  return {
    text: `${ready} objects are ready for the finalizer, thread ${thread}. Why are they not gone?`,
    right: `Thread ${thread} is stuck with one of them; the others wait behind it.`,
    why: "A single thread runs all finalizers, one after the other. One that blocks keeps every later one, and all their memory.",
    wrong: [
      [
        "Something still refers to them.",
        "That keeps objects alive in a leak. These are in the queue because nothing does any more.",
      ],
      ["No collection has run for a long time.", "A collection has put them into this queue."],
      ["There are more of them than a process may have.", "The queue knows no limit; it is merely not worked off."],
    ],
  };
});

const apartment = onFinding("one-apartment", "com-calls-to-one-thread", ({ values }, { found }) => {
  const waiting = found.number("many-threads-wait-for-sta", "count");
  if (!isCount(values.thread) || waiting === null) return null;
  return {
    text: `${waiting} threads call a COM component, and thread ${values.thread} carries the calls out. Why do they wait?`,
    right: `The component lives in one apartment: only thread ${values.thread} may run it.`,
    why: "Calls into a single-threaded apartment queue up at its thread. One slow call, and all others stand behind it.",
    wrong: [
      ["The server of the component has crashed or was stopped.", "Then the calls would come back with an error."],
      ["The pool has too few threads.", "More threads would queue up at the same place."],
      ["The component is locked by a managed lock.", "No lock is involved: the queue comes from the apartment."],
    ],
  };
});

/** Rows of a 64-bit stack that look like arguments. */
const wideArguments: Family = {
  id: "arguments-of-64-bit",
  draft({ evidence }) {
    for (const read of evidence.of("native-stacks")) {
      const { report, block } = read;
      const frame = report.stacks.flatMap(({ frames }) => frames).find(({ args }) => args.length >= 3);
      if (report.bits !== 64 || block.mode === "kernel" || !frame) continue;
      return {
        text: "This is a 64-bit stack, with a column Args to Child. What are those figures worth?",
        right: "Little: they are what lay on the stack, not what was passed.",
        why: "On x64 the first four arguments travel in registers. The places kept for them on the stack may hold anything.",
        wrong: [
          ["They are the arguments, as on 32 bits.", "The heading says so, and on 32 bits it is true."],
          [
            "They are right from the fourth on.",
            "Only three or four are shown at all, and those are the ones in registers.",
          ],
          [
            "They are right where symbols are loaded.",
            "Symbols name the function. They do not bring back what was in a register.",
          ],
        ],
        about: linesIn(read, frame.line),
      };
    }
    return null;
  },
};

const unreliable = onFinding("frames-may-be-wrong", "frames-marked-unreliable", ({ values }) => ({
  text: `The stack of thread ${values.thread} says that following frames may be wrong. What does that mean?`,
  right: "Symbols are missing below; what stands above holds.",
  why: "Without symbols the debugger has to guess the way down from there on. The managed part is told by !clrstack.",
  wrong: [
    ["The dump is damaged: take another one.", "The warning sounds like it. Another dump would show it again."],
    ["The thread's stack was overwritten.", "Then not even the frames above would make sense."],
    ["The whole stack is worth nothing.", "It counts from the line of the warning on."],
  ],
}));

const condition = onFinding("condition-wait", "condition-wait-is-no-contention", ({ values }) => {
  if (!isCount(values.count)) return null;
  return {
    text: `${values.count} threads stand in Monitor.Wait. Do they queue for a lock?`,
    right: "No: they have given theirs back and wait for a signal.",
    why: "Wait leaves the lock and sleeps until somebody pulses. Entering a lock looks different: Monitor.Enter.",
    wrong: [
      ["Yes: Monitor is the class of locks.", "Its Enter is. Its Wait is for signals."],
      ["Yes, and they own it: Wait needs the lock.", "It needs it to be called, and gives it back at once."],
      ["It cannot be told without !syncblk.", "The name of the call tells it already."],
    ],
  };
});

const IDLE = "No: it waits for objects to finalize, as it should.";
const STUCK = "Yes: it stands in the middle of a finalizer.";

function finalizer(finding: string, right: string, why: string, tempts: string): Family {
  return onFinding("finalizer-waits", finding, ({ values }) => {
    if (!isCount(values.thread)) return null;
    return {
      text: `Thread ${values.thread} is the finalizer, and it waits. Is that part of the hang?`,
      right,
      why,
      wrong: [
        [right === IDLE ? STUCK : IDLE, tempts],
        ["Yes: a finalizer has to run all the time.", "It has work only after a collection has found objects for it."],
        [
          "No: the finalizer is never part of what makes a process hang.",
          "It can: what waits for it is never freed, and a COM object may hold others up.",
        ],
      ],
    };
  });
}

const tasks = onFinding("blocked-on-tasks", "many-threads-block-on-tasks", ({ values }) => {
  if (!isCount(values.count)) return null;
  return {
    text: `${values.count} threads stand in Task.Wait or Result. What do they do in the meantime?`,
    right: "Nothing, and no other work gets them.",
    why: "A thread that blocks is gone from the pool until its task ends. And the task may need a thread of that pool to end.",
    wrong: [
      ["They run the tasks that they wait for.", "Now and then a task is run in place. These stand in a wait instead."],
      [
        "They serve other requests until the result is there.",
        "That is what await does: it gives the thread back. A blocking wait keeps it.",
      ],
      ["They ask again and again whether it is done.", "Then they would use the processor."],
    ],
  };
});

const idleThreads = onFinding("idle-threads", "stacks-seen", ({ values }) => {
  const { threads, idle } = values;
  if (!isCount(threads) || !isCount(idle) || idle < 3 || idle >= threads) return null;
  return {
    text: `${idle} of the ${threads} threads wait for work. What do these ${idle} say of the hang?`,
    right: "Nothing: every healthy process has such threads.",
    why: "Workers, timers and completion ports wait most of their lives. Look at those that stand in the middle of something.",
    wrong: [
      [
        "They are the ones that hang: they do not move at all.",
        "They do not move because nobody has anything for them.",
      ],
      ["The pool is starved, or they would have something to do.", "A starved pool has no thread that waits for work."],
      ["The processor is too busy to let them run.", "They are not waiting for a processor."],
    ],
  };
});

export const RUNTIME_FAMILIES: readonly Family[] = [
  tasks,
  stalled,
  collecting,
  behind,
  apartment,
  mode,
  unreliable,
  condition,
  wideArguments,
  finalizer(
    "finalizer-idle",
    IDLE,
    "Its stack is that of a thread without work: it waits for the next collection.",
    "It hangs about in a wait while requests hang. Its wait is the usual one.",
  ),
  finalizer(
    "finalizer-blocked",
    STUCK,
    "Below its wait stands what it was asked to clean up. Until that call comes back, nothing else is finalized.",
    "Mostly it does. Here its stack goes on, into the cleaning up of an object.",
  ),
  idleThreads,
];
