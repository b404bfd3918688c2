import { isCount } from "./figures";
import { type Family, linesIn, onFinding } from "./question";

/** A thread in state D, which no signal reaches. */
const uninterruptible: Family = {
  id: "state-d",
  draft({ evidence }) {
    for (const read of evidence.of("linux-tasks")) {
      const task = read.report.tasks.find(({ state, wchan }) => state?.startsWith("D") && wchan !== null);
      if (!task) continue;
      return {
        text: `Thread ${task.threadId ?? task.processId ?? "listed here"} is in state D, in ${task.wchan}. What does the D tell?`,
        right: "It waits in the kernel and no signal can wake it.",
        why: "Such a wait ends with the disk, the file server or whoever has to answer. Not even kill -9 reaches it before.",
        wrong: [
          ["It is dead and waits to be removed.", "D does not stand for dead: that is Z, or X."],
          ["It was stopped by a debugger.", "That is T, or t."],
          ["It runs as a daemon in the background.", "How a process was started has no letter of its own."],
        ],
        about: linesIn(read, task.line),
      };
    }
    return null;
  },
};

const notThrottled = onFinding("throttled", "cpu-not-throttled", ({ values }) => {
  if (!isCount(values.periods)) return null;
  return {
    text: `nr_periods is ${values.periods} and nr_throttled 0. Is the container short of processor time?`,
    right: "No: its quota has never held it up.",
    why: `In none of ${values.periods} periods was the quota used up. Whatever hangs, it is not for want of a processor.`,
    wrong: [
      [`Yes: ${values.periods} periods have gone by.`, "A period is just the time over which the quota is counted."],
      ["Yes: any quota slows a container down.", "Only one that is used up does."],
      ["That cannot be seen from inside.", "The figures of the control group stand inside as well."],
    ],
  };
});

const throttled = onFinding("throttled", "cpu-throttled", ({ values }) => {
  const { periods, throttled: held } = values;
  if (!isCount(periods) || !isCount(held) || held === 0 || held >= periods) return null;
  return {
    text: `nr_periods is ${periods} and nr_throttled ${held}. What does that mean?`,
    right: `In ${held} periods it stood still until the next one.`,
    why: "When the quota of a period is used up, nothing of the container runs for the rest of it. From outside that looks like a hang.",
    wrong: [
      [`${held} threads were held back.`, "Periods are counted, not threads."],
      [`It got ${held} of ${periods} parts of a processor.`, "The share of the processor stands in cpu.max."],
      [
        `It was slowed down to ${Math.round((100 * held) / periods)} % of its speed.`,
        "It does not run slower, but not at all, and then at full speed again.",
      ],
    ],
  };
});

const scanner = onFinding("file-scanner", "waits-for-file-scanner", ({ values }) => {
  if (!isCount(values.count)) return null;
  return {
    text: `${values.count === 1 ? "A thread sleeps" : `${values.count} threads sleep`} in ${values.function}. What for?`,
    right: "For a scanner that has to allow the access to a file.",
    why: "Through fanotify a program may be asked before each access. Until it answers, the thread waits.",
    wrong: [
      [
        "For changes in a folder that it watches.",
        "That is inotify, and a thread that watches does not wait in it like this.",
      ],
      ["For the disk.", "It has not come as far as the disk."],
      ["For another process that has the file open.", "Linux does not wait for that."],
    ],
  };
});

const network = onFinding("file-server", "waits-on-network-file-system", ({ values }) => {
  if (!isCount(values.count)) return null;
  return {
    text: `${values.count === 1 ? "A thread waits" : `${values.count} threads wait`} in ${values.function}. Whose answer is missing?`,
    right: "That of a file server: the folder is mounted from there.",
    why: "The functions belong to a file system of the network. Local disks have others.",
    wrong: [
      ["That of a local disk.", "Files look alike, wherever they lie."],
      ["That of the database.", "It is reached through a socket, and that would be another function."],
      ["That of a lock between two threads.", "That would be a futex."],
    ],
  };
});

export const LINUX_FAMILIES: readonly Family[] = [uninterruptible, scanner, network, throttled, notThrottled];
