import type { Block, Finding, SyncBlockRow } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Found, fact, type Rule } from "../rule";
import { count } from "../say";
import { activity, type ThreadView, threadViews } from "../thread-views";

/** A contended lock and where it was read. */
interface Lock {
  row: SyncBlockRow;
  block: Block;
  waiters: number;
}

function locksOf(evidence: EvidenceSet): { locks: Lock[]; complete: boolean } {
  const reads = evidence.of("sync-blocks");
  const locks = reads
    .flatMap(({ report, block }) => report.rows.map((row) => ({ row, block, waiters: row.monitorHeld >> 1 })))
    .sort((a, b) => b.waiters - a.waiters || a.row.index - b.row.index);
  return { locks, complete: reads.length === 1 && reads.every(({ report }) => report.complete) };
}

function lockCites(lock: Lock) {
  const lines = [cite(lock.block, lock.row.line)];
  if (lock.row.waitingThreadsLine !== null) lines.push(cite(lock.block, lock.row.waitingThreadsLine));
  return lines;
}

function ownerFinding({ row, block, waiters }: Lock): Finding {
  return fact(
    "lock-owner",
    `${count(waiters, "thread waits", "threads wait")} for the lock on ${row.type}, which thread ${row.thread} owns: MonitorHeld ${row.monitorHeld} is 1 for the owner and 2 for each waiter.`,
    lockCites({ row, block, waiters }),
    {
      type: row.type,
      object: row.object,
      index: row.index,
      syncBlock: row.syncBlock,
      thread: row.thread,
      name: `thread ${row.thread}`,
      osThreadId: row.osThreadId,
      owningThread: row.owningThread,
      monitorHeld: row.monitorHeld,
      waiters,
      waitingThreads: row.waitingThreads,
      listed: row.waitingThreads?.length ?? null,
    },
  );
}

function lockFinding(lock: Lock, backedUp: number): Finding[] {
  const { row, waiters } = lock;
  const values = {
    type: row.type,
    object: row.object,
    monitorHeld: row.monitorHeld,
    waiters,
    osThreadId: row.osThreadId,
  };
  if (row.owner === "thread" && row.thread !== null) {
    if (waiters === 0) return [];
    const owner = ownerFinding(lock);
    if (waiters < backedUp) return [owner];
    return [
      owner,
      fact(
        "lock-backed-up",
        `${count(waiters, "thread")} in one queue are no short wait: the lock is what stops the site.`,
        owner.cites,
        values,
      ),
    ];
  }
  if (row.owner === "none" && waiters > 0) {
    return [
      fact(
        "lock-without-owner",
        `${count(waiters, "thread waits", "threads wait")} for the lock on ${row.type}, but nobody owned it at that moment: it was being handed over.`,
        lockCites(lock),
        values,
      ),
    ];
  }
  if (row.owner === "orphaned" || row.owner === "not-in-debugger") {
    return [
      fact(
        "lock-owner-gone",
        `The lock on ${row.type} belongs to a thread that ${row.owner === "orphaned" ? "the runtime calls orphaned" : "the debugger no longer lists"}${waiters > 0 ? `, and ${count(waiters, "thread waits", "threads wait")} for it` : ""}.`,
        lockCites(lock),
        values,
      ),
    ];
  }
  return [];
}

/** The locks that list a thread among those that wait. */
function locksByWaiter(locks: readonly Lock[]): ReadonlyMap<number, readonly Lock[]> {
  const byWaiter = new Map<number, Lock[]>();
  for (const lock of locks) {
    for (const waiter of lock.row.waitingThreads ?? []) {
      const waited = byWaiter.get(waiter);
      if (waited) waited.push(lock);
      else byWaiter.set(waiter, [lock]);
    }
  }
  return byWaiter;
}

/** Which lock each owner waits for, as far as the outputs tell it. */
function nextLock(
  owner: number,
  from: Lock,
  locks: readonly Lock[],
  byWaiter: ReadonlyMap<number, readonly Lock[]>,
  views: ReadonlyMap<number, ThreadView>,
  evidence: EvidenceSet,
): Lock | null {
  const isOther = (lock: Lock): boolean => lock !== from && lock.row.thread !== owner;
  const listed = byWaiter.get(owner)?.find(isOther);
  if (listed) return listed;
  const view = views.get(owner);
  if (!view || !activity(view, "waits-for-monitor")) return null;
  const seen = new Set(
    evidence
      .of("stack-objects")
      .filter(({ report }) => report.thread === owner)
      .flatMap(({ report }) => report.objects.map((object) => object.object)),
  );
  const held = locks.filter((lock) => isOther(lock) && seen.has(lock.row.object));
  return held.length === 1 ? (held[0] ?? null) : null;
}

function cycleFinding(evidence: EvidenceSet, locks: readonly Lock[], complete: boolean): Finding[] {
  const contended = locks.filter((lock) => lock.waiters > 0 && lock.row.thread !== null);
  const views = new Map(
    threadViews(evidence).flatMap((view) => (view.thread === null ? [] : [[view.thread, view] as const])),
  );
  const byWaiter = locksByWaiter(contended);
  const edges = new Map<Lock, Lock>();
  for (const lock of contended) {
    const owner = lock.row.thread;
    if (owner === null) continue;
    const known = nextLock(owner, lock, contended, byWaiter, views, evidence);
    const view = views.get(owner);
    const waits = view ? activity(view, "waits-for-monitor") : null;
    // A complete table holds every lock that is waited for, so a lone candidate is the one.
    const others =
      !known && waits && complete ? contended.filter((other) => other !== lock && other.row.thread !== owner) : [];
    const next = known ?? (others.length === 1 ? others[0] : undefined);
    if (next) edges.set(lock, next);
  }
  for (const start of contended) {
    const way: Lock[] = [];
    let at: Lock | undefined = start;
    while (at && !way.includes(at)) {
      way.push(at);
      at = edges.get(at);
    }
    if (!at || way.length < 2) continue;
    const cycle = way.slice(way.indexOf(at));
    const threads = cycle.map((lock) => lock.row.thread ?? -1);
    const waits = cycle.flatMap((lock) => {
      const view = lock.row.thread === null ? undefined : views.get(lock.row.thread);
      const hit = view ? activity(view, "waits-for-monitor") : null;
      return hit ? [hit.cite] : [];
    });
    return [
      fact(
        "lock-cycle",
        `Deadlock: ${cycle.map((lock, index) => `thread ${lock.row.thread} holds the lock on ${lock.row.type} and waits for the one thread ${threads[(index + 1) % threads.length]} holds`).join("; ")}.`,
        [...cycle.flatMap(lockCites), ...waits],
        { threads, types: cycle.map((lock) => lock.row.type) },
      ),
    ];
  }
  return [];
}

function emptyTable(evidence: EvidenceSet, locks: readonly Lock[], complete: boolean, found: Found): Finding[] {
  const block = evidence.of("sync-blocks")[0]?.block;
  if (!block || !complete || locks.some((lock) => lock.waiters > 0)) return [];
  const cites = [{ file: block.file, lines: block.lines }];
  if (found.has("monitor-waiters")) {
    return [
      fact(
        "lock-not-listed",
        "Threads wait to enter a lock, yet the table lists none that is waited for: it may be a thin lock, the newer Lock type, or a table of another dump.",
        cites,
      ),
    ];
  }
  return [fact("no-contended-lock", "The table of managed locks is complete and nobody waits for any of them.", cites)];
}

/** Managed locks: who owns them, who waits, and whether the owners wait for each other. */
export const locks: Rule = {
  id: "locks",
  finds: [
    "lock-owner",
    "lock-backed-up",
    "lock-without-owner",
    "lock-owner-gone",
    "lock-cycle",
    "lock-not-listed",
    "no-contended-lock",
  ],
  derive(evidence, found) {
    const { locks: all, complete } = locksOf(evidence);
    return [
      ...all.flatMap((lock) => lockFinding(lock, evidence.limits.backedUpThreads)),
      ...cycleFinding(evidence, all, complete),
      ...emptyTable(evidence, all, complete, found),
    ];
  },
};
