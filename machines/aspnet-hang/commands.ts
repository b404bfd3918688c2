import type { CommandAsk } from "../ask";

/** dotnet-dump shows no native frames and knows neither .time nor !handle. */
const WINDBG = ["windbg", "windbg-core"] as const;

/** The commands of this playbook, each written once and used by the steps that ask for it. */

export const allNativeStacks: CommandAsk = {
  command: "windbg-stack",
  run: "~*kb 2000",
  target: "process-dump",
  tools: WINDBG,
  why: "Shows where every thread stands in native code: who waits, and for what.",
  cost: "safe",
};

export const allManagedStacks: CommandAsk = {
  command: "sos-clrstack",
  run: { windbg: "~*e !clrstack", "windbg-core": "~*e !clrstack", "dotnet-dump": "clrstack -all" },
  target: "process-dump",
  why: "Shows which request each thread serves and in which method it is held up.",
  cost: "safe",
};

/** Both surveys, asked again while every stack so far belongs to one lock. */
export const survey: CommandAsk = {
  ...allManagedStacks,
  why: "Only threads of this one lock have been seen. The others may wait for something else.",
  when: ["survey-missing"],
};

export const waiterNativeStack: CommandAsk = {
  command: "windbg-stack",
  run: "~{request-waits-for-application.thread|<waiting thread>}kb",
  target: "process-dump",
  tools: WINDBG,
  why: "Shows that the waiting request is really inside the lock's entry (AwareLock::Enter), and not busy.",
  cost: "safe",
  when: ["request-waits-for-application"],
  unless: ["monitor-waiters", "lock-cycle"],
};

export const waiterManagedStack: CommandAsk = {
  command: "sos-clrstack",
  run: {
    windbg: "~{monitor-waiters.thread|<waiting thread>}e !clrstack",
    "dotnet-dump": "clrstack -all",
  },
  target: "process-dump",
  why: "Shows what the waiting thread wanted the lock for.",
  cost: "safe",
  when: ["waiter-managed-stack-missing"],
};

export const syncBlocks: CommandAsk = {
  command: "sos-syncblk",
  run: { windbg: "!syncblk", "dotnet-dump": "syncblk" },
  target: "process-dump",
  why: "Names the lock, the thread that owns it and the number of threads that wait.",
  cost: "safe",
  unless: ["lock-owner", "lock-without-owner", "lock-owner-gone", "no-contended-lock", "lock-not-listed"],
};

export const mutexHandle: CommandAsk = {
  command: "windbg-handle",
  run: "!handle {compilation-mutex-waiters.handle|<handle>} f",
  target: "process-dump",
  tools: WINDBG,
  why: "Tells who owns the mutex: a thread here, or another process.",
  cost: "safe",
  when: ["compilation-mutex-waiters"],
  unless: ["mutex-owner", "mutex-free"],
};

export const ownerNativeStack: CommandAsk = {
  command: "windbg-stack",
  run: "~{lock-owner.thread|<owner>}kb",
  target: "process-dump",
  tools: WINDBG,
  why: "Shows the call the owner is in.",
  cost: "safe",
  unless: ["owner-native-stack"],
};

export const ownerManagedStack: CommandAsk = {
  command: "sos-clrstack",
  run: {
    windbg: "~{lock-owner.thread|<owner>}e !clrstack",
    "dotnet-dump": "clrstack -all",
  },
  target: "process-dump",
  why: "Shows what the owner does in its own code, and for which request.",
  cost: "safe",
  unless: ["owner-managed-stack"],
};

/** A table that ended before its totals cannot prove that a lock is missing from it. */
export const wholeSyncBlocks: CommandAsk = {
  ...syncBlocks,
  why: "The table that was pasted ends before its totals; to its end it shows every lock that is waited for.",
  when: ["output-cut"],
  unless: ["lock-cycle"],
};

export const wantedLock: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: { windbg: "~{waits-for-another-lock.thread|<thread>}e !dso", "dotnet-dump": "dso" },
  target: "process-dump",
  why: "Lists the objects on its stack; the lock it asks for is one of them.",
  cost: "safe",
  unless: ["lock-cycle"],
};

export const everyOwnerStack: CommandAsk = {
  ...allManagedStacks,
  why: "Shows what the owners of the other locks are doing: the chain ends at the one that waits for nobody.",
  unless: ["lock-cycle"],
};

export const stackObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: {
    windbg:
      "~{lock-owner.thread,cleans-temp-files.thread,lists-folder.thread,many-threads-call-out.thread|<thread>}e !dso",
    "dotnet-dump": "dso",
  },
  target: "process-dump",
  why: "Lists the objects on the stack; one of them is the request.",
  cost: "safe",
  unless: ["request-object", "request-start-field", "request-start"],
};

export const requestObject: CommandAsk = {
  command: "sos-dumpobj",
  run: {
    windbg: "!do {request-object.object|<worker request>}",
    "dotnet-dump": "dumpobj {request-object.object|<worker request>}",
  },
  target: "process-dump",
  why: "Its field _startTime says where the moment it began is stored.",
  cost: "safe",
  unless: ["request-start-field", "request-start"],
};

export const startDate: CommandAsk = {
  command: "sos-date",
  run: {
    windbg: "!convertvtdatetodate {request-start-field.address|<address of _startTime>}",
    "windbg-core":
      "!dumpvc {request-start-field.methodTable|<method table>} {request-start-field.address|<address of _startTime>}",
    "dotnet-dump":
      "dumpvc {request-start-field.methodTable|<method table>} {request-start-field.address|<address of _startTime>}",
  },
  target: "process-dump",
  why: "Gives that moment in UTC.",
  cost: "safe",
  unless: ["request-start"],
};

export const sessionTime: CommandAsk = {
  command: "windbg-time",
  run: ".time",
  target: "process-dump",
  tools: WINDBG,
  why: "Gives the moment of the dump with its time zone, and how the processor time was spent.",
  cost: "safe",
  unless: ["session-time"],
};

export const folderSize: CommandAsk = {
  command: "dir",
  run: 'dir /a /s "{runtime.tempFolder|%windir%\\Microsoft.NET\\Framework\\<version>\\Temporary ASP.NET Files}"',
  target: "server",
  why: "The last lines give the folder's size and number of files: the clean-up has to go through all of them.",
  cost: "slow",
  unless: ["folder-size"],
};

export const filters: CommandAsk = {
  command: "fltmc",
  run: "fltmc",
  target: "server",
  why: "Names every filter driver that sees each file access.",
  cost: "elevated",
  unless: ["filters-listed"],
};

export const requests: CommandAsk = {
  command: "appcmd-requests",
  run: "%windir%\\system32\\inetsrv\\appcmd list requests /elapsed:10000",
  target: "server",
  why: "Lists the requests that have been running for ten seconds or more, and where they are held up.",
  cost: "elevated",
  unless: ["requests-running-long", "no-long-requests"],
};

export const workerProcesses: CommandAsk = {
  command: "appcmd-wp",
  run: "%windir%\\system32\\inetsrv\\appcmd list wp",
  target: "server",
  why: "Tells which process serves the stalled site, in case another one was dumped.",
  cost: "elevated",
  unless: ["worker-processes"],
};

export const kernelLocks: CommandAsk = {
  command: "kd-locks",
  run: "!locks",
  target: "kernel-dump",
  why: "Lists the kernel resources that are held, who holds them and who waits.",
  cost: "safe",
  unless: ["kernel-resource-held", "kernel-resource-contended", "no-kernel-resource-held"],
};

export const kernelProcesses: CommandAsk = {
  command: "kd-process",
  run: "!process 0 0 w3wp.exe",
  target: "kernel-dump",
  why: "Gives the address of the worker process, for its threads.",
  cost: "safe",
  unless: ["web-process-in-kernel", "kernel-thread"],
};

export const kernelProcessThreads: CommandAsk = {
  command: "kd-process",
  run: "!process {web-process-in-kernel.process|<process address>} 7",
  target: "kernel-dump",
  why: "Prints every thread of the process with its kernel stack.",
  cost: "safe",
  when: ["web-process-in-kernel"],
  unless: ["kernel-thread"],
};

export const kernelThread: CommandAsk = {
  command: "kd-thread",
  run: "!thread {kernel-resource-contended.thread,kernel-resource-held.thread|<thread address>}",
  target: "kernel-dump",
  why: "Shows the way of the call from its entry through every driver to where it waits.",
  cost: "safe",
  unless: ["kernel-thread"],
};

export const driverModule: CommandAsk = {
  command: "windbg-modules",
  run: "lmvm {driver-on-path.driver|<driver>}",
  target: "kernel-dump",
  why: "Names the maker and the product of the driver on the path.",
  cost: "safe",
  when: ["driver-on-path"],
  unless: ["driver-product"],
};

/** A kernel dump is at hand, so what it lacks is asked for without sending anybody to take one. */
export const kernelLocksGap: CommandAsk = { ...kernelLocks, when: ["kernel-thread"] };
export const kernelThreadGap: CommandAsk = {
  ...kernelThread,
  run: "!thread {kernel-resource-held.thread|<owner of the resource>}",
  when: ["kernel-resource-held"],
};
