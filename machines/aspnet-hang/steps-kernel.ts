import { NO_ASK, type Step } from "../ask";
import * as command from "../commands";

/** Steps on the server and in the kernel, and the ends of the playbook. */
export const KERNEL_STEPS = {
  "folder-and-filters": {
    title: "Measure the folder and name the drivers on the path",
    label: "Folder and drivers",
    why: "A file call that is caught in a dump is slow for one of two reasons: something looks at every access, or there is far too much to go through. These two outputs tell them apart.",
    linux: {
      title: "Measure the folder, and see who holds its files up",
      label: "Folder and scanners",
      why: "A file call that is caught in a dump is slow for one of two reasons: a scanner or a file server answers late, or there is far too much to go through. These two outputs tell them apart.",
    },
    ask: {
      commands: [command.fileActivity, command.folderSize, command.filters],
      questions: ["folder-size", "antivirus-test", "service-test"],
      alternatives: [
        {
          id: "robocopy",
          only: "windows",
          label: "Count without listing",
          note: "Prints totals only and copies nothing, which is quicker on a folder of this kind.",
          commands: [command.folderByRobocopy],
        },
        {
          id: "powershell",
          only: "windows",
          label: "PowerShell",
          note: "The same figures from PowerShell.",
          commands: [command.folderByPowerShell],
        },
        {
          id: "sysinternals-du",
          only: "windows",
          label: "Sysinternals du",
          note: "Prints files, directories and size of a tree.",
          commands: [command.folderByDu],
        },
        {
          id: "filter-instances",
          only: "windows",
          label: "Which volume a filter is on",
          note: "Lists each filter's attachments; a filter that is not on this volume is out.",
          commands: [command.filterInstances],
        },
        {
          id: "process-monitor",
          only: "windows",
          label: "Process Monitor",
          note: "Its Duration column shows what each file access costs, filters below it included; its Stack tab shows their drivers. Save it as CSV with the column Duration, and drop the file here.",
          commands: [],
        },
      ],
    },
    brings: [
      "folder-huge",
      "folder-large",
      "folder-small",
      "folder-size",
      "third-party-filter",
      "only-microsoft-filters",
      "filters-listed",
    ],
  },
  "kernel-dump": {
    title: "Look from the kernel",
    label: "Look from the kernel",
    why: "The process dump ends where the call enters the kernel. A kernel dump shows the rest of the way. It costs a restart of the server, so the cheap checks come first.",
    linux: {
      why: "The process shows no more than that the call entered the kernel. Linux tells the rest of the running process: nothing has to be restarted.",
    },
    ask: {
      commands: [command.kernelLocks, command.kernelProcesses, command.kernelProcessThreads],
      questions: [],
      alternatives: [
        {
          id: "keyboard-crash",
          only: "windows",
          label: "Crash key on the keyboard",
          note: "Set CrashOnCtrlScroll for the keyboard driver, restart, and during the stall hold the right Ctrl key and press Scroll Lock twice (Microsoft KB 244139).",
          commands: [],
        },
        {
          id: "nmi",
          only: "windows",
          label: "NMI from the management card or the hypervisor",
          note: "Most servers and hypervisors can send a non-maskable interrupt that makes Windows write the dump; no keyboard needed.",
          commands: [],
        },
        {
          id: "livekd",
          only: "windows",
          label: "LiveKD: no restart, no crash",
          note: "Sysinternals LiveKD opens the running kernel with the same commands. What it shows moves while you look.",
          commands: [command.liveKernelLocks],
        },
        {
          id: "filters-instead",
          only: "windows",
          label: "No kernel access at all",
          note: "The list of filters together with Process Monitor's Stack tab shows which drivers take part, though not where a call waits.",
          commands: [command.filters],
        },
      ],
    },
    brings: ["kernel-resource-contended", "kernel-resource-held", "no-kernel-resource-held", "web-process-in-kernel"],
  },
  "kernel-thread": {
    title: "Follow {kernel-resource-held.threadName|the web process's thread} through the drivers",
    label: "Follow the kernel thread",
    why: "Its stack lists every driver between the call and the disk, in order, and shows where it waits and since when.",
    linux: {
      title: "Follow the threads into the kernel",
      why: "Each thread's kernel stack shows what it waits for: a scanner, a file server, a disk.",
    },
    ask: {
      commands: [command.kernelThread, command.driverModule],
      questions: [],
      alternatives: [
        {
          id: "whole-process",
          label: "All threads of the process",
          note: "When the address is unknown: list the processes, then print the threads of the web process.",
          commands: [command.kernelProcesses, command.kernelProcessThreads],
        },
      ],
    },
    brings: ["kernel-thread"],
  },
  "filter-test": {
    title: "Try the first request without {driver-on-path.driver|the filter}",
    label: "Try without the filter",
    why: "A driver on the path is a suspect and no more: every healthy server has some. Only the same request with and without it shows what it costs.",
    linux: {
      title: "Try the same without the scanner",
      label: "Try without the scanner",
      why: "A scanner that threads wait for is a suspect and no more. Only the same work with and without it shows what it costs.",
    },
    ask: {
      commands: [command.driverModule],
      questions: ["filter-test", "folder-size"],
      alternatives: [
        {
          id: "exclude",
          label: "Exclude the folder",
          note: "Ask the product's owner to exclude Temporary ASP.NET Files, restart the application pool and time the first request. Exclusions do not show in fltmc.",
          commands: [],
        },
        {
          id: "unload",
          only: "windows",
          label: "Unload it for a test",
          note: "Only with consent and outside business hours: fltmc unload with the filter's name. Many products refuse, and legacy filters cannot be unloaded.",
          commands: [{ ...command.filters, why: "Shows afterwards whether it is really gone.", unless: undefined }],
        },
      ],
    },
    brings: ["said-filter-test-faster", "said-filter-test-no-change"],
  },
  undecided: {
    title: "Not enough evidence yet",
    label: "Not decided",
    why: "What was pasted does not prove a cause. The outputs below would decide it; until then nothing is named.",
    ask: {
      commands: [
        command.syncBlocks,
        command.ownerNativeStack,
        command.ownerManagedStack,
        command.folderSize,
        command.filters,
        command.kernelLocks,
        command.kernelThread,
      ],
      questions: ["folder-size", "filter-test"],
      alternatives: [],
    },
    brings: [],
  },
  verdict: {
    title: "The cause is named",
    label: "Verdict",
    why: "The evidence carries a cause. Read what proves it, what speaks against it, and how to make sure that the remedy worked.",
    ask: NO_ASK,
    brings: [],
  },
} as const satisfies Record<string, Step>;
