import type { Cite, Finding, ObjectReport } from "@/evidence";
import type { EvidenceSet, Read } from "../evidence-set";
import { dumpedObjects, numberOf } from "../heap-objects";
import { cite, fact, type Rule } from "../rule";
import { waitingIn } from "../rw-lock-waiters";
import { capital, count } from "../say";
import { nameOf, type ThreadView, threadViews } from "../thread-views";

function rwLocks(evidence: EvidenceSet): Finding[] {
  return evidence.of("rw-lock").flatMap(({ report, block }) => {
    const waiting = waitingIn(report) ?? 0;
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

const SIGNALS =
  /^System\.Threading\.(?:SemaphoreSlim|ReaderWriterLock(?:Slim)?|ManualResetEvent(?:Slim)?|AutoResetEvent|Barrier|CountdownEvent|Semaphore)$/;

/** The object nearest the top of a stack that waits for something without an owner. */
function waitedObjects(evidence: EvidenceSet): Finding[] {
  const waiting = threadViews(evidence).filter(
    (view) => view.activities[0]?.signature.id === "waits-for-ownerless-lock",
  );
  return evidence.of("stack-objects").flatMap(({ report, block }) => {
    const is = (view: ThreadView): boolean =>
      (view.thread !== null && view.thread === report.thread) ||
      (view.osThreadId !== null && view.osThreadId === report.osThreadId);
    const view = waiting.find(is);
    const object = report.objects.find(({ type }) => SIGNALS.test(type));
    if (!view || !object) return [];
    const other = waiting.find((one) => one !== view)?.thread ?? null;
    return [
      fact(
        "waited-object",
        `${capital(nameOf(view))} waits without an owner being named; on its stack lies the ${object.type.replace(/^.*\./, "")} at ${object.object}.`,
        [cite(block, object.line)],
        { object: object.object, type: object.type, thread: report.thread, other },
      ),
    ];
  });
}

/** Fields that count who waits: of a SemaphoreSlim, and of the two kinds of waiters of a ReaderWriterLockSlim. */
const WAITER_COUNTS = [
  "m_waitCount",
  "_waitCount",
  "numReadWaiters",
  "_numReadWaiters",
  "numWriteWaiters",
  "_numWriteWaiters",
];
/** Field of a ManualResetEventSlim: the highest bit says that it is set, the low 19 count who waits. */
const EVENT_STATE = ["m_combinedState", "_combinedState"];

function waitersOf(read: Read<ObjectReport>): { waiting: number; cites: Cite[] } {
  const counted = WAITER_COUNTS.flatMap((name) => numberOf(read, name) ?? []);
  const state = numberOf(read, ...EVENT_STATE);
  const inState = state ? [{ value: state.value & 0x7ffff, cite: state.cite }] : [];
  const all = [...counted, ...inState];
  return { waiting: all.reduce((sum, { value }) => sum + value, 0), cites: all.map(({ cite: at }) => at) };
}

function counted(evidence: EvidenceSet): Finding[] {
  return dumpedObjects(evidence, SIGNALS).flatMap((read) => {
    const { waiting, cites } = waitersOf(read);
    if (waiting === 0) return [];
    const noun = read.report.name.replace(/^.*\./, "");
    return [
      fact(
        "ownerless-lock-waiters",
        `${count(waiting, "thread waits", "threads wait")} for the ${noun} at ${read.report.address ?? "an address that was not printed"}.`,
        cites,
        { object: read.report.address, type: read.report.name, waiting },
      ),
    ];
  });
}

/** The same object on the stacks of threads that wait for something without an owner. */
function sharedObject(evidence: EvidenceSet): Finding[] {
  const seen = new Map<string, { type: string; threads: Set<number>; cites: ReturnType<typeof cite>[] }>();
  for (const { report, block } of evidence.of("stack-objects")) {
    if (report.thread === null) continue;
    for (const one of report.objects) {
      if (!SIGNALS.test(one.type)) continue;
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
    "waited-object",
    "ownerless-lock-waiters",
    "waiters-share-object",
  ],
  derive(evidence) {
    return [
      ...rwLocks(evidence),
      ...deadOwners(evidence),
      ...waitedObjects(evidence),
      ...counted(evidence),
      ...sharedObject(evidence),
    ];
  },
};
