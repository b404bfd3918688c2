import type { CommandAsk } from "../ask";
import { goTo, inSos, inWinDbg, LIVE_COUNTERS, LIVE_STACKS, NEEDS_DUMP, onThread } from "./forms";

export const threadPool: CommandAsk = {
  command: "sos-threadpool",
  run: inSos("threadpool", {
    ...LIVE_COUNTERS,
    why: "Gives the pool's threads and queue, the locks that threads run into, and the processor.",
  }),
  target: "process-dump",
  why: "Tells whether the pool has threads left, how much work is queued for it, and how busy the processor is.",
  cost: "safe",
  unless: ["pool-exhausted", "pool-at-limit", "pool-has-room", "pool-idle"],
};

export const managedThreads: CommandAsk = {
  command: "sos-threads",
  run: inSos(
    "threads",
    { ...LIVE_STACKS, why: "Shows what managed threads do; their marks stand in a dump only." },
    "clrthreads",
  ),
  target: "process-dump",
  why: "Marks the finalizer, the apartments, and a thread that cannot be stopped for a collection.",
  cost: "safe",
};

export const asyncCalls: CommandAsk = {
  command: "sos-dumpasync",
  run: {
    windbg: {
      lacks: "SOS for .NET Framework has no !dumpasync. The objects on the blocked thread's stack show its task.",
    },
    "windbg-core": "!dumpasync",
    "dotnet-dump": "dumpasync",
    none: NEEDS_DUMP,
  },
  target: "process-dump",
  why: "Lists the async calls that have not come back: what the blocked threads wait for.",
  cost: "slow",
  unless: ["async-methods-wait"],
};

const BLOCKED = {
  when: ["few-threads-block-on-tasks"],
  unless: ["synchronization-context-on-stack", "asp-net-core"],
} as const;

export const blockedThread = goTo("few-threads-block-on-tasks", BLOCKED);

export const blockedThreadObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: onThread("{few-threads-block-on-tasks.thread}", "dso"),
  target: "process-dump",
  why: "Shows whether the thread holds a synchronization context that the task needs to go on.",
  cost: "safe",
  ...BLOCKED,
};

export const finalizeQueue: CommandAsk = {
  command: "sos-finalizequeue",
  run: inSos("finalizequeue"),
  target: "process-dump",
  why: "Counts what is ready for the finalizer: much of it means that the finalizer does not get on.",
  cost: "safe",
  when: ["finalizer-blocked"],
  unless: ["finalization-behind", "finalization-keeps-up"],
};

export const stackObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: onThread(
    "{lock-owner.thread,cleans-temp-files.thread,lists-folder.thread,many-threads-call-out.thread|<thread>}",
    "dso",
    "For the thread that setthread chooses. One of its objects is the request.",
  ),
  target: "process-dump",
  why: "Lists the objects on the stack; one of them is the request.",
  cost: "safe",
  unless: ["request-object", "request-start-field", "request-start"],
};

export const requestObject: CommandAsk = {
  command: "sos-dumpobj",
  run: {
    windbg: "!do {request-object.object|<worker request>}",
    "windbg-core": "!do {request-object.object|<worker request>}",
    "dotnet-dump": "dumpobj {request-object.object|<worker request>}",
    none: NEEDS_DUMP,
  },
  target: "process-dump",
  why: "Its field _startTime says where the moment it began is stored.",
  cost: "safe",
  unless: ["request-start-field", "request-start"],
};

const START_VALUE =
  "dumpvc {request-start-field.methodTable|<method table>} {request-start-field.address|<address of _startTime>}";

export const startDate: CommandAsk = {
  command: "sos-date",
  run: {
    windbg: "!convertvtdatetodate {request-start-field.address|<address of _startTime>}",
    "windbg-core": `!${START_VALUE}`,
    "dotnet-dump": START_VALUE,
    none: NEEDS_DUMP,
  },
  target: "process-dump",
  why: "Gives that moment in UTC.",
  cost: "safe",
  unless: ["request-start"],
};

export const sessionTime: CommandAsk = {
  command: "windbg-time",
  run: inWinDbg(".time", NEEDS_DUMP, {
    lacks: "dotnet-dump does not print when a dump was taken: the time of its file tells, or WinDbg's .time.",
  }),
  target: "process-dump",
  why: "Gives the moment of the dump with its time zone, and how the processor time was spent.",
  cost: "safe",
  unless: ["session-time"],
};

export const requestContexts: CommandAsk = {
  command: "sos-aspxpages",
  run: "!aspxpages",
  tools: ["windbg"],
  target: "process-dump",
  why: "Lists the requests of the process with how long they have been running, where IIS cannot be asked.",
  cost: "slow",
  when: ["all-threads-suspended"],
  unless: ["requests-running-long", "no-long-requests", "request-is-old", "being-debugged", "debugger-running"],
};

/** IIS 6 lists no requests itself. */
export const requestsInDump: CommandAsk = {
  ...requestContexts,
  when: undefined,
  unless: ["requests-running-long", "no-long-requests"],
};

export const processEnvironment: CommandAsk = {
  command: "windbg-peb",
  run: inWinDbg("!peb", { lacks: "The list of processes shows a debugger that runs on the server." }),
  onLinux: {
    run: "grep TracerPid /proc/<pid>/status",
    command: null,
    target: "server",
    cost: "live",
    why: "Anything but 0 is the id of a debugger that is attached. Nothing here reads it: put it into a note.",
  },
  target: "process-dump",
  why: "Says near its top whether a debugger is attached.",
  cost: "safe",
  unless: ["being-debugged", "not-being-debugged"],
};
