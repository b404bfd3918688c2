/** One limit: its value, why it stands there, and where it comes from. */
export interface Threshold {
  /** As it is called where it can be changed. */
  title: string;
  /** What it decides, one sentence. */
  decides: string;
  value: number;
  unit:
    | "seconds"
    | "bytes"
    | "files"
    | "ratio"
    | "ticks"
    | "threads"
    | "milliseconds"
    | "percent"
    | "objects"
    | "megabytes"
    | "per-second"
    | "requests"
    | "restarts";
  reason: string;
  source: string;
}

/** Every limit the findings use. A case may override a value; the reasons stay. */
export const THRESHOLDS = {
  requestYoungSeconds: {
    title: "Young request",
    decides: "Below this age a request is ordinary work and proves nothing.",
    value: 10,
    unit: "seconds",
    reason: "A dump catches some requests at any time; those of a hang have waited longer.",
    source: "IIS guides list requests from 10,000 ms (leansentry.com/guide/iis-aspnet-hangs)",
  },
  requestOldSeconds: {
    title: "Old request",
    decides: "From this age on a request hangs.",
    value: 30,
    unit: "seconds",
    reason: "Few users wait longer before they give up.",
    source: "IIS guides list requests from 30,000 ms (mvolo.com/troubleshoot-iis-hanging-requests)",
  },
  folderLargeBytes: {
    title: "Large folder, by size",
    decides: "From this size on the folder of temporary files is large.",
    value: 1e9,
    unit: "bytes",
    reason: "Code generation for one application seldom needs more; above it the clean-up is noticed.",
    source: "field experience, adjustable",
  },
  folderHugeBytes: {
    title: "Huge folder, by size",
    decides: "From this size on it is far too large: a cause by itself.",
    value: 10e9,
    unit: "bytes",
    reason: "Listing and deleting this much takes minutes on any disk.",
    source: "field experience, adjustable; the case this site grew from had 80 GB",
  },
  folderLargeFiles: {
    title: "Large folder, by files",
    decides: "From this many files on the folder is large.",
    value: 10_000,
    unit: "files",
    reason: "NTFS name look-ups slow down from several thousand similar names on.",
    source: "Microsoft KB 130694",
  },
  folderHugeFiles: {
    title: "Huge folder, by files",
    decides: "From this many files on it is far too large.",
    value: 100_000,
    unit: "files",
    reason: "Every start enumerates all of them, twice per name while 8.3 names are on.",
    source: "Microsoft KB 130694; field experience",
  },
  kernelToUserRatio: {
    title: "Kernel to own time",
    decides: "From this ratio on the time goes into the kernel: I/O, filters, paging.",
    value: 3,
    unit: "ratio",
    reason:
      "A web process that spends this much more time in the kernel than in its own code does I/O, runs through filters, or pages.",
    source: "field experience, adjustable",
  },
  ticksProgressing: {
    title: "Short kernel wait",
    decides: "Up to this many ticks a waiting thread is getting on.",
    value: 3,
    unit: "ticks",
    reason: "Up to about 50 ms in one wait is ordinary I/O: the thread is getting on.",
    source: "clock tick of 15.6 ms",
  },
  ticksLong: {
    title: "Long kernel wait",
    decides: "From this many ticks on a wait is too long.",
    value: 64,
    unit: "ticks",
    reason: "More than a second in one I/O wait is not ordinary any more.",
    source: "clock tick of 15.6 ms",
  },
  ticksFrozen: {
    title: "Frozen kernel wait",
    decides: "From this many ticks on a thread does not move.",
    value: 1920,
    unit: "ticks",
    reason: "Half a minute in one wait: this thread does not move.",
    source: "clock tick of 15.6 ms",
  },
  exclusiveWaitersAlarm: {
    title: "Waiters for a kernel resource",
    decides: "From this many on the whole machine stalls.",
    value: 10,
    unit: "threads",
    reason: "A kernel resource this contended stalls the whole machine.",
    source: "NTDebugging blog, 2008-04-17 (39 waiters in its example)",
  },
  backedUpThreads: {
    title: "Threads in the same place",
    decides: "From this many on they count as many.",
    value: 5,
    unit: "threads",
    reason: "Fewer threads in the same place are coincidence.",
    source: "field experience, adjustable",
  },
  processorBusyPercent: {
    title: "Busy processor",
    decides: "From here on the time goes into computing.",
    value: 80,
    unit: "percent",
    reason: "From here on the pool adds no threads, and the time goes into computing.",
    source: "dotnet/runtime thread-pool constants",
  },
  startUpSeconds: {
    title: "Start-up time",
    decides: "A younger process may still be starting.",
    value: 90,
    unit: "seconds",
    reason: "A worker process has this long to start; what a younger one does may be start-up and no hang.",
    source: "IIS startupTimeLimit, 90 s by default",
  },
  finalizerQueueLong: {
    title: "Finalizer behind",
    decides: "From this many objects on the finalizer does not keep up.",
    value: 1000,
    unit: "objects",
    reason: "A finalizer that keeps up has next to nothing ready; this many have been waiting for it.",
    source: "field experience, adjustable",
  },
  memoryLowRatio: {
    title: "Low memory",
    decides: "Below this part of the memory free, memory is short.",
    value: 0.1,
    unit: "ratio",
    reason: "With less than a tenth of the memory free, Windows takes pages from those that still need them.",
    source: "Windows performance guides; adjustable",
  },
  commitFullRatio: {
    title: "Commit near its limit",
    decides: "From this part of the limit on allocations begin to fail.",
    value: 0.9,
    unit: "ratio",
    reason: "Near the commit limit allocations begin to fail.",
    source: "windows-driver-docs: !vm",
  },
  sessionWaiters: {
    title: "Requests waiting for a session",
    decides: "From this many on they stand in a queue.",
    value: 5,
    unit: "threads",
    reason: "A browser opens a few requests at once; this many in the session module stand in a queue.",
    source: "field experience, adjustable",
  },
  availableMegabytesLow: {
    title: "Low available memory",
    decides: "Below this, memory is short.",
    value: 100,
    unit: "megabytes",
    reason: "Below this, Windows has next to nothing left to give.",
    source: "Windows performance guides; adjustable",
  },
  pageReadsHeavy: {
    title: "Heavy paging",
    decides: "From this many page reads on the disk does nothing else.",
    value: 100,
    unit: "per-second",
    reason: "A single disk manages about this many reads a second: it does nothing else then.",
    source: "field experience, adjustable",
  },
  contentionRateHigh: {
    title: "High contention",
    decides: "From this rate on threads run into taken locks too often.",
    value: 100,
    unit: "per-second",
    reason: "A healthy application runs into a taken lock a few times a second.",
    source: "field experience, adjustable",
  },
  collectionTimePercent: {
    title: "Time in collections",
    decides: "From here on collections leave too little for requests.",
    value: 30,
    unit: "percent",
    reason: "More than a third of the time in collections leaves too little for requests.",
    source: "common guidance, adjustable",
  },
  throttledPercent: {
    title: "Container held back",
    decides: "From this part of its periods on a container is held back.",
    value: 10,
    unit: "percent",
    reason: "A container that is held back in every tenth period answers noticeably late.",
    source: "field experience, adjustable; Linux control groups count the periods",
  },
  restartsMany: {
    title: "Many restarts",
    decides: "From this many on an application restarts too often.",
    value: 2,
    unit: "restarts",
    reason: "A planned restart is one; a second within a log asks for a reason.",
    source: "field experience, adjustable",
  },
  requestQueueFull: {
    title: "Full request queue",
    decides: "From this many on the queue of an application pool is full.",
    value: 1000,
    unit: "requests",
    reason:
      "The queue of an application pool takes this many unless it is set otherwise; the next is refused with 503.",
    source: "IIS queueLength, 1,000 by default",
  },
  diskSlowMilliseconds: {
    title: "Slow disk",
    decides: "From this average on a disk is slow.",
    value: 25,
    unit: "milliseconds",
    reason: "An average above this is a slow disk.",
    source: "PAL thresholds for disk latency",
  },
  throttledRatio: {
    title: "Quota used up",
    decides: "From this share of periods on a container waits for processor time.",
    value: 0.25,
    unit: "ratio",
    reason: "A container that is stopped in every fourth period answers late enough for people to notice.",
    source: "Linux: control groups version 2, cpu.stat; field experience, adjustable",
  },
  pressurePercent: {
    title: "Pressure",
    decides: "From this share of the time on waiting tasks tell of a shortage.",
    value: 10,
    unit: "percent",
    reason: "With every task waiting a tenth of the time, nothing else gets done in it.",
    source: "Linux: pressure stall information; field experience, adjustable",
  },
  ioWaitPercent: {
    title: "Processors waiting for disks",
    decides: "From this share of the time on the disks do not keep up.",
    value: 20,
    unit: "percent",
    reason: "Processors that idle this much for want of data have disks that do not keep up.",
    source: "field experience, adjustable",
  },
  diskFullPercent: {
    title: "Full file system",
    decides: "From this use on a file system is full.",
    value: 98,
    unit: "percent",
    reason: "What is left is kept back for the system, so programs get errors already.",
    source: "ext4 keeps back up to 5 %; field experience, adjustable",
  },
} as const satisfies Record<string, Threshold>;

export type ThresholdId = keyof typeof THRESHOLDS;
/** Values as used by one run. */
export type Limits = Readonly<Record<ThresholdId, number>>;

/** Whether a limit has that name. */
export function isLimit(name: string): name is ThresholdId {
  return Object.hasOwn(THRESHOLDS, name);
}

/** The largest value a limit may be given. */
export const LARGEST_LIMIT = 1e15;

/** Why a text is no value for a limit; null when it is one. */
export function refuseLimit(id: ThresholdId, text: string): string | null {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0 && value <= LARGEST_LIMIT) return null;
  return `A number of ${THRESHOLDS[id].unit}, zero or more.`;
}

/** The limits that were given another value than the built-in one. */
export function changedLimits(overrides: Partial<Limits>): ThresholdId[] {
  return (Object.keys(THRESHOLDS) as ThresholdId[]).filter((id) => {
    const value = overrides[id];
    return value !== undefined && value !== THRESHOLDS[id].value;
  });
}

/** The built-in values, with a case's own laid over them. */
export function limitsWith(overrides: Partial<Limits> = {}): Limits {
  const values = Object.fromEntries(Object.entries(THRESHOLDS).map(([id, threshold]) => [id, threshold.value]));
  return { ...values, ...overrides } as Limits;
}
