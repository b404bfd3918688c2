import type { CommandAsk } from "../ask";
import { LINUX_KERNEL_STACKS, LINUX_THREADS } from "./forms";

export const kernelLocks: CommandAsk = {
  command: "kd-locks",
  run: "!locks",
  onLinux: {
    ...LINUX_THREADS,
    why: "A thread in state D waits in the kernel; the function it sleeps in says for what.",
  },
  target: "kernel-dump",
  why: "Lists the kernel resources that are held, who holds them and who waits.",
  cost: "needs-reboot",
  unless: ["kernel-resource-held", "kernel-resource-contended", "no-kernel-resource-held"],
};

export const liveKernelLocks: CommandAsk = {
  ...kernelLocks,
  only: "windows",
  why: "The same table, from the live kernel.",
  cost: "elevated",
};

export const kernelProcesses: CommandAsk = {
  command: "kd-process",
  run: {
    windbg: "!process 0 0 w3wp.exe",
    // A program that hosts itself has a name of its own: its process id tells it in the whole list.
    "windbg-core": "!process 0 0",
    "dotnet-dump": "!process 0 0",
    none: "!process 0 0 w3wp.exe",
  },
  onLinux: {
    ...LINUX_THREADS,
    why: "A thread in state D waits in the kernel; the function it sleeps in says for what.",
  },
  target: "kernel-dump",
  why: "Gives the address of the worker process, for its threads.",
  cost: "needs-reboot",
  unless: ["web-process-in-kernel", "kernel-thread"],
};

export const kernelProcessThreads: CommandAsk = {
  command: "kd-process",
  run: "!process {web-process-in-kernel.process|<process address>} 7",
  onLinux: { ...LINUX_KERNEL_STACKS, why: "Prints where each thread of the process stands in the kernel. Needs root." },
  target: "kernel-dump",
  why: "Prints every thread of the process with its kernel stack.",
  cost: "needs-reboot",
  when: ["web-process-in-kernel"],
  unless: ["kernel-thread"],
};

export const kernelThread: CommandAsk = {
  command: "kd-thread",
  run: "!thread {kernel-resource-contended.thread,kernel-resource-held.thread|<thread address>}",
  onLinux: {
    ...LINUX_KERNEL_STACKS,
    why: "Shows where each thread stands in the kernel, function by function. Needs root.",
  },
  target: "kernel-dump",
  why: "Shows the way of the call from its entry through every driver to where it waits.",
  cost: "needs-reboot",
  unless: ["kernel-thread"],
};

export const driverModule: CommandAsk = {
  command: "windbg-modules",
  run: "lmvm {driver-on-path.driver|<driver>}",
  onLinux: { lacks: "Linux has no drivers between a file system and its callers that could be told apart here." },
  target: "kernel-dump",
  why: "Names the maker and the product of the driver on the path.",
  cost: "needs-reboot",
  when: ["driver-on-path"],
  unless: ["driver-product"],
};

export const kernelMemory: CommandAsk = {
  command: "kd-vm",
  run: "!vm 1",
  onLinux: {
    run: "cat /proc/meminfo",
    command: null,
    target: "server",
    cost: "live",
    why: "MemAvailable is what is left to give. Nothing here reads it: note what it shows.",
  },
  target: "kernel-dump",
  why: "Shows how much memory is free and committed, and whether allocations failed.",
  cost: "needs-reboot",
  unless: ["memory-low", "memory-plenty"],
};

/** A kernel dump is at hand, so what it lacks is asked for without sending anybody to take one. */
export const kernelLocksGap: CommandAsk = { ...kernelLocks, when: ["kernel-thread"] };
export const kernelThreadGap: CommandAsk = {
  ...kernelThread,
  run: "!thread {kernel-resource-held.thread|<owner of the resource>}",
  when: ["kernel-resource-held"],
};
