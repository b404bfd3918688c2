import type { RwLockReport } from "@/evidence";

const KINDS = ["Reader", "Writer", "UpgradableReader", "WriterUpgrade"] as const;

/**
 * Threads that wait for a reader-writer lock; null when none of its counts was printed. SOSEX prints the count of
 * waiting readers as that of writers too, so a list that says `None` goes before its count.
 */
export function waitingIn(report: RwLockReport): number | null {
  const none = new Set(report.fields.flatMap(({ name, value }) => (/^none$/i.test(value) ? [name.toLowerCase()] : [])));
  const counts = KINDS.flatMap((kind) => {
    const count = report[`waiting${kind}Count`];
    if (count === null) return [];
    return [none.has(`waiting${kind}threadids`.toLowerCase()) ? 0 : count];
  });
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
