import type { CommandAsk } from "../ask";
import { inWinDbg, LINUX_THREADS, LIVE_STACKS, NO_NATIVE, NO_STACKS_OUTSIDE } from "./forms";

const ALL_MANAGED = "~*e !clrstack";

export const allNativeStacks: CommandAsk = {
  command: "windbg-stack",
  run: inWinDbg("~*kb 2000", NO_STACKS_OUTSIDE, NO_NATIVE),
  onLinux: { ...LINUX_THREADS, why: "Shows which threads wait in the kernel, and in which of its functions." },
  target: "process-dump",
  why: "Shows where every thread stands in native code: who waits, and for what.",
  cost: "safe",
};

export const allManagedStacks: CommandAsk = {
  command: "sos-clrstack",
  run: { windbg: ALL_MANAGED, "windbg-core": ALL_MANAGED, "dotnet-dump": "clrstack -all", none: LIVE_STACKS },
  target: "process-dump",
  why: "Shows which request each thread serves and in which method it is held up.",
  cost: "safe",
};

export const oneNativeStack: CommandAsk = {
  ...allNativeStacks,
  run: inWinDbg("~<thread>kb", NO_STACKS_OUTSIDE, NO_NATIVE),
  why: "The native stack of one stuck thread.",
};

export const oneManagedStack: CommandAsk = {
  ...allManagedStacks,
  run: {
    windbg: "~<thread>e !clrstack",
    "windbg-core": "~<thread>e !clrstack",
    "dotnet-dump": { run: "clrstack", why: "Its managed stack, after setthread with its number." },
    none: LIVE_STACKS,
  },
  why: "Its managed stack.",
};

export const parallelStacks: CommandAsk = {
  command: "pstacks",
  run: {
    windbg: {
      lacks: "SOS for .NET Framework has no pstacks. !mex.us, where the extension mex is at hand, groups stacks.",
    },
    "windbg-core": "!pstacks",
    "dotnet-dump": "pstacks",
    none: LIVE_STACKS,
  },
  target: "process-dump",
  why: "Merges equal stacks, so that hundreds of threads fit one screen.",
  cost: "safe",
};

/** Both surveys, asked again while every stack so far belongs to one lock. */
export const survey: CommandAsk = {
  ...allManagedStacks,
  why: "Only threads of this one lock have been seen. The others may wait for something else.",
  when: ["survey-missing"],
};

export const missingManagedStacks: CommandAsk = { ...allManagedStacks, when: ["managed-stacks-missing"] };

export const nativeStacksBeside: CommandAsk = {
  command: "windbg-stack",
  run: inWinDbg("~*kb 2000", NO_STACKS_OUTSIDE),
  in: "windbg-core",
  target: "process-dump",
  why: "Shows where the threads stand in native code, which dotnet-dump leaves out. The same dump opens in WinDbg.",
  cost: "safe",
  when: ["native-frames-missing"],
};

/** What still shows the waits when SOS cannot be loaded at all. */
export const stacksWithoutSos: CommandAsk = {
  ...allNativeStacks,
  why: "Needs no SOS: AwareLock::Enter, WaitUntilGCComplete, GetToSTA and their like tell what a thread waits for.",
};

export const waiterNativeStack: CommandAsk = {
  command: "windbg-stack",
  run: inWinDbg("~{request-waits-for-application.thread|<waiting thread>}kb", NO_STACKS_OUTSIDE, NO_NATIVE),
  target: "process-dump",
  why: "Shows that the waiting request is really inside the lock's entry (AwareLock::Enter), and not busy.",
  cost: "safe",
  when: ["request-waits-for-application"],
  unless: ["monitor-waiters", "lock-cycle"],
};

export const waiterManagedStack: CommandAsk = {
  command: "sos-clrstack",
  run: {
    windbg: "~{monitor-waiters.thread|<waiting thread>}e !clrstack",
    "windbg-core": "~{monitor-waiters.thread|<waiting thread>}e !clrstack",
    "dotnet-dump": "clrstack -all",
    none: LIVE_STACKS,
  },
  target: "process-dump",
  why: "Shows what the waiting thread wanted the lock for.",
  cost: "safe",
  when: ["waiter-managed-stack-missing"],
};

export const ownerNativeStack: CommandAsk = {
  command: "windbg-stack",
  run: inWinDbg("~{lock-owner.thread|<owner>}kb", NO_STACKS_OUTSIDE, NO_NATIVE),
  target: "process-dump",
  why: "Shows the call the owner is in.",
  cost: "safe",
  unless: ["owner-native-stack"],
};

export const ownerByOsId: CommandAsk = {
  ...ownerNativeStack,
  run: inWinDbg("~~[{lock-owner.osThreadId|<os id>}]kb", NO_STACKS_OUTSIDE, {
    run: "clrstack -all",
    command: "sos-clrstack",
    why: "Heads each stack with the OS id.",
  }),
  why: "The same stack, found by OS id.",
};

export const ownerManagedStack: CommandAsk = {
  command: "sos-clrstack",
  run: {
    windbg: "~{lock-owner.thread|<owner>}e !clrstack",
    "windbg-core": "~{lock-owner.thread|<owner>}e !clrstack",
    "dotnet-dump": "clrstack -all",
    none: LIVE_STACKS,
  },
  target: "process-dump",
  why: "Shows what the owner does in its own code, and for which request.",
  cost: "safe",
  unless: ["owner-managed-stack"],
};

export const everyOwnerStack: CommandAsk = {
  ...allManagedStacks,
  why: "Shows what the owners of the other locks are doing: the chain ends at the one that waits for nobody.",
  unless: ["lock-cycle"],
};

export const sectionOwnerStack: CommandAsk = {
  command: "windbg-stack",
  run: inWinDbg("~~[{section-owner-unseen.osThreadId}]kb", NO_STACKS_OUTSIDE, NO_NATIVE),
  onLinux: { lacks: "Linux has neither critical sections nor a loader lock." },
  target: "process-dump",
  why: "Shows what the owner does instead of letting go.",
  cost: "safe",
  when: ["section-owner-unseen"],
  unless: ["critical-section-orphaned"],
};

export const dialogStacks: CommandAsk = {
  ...allManagedStacks,
  why: "Tells whether it is a request that shows the dialog, and what it wants to say.",
  when: ["modal-dialog-open"],
  unless: ["request-shows-dialog", "dialog-while-requests-hang"],
};

export const notYieldingStack: CommandAsk = {
  command: "windbg-stack",
  run: inWinDbg("~{thread-not-yielding.thread|<thread>}kb", NO_STACKS_OUTSIDE, {
    run: "clrstack -all",
    command: "sos-clrstack",
  }),
  target: "process-dump",
  why: "Shows what the thread does that does not stop for the collection.",
  cost: "safe",
  when: ["thread-not-yielding"],
};
