import type { CommandAsk, Lack } from "../ask";
import { inSos, inWinDbg, LINUX_THREADS, onThread } from "./forms";

const NO_SUCH_LOCKS: Lack = { lacks: "Linux has neither critical sections nor a loader lock." };

export const syncBlocks: CommandAsk = {
  command: "sos-syncblk",
  run: inSos("syncblk", {
    lacks:
      "Only a dump holds the table of locks. Save one on the server and open it elsewhere; the live stacks alone show who waits, but not for whom.",
  }),
  target: "process-dump",
  why: "Names the lock, the thread that owns it and the number of threads that wait.",
  cost: "safe",
  unless: ["lock-owner", "lock-without-owner", "lock-owner-gone", "no-contended-lock", "lock-not-listed"],
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
  run: onThread(
    "{waits-for-another-lock.thread|<thread>}",
    "dso",
    "For the thread that setthread chooses. The lock it asks for is one of its objects.",
  ),
  target: "process-dump",
  why: "Lists the objects on its stack; the lock it asks for is one of them.",
  cost: "safe",
  unless: ["lock-cycle"],
};

export const mutexHandle: CommandAsk = {
  command: "windbg-handle",
  run: inWinDbg("!handle {compilation-mutex-waiters.handle|<handle>} f"),
  onLinux: { lacks: "The mutex of compilation belongs to ASP.NET on Windows." },
  target: "process-dump",
  why: "Tells who owns the mutex: a thread here, or another process.",
  cost: "safe",
  when: ["compilation-mutex-waiters"],
  unless: ["mutex-owner", "mutex-free"],
};

export const userLocks: CommandAsk = {
  command: "ntsdexts-locks",
  run: inWinDbg("!locks"),
  onLinux: NO_SUCH_LOCKS,
  target: "process-dump",
  why: "Lists the critical sections that are owned, with owner and waiters.",
  cost: "slow",
  unless: ["critical-section-owner", "no-critical-section-waited-for"],
};

export const loaderLock: CommandAsk = {
  command: "windbg-cs",
  run: inWinDbg("!cs ntdll!LdrpLoaderLock"),
  onLinux: NO_SUCH_LOCKS,
  target: "process-dump",
  why: "Names the owner of the loader lock.",
  cost: "safe",
  unless: ["loader-lock-owned", "loader-lock-owner-waits", "loader-lock-owner-in-dllmain"],
};

export const threadList: CommandAsk = {
  command: "windbg-threads",
  run: inWinDbg("~", {
    lacks:
      "Only a debugger counts how often a thread is suspended. Task Manager's details show a process whose threads are all stopped as Suspended.",
  }),
  onLinux: { ...LINUX_THREADS, why: "A state of T or t is a thread that a signal or a debugger has stopped." },
  target: "process-dump",
  why: "Lists every thread with its OS id and how often it is suspended; an owner that is not among them is gone.",
  cost: "safe",
  unless: ["all-threads-suspended", "threads-not-suspended"],
};

/** An owner without a stack may be gone: then it is missing from the list of threads too. */
export const ownerListed: CommandAsk = {
  ...threadList,
  onLinux: NO_SUCH_LOCKS,
  why: "Tells whether the owner of the section still exists; one that is not among the threads has ended inside it.",
  when: ["section-owner-unseen"],
  unless: ["critical-section-orphaned"],
};

export const analyseHang: CommandAsk = {
  command: "windbg-analyze",
  run: inWinDbg("!analyze -v -hang", {
    lacks: "Open a dump elsewhere for this, or let DebugDiag's hang rule write its report on the server.",
  }),
  onLinux: { lacks: "It knows Windows dumps only." },
  target: "process-dump",
  why: "The debugger's own first guess: who blocks whom. It is a hint to check, not a verdict.",
  cost: "slow",
};
