import type { Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { count } from "../say";

function rwLocks(evidence: EvidenceSet): Finding[] {
  return evidence.of("rw-lock").flatMap(({ report, block }) => {
    const waiting =
      (report.waitingReaderCount ?? 0) + (report.waitingWriterCount ?? 0) + (report.waitingUpgradableReaderCount ?? 0);
    const owner = report.writeLockOwner ?? report.upgradableReadLockOwner;
    if (waiting === 0) return [];
    const cites = [{ file: block.file, lines: block.lines }];
    const values = { waiting, owner: owner?.clrThread ?? null, address: report.address };
    if (owner?.dead) {
      return [
        fact(
          "reader-writer-lock-orphaned",
          `${count(waiting, "thread waits", "threads wait")} for a reader-writer lock whose owner has ended without giving it back.`,
          cites,
          values,
        ),
      ];
    }
    return [
      fact(
        "reader-writer-lock-waited-for",
        `${count(waiting, "thread waits", "threads wait")} for a reader-writer lock${owner ? ` that CLR thread ${owner.clrThread} holds` : ""}.`,
        cites,
        values,
      ),
    ];
  });
}

function deadOwners(evidence: EvidenceSet): Finding[] {
  return evidence.of("thread-locks").flatMap(({ report, block }) => {
    if (report.relation !== "holds") return [];
    const dead = report.rows.filter(({ thread, clrThread }) => thread === null && clrThread !== null);
    if (dead.length === 0) return [];
    return [
      fact(
        "lock-held-by-ended-thread",
        `${count(dead.length, "lock is", "locks are")} held by a thread that has ended.`,
        dead.map(({ line }) => cite(block, line)),
        { locks: dead.map(({ lock }) => lock) },
      ),
    ];
  });
}

/** The same object on the stacks of threads that wait for something without an owner. */
function sharedObject(evidence: EvidenceSet): Finding[] {
  const waits =
    /^System\.Threading\.(?:SemaphoreSlim|ReaderWriterLock(?:Slim)?|ManualResetEvent(?:Slim)?|AutoResetEvent|Barrier|CountdownEvent|Semaphore)$/;
  const seen = new Map<string, { type: string; threads: Set<number>; cites: ReturnType<typeof cite>[] }>();
  for (const { report, block } of evidence.of("stack-objects")) {
    if (report.thread === null) continue;
    for (const one of report.objects) {
      if (!waits.test(one.type)) continue;
      const entry = seen.get(one.object) ?? { type: one.type, threads: new Set<number>(), cites: [] };
      if (!entry.threads.has(report.thread)) entry.cites.push(cite(block, one.line));
      entry.threads.add(report.thread);
      seen.set(one.object, entry);
    }
  }
  return [...seen].flatMap(([object, { type, threads, cites }]) =>
    threads.size < 2
      ? []
      : [
          fact(
            "waiters-share-object",
            `${count(threads.size, "thread")} have the same ${type.replace(/^.*\./, "")} (${object}) on their stacks.`,
            cites,
            { object, type, threads: [...threads].sort((a, b) => a - b) },
          ),
        ],
  );
}

/** Locks that name no owner: reader-writer locks, semaphores, events. */
export const ownerless: Rule = {
  id: "ownerless",
  finds: [
    "reader-writer-lock-waited-for",
    "reader-writer-lock-orphaned",
    "lock-held-by-ended-thread",
    "waiters-share-object",
  ],
  derive(evidence) {
    return [...rwLocks(evidence), ...deadOwners(evidence), ...sharedObject(evidence)];
  },
};
