import type { CommandAsk } from "../ask";
import { allManagedStacks } from "../aspnet-hang/commands";

/** dotnet-dump shows no native frames and has none of the debugger's own commands. */
const WINDBG = ["windbg", "windbg-core"] as const;

export const nativeStacksBeside: CommandAsk = {
  command: "windbg-stack",
  run: "~*kb 2000",
  in: "windbg-core",
  target: "process-dump",
  why: "Shows where the threads stand in native code, which dotnet-dump leaves out. The same dump opens in WinDbg.",
  cost: "safe",
  when: ["native-frames-missing"],
};

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

/** In dotnet-dump a command works on the thread that was gone to; its stacks name threads by their OS id. */
function goTo(finding: string, more: Pick<CommandAsk, "when" | "unless">): CommandAsk {
  return {
    command: "sos-threads",
    run: { windbg: `~{${finding}.thread}s`, "dotnet-dump": `setthread -t 0x{${finding}.osThreadId}` },
    target: "process-dump",
    tools: ["dotnet-dump"],
    why: "Goes to one of the waiting threads: what is typed next is about that thread.",
    cost: "safe",
    ...more,
  };
}

const BLOCKED = {
  when: ["few-threads-block-on-tasks"],
  unless: ["synchronization-context-on-stack", "asp-net-core"],
} as const;

export const blockedThread = goTo("few-threads-block-on-tasks", BLOCKED);

export const blockedThreadObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: { windbg: "~{few-threads-block-on-tasks.thread}e !dso", "dotnet-dump": "dso" },
  target: "process-dump",
  why: "Shows whether the thread holds a synchronization context that the task needs to go on.",
  cost: "safe",
  ...BLOCKED,
};

const NO_OBJECT = { unless: ["waited-object", "waiters-share-object", "ownerless-lock-waiters"] } as const;

export const signalWaiter = goTo("many-threads-wait-for-ownerless-lock", {
  when: ["many-threads-wait-for-ownerless-lock"],
  ...NO_OBJECT,
});

export const signalWaiterObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: {
    windbg: "~{many-threads-wait-for-ownerless-lock.thread,threads-wait-for-ownerless-lock.thread}e !dso",
    "dotnet-dump": "dso",
  },
  target: "process-dump",
  why: "Shows the object that the thread waits for.",
  cost: "safe",
  ...NO_OBJECT,
};

export const signalObject: CommandAsk = {
  command: "sos-dumpobj",
  run: { windbg: "!do {waited-object.object}", "dotnet-dump": "dumpobj {waited-object.object}" },
  target: "process-dump",
  why: "Its fields count who waits for it, and what is left to take.",
  cost: "safe",
  when: ["waited-object"],
  unless: ["ownerless-lock-waiters"],
};

export const otherWaiterObjects: CommandAsk = {
  command: "sos-dumpstackobjects",
  run: "~{waited-object.other}e !dso",
  target: "process-dump",
  tools: WINDBG,
  why: "Shows whether a second thread waits for the same object.",
  cost: "safe",
  when: ["waited-object"],
  unless: ["waiters-share-object", "ownerless-lock-waiters"],
};

export const readerWriterLock: CommandAsk = {
  command: "sosex-rwlock",
  run: "!rwlock {waited-object.object,waiters-share-object.object}",
  target: "process-dump",
  tools: ["windbg"],
  why: "Shows owner and waiters of a reader-writer lock; it is a command of SOSEX.",
  cost: "safe",
  when: ["waited-object"],
  unless: ["reader-writer-lock-waited-for", "reader-writer-lock-orphaned", "ownerless-lock-waiters"],
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

export const requestContexts: CommandAsk = {
  command: "sos-aspxpages",
  run: "!aspxpages",
  target: "process-dump",
  tools: ["windbg"],
  why: "Lists the requests of the process with how long they have been running, where IIS cannot be asked.",
  cost: "slow",
  when: ["all-threads-suspended"],
  unless: ["requests-running-long", "no-long-requests", "request-is-old", "being-debugged", "debugger-running"],
};

export const dialogStacks: CommandAsk = {
  ...allManagedStacks,
  why: "Tells whether it is a request that shows the dialog, and what it wants to say.",
  when: ["modal-dialog-open"],
  unless: ["request-shows-dialog", "dialog-while-requests-hang"],
};

/** An owner without a stack may be gone: then it is missing from the list of threads too. */
export const ownerListed: CommandAsk = {
  ...threadList,
  why: "Tells whether the owner of the section still exists; one that is not among the threads has ended inside it.",
  when: ["section-owner-unseen"],
  unless: ["critical-section-orphaned"],
};

export const sectionOwnerStack: CommandAsk = {
  command: "windbg-stack",
  run: "~~[{section-owner-unseen.osThreadId}]kb",
  target: "process-dump",
  tools: WINDBG,
  why: "Shows what the owner does instead of letting go.",
  cost: "safe",
  when: ["section-owner-unseen"],
  unless: ["critical-section-orphaned"],
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

export const poolList: CommandAsk = {
  command: "sos-dumpheap",
  run: { windbg: "!dumpheap -type DbConnectionPool", "dotnet-dump": "dumpheap -type DbConnectionPool" },
  target: "process-dump",
  why: "Finds the connection pools: there is one for each connection string.",
  cost: "slow",
  unless: [
    "connection-pool-found",
    "connection-pool-full",
    "connection-pool-waited-for",
    "connection-pool-not-full",
    "connection-pool-backs-off",
    "many-web-requests-unanswered",
  ],
};

export const poolObject: CommandAsk = {
  command: "sos-dumpobj",
  run: { windbg: "!do {connection-pool-found.object}", "dotnet-dump": "dumpobj {connection-pool-found.object}" },
  target: "process-dump",
  why: "Its fields _totalObjects and _waitCount tell whether the pool is full.",
  cost: "safe",
  when: ["connection-pool-found"],
  unless: ["connection-pool-full", "connection-pool-backs-off", "connection-pool-waited-for"],
};

export const poolOptions: CommandAsk = {
  command: "sos-dumpobj",
  run: {
    windbg: "!do {connection-pool-waited-for.options}",
    "dotnet-dump": "dumpobj {connection-pool-waited-for.options}",
  },
  target: "process-dump",
  why: "Its field _maxPoolSize is the most connections that the pool may hold.",
  cost: "safe",
  when: ["connection-pool-waited-for"],
  unless: ["connection-pool-full"],
};

export const servicePointList: CommandAsk = {
  command: "sos-dumpheap",
  run: { windbg: "!dumpheap -type System.Net.ServicePoint", "dotnet-dump": "dumpheap -type System.Net.ServicePoint" },
  target: "process-dump",
  why: "Finds the ServicePoints: there is one for each host that the process calls.",
  cost: "slow",
  when: ["many-web-requests-unanswered"],
  unless: ["service-point-found", "outgoing-limit-reached", "outgoing-limit-not-reached"],
};

export const servicePoint: CommandAsk = {
  command: "sos-dumpobj",
  run: { windbg: "!do {service-point-found.object}", "dotnet-dump": "dumpobj {service-point-found.object}" },
  target: "process-dump",
  why: "Its fields m_CurrentConnections and m_ConnectionLimit tell whether the limit is reached.",
  cost: "safe",
  when: ["many-web-requests-unanswered", "service-point-found"],
  unless: ["outgoing-limit-reached"],
};

export const connections: CommandAsk = {
  command: "netstat",
  run: "netstat -ano",
  target: "server",
  why: "Shows the connections that are open to the other side, by process.",
  cost: "elevated",
  unless: ["outgoing-limit-reached", "connection-pool-full"],
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
