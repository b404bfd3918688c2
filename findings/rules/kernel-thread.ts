import type { Finding, KernelThread, NativeFrame } from "@/evidence";
import { dumpedAmong } from "../dumped-processes";
import type { EvidenceSet } from "../evidence-set";
import {
  entryOf,
  innermostOutsideKernel,
  isSystemImage,
  isWebImage,
  type KernelView,
  kernelViews,
  modulesInOrder,
} from "../kernel-views";
import { cite, type Found, fact, type Rule } from "../rule";
import { duration } from "../say";

/**
 * The kernel thread a case is about: the holder of the resource that others wait for, else a thread of the web process
 * that does file work. A thread of Windows itself that merely holds something is not.
 */
export function subjectThread(evidence: EvidenceSet, found: Found): KernelView | null {
  const seen = kernelViews(evidence).filter(({ thread }) => thread.frames.length > 0);
  const waitedFor = found.text("kernel-resource-contended", "thread");
  const holder = waitedFor ?? found.text("kernel-resource-held", "thread");
  const views = seen.filter(({ thread }) => thread.address === waitedFor || !isSystemImage(thread.image));
  const web = views.filter(({ thread }) => isWebImage(thread.image));
  const inFile = (view: KernelView) => /File/.test(entryOf(view.thread)?.name ?? "");
  return (
    views.find(({ thread }) => thread.address === holder) ??
    web.find(inFile) ??
    web[0] ??
    views.find(inFile) ??
    views[0] ??
    null
  );
}

function waitFindings(view: KernelView, evidence: EvidenceSet): Finding[] {
  const { thread, block } = view;
  const { ticks, ticksLine } = thread;
  if (ticks === null || ticks < 0 || thread.state === "RUNNING") return [];
  const cites = [cite(block, ticksLine ?? thread.line)];
  const seconds = thread.waitSeconds ?? ticks * 0.015625;
  const values = { ticks, waitSeconds: seconds, thread: thread.address };
  if (/WrResource/i.test(thread.waitReason ?? "")) {
    return [
      fact(
        "ticks-not-conclusive",
        `Ticks ${ticks} says nothing here: a thread that waits for a resource starts its wait anew every few seconds.`,
        cites,
        values,
      ),
    ];
  }
  const { ticksProgressing, ticksLong, ticksFrozen } = evidence.limits;
  if (ticks <= ticksProgressing)
    return [
      fact(
        "thread-progressing",
        `Ticks ${ticks}: the thread has been in this wait for ${duration(seconds)}. It is moving, not stuck.`,
        cites,
        values,
      ),
    ];
  if (ticks > ticksFrozen)
    return [
      fact(
        "thread-frozen",
        `Ticks ${ticks}: the thread has been in this one wait for ${duration(seconds)}.`,
        cites,
        values,
      ),
    ];
  if (ticks > ticksLong)
    return [
      fact(
        "thread-waits-long",
        `Ticks ${ticks}: one wait of ${duration(seconds)} is long for a single access.`,
        cites,
        values,
      ),
    ];
  return [];
}

function shortWaits(view: KernelView): Finding[] {
  const { thread, block } = view;
  const { contextSwitchCount, contextSwitchLine, waitStartTickCount, ticks } = thread;
  if (!contextSwitchCount || contextSwitchCount < 1000 || waitStartTickCount === null) return [];
  // The idle threads are switched to whenever nobody else wants to run.
  if (Number.parseInt(thread.processId ?? "", 16) === 0) return [];
  const upTo = (waitStartTickCount + (ticks ?? 0)) * 0.015625;
  const each = upTo / contextSwitchCount;
  if (each > 0.25) return [];
  return [
    fact(
      "many-short-waits",
      `${contextSwitchCount.toLocaleString("en-US")} context switches in at most ${duration(upTo)} since the machine started: on average ${duration(each)} or less for each, so the thread makes very many small accesses.`,
      [cite(block, contextSwitchLine ?? thread.line)],
      {
        contextSwitches: contextSwitchCount,
        averageSeconds: Math.round(each * 1e6) / 1e6,
        bootSeconds: Math.round(upTo),
      },
    ),
  ];
}

// KeWaitForSingleObject under NtfsNonCachedIo, or in a page fault, a flush or a call of the I/O manager that it made
const DISK_ROUTINE = /Wait(?:Sync|(?:On|For)Io)|NonCachedIo|(?:Single|Multiple)Async|PagingFileIo|RawIo/;
const DISK_SERVICE = /^(?:Io|Iop|Mi|Mm|Cc)[A-Z]/;
const LOCK_SERVICE = /^(?:Exp?|Exf|Ke|Ki)\w*(?:Resource|PushLock|FastMutex|Mutant|Mutex|GuardedMutex)/;

/** A file system also waits for its locks, and for threads of its own: neither says a thing of the disk. */
function waitsForDisk(thread: KernelThread, innermost: NativeFrame): boolean {
  const above = thread.frames.slice(0, thread.frames.indexOf(innermost)).map(({ symbol }) => symbol ?? "");
  if (above.some((symbol) => LOCK_SERVICE.test(symbol))) return false;
  return DISK_ROUTINE.test(innermost.symbol ?? "") || above.some((symbol) => DISK_SERVICE.test(symbol));
}

function placeFindings(view: KernelView): Finding[] {
  const { thread, block } = view;
  const innermost = innermostOutsideKernel(thread);
  if (!innermost) return [];
  const where = innermost.symbol ? `${innermost.module}!${innermost.symbol}` : innermost.callSite;
  const module = innermost.module ?? "";
  const values = { thread: thread.address, frame: where, module };
  const at = [cite(block, innermost.line)];
  if (/^(?:ntfs|refs|fastfat|exfat|cdfs|udfs)$/i.test(module) && waitsForDisk(thread, innermost))
    return [
      fact(
        "waits-in-file-system",
        `The innermost wait is the file system's own (${where}): it waits for the disk.`,
        at,
        values,
      ),
    ];
  if (
    /^(?:disk|classpnp|storport|stor\w*|scsiport|atapi|ataport|partmgr|volmgr|volsnap|ftdisk|mpio|msdsm|iastor\w*|msiscsi|nvme\w*|stornvme)$/i.test(
      module,
    )
  )
    return [fact("waits-in-storage", `The innermost wait is in the storage stack (${where}).`, at, values)];
  if (/^(?:mrxsmb\w*|rdbss|mup|srv2?|dfsc)$/i.test(module))
    return [fact("waits-on-file-server", `The innermost wait is for a file server (${where}).`, at, values)];
  return [];
}

const LOOK_UP_FRAMES =
  /^(?:NtfsRetrieveOtherFileName|NtfsReadMftRecord|NtfsQueryDirectory|NtfsCommonDirectoryControl)$/;

function directoryWork(view: KernelView): Finding[] {
  const { thread, block } = view;
  const frames = thread.frames.filter(
    (frame) => /^ntfs$/i.test(frame.module ?? "") && LOOK_UP_FRAMES.test(frame.symbol ?? ""),
  );
  const first = frames[0];
  if (!first) return [];
  const twin = frames.find((frame) => frame.symbol === "NtfsRetrieveOtherFileName");
  const findings: Finding[] = [];
  if (twin) {
    findings.push(
      fact(
        "short-name-lookups",
        "NTFS is looking up the second (8.3) name of a directory entry: one more access for every file in the folder.",
        [cite(block, twin.line)],
        { thread: thread.address },
      ),
    );
  }
  const map = thread.frames.find((frame) => frame.symbol === "NtfsMapStream");
  const offset = map?.args[2];
  const byteOffset = offset && offset.length <= 8 ? Number.parseInt(offset, 16) : Number.NaN;
  if (map && byteOffset >= 0x400 && byteOffset % 0x400 === 0 && first) {
    const records = byteOffset / 0x400;
    findings.push(
      fact(
        "many-file-records",
        `The file record being read lies at offset ${offset} of the file table; at 1 KB each the volume has room for at least ${records.toLocaleString("en-US")} of them.`,
        [cite(block, map.line)],
        { records, thread: thread.address },
      ),
    );
  }
  return findings;
}

/** The thread in the kernel: whose it is, where it went in, where it waits and for how long. */
export const kernelThread: Rule = {
  id: "kernel-thread",
  finds: [
    "web-process-in-kernel",
    "kernel-thread",
    "kernel-entry",
    "kernel-entry-matches",
    "thread-progressing",
    "thread-waits-long",
    "thread-frozen",
    "ticks-not-conclusive",
    "many-short-waits",
    "waits-in-file-system",
    "waits-in-storage",
    "waits-on-file-server",
    "short-name-lookups",
    "many-file-records",
  ],
  derive(evidence, found) {
    const findings: Finding[] = [];
    for (const { report, block } of evidence.of("processes")) {
      const process =
        dumpedAmong(report.processes, evidence)[0] ?? report.processes.find(({ image }) => isWebImage(image));
      if (process)
        findings.push(
          fact(
            "web-process-in-kernel",
            `${process.image} is the process at ${process.address}.`,
            [cite(block, process.line)],
            { process: process.address, image: process.image, processId: process.processId },
          ),
        );
    }
    const view = subjectThread(evidence, found);
    if (!view) return findings;
    const { thread, block } = view;
    const entry = entryOf(thread);
    findings.push(
      fact(
        "kernel-thread",
        `Kernel thread ${thread.address} belongs to ${thread.image ?? "an unnamed process"}${entry ? ` and entered the kernel through ${entry.name}` : ""}.`,
        [
          cite(block, thread.line),
          ...(thread.imageLine ? [cite(block, thread.imageLine)] : []),
          ...(entry ? [cite(block, entry.frame.line)] : []),
        ],
        {
          thread: thread.address,
          processId: thread.processId,
          osThreadId: thread.osThreadId,
          process: thread.process,
          image: thread.image,
          web: isWebImage(thread.image),
          entry: entry?.name ?? null,
          path: modulesInOrder(thread),
          waitReason: thread.waitReason,
          irps: thread.irps.length,
        },
      ),
    );
    if (entry) {
      const service = found.text("enters-kernel-for-a-file", "service");
      const own = entry.name.replace(/^Nt/, "").replace(/Ex$/, "");
      if (service && service.replace(/Ex$/, "").toLowerCase() === own.toLowerCase()) {
        findings.push(
          fact(
            "kernel-entry-matches",
            `Its entry ${entry.name} is the call seen on top of the process's thread: both dumps show the same work, though not the same moment.`,
            [cite(block, entry.frame.line), ...(found.first("enters-kernel-for-a-file")?.cites ?? [])],
            { entry: entry.name },
          ),
        );
      }
    }
    return [
      ...findings,
      ...waitFindings(view, evidence),
      ...shortWaits(view),
      ...placeFindings(view),
      ...directoryWork(view),
    ];
  },
};
