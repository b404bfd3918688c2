import type { CycleStep, LockThread } from "./held-lock";
import { threadKey } from "./thread-identity";

/** What a ring is looked for in: who owns the lock, and who waits for it. */
export interface LockNode {
  id: string;
  owners: readonly LockThread[];
  waiting: readonly LockThread[];
}

interface Way {
  to: string;
  holder: LockThread;
}

/** From each lock to those that its owners wait for. */
function waysOf(locks: readonly LockNode[]): Map<string, Way[]> {
  const waited = new Map<string, string[]>();
  for (const { id, waiting } of locks) {
    for (const thread of waiting) {
      const key = threadKey(thread);
      if (key !== null) waited.set(key, [...(waited.get(key) ?? []), id]);
    }
  }
  return new Map(
    locks.map(({ id, owners }) => [
      id,
      owners.flatMap((holder) =>
        (waited.get(threadKey(holder) ?? "") ?? []).filter((to) => to !== id).map((to) => ({ to, holder })),
      ),
    ]),
  );
}

/** Ids of the locks that the owners of each lock wait for. */
export function waitsBetween(locks: readonly LockNode[]): Map<string, readonly string[]> {
  return new Map([...waysOf(locks)].map(([id, ways]) => [id, [...new Set(ways.map(({ to }) => to))]]));
}

/** Rings of locks and their holders; each lock stands in one at most. Found by one walk along all ways. */
export function lockCycles(locks: readonly LockNode[]): CycleStep[][] {
  const ways = waysOf(locks);
  const done = new Set<string>();
  const cycles: CycleStep[][] = [];
  const taken = new Set<string>();
  for (const { id: start } of locks) {
    if (done.has(start)) continue;
    const path: { id: string; next: number; holder: LockThread | null }[] = [{ id: start, next: 0, holder: null }];
    while (path.length > 0) {
      const here = path.at(-1);
      if (!here) break;
      const way = ways.get(here.id)?.[here.next++];
      if (!way) {
        done.add(here.id);
        path.pop();
        continue;
      }
      here.holder = way.holder;
      const at = path.findIndex(({ id }) => id === way.to);
      if (at < 0) {
        if (!done.has(way.to)) path.push({ id: way.to, next: 0, holder: null });
        continue;
      }
      const ring = path.slice(at).flatMap(({ id, holder }) => (holder ? [{ lock: id, holder }] : []));
      if (ring.some(({ lock }) => taken.has(lock))) continue;
      for (const { lock } of ring) taken.add(lock);
      cycles.push(ring);
    }
  }
  return cycles;
}
