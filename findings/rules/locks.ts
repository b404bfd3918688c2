import type { Block, Finding, SyncBlockRow } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Found, fact, type Rule } from "../rule";
import { count } from "../say";
import { isPossibleCount, waitersOf } from "../sync-block-waiters";
import { type Activity, activity, type ThreadView, threadViews } from "../thread-views";

/** A contended lock and where it was read. */
interface Lock {
  row: SyncBlockRow;
  block: Block;
  waiters: number;
}

function locksOf(evidence: EvidenceSet): { locks: Lock[]; complete: boolean } {
  const reads = evidence.of("sync-blocks");
  const locks = reads
    .flatMap(({ report, block }) =>
      report.rows.filter(isPossibleCount).map((row) => ({ row, block, waiters: waitersOf(row) })),
    )
    .sort((a, b) => b.waiters - a.waiters || a.row.index - b.row.index);
  const whole = reads.every(({ report }) => report.complete && report.rows.every(isPossibleCount));
  return { locks, complete: reads.length === 1 && whole };
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

/** The runtime's own list shows the owner among the threads that have ended. */
function endedOwners(evidence: EvidenceSet, locks: readonly Lock[]): Finding[] {
  const ended = new Map(
    evidence
      .of("managed-threads")
      .flatMap(({ report, block }) =>
        report.threads.flatMap((row) =>
          row.thread === null ? [[row.threadObject, cite(block, row.line)] as const] : [],
        ),
      ),
  );
  return locks.flatMap((lock) => {
    const { row } = lock;
    const listed = row.owningThread === null ? undefined : ended.get(row.owningThread);
    if (!listed || row.owner === "thread" || row.owner === "none") return [];
    return [
      fact(
        "lock-owner-ended",
        `The runtime lists the owner of the lock on ${row.type} among the threads that have ended: nobody is left to give it back.`,
        [...lockCites(lock), listed],
        { type: row.type, object: row.object, owningThread: row.owningThread },
      ),
    ];
  });
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
  owners: Owners,
  evidence: EvidenceSet,
): Lock | null {
  const isOther = (lock: Lock): boolean => lock !== from && lock.row.thread !== owner;
  const listed = byWaiter.get(owner)?.find(isOther);
  if (listed) return listed;
  if (!owners.waitOf(from)) return null;
  const seen = new Set(
    evidence
      .of("stack-objects")
      .filter(({ report }) => report.thread === owner)
      .flatMap(({ report }) => report.objects.map((object) => object.object)),
  );
  const held = locks.filter((lock) => isOther(lock) && seen.has(lock.row.object));
  return held.length === 1 ? (held[0] ?? null) : null;
}

/** The stacks of owners, found by the debugger's number or, where none was printed, by the OS id. */
class Owners {
  private readonly byNumber: ReadonlyMap<number, ThreadView>;
  private readonly byOsId: ReadonlyMap<string, ThreadView>;

  constructor(evidence: EvidenceSet) {
    const views = threadViews(evidence);
    this.byNumber = new Map(views.flatMap((view) => (view.thread === null ? [] : [[view.thread, view] as const])));
    this.byOsId = new Map(
      views.flatMap((view) => (view.osThreadId === null ? [] : [[view.osThreadId, view] as const])),
    );
  }

  viewOf({ row }: Lock): ThreadView | null {
    const byNumber = row.thread === null ? undefined : this.byNumber.get(row.thread);
    return byNumber ?? (row.osThreadId === null ? undefined : this.byOsId.get(row.osThreadId)) ?? null;
  }

  /** Where the owner of the lock waits to enter another one. */
  waitOf(lock: Lock): Activity | null {
    const view = this.viewOf(lock);
    return view && activity(view, "waits-for-monitor");
  }
}

/** Another lock that the owner waits for, where the outputs tell which. */
function nextLocks(evidence: EvidenceSet, contended: readonly Lock[], owners: Owners, complete: boolean) {
  const byWaiter = locksByWaiter(contended);
  const edges = new Map<Lock, Lock>();
  for (const lock of contended) {
    const owner = lock.row.thread;
    if (owner === null) continue;
    const known = nextLock(owner, lock, contended, byWaiter, owners, evidence);
    // A complete table holds every lock that is waited for, so a lone candidate is the one.
    const others =
      !known && complete && owners.waitOf(lock)
        ? contended.filter((other) => other !== lock && other.row.thread !== owner)
        : [];
    const next = known ?? (others.length === 1 ? others[0] : undefined);
    if (next) edges.set(lock, next);
  }
  return edges;
}

function ringIn(contended: readonly Lock[], edges: ReadonlyMap<Lock, Lock>): Lock[] {
  for (const start of contended) {
    const way: Lock[] = [];
    let at: Lock | undefined = start;
    while (at && !way.includes(at)) {
      way.push(at);
      at = edges.get(at);
    }
    if (at && way.length > 1) return way.slice(way.indexOf(at));
  }
  return [];
}

/** `System.Threading.Lock` stands in no table, so whoever waits for one may wait for something that is not listed. */
const LISTED_NOWHERE = /^System\.Threading\.Lock\./;

/**
 * True when the owner of every lock that is waited for waits for one of them itself: wherever such a chain begins, it
 * comes back to itself, whoever waits for whom.
 */
function closesSomewhere(contended: readonly Lock[], owners: Owners): boolean {
  return (
    contended.length > 1 &&
    contended.every((lock) => {
      const wait = lock.row.owner === "thread" ? owners.waitOf(lock) : null;
      return wait !== null && !LISTED_NOWHERE.test(wait.frame);
    })
  );
}

function cycleFinding(evidence: EvidenceSet, locks: readonly Lock[], complete: boolean): Finding[] {
  const waitedFor = locks.filter(({ waiters }) => waiters > 0);
  const contended = waitedFor.filter(({ row }) => row.thread !== null);
  const owners = new Owners(evidence);
  const ring = ringIn(contended, nextLocks(evidence, contended, owners, complete));
  const closed = ring.length === 0 && complete && closesSomewhere(waitedFor, owners) ? contended : ring;
  if (closed.length === 0) return [];
  const threads = closed.map((lock) => lock.row.thread ?? -1);
  const waits = closed.flatMap((lock) => owners.waitOf(lock)?.cite ?? []);
  const says =
    ring.length > 0
      ? `Deadlock: ${ring.map((lock, index) => `thread ${lock.row.thread} holds the lock on ${lock.row.type} and waits for the one thread ${threads[(index + 1) % threads.length]} holds`).join("; ")}.`
      : `Deadlock: each of the ${closed.length} locks that are waited for is held by a thread that itself waits to enter one of them (threads ${threads.join(", ")}), so none of them can ever be given back.`;
  return [
    fact("lock-cycle", says, [...closed.flatMap(lockCites), ...waits], {
      threads,
      types: closed.map((lock) => lock.row.type),
    }),
  ];
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
    "lock-owner-ended",
    "lock-cycle",
    "lock-not-listed",
    "no-contended-lock",
  ],
  derive(evidence, found) {
    const { locks: all, complete } = locksOf(evidence);
    return [
      ...all.flatMap((lock) => lockFinding(lock, evidence.limits.backedUpThreads)),
      ...endedOwners(evidence, all),
      ...cycleFinding(evidence, all, complete),
      ...emptyTable(evidence, all, complete, found),
    ];
  },
};
