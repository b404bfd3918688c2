import type { Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { count } from "../say";
import { nameOf, type ThreadView, threadViews } from "../thread-views";

const FINALIZER = /!(?:\w+::)?(?:FinalizerThread::|GCHeap::)?FinalizerThread(?:Start|Worker\w*)$/;

/** The finalizer: as the thread list marks it, or as its stack tells. */
function finalizerView(evidence: EvidenceSet): ThreadView | null {
  const views = threadViews(evidence);
  const row = evidence
    .of("managed-threads")
    .flatMap(({ report }) => report.threads)
    .find(({ roles, thread }) => thread !== null && roles.some((role) => /finalizer/i.test(role)));
  if (row) {
    const listed = views.find(({ thread }) => thread === row.thread);
    if (listed) return listed;
  }
  return (
    views.find(({ native }) =>
      native?.stack.frames.some((one) => FINALIZER.test(`${one.module ?? ""}!${one.symbol ?? ""}`)),
    ) ?? null
  );
}

function state(view: ThreadView): Finding[] {
  const block = view.native?.block ?? view.managed?.block;
  const line = view.native?.stack.frames[0]?.line ?? view.managed?.stack.frames[0]?.line;
  if (!block || line === undefined) return [];
  const values = { thread: view.thread, osThreadId: view.osThreadId, name: nameOf(view) };
  if (view.idle) {
    return [fact("finalizer-idle", `The finalizer (${nameOf(view)}) has nothing to do.`, [cite(block, line)], values)];
  }
  const doing = view.activities[0];
  if (!doing) return [];
  return [
    fact(
      "finalizer-blocked",
      `The finalizer (${nameOf(view)}) ${doing.signature.says}: until it goes on, nothing that waits for finalization is freed.`,
      [doing.cite],
      { ...values, what: doing.signature.id },
    ),
  ];
}

function waiting(evidence: EvidenceSet, long: number): Finding[] {
  return evidence.of("finalize-queue").flatMap(({ report, block }) => {
    const ready = report.readyForFinalization;
    if (ready === null) return [];
    const most = [...report.heaps].sort((a, b) => (b.readyForFinalization ?? 0) - (a.readyForFinalization ?? 0))[0];
    const cites = [most ? cite(block, most.line) : { file: block.file, lines: block.lines }];
    if (ready >= long) {
      const says = `${count(ready, "object")} are ready for the finalizer and wait for it.`;
      return [fact("finalization-behind", says, cites, { ready })];
    }
    const says = `Only ${count(ready, "object waits", "objects wait")} for the finalizer.`;
    return [fact("finalization-keeps-up", says, cites, { ready })];
  });
}

/** Whether the finalizer does its work. */
export const finalizer: Rule = {
  id: "finalizer",
  finds: ["finalizer-idle", "finalizer-blocked", "finalization-behind", "finalization-keeps-up"],
  derive(evidence) {
    const view = finalizerView(evidence);
    return [...(view ? state(view) : []), ...waiting(evidence, evidence.limits.finalizerQueueLong)];
  },
};
