import type { Finding, KernelMemoryReport, KernelThread } from "@/evidence";
import type { EvidenceSet, Read } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { bytes, count } from "../say";

const PAGE_WAIT = /^Wr(?:PageIn|FreePage)$/;

function physical({ report, block }: Read<KernelMemoryReport>, low: number, isTight: boolean): Finding[] {
  const [all, free] = [report.physicalMemory, report.available];
  if (!all?.bytes || free?.bytes === null || !free) return [];
  const share = free.bytes / all.bytes;
  const cites = [cite(block, all.line), cite(block, free.line)];
  const values = { availableBytes: free.bytes, physicalBytes: all.bytes };
  const says = `${bytes(free.bytes)} of ${bytes(all.bytes)} of memory are available.`;
  if (share < low) return [fact("memory-low", says, cites, values)];
  // Free pages help nobody where no more may be committed, or where requests failed for another reason.
  return isTight ? [] : [fact("memory-plenty", says, cites, values)];
}

function commit({ report, block }: Read<KernelMemoryReport>, full: number): Finding[] {
  const [used, limit] = [report.committed, report.commitLimit];
  if (!used?.bytes || !limit?.bytes || used.bytes / limit.bytes < full) return [];
  return [
    fact(
      "commit-near-limit",
      `${bytes(used.bytes)} are committed, and the limit is ${bytes(limit.bytes)}: allocations begin to fail.`,
      [cite(block, used.line), cite(block, limit.line)],
      { committedBytes: used.bytes, limitBytes: limit.bytes },
    ),
  ];
}

function failures({ report, block }: Read<KernelMemoryReport>): Finding[] {
  const failed = report.warnings.filter(({ text }) => /allocations? (?:have|has) failed/i.test(text));
  if (failed.length === 0) return [];
  return [
    fact(
      "memory-allocations-failed",
      `Windows could not serve requests for memory since it started: ${failed[0]?.text}.`,
      failed.map(({ line }) => cite(block, line)),
      { count: failed.length },
    ),
  ];
}

function kernelThreads(evidence: EvidenceSet): { thread: KernelThread; block: Read["block"] }[] {
  const shown = evidence
    .of("kernel-threads")
    .flatMap(({ report, block }) => report.threads.map((thread) => ({ thread, block })));
  const listed = evidence
    .of("processes")
    .flatMap(({ report, block }) =>
      report.processes.flatMap(({ threads }) => threads.map((thread) => ({ thread, block }))),
    );
  return [...shown, ...listed];
}

function pageWaits(evidence: EvidenceSet): Finding[] {
  const waiting = kernelThreads(evidence).filter(({ thread }) => PAGE_WAIT.test(thread.waitReason ?? ""));
  if (waiting.length === 0) return [];
  return [
    fact(
      "threads-wait-for-pages",
      `${count(waiting.length, "thread waits", "threads wait")} for memory that has to be read from or written to the page file first.`,
      waiting.slice(0, 20).map(({ thread, block }) => cite(block, thread.line)),
      { count: waiting.length },
    ),
  ];
}

function events(evidence: EvidenceSet): Finding[] {
  const hits = evidence
    .of("events")
    .flatMap(({ report, block }) => report.events.map((event) => ({ event, block })))
    .filter(({ event }) => event.meaning === "low-virtual-memory");
  const [first] = hits;
  if (!first) return [];
  const biggest = first.event.programs[0];
  return [
    fact(
      "low-memory-event",
      `Windows logged that virtual memory ran low${biggest ? `; the largest user was ${biggest.image} with ${bytes(biggest.bytes)}` : ""}.`,
      hits.map(({ event, block }) => cite(block, event.line)),
      { count: hits.length, image: biggest?.image ?? null },
    ),
  ];
}

/** Whether the machine is short of memory. */
export const memory: Rule = {
  id: "memory",
  finds: [
    "memory-low",
    "memory-plenty",
    "commit-near-limit",
    "memory-allocations-failed",
    "threads-wait-for-pages",
    "low-memory-event",
  ],
  derive(evidence) {
    const reads = evidence.of("kernel-memory");
    return [
      ...reads.flatMap((read) => {
        const tight = [...commit(read, evidence.limits.commitFullRatio), ...failures(read)];
        return [...physical(read, evidence.limits.memoryLowRatio, tight.length > 0), ...tight];
      }),
      ...pageWaits(evidence),
      ...events(evidence),
    ];
  },
};
