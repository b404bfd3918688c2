import type { Finding, SyncBlockRow } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";

/** Rows of one lock in two tables; its sync block stays where it is while the runtime moves the object. */
function pairs(
  evidence: EvidenceSet,
): { first: SyncBlockRow; second: SyncBlockRow; cites: ReturnType<typeof cite>[] }[] {
  const [one, other, ...more] = evidence.of("sync-blocks");
  if (!one || !other || more.length > 0) return [];
  return one.report.rows.flatMap((first) => {
    const second = other.report.rows.find(
      ({ syncBlock, type, index }) => syncBlock === first.syncBlock && type === first.type && index === first.index,
    );
    return second ? [{ first, second, cites: [cite(one.block, first.line), cite(other.block, second.line)] }] : [];
  });
}

const contended = ({ monitorHeld }: SyncBlockRow): boolean => monitorHeld > 1;

function locks(evidence: EvidenceSet): Finding[] {
  return pairs(evidence).flatMap(({ first, second, cites }) => {
    if (!contended(first) && !contended(second)) return [];
    const values = { type: first.type, syncBlock: first.syncBlock };
    if (first.osThreadId !== null && first.osThreadId === second.osThreadId) {
      return [
        fact(
          "lock-owner-same",
          `At both moments thread ${first.thread ?? first.osThreadId} owns the lock on ${first.type}: it does not let go.`,
          cites,
          { ...values, osThreadId: first.osThreadId, thread: first.thread },
        ),
      ];
    }
    return [
      fact(
        "lock-owner-changed",
        `The lock on ${first.type} has changed hands between the two moments: it is passed on, only slowly.`,
        cites,
        values,
      ),
    ];
  });
}

function queues(evidence: EvidenceSet): Finding[] {
  const waiting = evidence
    .of("thread-pool")
    .filter(({ report }) => (report.workRequestsInQueue ?? 0) > 0 && report.queueLine !== null);
  if (waiting.length < 2) return [];
  return [
    fact(
      "pool-queue-in-both",
      "Work was queued for the pool at both moments: it is no passing crowd.",
      waiting.map(({ report, block }) => cite(block, report.queueLine ?? block.lines[0])),
      { queues: waiting.map(({ report }) => report.workRequestsInQueue ?? 0) },
    ),
  ];
}

/** What two outputs of one command, taken at different moments, say together. */
export const twoMoments: Rule = {
  id: "two-moments",
  finds: ["lock-owner-same", "lock-owner-changed", "pool-queue-in-both"],
  derive(evidence) {
    return [...locks(evidence), ...queues(evidence)];
  },
};
