import type { CriticalSectionRow } from "@/evidence";
import { isCount, named } from "./figures";
import { type Family, linesIn, onFinding } from "./question";

const ofUser: Family = {
  id: "two-commands-locks",
  draft({ evidence }) {
    const [read] = evidence.of("critical-sections");
    if (!read) return null;
    return {
      text: "This !locks was typed in a dump of the process. What does it list?",
      right: "Critical sections of this process.",
      why: "In a process dump !locks walks the native critical sections. The kernel's command of the same name lists resources of the system.",
      wrong: [
        ["Resources of the kernel, as the drivers take them.", "That is the other !locks, at a kd> prompt."],
        ["Managed locks, as lock and Monitor take them.", "Those are the runtime's own: !syncblk."],
        [
          "All locks that a thread can wait for.",
          "The name promises it. Mutexes, semaphores and managed locks are missing.",
        ],
      ],
      about: linesIn(read, null),
    };
  },
};

/** As newer debuggers print it, with a line of its own for a woken waiter. */
const countsWaiters = (row: CriticalSectionRow): boolean =>
  row.locked && row.waiterWoken !== null && isCount(row.lockCount) && row.lockCount > 0;

const waiters: Family = {
  id: "section-waiters",
  draft({ evidence }) {
    for (const read of evidence.of("critical-sections")) {
      const row = read.report.sections.find(countsWaiters);
      if (!row || !isCount(row.contentionCount)) continue;
      const { lockCount: count, contentionCount: past } = row;
      return {
        subject: row.address,
        text: `LockCount of ${named(row.name) ?? "this section"} is ${count}, ContentionCount ${past}. How many threads wait?`,
        right: String(count),
        why: "This debugger works LockCount out to the number of threads that wait. ContentionCount is a sum over the past.",
        wrong: [
          [String(past), "It is the contention of the past: it only ever grows."],
          [String(Number(count) - 1), "Managed locks count their owner in. Here it stands apart."],
          [String(Number(count) + 1), "The owner is added; it does not wait for its own section."],
        ],
        about: linesIn(read, row.line),
      };
    }
    return null;
  },
};

const orphaned = onFinding("section-orphaned", "critical-section-orphaned", ({ values }) => ({
  text: `The OwningThread is ${values.osThreadId}, and ~ lists no such thread. What happened?`,
  right: "The owner ended inside the section and never left it.",
  why: "Only the owner can leave it. It was killed, or left its work by an exception, and those who wait do so for good.",
  wrong: [
    ["The owner sleeps and will leave the section when it wakes up.", "A sleeping thread is listed."],
    [
      "It is the debugger's number, and decimal.",
      "OwningThread is an id of the system, in hex, as ~ prints behind the process id.",
    ],
    ["The owner belongs to another process.", "Critical sections work within one process only."],
  ],
}));

const cycle = onFinding("section-cycle", "critical-section-cycle", ({ values }) => {
  const threads = Array.isArray(values.osThreadIds) ? values.osThreadIds.map(String) : [];
  if (threads.length < 2) return null;
  return {
    text: `Threads ${threads.slice(0, 4).join(" and ")} each own a critical section and wait for another one's. How is it put right for good?`,
    right: "By taking the sections in one order everywhere.",
    why: "A ring can only close where two threads take the same sections in different orders.",
    wrong: [
      [
        "By waiting: one of them will give up after a while.",
        "A wait for a critical section has no end of its own; after a long while it is at most reported.",
      ],
      ["By more worker threads.", "They would join the queue."],
      ["By raising the spin count.", "It delays the wait by microseconds. The ring stays closed."],
    ],
  };
});

const loader = onFinding("loader-lock", "many-threads-wait-for-loader", ({ values }) => {
  if (!isCount(values.count)) return null;
  return {
    text: `${values.count} threads wait for the loader of DLLs. Whose stack explains it?`,
    right: "That of the thread that runs a DLL's start-up code.",
    why: "The loader lock is held while DllMain runs. A DLL that waits for something there stops everybody who loads a DLL or starts a thread.",
    wrong: [
      ["That of the first thread in the queue.", "It was first to wait. It does not hold the lock."],
      [
        "That of the main thread, as it is the one that loads DLLs.",
        "Every thread may load one, and starts with a call to all that are loaded.",
      ],
      ["None: a file of the DLL is missing.", "A missing file gives an error, and no queue."],
    ],
  };
});

const suspended = onFinding("suspend-two", "all-threads-suspended", ({ values, cites }, { evidence }) => {
  const counts = new Set(
    [
      ...evidence.of("thread-list").flatMap(({ report }) => report.threads),
      ...evidence.of("native-stacks").flatMap(({ report }) => report.stacks),
    ].flatMap(({ suspendCount }) => suspendCount ?? []),
  );
  const [times] = counts;
  if (counts.size !== 1 || !isCount(times) || cites.length === 0) return null;
  return {
    text: `All ${values.count} threads show Suspend: ${times}. What does that say?`,
    right: "Something besides the dump tool holds them: a debugger, say.",
    why: "A tool that takes a dump suspends each thread once. Whatever is above that was there before.",
    wrong: [
      ["Nothing: in a dump the threads are suspended, each and every one.", "They are: once."],
      [`The dump was taken ${times} times.`, "Each dump lets the threads go again before the next."],
      [
        "A garbage collection has stopped them.",
        "The runtime does not use this count for that, and its own threads would go on.",
      ],
    ],
  };
});

const brokeIn = onFinding("debugger-thread", "debugger-broke-in", ({ values }) => ({
  text: `Thread ${values.thread} stands in DbgUiRemoteBreakin. Where does it come from?`,
  right: "A debugger put it there to stop the process.",
  why: "To break in, a debugger starts a thread in the process. It stays until the debugger lets the process go on.",
  wrong: [
    [
      "The application ran into a breakpoint in its code.",
      "Then the thread would be one of the application's, with its calls below.",
    ],
    [
      "It is a thread of the pool that found no work.",
      "Those stand in a wait of the pool, and have been there for long.",
    ],
    ["The runtime starts it after a crash.", "A crash ends the process, or calls a debugger. Here nothing crashed."],
  ],
}));

export const NATIVE_FAMILIES: readonly Family[] = [loader, orphaned, cycle, suspended, brokeIn, waiters, ofUser];
