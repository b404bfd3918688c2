import type { HeldLock, LocksHeld } from "@/findings/held-lock";
import { ownerLabel, shortType } from "./lock-words";

/** What the table of locks is sorted by. */
export type LockOrder = "waiters" | "name" | "owner";

export interface LockSort {
  by: LockOrder;
  descending: boolean;
}

/** Most waited for first. */
export const BY_WAITERS: LockSort = { by: "waiters", descending: true };

function compare(a: HeldLock, b: HeldLock, by: LockOrder): number {
  if (by === "waiters") return (a.waiters ?? -1) - (b.waiters ?? -1);
  if (by === "name") return shortType(a.name).localeCompare(shortType(b.name), "en");
  return ownerLabel(a).localeCompare(ownerLabel(b), "en", { numeric: true });
}

/** The locks in that order; equal ones stay as they were. */
export function sortedLocks({ locks }: LocksHeld, { by, descending }: LockSort): HeldLock[] {
  return [...locks].sort((a, b) => (descending ? compare(b, a, by) : compare(a, b, by)));
}

/** What a click on a column's head asks for: numbers begin with the greatest, words with the first. */
export function nextSort(sort: LockSort, by: LockOrder): LockSort {
  return sort.by === by ? { by, descending: !sort.descending } : { by, descending: by === "waiters" };
}
