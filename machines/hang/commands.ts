import type { CommandAsk } from "../ask";

/** dotnet-dump shows no native frames and has none of the debugger's own commands. */
const WINDBG = ["windbg", "windbg-core"] as const;

export const threadPool: CommandAsk = {
  command: "sos-threadpool",
  run: { windbg: "!threadpool", "dotnet-dump": "threadpool" },
  target: "process-dump",
  why: "Tells whether the pool has threads left, how much work is queued for it, and how busy the processor is.",
  cost: "safe",
  unless: ["pool-exhausted", "pool-at-limit", "pool-has-room", "pool-idle"],
};

export const managedThreads: CommandAsk = {
  command: "sos-threads",
  run: { windbg: "!threads", "windbg-core": "!clrthreads", "dotnet-dump": "clrthreads" },
  target: "process-dump",
  why: "Marks the finalizer, the apartments, and a thread that cannot be stopped for a collection.",
  cost: "safe",
};

export const asyncCalls: CommandAsk = {
  command: "sos-dumpasync",
  run: { windbg: "!dumpasync", "dotnet-dump": "dumpasync" },
  target: "process-dump",
  tools: ["windbg-core", "dotnet-dump"],
  why: "Lists the async calls that have not come back: what the blocked threads wait for.",
  cost: "slow",
  unless: ["async-methods-wait"],
};

export const blockedThreadObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: { windbg: "~{few-threads-block-on-tasks.thread|<blocked thread>}e !dso", "dotnet-dump": "dso" },
  target: "process-dump",
  why: "Shows whether the thread holds a synchronization context that the task needs to go on.",
  cost: "safe",
  when: ["few-threads-block-on-tasks"],
  unless: ["synchronization-context-on-stack", "asp-net-core"],
};

export const userLocks: CommandAsk = {
  command: "ntsdexts-locks",
  run: "!locks",
  target: "process-dump",
  tools: WINDBG,
  why: "Lists the critical sections that are owned, with owner and waiters.",
  cost: "slow",
  unless: ["critical-section-owner", "no-critical-section-waited-for"],
};

export const loaderLock: CommandAsk = {
  command: "windbg-cs",
  run: "!cs ntdll!LdrpLoaderLock",
  target: "process-dump",
  tools: WINDBG,
  why: "Names the owner of the loader lock.",
  cost: "safe",
  unless: ["loader-lock-owned", "loader-lock-owner-waits", "loader-lock-owner-in-dllmain"],
};

export const threadList: CommandAsk = {
  command: "windbg-threads",
  run: "~",
  target: "process-dump",
  tools: WINDBG,
  why: "Lists every thread with its OS id and how often it is suspended; an owner that is not among them is gone.",
  cost: "safe",
  unless: ["all-threads-suspended", "threads-not-suspended"],
};

export const sectionOwnerStack: CommandAsk = {
  command: "windbg-stack",
  run: "~~[{critical-section-owner.osThreadId,loader-lock-owned.osThreadId|<owner>}]kb",
  target: "process-dump",
  tools: WINDBG,
  why: "Shows what the owner does instead of letting go.",
  cost: "safe",
};

export const notYieldingStack: CommandAsk = {
  command: "windbg-stack",
  run: "~{thread-not-yielding.thread|<thread>}kb",
  target: "process-dump",
  tools: WINDBG,
  why: "Shows what the thread does that does not stop for the collection.",
  cost: "safe",
  when: ["thread-not-yielding"],
};

export const poolObject: CommandAsk = {
  command: "sos-dumpobj",
  run: { windbg: "!do <address of the DbConnectionPool>", "dotnet-dump": "dumpobj <address of the DbConnectionPool>" },
  target: "process-dump",
  why: "Its fields _totalObjects and _waitCount tell whether the pool is full; !dumpheap -type DbConnectionPool finds it.",
  cost: "safe",
  unless: ["connection-pool-full", "connection-pool-not-full", "connection-pool-backs-off"],
};

export const servicePoint: CommandAsk = {
  command: "sos-dumpobj",
  run: { windbg: "!do <address of the ServicePoint>", "dotnet-dump": "dumpobj <address of the ServicePoint>" },
  target: "process-dump",
  why: "Its fields m_CurrentConnections and m_ConnectionLimit tell whether the limit is reached; !dumpheap -type System.Net.ServicePoint finds it.",
  cost: "safe",
  when: ["many-web-requests-unanswered"],
  unless: ["outgoing-limit-reached", "outgoing-limit-not-reached"],
};

export const connections: CommandAsk = {
  command: "netstat",
  run: "netstat -ano",
  target: "server",
  why: "Shows the connections that are open to the other side, by process.",
  cost: "elevated",
};

export const httpErrors: CommandAsk = {
  command: "httperr",
  run: 'type "%windir%\\System32\\LogFiles\\HTTPERR\\httperr1.log"',
  target: "server",
  why: "Tells whether requests were turned away in front of the process, and why.",
  cost: "elevated",
  unless: ["request-queue-full", "request-queue-never-full"],
};

export const processes: CommandAsk = {
  command: "tasklist",
  run: "tasklist",
  target: "server",
  why: "Shows a debugger that was left running, and what else is on the server.",
  cost: "safe",
  unless: ["debugger-running"],
};

export const kernelMemory: CommandAsk = {
  command: "kd-vm",
  run: "!vm 1",
  target: "kernel-dump",
  why: "Shows how much memory is free and committed, and whether allocations failed.",
  cost: "safe",
  unless: ["memory-low", "memory-plenty"],
};

export const events: CommandAsk = {
  command: "event-log",
  run: "wevtutil qe System /c:200 /rd:true /f:text",
  target: "server",
  why: "Dates recycles, missed pings, disk resets and memory alarms.",
  cost: "elevated",
};

export const processEnvironment: CommandAsk = {
  command: "windbg-peb",
  run: "!peb",
  target: "process-dump",
  tools: WINDBG,
  why: "Says near its top whether a debugger is attached.",
  cost: "safe",
  unless: ["being-debugged", "not-being-debugged"],
};

export const machineCounters: CommandAsk = {
  command: "counters",
  run: 'typeperf "\\Memory\\Available MBytes" "\\Memory\\Page Reads/sec" "\\PhysicalDisk(*)\\Avg. Disk sec/Read" "\\Processor(_Total)\\% Processor Time" -sc 10',
  target: "server",
  why: "Shows within ten seconds whether memory, disks or the processor are short.",
  cost: "safe",
  unless: ["available-memory-low", "paging-heavy", "disk-slow"],
};

export const analyseHang: CommandAsk = {
  command: "windbg-analyze",
  run: "!analyze -v -hang",
  target: "process-dump",
  tools: WINDBG,
  why: "The debugger's own first guess: who blocks whom. It is a hint to check, not a verdict.",
  cost: "slow",
};

export const finalizeQueue: CommandAsk = {
  command: "sos-finalizequeue",
  run: { windbg: "!finalizequeue", "dotnet-dump": "finalizequeue" },
  target: "process-dump",
  why: "Counts what is ready for the finalizer: much of it means that the finalizer does not get on.",
  cost: "safe",
  when: ["finalizer-blocked"],
  unless: ["finalization-behind", "finalization-keeps-up"],
};

export const linuxThreads: CommandAsk = {
  command: "linux-ps",
  run: "ps -eLo pid,tid,stat,wchan:40,comm",
  target: "server",
  why: "On Linux: shows which threads wait in the kernel, and in which function.",
  cost: "safe",
};
