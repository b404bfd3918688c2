/** One limit: its value, why it stands there, and where it comes from. */
export interface Threshold {
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
    value: 10,
    unit: "seconds",
    reason: "A request below this age is ordinary work; a dump that catches it proves nothing.",
    source: "IIS guides list requests from 10,000 ms (leansentry.com/guide/iis-aspnet-hangs)",
  },
  requestOldSeconds: {
    value: 30,
    unit: "seconds",
    reason: "From here on users give up and call it a hang.",
    source: "IIS guides list requests from 30,000 ms (mvolo.com/troubleshoot-iis-hanging-requests)",
  },
  folderLargeBytes: {
    value: 1e9,
    unit: "bytes",
    reason: "Code generation for one application seldom needs more; above it the clean-up is noticed.",
    source: "field experience, adjustable",
  },
  folderHugeBytes: {
    value: 10e9,
    unit: "bytes",
    reason: "Listing and deleting this much takes minutes on any disk.",
    source: "field experience, adjustable; the case this site grew from had 80 GB",
  },
  folderLargeFiles: {
    value: 10_000,
    unit: "files",
    reason: "NTFS name look-ups slow down from several thousand similar names on.",
    source: "Microsoft KB 130694",
  },
  folderHugeFiles: {
    value: 100_000,
    unit: "files",
    reason: "Every start enumerates all of them, twice per name while 8.3 names are on.",
    source: "Microsoft KB 130694; field experience",
  },
  kernelToUserRatio: {
    value: 3,
    unit: "ratio",
    reason:
      "A web process that spends this much more time in the kernel than in its own code does I/O, runs through filters, or pages.",
    source: "field experience, adjustable",
  },
  ticksProgressing: {
    value: 3,
    unit: "ticks",
    reason: "Up to about 50 ms in one wait is ordinary I/O: the thread is getting on.",
    source: "clock tick of 15.6 ms",
  },
  ticksLong: {
    value: 64,
    unit: "ticks",
    reason: "More than a second in one I/O wait is not ordinary any more.",
    source: "clock tick of 15.6 ms",
  },
  ticksFrozen: {
    value: 1920,
    unit: "ticks",
    reason: "Half a minute in one wait: this thread does not move.",
    source: "clock tick of 15.6 ms",
  },
  exclusiveWaitersAlarm: {
    value: 10,
    unit: "threads",
    reason: "A kernel resource this contended stalls the whole machine.",
    source: "NTDebugging blog, 2008-04-17 (39 waiters in its example)",
  },
  backedUpThreads: {
    value: 5,
    unit: "threads",
    reason: "Fewer threads in the same place are coincidence.",
    source: "field experience, adjustable",
  },
  processorBusyPercent: {
    value: 80,
    unit: "percent",
    reason: "From here on the pool adds no threads, and the time goes into computing.",
    source: "dotnet/runtime thread-pool constants",
  },
  startUpSeconds: {
    value: 90,
    unit: "seconds",
    reason: "A worker process has this long to start; what a younger one does may be start-up and no hang.",
    source: "IIS startupTimeLimit, 90 s by default",
  },
  finalizerQueueLong: {
    value: 1000,
    unit: "objects",
    reason: "A finalizer that keeps up has next to nothing ready; this many have been waiting for it.",
    source: "field experience, adjustable",
  },
  memoryLowRatio: {
    value: 0.1,
    unit: "ratio",
    reason: "With less than a tenth of the memory free, Windows takes pages from those that still need them.",
    source: "Windows performance guides; adjustable",
  },
  commitFullRatio: {
    value: 0.9,
    unit: "ratio",
    reason: "Near the commit limit allocations begin to fail.",
    source: "windows-driver-docs: !vm",
  },
  sessionWaiters: {
    value: 5,
    unit: "threads",
    reason: "A browser opens a few requests at once; this many in the session module stand in a queue.",
    source: "field experience, adjustable",
  },
  availableMegabytesLow: {
    value: 100,
    unit: "megabytes",
    reason: "Below this, Windows has next to nothing left to give.",
    source: "Windows performance guides; adjustable",
  },
  pageReadsHeavy: {
    value: 100,
    unit: "per-second",
    reason: "A single disk manages about this many reads a second: it does nothing else then.",
    source: "field experience, adjustable",
  },
  contentionRateHigh: {
    value: 100,
    unit: "per-second",
    reason: "A healthy application runs into a taken lock a few times a second.",
    source: "field experience, adjustable",
  },
  collectionTimePercent: {
    value: 30,
    unit: "percent",
    reason: "More than a third of the time in collections leaves too little for requests.",
    source: "common guidance, adjustable",
  },
  throttledPercent: {
    value: 10,
    unit: "percent",
    reason: "A container that is held back in every tenth period answers noticeably late.",
    source: "field experience, adjustable; Linux control groups count the periods",
  },
  restartsMany: {
    value: 2,
    unit: "restarts",
    reason: "A planned restart is one; a second within a log asks for a reason.",
    source: "field experience, adjustable",
  },
  requestQueueFull: {
    value: 1000,
    unit: "requests",
    reason:
      "The queue of an application pool takes this many unless it is set otherwise; the next is refused with 503.",
    source: "IIS queueLength, 1,000 by default",
  },
  diskSlowMilliseconds: {
    value: 25,
    unit: "milliseconds",
    reason: "An average above this is a slow disk.",
    source: "PAL thresholds for disk latency",
  },
} as const satisfies Record<string, Threshold>;

export type ThresholdId = keyof typeof THRESHOLDS;
/** Values as used by one run. */
export type Limits = Readonly<Record<ThresholdId, number>>;

/** The built-in values, with a case's own laid over them. */
export function limitsWith(overrides: Partial<Limits> = {}): Limits {
  const values = Object.fromEntries(Object.entries(THRESHOLDS).map(([id, threshold]) => [id, threshold.value]));
  return { ...values, ...overrides } as Limits;
}
