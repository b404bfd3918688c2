import { NO_ASK, type Step } from "../ask";
import * as command from "../commands";

/** Steps on the process dump and on what people know. */
export const USER_STEPS = {
  symptoms: {
    title: "Say what the users see",
    label: "Say what users see",
    why: "Five short answers decide where to look first. Skip what nobody knows; outputs can answer most of it later.",
    ask: {
      commands: [],
      questions: ["trigger", "duration", "static-files", "antivirus-test", "recycling"],
      alternatives: [],
    },
    brings: ["said-after-restart", "said-under-load", "said-any-time", "said-never-ends", "said-ends-by-itself"],
  },
  stacks: {
    title: "See where every thread stands",
    label: "Survey the stacks",
    why: "A hang is many threads in the same place. The stacks sort them into groups: those that wait, and the few that keep them waiting.",
    ask: {
      commands: [command.allNativeStacks, command.allManagedStacks],
      questions: [],
      alternatives: [
        {
          id: "one-typical-stack",
          label: "One typical stack",
          note: "Two or three stacks of threads that look stuck are enough to begin with. They cannot show what the others do.",
          commands: [command.oneNativeStack, command.oneManagedStack],
        },
        {
          id: "merged",
          label: "Equal stacks merged",
          note: "One output for hundreds of threads. It prints no debugger's thread numbers.",
          commands: [command.parallelStacks],
        },
        {
          id: "requests-first",
          only: "windows",
          label: "No dump yet: ask IIS",
          note: "Shows which requests hang and in which stage, without stopping anything. It does not show why.",
          commands: [command.requests, command.workerProcesses],
        },
      ],
    },
    brings: ["stacks-seen"],
  },
  requests: {
    title: "Check that requests really hang",
    label: "Check for hung requests",
    why: "Every thread seen so far is idle. Either the wrong process was dumped, or the requests wait outside of it, or it was over before the dump.",
    ask: {
      commands: [command.requests, command.workerProcesses],
      questions: ["static-files"],
      alternatives: [
        {
          id: "iis6",
          only: "windows",
          label: "IIS 6 has no appcmd",
          note: "iisapp.vbs in system32 pairs process ids with application pools; the list of requests is in the dump only.",
          commands: [command.requestsInDump],
        },
      ],
    },
    brings: ["no-long-requests", "requests-running-long"],
  },
  recycling: {
    title: "Find out who compiles, and why so often",
    label: "Look into restarts",
    why: "Threads wait for the mutex that guards compilation. Mostly that means too many restarts under load; its owner, in this process or another, tells the rest.",
    ask: {
      commands: [command.mutexHandle],
      questions: ["recycling"],
      alternatives: [
        {
          id: "restart-counter",
          only: "windows",
          label: "Without handle data in the dump",
          note: "The performance counter ASP.NET\\Application Restarts, read twice a minute apart, shows whether the application restarts during the stall. It does not name the owner.",
          commands: [],
        },
      ],
    },
    brings: ["mutex-owner", "mutex-free", "said-one-recycle", "said-frequent-recycles", "said-recycles-under-load"],
  },
  lock: {
    title: "Find who owns the lock",
    label: "Find the lock's owner",
    why: "Waiting threads are victims. The table of locks names the one thread they all wait for.",
    ask: {
      commands: [command.syncBlocks],
      questions: [],
      alternatives: [
        {
          id: "sosex",
          only: "windows",
          label: "With SOSEX loaded",
          note: "!mlocks lists the same locks and more kinds of them; !dlk looks for cycles. Paste either here.",
          commands: [],
        },
      ],
    },
    brings: [
      "lock-cycle",
      "lock-owner",
      "lock-without-owner",
      "lock-owner-gone",
      "no-contended-lock",
      "lock-not-listed",
    ],
  },
  owner: {
    title: "See what {lock-owner.name|the owner} is doing",
    label: "See what the owner does",
    why: "Everybody waits for it, so whatever holds it up is what hangs the site.",
    ask: {
      commands: [command.ownerNativeStack, command.ownerManagedStack],
      questions: [],
      alternatives: [
        {
          id: "by-os-id",
          label: "By OS thread id",
          note: "When the debugger's numbers differ, the OS id from the table finds the thread.",
          commands: [command.ownerByOsId],
        },
      ],
    },
    brings: [
      "cleans-temp-files",
      "lists-folder",
      "compiles",
      "calls-out",
      "waits-for-another-lock",
      "works-on-a-file",
      "owner-waits-elsewhere",
      "owner-doing-unknown",
    ],
  },
  "next-lock": {
    title: "Follow the chain: {waits-for-another-lock.name|the owner} waits for a lock too",
    label: "Follow the next lock",
    why: "The owner is a victim itself. The chain goes on to the owner of the lock it wants; if it comes back to where it began, it is a deadlock.",
    ask: {
      commands: [command.wholeSyncBlocks, command.wantedLock, command.everyOwnerStack],
      questions: [],
      alternatives: [
        {
          id: "sosex-dlk",
          only: "windows",
          label: "With SOSEX loaded",
          note: "!dlk walks the chain by itself and prints a cycle when there is one; pasted here it is drawn. The outputs above are what proves it.",
          commands: [],
        },
      ],
    },
    brings: ["lock-cycle", "waits-for-another-lock"],
  },
  "request-age": {
    title: "Find out how long that request has been running",
    label: "Date the request",
    why: "A folder listing or a compile is normal for a moment. It is the cause only if it has been going on for minutes.",
    ask: {
      commands: [command.stackObjects, command.requestObject, command.startDate, command.sessionTime],
      questions: ["session-zone"],
      alternatives: [
        {
          id: "appcmd-age",
          only: "windows",
          label: "On IIS 7 and later",
          note: "The list of requests shows the age directly, if it is taken during the stall.",
          commands: [command.requests],
        },
      ],
    },
    brings: ["request-age"],
  },
  "capture-again": {
    title: "Capture it again while it hangs",
    label: "Capture it again",
    why: "The request was {request-age.ageSeconds|only a few} seconds old, which is ordinary. Take two dumps ten to thirty seconds apart when users have been waiting for longer than that, and begin with their stacks.",
    ask: {
      commands: [command.allNativeStacks, command.allManagedStacks, { ...command.sessionTime, unless: undefined }],
      questions: [],
      alternatives: [],
    },
    brings: ["request-is-young"],
  },
  outside: {
    title: "What was seen leads outside this playbook",
    label: "Beyond this playbook",
    why: "The evidence points at something this playbook does not cover yet. It says what it saw, and names no cause it cannot prove.",
    ask: { ...NO_ASK, commands: [command.survey] },
    brings: [
      "threads-wait-elsewhere",
      "owner-waits-elsewhere",
      "lock-without-owner",
      "lock-owner-gone",
      "owner-doing-unknown",
      "lock-not-listed",
    ],
  },
} as const satisfies Record<string, Step>;
