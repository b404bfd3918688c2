/** A mistake that is often made, as the debrief tells it. */
export interface MistakeKind {
  title: string;
  /** Why one falls for it. */
  tempts: string;
  /** Where it is explained: a cause, a command, a step of the playbook. */
  page: string;
}

/** Ids are stable: trainers count them, and stored results name them. */
export const MISTAKES = {
  "deadlock-declared": {
    title: "Called a queue a deadlock",
    tempts: "Threads that wait for long look as if they waited for ever. Only a ring of owners does.",
    page: "/causes/monitor-deadlock",
  },
  "stopped-at-waiters": {
    title: "Stopped at those who wait",
    tempts: "Dozens of equal stacks fill the screen. The one that differs, the owner's, is easily scrolled past.",
    page: "/playbooks/hang#owner",
  },
  "waiters-miscounted": {
    title: "Read MonitorHeld as a number of threads",
    tempts: "One column adds up two things: 1 for the owner, 2 for each who waits.",
    page: "/commands/sos-syncblk",
  },
  "wrong-thread-number": {
    title: "Typed an address or an OS id for a thread's number",
    tempts: "Three numbers stand side by side in a row, and any of them seems to name the thread.",
    page: "/commands/windbg-thread-switch",
  },
  "hex-for-decimal": {
    title: "Took decimal for hex, or hex for decimal",
    tempts: "Debuggers print ids in hex and thread numbers in decimal, without saying so.",
    page: "/commands/windbg-threads",
  },
  "zone-ignored": {
    title: "Subtracted local time from UTC",
    tempts: "Both clocks look alike. One is the debugger's own zone, the other one is not.",
    page: "/playbooks/hang#request-age",
  },
  "uptime-as-age": {
    title: "Took the age of the process for that of the request",
    tempts: "The uptime is printed ready to be read; a request's start has to be looked for.",
    page: "/commands/windbg-time",
  },
  "warning-misread": {
    title: "Took missing symbols for a damaged stack",
    tempts: "The debugger warns that frames may be wrong. It misses names, not memory.",
    page: "/commands/windbg-stack",
  },
  "top-frame-blamed": {
    title: "Blamed the function on top of the stack",
    tempts: "The name that stands first gets the blame, even where it only waits or is the nearest export.",
    page: "/commands/kd-thread",
  },
  "filter-blamed": {
    title: "Blamed a driver because it stands on the stack",
    tempts: "It is foreign and it is there. It stands on the stack of every quick access as well.",
    page: "/causes/file-system-filter",
  },
  "locks-confused": {
    title: "Mixed up the two commands called !locks",
    tempts: "They share a name. One lists critical sections of a process, the other one resources of the kernel.",
    page: "/commands/ntsdexts-locks",
  },
  "contention-miscounted": {
    title: "Took a sum over the past for threads that wait",
    tempts: "Contention Count is the largest figure of the row, and it only ever grows.",
    page: "/commands/kd-locks",
  },
  "numbers-between-dumps": {
    title: "Compared what cannot be compared, or the reverse",
    tempts: "Two dumps of one process share their thread ids; after a restart nothing is the same.",
    page: "/playbooks/hang#second-dump",
  },
  "idle-as-hung": {
    title: "Took idle threads for hung ones",
    tempts: "They do not move. Nobody has given them anything to do.",
    page: "/causes/not-hung",
  },
  "restarted-first": {
    title: "Ended the process before it was looked at",
    tempts:
      "The customer wants the site back, and a restart brings it back: with all that could be learnt from it gone.",
    page: "/playbooks/hang#symptoms",
  },
  "settings-changed": {
    title: "Changed settings while it hung",
    tempts: "Tracing seems harmless to switch on. A changed configuration restarts the application.",
    page: "/causes/app-domain-recycling",
  },
  "wrong-process": {
    title: "Looked at the wrong process",
    tempts: "Several workers bear one name, and ids are printed in two bases.",
    page: "/commands/appcmd-wp",
  },
  "dumped-too-late": {
    title: "Took the dump after the requests had been given up",
    tempts: "It takes time until somebody is called. By then ASP.NET may have ended what hung.",
    page: "/playbooks/hang#really-hung",
  },
  "protection-off": {
    title: "Believed that protection was off",
    tempts: "Its window says so. The filter stays loaded all the same.",
    page: "/commands/fltmc",
  },
  "half-excluded": {
    title: "Excluded only half of it",
    tempts: "A process or one of two folders is soon entered. The product goes on scanning the rest.",
    page: "/causes/file-system-filter",
  },
  "deleted-while-running": {
    title: "Deleted files in use",
    tempts: "The folder is too large, so it goes. While the pool runs, half of it stays and the application breaks.",
    page: "/causes/oversized-temp-folder",
  },
  "batch-off-everywhere": {
    title: "Switched batch compilation off for good and all",
    tempts: "It helped once. Everywhere, it makes thousands of small assemblies instead.",
    page: "/causes/oversized-temp-folder",
  },
  "limits-raised": {
    title: "Raised a limit as a cure",
    tempts: "Something is full, so it gets larger. It fills up again, as nothing leaves it.",
    page: "/causes/thread-pool-starvation",
  },
  "suspension-overlooked": {
    title: "Overlooked that everything was suspended twice",
    tempts: "In a dump all threads are suspended, so one does not look how often.",
    page: "/causes/debugger-attached",
  },
  "arguments-trusted": {
    title: "Trusted the arguments of a 64-bit stack",
    tempts: "The column is called arguments. On 32 bits it holds them.",
    page: "/commands/windbg-stack",
  },
  "empty-table": {
    title: "Took an empty table for the absence of locks",
    tempts: "The command lists locks. There are kinds that it has never heard of.",
    page: "/causes/ownerless-primitive",
  },
  "session-by-threads": {
    title: "Counted waiting requests by threads",
    tempts: "A request is taken for a thread. Those that wait for a session have none.",
    page: "/causes/session-state-lock",
  },
  "mark-as-load": {
    title: "Read 81 % as load",
    tempts: "It stands where the load stands, and looks like one.",
    page: "/commands/sos-threadpool",
  },
  "signal-as-lock": {
    title: "Took a wait for a signal for a wait for a lock",
    tempts: "Both are called Monitor.",
    page: "/playbooks/hang#waits",
  },
  "vendor-blamed": {
    title: "Sent the ticket to the maker without a test",
    tempts: "Somebody else's driver, somebody else's fault. Without a test it comes back.",
    page: "/playbooks/hang#filter-test",
  },
  "output-misread": {
    title: "Read an output wrongly",
    tempts: "Its figures say something else than their names.",
    page: "/commands",
  },
  "accused-wrongly": {
    title: "Named a cause that it is not",
    tempts: "One finding fits, and the rest is not waited for.",
    page: "/playbooks/hang#verdict",
  },
  "accused-unproven": {
    title: "Named the cause before anything showed it",
    tempts: "One has a feeling, and it was right. The next time it is not.",
    page: "/playbooks/hang#verdict",
  },
  "needless-kernel-dump": {
    title: "Forced a kernel dump that nothing asked for",
    tempts: "It shows most of all. It also costs a restart of the whole server.",
    page: "/playbooks/hang#kernel-dump",
  },
  detour: {
    title: "Ran a command that showed nothing new",
    tempts: "It is at hand, and it prints a lot.",
    page: "/playbooks/hang#undecided",
  },
  "debugger-error": {
    title: "Ran into an error of the tool",
    tempts: "Commands are short, and forgive no letter.",
    page: "/commands",
  },
  "sos-not-loaded": {
    title: "Asked for managed things before SOS was loaded",
    tempts: "Its commands look like the debugger's own. They come with an extension, which has to be loaded first.",
    page: "/playbooks/hang#managed-stacks",
  },
  "wrong-remedy": {
    title: "Chose a remedy that does not end it",
    tempts: "It ends the trouble of today, or one that looks alike.",
    page: "/causes",
  },
} as const satisfies Readonly<Record<string, MistakeKind>>;

export type MistakeId = keyof typeof MISTAKES;

export function isMistake(id: string): id is MistakeId {
  return id in MISTAKES;
}

/** The mistake that a wrong answer is, by the question's family; where it is not here, an output was misread. */
export const OF_FAMILY: Readonly<Record<string, MistakeId>> = {
  "deadlock-or-queue": "deadlock-declared",
  "kernel-lock-held": "deadlock-declared",
  "lock-in-transit": "deadlock-declared",
  "waiters-culprit": "stopped-at-waiters",
  "kernel-queue": "stopped-at-waiters",
  "lock-waiters": "waiters-miscounted",
  "lock-held-alone": "waiters-miscounted",
  "owner-command": "wrong-thread-number",
  "thread-number-base": "hex-for-decimal",
  "process-id-base": "hex-for-decimal",
  "request-age": "zone-ignored",
  "uptime-or-age": "uptime-as-age",
  "frames-may-be-wrong": "warning-misread",
  "top-frame": "top-frame-blamed",
  "caught-in-call": "top-frame-blamed",
  "nearest-export": "top-frame-blamed",
  "on-the-path": "filter-blamed",
  "page-fault-reentry": "filter-blamed",
  "two-commands-locks": "locks-confused",
  "contention-count": "contention-miscounted",
  "section-waiters": "contention-miscounted",
  "owner-in-two-dumps": "numbers-between-dumps",
  "all-idle": "idle-as-hung",
  "idle-threads": "idle-as-hung",
  "finalizer-waits": "idle-as-hung",
  "two-workers": "wrong-process",
  "antivirus-off": "protection-off",
  "pool-queue": "limits-raised",
  "suspend-two": "suspension-overlooked",
  "arguments-of-64-bit": "arguments-trusted",
  "lock-table-empty": "empty-table",
  "lock-without-record": "empty-table",
  "session-lock": "session-by-threads",
  "cpu-81": "mark-as-load",
  "condition-wait": "signal-as-lock",
  "before-the-ticket": "vendor-blamed",
};

/** The mistake that a harmful line is. */
export const OF_HARM: Readonly<Record<string, MistakeId>> = {
  restart: "restarted-first",
  recycle: "restarted-first",
  kill: "restarted-first",
  reboot: "restarted-first",
  delete: "deleted-while-running",
};

/** The mistake that a wrong accusation is, where it is a well-known one. */
export const OF_ACCUSATION: Readonly<Record<string, MistakeId>> = {
  "monitor-deadlock": "deadlock-declared",
  "file-system-filter": "filter-blamed",
};
