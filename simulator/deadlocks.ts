import type { Hex } from "@/evidence";
import type { CriticalSection } from "./critical-sections";
import type { Monitor, MonitorTable } from "./locks";
import type { RwLock } from "./rw-locks";
import type { Thread } from "./threads";

/** A lock with whoever holds it. */
export interface HeldLock {
  kind: "monitor" | "rw-lock" | "section";
  address: Hex;
  /** How it is held, and how it is waited for. */
  level: "Reader" | "Writer" | "UpgradableReader" | null;
  object: { address: Hex; type: string } | null;
}

/** One thread of a cycle: what it holds, and what it waits for. */
export interface DeadlockedThread {
  thread: Thread;
  holds: HeldLock;
  waitsFor: HeldLock;
}

interface Wait {
  waiter: Thread;
  owner: Thread;
  lock: HeldLock;
  wanted: HeldLock;
}

function ofMonitor(monitor: Monitor): Wait[] {
  const { owner, waiters, syncBlock, object, type } = monitor;
  if (owner.kind !== "thread") return [];
  const lock: HeldLock = { kind: "monitor", address: syncBlock, level: null, object: { address: object, type } };
  return waiters.map((waiter) => ({ waiter, owner: owner.thread, lock, wanted: lock }));
}

function ofRwLock({ address, owner, readers, waitingReaders, waitingWriters }: RwLock): Wait[] {
  const holder = owner?.thread ?? readers[0];
  if (!holder || (owner && !owner.thread)) return [];
  const lock: HeldLock = { kind: "rw-lock", address, level: owner?.level ?? "Reader", object: null };
  const wait = (level: HeldLock["level"]) => (waiter: Thread) => ({
    waiter,
    owner: holder,
    lock,
    wanted: { ...lock, level },
  });
  return [...waitingReaders.map(wait("Reader")), ...waitingWriters.map(wait("Writer"))];
}

function ofSection({ address, owner, waiting }: CriticalSection): Wait[] {
  const lock: HeldLock = { kind: "section", address, level: null, object: null };
  return owner ? waiting.map((waiter) => ({ waiter, owner, lock, wanted: lock })) : [];
}

export interface LockTables {
  monitors: MonitorTable;
  rwLocks: readonly RwLock[];
  criticalSections: readonly CriticalSection[];
}

/** Every circle of threads that wait for each other: who waits waits for one lock, so there is one way to go. */
export function deadlocksAmong({ monitors, rwLocks, criticalSections }: LockTables): DeadlockedThread[][] {
  const all = [
    ...monitors.monitors.flatMap(ofMonitor),
    ...rwLocks.flatMap(ofRwLock),
    ...criticalSections.flatMap(ofSection),
  ];
  const waits = new Map<Thread, Wait>();
  for (const wait of all) if (!waits.has(wait.waiter)) waits.set(wait.waiter, wait);
  const seen = new Set<Thread>();
  const cycles: DeadlockedThread[][] = [];
  for (const start of waits.keys()) {
    const path: Wait[] = [];
    for (let wait = waits.get(start); wait && !seen.has(wait.waiter); wait = waits.get(wait.owner)) {
      seen.add(wait.waiter);
      path.push(wait);
    }
    const last = path.at(-1);
    const from = last ? path.findIndex(({ waiter }) => waiter === last.owner) : -1;
    if (from < 0) continue;
    const circle = path.slice(from);
    cycles.push(
      circle.map(({ waiter, wanted }, at) => ({
        thread: waiter,
        holds: circle.at(at - 1)?.lock ?? wanted,
        waitsFor: wanted,
      })),
    );
  }
  return cycles;
}
