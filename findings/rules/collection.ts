import type { Cite, Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { list } from "../say";
import { nameOf, type ThreadView, threadViews } from "../thread-views";

/** A thread that brings the others to a stop before a collection. */
const SUSPENDS = /!(?:ThreadSuspend::|Thread::)?(?:SuspendEE|SysSuspendForGC|SuspendRuntime|SuspendAllThreads)$/;
/** A thread that collects. */
const COLLECTS =
  /!(?:WKS::|SVR::)?(?:gc_heap::(?:gc1|garbage_collect|mark_phase|plan_phase|relocate_phase|compact_phase|sweep\w*)|GCHeap::GarbageCollectGeneration)$/;

/** The part of the collector's work that a thread is in: a collection begins with the stop of the other threads. */
function stageOf(view: ThreadView): { suspends: boolean; cite: Cite } | null {
  if (!view.native) return null;
  for (const { module, symbol, callSite, line } of view.native.stack.frames) {
    const name = module && symbol ? `${module}!${symbol}` : callSite;
    const suspends = SUSPENDS.test(name);
    if (suspends || COLLECTS.test(name)) return { suspends, cite: cite(view.native.block, line) };
  }
  return null;
}

function suspending(evidence: EvidenceSet): { findings: Finding[]; threads: ReadonlySet<number> } {
  const threads = new Set<number>();
  const findings: Finding[] = [];
  for (const view of threadViews(evidence)) {
    const stage = stageOf(view);
    if (!stage) continue;
    const at = stage.cite;
    if (view.thread !== null) threads.add(view.thread);
    const values = { thread: view.thread, osThreadId: view.osThreadId, name: nameOf(view) };
    findings.push(
      !stage.suspends
        ? fact("collection-running", `A garbage collection is under way: ${nameOf(view)} is in it.`, [at], values)
        : fact(
            "collection-waits-for-threads",
            `${nameOf(view)} wants to collect garbage and waits until every other thread has stopped.`,
            [at],
            values,
          ),
    );
  }
  return { findings, threads };
}

function cooperative(evidence: EvidenceSet, others: ReadonlySet<number>): Finding[] {
  return evidence.of("managed-threads").flatMap(({ report, block }) => {
    const rows = report.threads.filter(
      ({ gcMode, thread }) => gcMode === "cooperative" && thread !== null && !others.has(thread),
    );
    const [first] = rows;
    if (!first) return [];
    return [
      fact(
        "thread-not-yielding",
        `${rows.length === 1 ? `Thread ${first.thread} cannot` : `Threads ${list(rows.map(({ thread }) => String(thread)))} cannot`} be stopped for a collection at this moment (GC mode cooperative, "Disabled" in older lists).`,
        rows.map((row) => cite(block, row.line)),
        { thread: first.thread, osThreadId: first.osThreadId, threads: rows.flatMap(({ thread }) => thread ?? []) },
      ),
    ];
  });
}

/** Garbage collection: who stops whom, and who does not stop. */
export const collection: Rule = {
  id: "collection",
  finds: [
    "collection-running",
    "collection-waits-for-threads",
    "thread-not-yielding",
    "collection-stalled",
    "no-thread-waits-for-collection",
  ],
  derive(evidence, found) {
    const { findings, threads } = suspending(evidence);
    const coop = cooperative(evidence, threads);
    const stopper = findings.find(({ id }) => id === "collection-waits-for-threads");
    const held = coop[0];
    if (stopper && held) {
      findings.push(
        fact(
          "collection-stalled",
          `The collection cannot begin: ${stopper.values.name} waits for thread ${held.values.thread}, which does not yield.`,
          [...stopper.cites, ...held.cites],
          {
            thread: held.values.thread ?? null,
            osThreadId: held.values.osThreadId ?? null,
            suspender: stopper.values.thread ?? null,
          },
        ),
      );
    }
    const survey = found.first("stacks-seen");
    const waits = found.has("many-threads-wait-for-gc") || found.has("threads-wait-for-gc");
    const native = evidence.of("native-stacks").find(({ report, block }) => report.allThreads && block.mode === "user");
    if (survey && native && !waits && findings.length === 0) {
      findings.push(
        fact("no-thread-waits-for-collection", "No thread waits for a garbage collection, and none is running.", [
          { file: native.block.file, lines: native.block.lines },
        ]),
      );
    }
    return [...findings, ...coop];
  },
};
