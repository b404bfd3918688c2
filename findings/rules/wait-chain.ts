import type { Cite, Finding } from "@/evidence";
import type { HeldLock, LockThread } from "../held-lock";
import { locksHeld } from "../locks-held";
import { fact, type Rule } from "../rule";
import { count } from "../say";

const KINDS: Readonly<Record<HeldLock["kind"], string>> = {
  monitor: "the lock on",
  "thin-lock": "the lock on",
  "critical-section": "the critical section",
  "reader-writer": "the reader-writer lock",
  resource: "the kernel resource",
  mutex: "the mutex",
  other: "the lock",
};

const lockName = ({ kind, name }: HeldLock): string => `${KINDS[kind]} ${name}`;

function threadName({ thread, osThreadId, kernelAddress }: LockThread): string {
  if (thread !== null) return `thread ${thread}`;
  return osThreadId === null
    ? `the kernel thread ${kernelAddress ?? "without a name"}`
    : `the thread with OS id ${osThreadId}`;
}

/** The locks from one to the end of its chain; empty when the chain closes. */
function chainFrom(start: HeldLock, byId: ReadonlyMap<string, HeldLock>): HeldLock[] {
  const way: HeldLock[] = [];
  for (let at: HeldLock | undefined = start; at; ) {
    if (way.includes(at)) return [];
    way.push(at);
    const [next]: readonly string[] = at.waitsFor;
    at = next === undefined ? undefined : byId.get(next);
  }
  return way;
}

function chain(locks: readonly HeldLock[]): Finding[] {
  const byId = new Map(locks.map((lock) => [lock.id, lock]));
  const start = [...locks].sort((a, b) => (b.waiters ?? 0) - (a.waiters ?? 0))[0];
  if (!start || (start.waiters ?? 0) === 0) return [];
  const way = chainFrom(start, byId);
  const end = way.at(-1);
  const [owner] = end?.owners ?? [];
  // A chain of one lock says no more than the lock itself, unless its owner is known to be at something.
  if (!end || !owner || (way.length < 2 && !end.doing)) return [];
  const links = way.map((lock, index) => {
    const [holder] = lock.owners;
    const who = holder ? threadName(holder) : "nobody";
    return index === 0 ? `${lockName(lock)}, held by ${who}` : `which waits for ${lockName(lock)}, held by ${who}`;
  });
  const doing = end.doing ? `, which ${end.doing.says}` : "";
  const cites: Cite[] = [...way.flatMap((lock) => lock.cites.slice(0, 2)), ...(end.doing ? [end.doing.cite] : [])];
  return [
    fact(
      "wait-chain-end",
      `${count(start.waiters ?? 0, "thread waits", "threads wait")} for ${links.join(", ")}${doing}.`,
      cites,
      {
        thread: owner.thread,
        osThreadId: owner.osThreadId,
        name: threadName(owner),
        locks: way.map(({ name }) => name),
        what: end.doing?.signature ?? null,
      },
    ),
  ];
}

/** A ring of locks of different kinds, which no single table shows. */
function mixedCycles(
  locks: readonly HeldLock[],
  cycles: readonly (readonly { lock: string; holder: LockThread }[])[],
): Finding[] {
  const byId = new Map(locks.map((lock) => [lock.id, lock]));
  return cycles.flatMap((steps) => {
    const ring = steps.flatMap(({ lock, holder }) => {
      const known = byId.get(lock);
      return known ? [{ lock: known, holder }] : [];
    });
    const kinds = new Set(ring.map(({ lock }) => lock.kind));
    if (kinds.size < 2) return [];
    const says = `Deadlock over locks of different kinds: ${ring.map(({ lock, holder }, index) => `${threadName(holder)} holds ${lockName(lock)} and waits for ${lockName(ring[(index + 1) % ring.length]?.lock ?? lock)}`).join("; ")}.`;
    const cites = ring.flatMap(({ lock }) => lock.cites.slice(0, 2));
    const values = { locks: ring.map(({ lock }) => lock.name), kinds: [...kinds] };
    // A ring that a managed lock is part of is a deadlock of managed locks, whatever else closes it.
    const managed = kinds.has("monitor") || kinds.has("thin-lock");
    return [
      fact("mixed-lock-cycle", says, cites, values),
      ...(managed ? [fact("lock-cycle", says, cites, values)] : []),
    ];
  });
}

/** Who waits for whom over locks of all kinds: the thread at the end, and rings. */
export const waitChain: Rule = {
  id: "wait-chain",
  finds: ["wait-chain-end", "mixed-lock-cycle", "lock-cycle"],
  derive(evidence) {
    const { locks, cycles } = locksHeld(evidence);
    return [...chain(locks), ...mixedCycles(locks, cycles)];
  },
};
