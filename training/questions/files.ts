import { bytes } from "@/findings/say";
import { isCount, named, toTheSecond } from "./figures";
import { type Family, onFinding, type Temptation } from "./question";

/** What each service of the kernel does for the thread that has called it. */
const SERVICES: Readonly<Record<string, string>> = {
  QueryDirectoryFile: "listing the files of a folder",
  QueryDirectoryFileEx: "listing the files of a folder",
  CreateFile: "opening a file",
  OpenFile: "opening a file",
  ReadFile: "reading from a file",
  WriteFile: "writing to a file",
  DeleteFile: "deleting a file",
  FlushBuffersFile: "writing to the disk what was kept back",
};

const topFrame = onFinding("top-frame", "enters-kernel-for-a-file", ({ values }) => {
  const does = SERVICES[String(values.service)];
  if (!does) return null;
  return {
    text: `${values.function} stands on top of thread ${values.thread}. What does that tell?`,
    right: `It is in the kernel at this moment, ${does}.`,
    why: "The topmost call is the one that has not come back. What goes on below it only a kernel stack shows.",
    wrong: [
      [
        `${values.function} has a fault: that is where everything comes to hang.`,
        "The name on top gets the blame. The function only carries a request into the kernel and waits for the answer.",
      ],
      [
        "It has come out of the kernel and is about to go on.",
        "Stacks are read from below: the frame on top is where it is, not where it was.",
      ],
      [
        "It waits for a lock that another thread has.",
        "Waits for locks have names of their own: NtWaitFor…, AwareLock, RtlEnterCriticalSection.",
      ],
    ],
  };
});

const caught = onFinding("caught-in-call", "enters-kernel-for-a-file", ({ values }) => ({
  text: `The dump has caught thread ${values.thread} in ${values.function}. Why is that worth a note?`,
  right: "The call is over in microseconds; caught, it is slow, or made again and again.",
  why: "A dump hits at random. To meet so short a call there, it must take long or come very often.",
  wrong: [
    [
      "A request has no business in the kernel.",
      "Every request goes there many times: for each file, each packet, each wait.",
    ],
    [
      "A call of the system on top means that the stack was damaged.",
      "Every thread that waits or works on a file has one on top.",
    ],
    ["The call shows which file is broken.", "It names no file, and a broken file gives an error at once."],
  ],
}));

const KERNEL_WORK = "It works in the kernel: files, the network, memory.";
const OWN_WORK = "It runs code of its own process: pages, libraries, the collector.";
const WAITS: Temptation = [
  "It waits for the disk: the figures are the times that it has waited.",
  "A thread that waits uses no processor. Only time on a processor is counted here.",
];

const cpuShare = onFinding("kernel-or-user", "cpu-share", ({ values }) => {
  const { kernelSeconds: kernel, userSeconds: user, kernelPercent: share } = values;
  if (typeof kernel !== "number" || typeof user !== "number" || typeof share !== "number") return null;
  const inKernel = share >= 75;
  if (!(kernel >= 0 && user >= 0 && kernel + user >= 10) || (!inKernel && share > 25)) return null;
  return {
    text: `The process has used ${toTheSecond(kernel)} in the kernel and ${toTheSecond(user)} in user mode. Where does its work lie?`,
    right: inKernel ? KERNEL_WORK : OWN_WORK,
    why: inKernel
      ? "Kernel time is work that the system does for the process. A loop in the application would show as user time."
      : "User time is code of the process itself. Files and packets would show as kernel time.",
    wrong: [
      inKernel
        ? [OWN_WORK, "High use of the processor suggests a loop; the larger figure stands on the other side."]
        : [
            KERNEL_WORK,
            "The site hangs on something, so it seems to be the system. The figure for it is the small one.",
          ],
      WAITS,
      [
        "It does nothing: a process that hangs uses no processor.",
        "These are sums since its start, and they are not small.",
      ],
    ],
  };
});

const cheapFirst = onFinding("before-the-kernel", "enters-kernel-for-a-file", () => ({
  text: "The call has gone into the kernel. What is tried first?",
  right: "List the filter drivers, and test without them.",
  why: "Both take minutes and stop nobody. Often they answer what a kernel dump was wanted for.",
  wrong: [
    [
      "Force a crash dump: only the kernel can tell.",
      "It shows most, and costs a restart of the whole server. It comes when the cheap tests are done.",
      "needless-kernel-dump",
    ],
    [
      "Delete the folder that is being listed.",
      "With the pool running its files are in use, and the evidence goes with them.",
      "deleted-while-running",
    ],
    [
      "Recycle the pool and watch whether it comes back.",
      "It helps for a moment, and whoever looks next finds a process that shows nothing.",
      "restarted-first",
    ],
  ],
}));

const FOLDER_IS_CAUSE = "It is far too large to be gone through at each start.";
const FOLDER_IS_FINE = "It is of ordinary size and explains nothing.";
const WORTH_A_GUESS: Temptation = [
  "It can only be judged by the number of its subfolders.",
  "A folder for each application is usual. Files and bytes are what the clean-up goes through.",
];

function folder(finding: string, right: string, other: string, why: string, tempts: string): Family {
  return onFinding("folder-size", finding, ({ values }) => {
    if (!isCount(values.files) || typeof values.sizeBytes !== "number" || !(values.sizeBytes >= 0)) return null;
    return {
      text: `The folder of temporary files holds ${bytes(values.sizeBytes)} in ${values.files.toLocaleString("en-US")} files. What of it?`,
      right,
      why,
      wrong: [
        [other, tempts],
        WORTH_A_GUESS,
        [
          "It has to be deleted before anything else is looked at.",
          "Cleaning up feels like help. While the pool runs it does harm, and takes the proof away.",
          "deleted-while-running",
        ],
      ],
    };
  });
}

const folderHuge = folder(
  "folder-huge",
  FOLDER_IS_CAUSE,
  FOLDER_IS_FINE,
  "The clean-up at a start lists, checks and deletes file after file, and holds its lock meanwhile.",
  "Disks are large nowadays. An ordinary folder of this kind stays far below a gigabyte for an application.",
);

const folderSmall = folder(
  "folder-small",
  FOLDER_IS_FINE,
  FOLDER_IS_CAUSE,
  "So few files are gone through in a moment. If it takes minutes, each single access is slow.",
  "The case everybody tells of had a huge folder. This one is not.",
);

const bothAtOnce = onFinding("act-on-both", "folder-huge", (_huge, { found }) => {
  const driver = named(found.first("third-party-on-path")?.values.drivers?.toString());
  if (!driver) return null;
  return {
    text: `The folder is huge, and ${driver} stands on the way to it. What can be done today?`,
    right: "Shrink the folder and exclude it from the product.",
    why: "Both lie in the customer's hand: fewer files to go through, and nobody who slows each of them.",
    wrong: [
      [
        `Nothing before the maker of ${driver} has answered.`,
        "A ticket is right as well, but it takes weeks, and the folder stays as it is.",
      ],
      ["Buy faster disks.", "Each access gets a little shorter. Their number and the driver stay."],
      [
        `Uninstall ${driver} and leave the folder.`,
        "Without protection the start is still long: every file is gone through.",
      ],
    ],
  };
});

const fewerFiles = onFinding("batch-off", "folder-huge", (_huge, { found }) => {
  if (!found.has("cleans-temp-files") && !found.has("lists-folder")) return null;
  return {
    text: 'What would batch="false" in the compilation settings change for this folder?',
    right: "Only pages that are visited get compiled, so fewer files come to be.",
    why: "With batching, one visit compiles all pages of a directory. Without it, pages nobody visits leave nothing behind.",
    wrong: [
      ["The compiler works faster.", "Each page takes as long as before, and each gets an assembly of its own."],
      ["The clean-up at the start of the application is left out.", "It runs all the same; it has less to go through."],
      ["The files move to memory.", "Compiled pages stand on the disk either way."],
    ],
  };
});

const mutexOwner = onFinding("compilation-mutex", "compilation-mutex-waiters", ({ values }) => {
  const count = Array.isArray(values.threads) ? values.threads.length : 0;
  if (count === 0) return null;
  return {
    text: `${count === 1 ? "A thread waits" : `${count} threads wait`} for the mutex that guards compilation. Who may hold it?`,
    right: "A thread of this process, or of another one.",
    why: "The mutex has a name in the system: every process that serves the same application shares it.",
    wrong: [
      [
        "One of the threads of this process, for sure.",
        "Managed locks are like that. A mutex of the system crosses processes.",
      ],
      ["The compiler, csc.exe.", "It is started by whoever holds the mutex, and knows nothing of it."],
      ["Nobody: a mutex has no owner.", "A semaphore has none. A mutex has, and its handle can name it."],
    ],
  };
});

const restarts = onFinding("fewer-restarts", "compilation-mutex-waiters", (_waiting, { found }) => {
  if (!found.has("said-frequent-recycles") && !found.has("said-recycles-under-load")) return null;
  return {
    text: "Threads wait for the compilation mutex, and the application restarts often. What helps for good?",
    right: "To end the restarts that nobody needs.",
    why: "After each restart the pages are compiled anew, one process at a time. Without the restart there is nothing to wait for.",
    wrong: [
      [
        "More processors, so that it compiles faster.",
        "The mutex lets one compile at a time, on however many processors.",
      ],
      ["A restart of the server.", "It is one restart more, and everything is compiled once again."],
      ["A higher limit of threads.", "More threads come to stand in front of the same mutex."],
    ],
  };
});

const singleRestart = onFinding("one-restart", "compilation-mutex-waiters", (_waiting, { found }) => {
  if (!found.has("said-one-recycle")) return null;
  return {
    text: "The usual advice is to restart the application less often. Why does it not help here?",
    right: "A single restart with one user stalls as well.",
    why: "Where one restart without load is enough, their number is not the trouble: something makes the start itself slow.",
    wrong: [
      [
        "The customer does not want to change anything.",
        "That would be a reason not to try, not a reason that it fails.",
      ],
      ["The restarts come from Windows.", "Nothing shows that, and such restarts can be ended as well."],
      ["There is only one processor in the pool.", "The start would be slow on two as well: one thread does it."],
    ],
  };
});

export const FILE_FAMILIES: readonly Family[] = [
  topFrame,
  caught,
  cheapFirst,
  folderHuge,
  folderSmall,
  bothAtOnce,
  fewerFiles,
  mutexOwner,
  restarts,
  singleRestart,
  cpuShare,
];
