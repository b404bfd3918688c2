import type { CriticalSectionDetail, CriticalSectionRow, Hex, SosexLock } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import type { LockKind } from "./held-lock";
import { kernelViews } from "./kernel-views";
import type { LockEntry, LockLedger } from "./lock-ledger";
import { cite } from "./rule";
import { waitingIn } from "./rw-lock-waiters";
import { isPossibleCount, waitersOf as monitorWaitersOf } from "./sync-block-waiters";

type Source = (evidence: EvidenceSet, ledger: LockLedger) => void;

const monitors: Source = (evidence, ledger) => {
  for (const { report, block } of evidence.of("sync-blocks")) {
    for (const row of report.rows.filter(isPossibleCount)) {
      const lock = ledger.entry("monitor", [row.object, row.syncBlock], row.type);
      lock.call(row.type);
      lock.detail ??= `sync block ${row.index}`;
      lock.count(monitorWaitersOf(row));
      lock.cite(cite(block, row.line));
      if (row.waitingThreadsLine !== null) lock.cite(cite(block, row.waitingThreadsLine));
      for (const thread of row.waitingThreads ?? []) lock.wait({ thread });
      if (row.owner === "thread") lock.own({ thread: row.thread, osThreadId: row.osThreadId });
      else lock.ownership = row.owner === "none" ? "nobody" : "gone";
    }
  }
};

const objectHeaders: Source = (evidence, ledger) => {
  for (const { report, block } of evidence.of("object")) {
    const { thinLock, address, name } = report;
    if (!thinLock) continue;
    const lock = ledger.entry("thin-lock", [address], name);
    lock.call(name);
    lock.detail ??= "in the object's header";
    const owner = ledger.identity.managed(thinLock.managedThreadId);
    const byObject = ledger.identity.threadObject(thinLock.threadObject);
    lock.own(owner.osThreadId === null && owner.thread === null ? byObject : owner);
    lock.cite(cite(block, thinLock.line));
  }
};

/** `!dumpheap -thinlock`: nobody waits for these, or they would have moved to the table of sync blocks. */
const heapHeaders: Source = (evidence, ledger) => {
  for (const { report, block } of evidence.of("heap-objects")) {
    for (const row of report.thinLocks) {
      const lock = ledger.entry("thin-lock", [row.object], "an object");
      const type = report.statistics.find(({ methodTable }) => methodTable === row.methodTable)?.type ?? null;
      lock.call(type);
      lock.detail ??= "in the object's header";
      const { osThreadId, thread, managedThreadId } = row;
      if (osThreadId !== null) lock.own({ osThreadId });
      else if (thread !== null) lock.own(ledger.identity.threadObject(thread));
      if (lock.owners.length === 0 && managedThreadId !== null) lock.own(ledger.identity.managed(managedThreadId));
      lock.cite(cite(block, row.line));
    }
  }
};

const SOSEX_KINDS: readonly { type: RegExp; kind: LockKind; name: string }[] = [
  { type: /^thin/i, kind: "thin-lock", name: "an object" },
  { type: /^SyncBlock/i, kind: "monitor", name: "an object" },
  { type: /^(?:RWLock|ReaderWriter)/i, kind: "reader-writer", name: "ReaderWriterLock" },
  { type: /^Crit/i, kind: "critical-section", name: "critical section" },
];

function sosexLock(ledger: LockLedger, type: string, addresses: readonly (Hex | null)[]): LockEntry {
  const known = SOSEX_KINDS.find((candidate) => candidate.type.test(type));
  const lock = ledger.entry(known?.kind ?? "other", addresses, known?.name ?? type);
  if (known?.kind === "reader-writer") lock.call(/slim/i.test(type) ? "ReaderWriterLockSlim" : "ReaderWriterLock");
  return lock;
}

const threadLocks: Source = (evidence, ledger) => {
  for (const { report, block } of evidence.of("thread-locks")) {
    if (report.relation === "unknown") continue;
    for (const row of report.rows) {
      const lock = sosexLock(ledger, row.lockType, [row.lock]);
      const name = ledger.identity.complete({ thread: row.thread, osThreadId: row.osThreadId });
      const level = row.lockLevel !== null && /^[A-Z]\w+$/.test(row.lockLevel) ? row.lockLevel : null;
      if (report.relation === "waits") lock.wait(name, level);
      else if (row.thread === null && row.osThreadId === null) lock.ownership = "gone";
      else lock.own(name, level);
      lock.cite(cite(block, row.line));
    }
  }
};

const deadlocks: Source = (evidence, ledger) => {
  const entry = ({ type, address, object, objectType }: SosexLock): LockEntry => {
    const lock = sosexLock(ledger, type, [object, address]);
    lock.call(objectType);
    return lock;
  };
  for (const { report, block } of evidence.of("deadlocks")) {
    for (const { holders } of report.deadlocks) {
      for (const { clrThread, holds, waitsFor, line } of holders) {
        const thread = ledger.identity.managed(Number.parseInt(clrThread, 16));
        const held = entry(holds);
        held.own(thread, holds.level);
        held.cite(cite(block, line));
        const wanted = entry(waitsFor);
        wanted.wait(thread, waitsFor.level);
        wanted.cite(cite(block, line));
      }
    }
  }
};

const readerWriters: Source = (evidence, ledger) => {
  for (const { report, block } of evidence.of("rw-lock")) {
    const lock = ledger.entry("reader-writer", [report.address], "reader-writer lock");
    const thread = (id: Hex) => ledger.identity.managed(Number.parseInt(id, 16));
    lock.cite({ file: block.file, lines: block.lines });
    const { writeLockOwner, upgradableReadLockOwner } = report;
    if (writeLockOwner?.dead) lock.ownership = "gone";
    else if (writeLockOwner) lock.own(thread(writeLockOwner.clrThread), "Writer");
    if (upgradableReadLockOwner && !upgradableReadLockOwner.dead)
      lock.own(thread(upgradableReadLockOwner.clrThread), "UpgradableReader");
    for (const id of report.readerThreadIds) lock.own(thread(id), "Reader");
    for (const id of report.waitingReaderThreadIds) lock.wait(thread(id), "Reader");
    for (const id of report.waitingWriterThreadIds) lock.wait(thread(id), "Writer");
    const waiting = waitingIn(report);
    if (waiting !== null) lock.count(waiting);
    if (report.readerCount !== null && report.readerCount > 0) lock.detail ??= `${report.readerCount} readers inside`;
  }
};

/** Before Windows Server 2003 SP1 the count went up by one for each entry, since then it has bits. */
function waitersOf(
  { lockCount, waiterWoken, recursionCount }: CriticalSectionRow | CriticalSectionDetail,
  raw: boolean,
): number | null {
  if (lockCount === null) return null;
  if (raw && lockCount < -1) return (-1 - lockCount) >> 2;
  return Math.max(0, waiterWoken === null ? lockCount - Math.max(0, (recursionCount ?? 1) - 1) : lockCount);
}

const criticalSections: Source = (evidence, ledger) => {
  const add = (
    row: CriticalSectionRow | CriticalSectionDetail,
    raw: boolean,
    at: ReturnType<typeof cite>,
  ): LockEntry | null => {
    if (row.locked === false || row.owningThread === null || row.owningThread === "0") return null;
    const lock = ledger.entry("critical-section", [row.address], row.address ?? "critical section");
    lock.call(row.name);
    lock.count(waitersOf(row, raw));
    lock.own({ osThreadId: row.owningThread });
    lock.cite(at);
    return lock;
  };
  for (const { report, block } of evidence.of("critical-sections"))
    for (const row of report.sections) add(row, false, cite(block, row.line));
  for (const { report, block } of evidence.of("critical-section-details"))
    for (const row of report.sections) add(row, row.form === "memory", cite(block, row.line));
};

const resources: Source = (evidence, ledger) => {
  for (const { report, block } of evidence.of("resource-locks")) {
    for (const row of report.resources) {
      if (row.access === "available") continue;
      const lock = ledger.entry("resource", [row.address], row.name ?? row.address);
      lock.call(row.name);
      lock.detail ??= `held ${row.access === "exclusive" ? "exclusively" : "shared"}`;
      lock.count(
        Math.max(row.numberOfExclusiveWaiters, row.exclusiveWaiters.length) +
          Math.max(row.numberOfSharedWaiters, row.sharedWaiters.length),
      );
      for (const { thread, line } of row.owners) {
        lock.own({ kernelAddress: thread }, row.access);
        lock.cite(cite(block, line));
      }
      for (const kernelAddress of row.exclusiveWaiters) lock.wait({ kernelAddress }, "exclusive");
      for (const kernelAddress of row.sharedWaiters) lock.wait({ kernelAddress }, "shared");
      lock.cite(cite(block, row.line));
    }
  }
};

const mutexes: Source = (evidence, ledger) => {
  for (const { report, block } of evidence.of("handle")) {
    const { mutant, handle, name } = report;
    if (!mutant) continue;
    const lock = ledger.entry("mutex", [handle], name ?? "mutex");
    lock.call(name);
    if (handle !== null) lock.detail ??= `handle ${handle}`;
    lock.cite(cite(block, mutant.line));
    if (mutant.abandoned) lock.ownership = "gone";
    else if (mutant.owner) lock.own({ osThreadId: mutant.owner.osThreadId }, null, mutant.owner.processId);
    else if (mutant.state === "free") lock.ownership = "nobody";
  }
};

const kernelMutexes: Source = (evidence, ledger) => {
  for (const { thread, block } of kernelViews(evidence)) {
    for (const { type, address, owningThread, line } of thread.waitObjects) {
      if (owningThread === null || !/^Mut/i.test(type)) continue;
      const lock = ledger.entry("mutex", [address], address);
      lock.detail ??= "kernel mutex";
      lock.own({ kernelAddress: owningThread });
      lock.wait({ kernelAddress: thread.address });
      lock.cite(cite(block, line));
    }
  }
};

/** What each kind of output says of locks. */
export const LOCK_SOURCES: readonly Source[] = [
  monitors,
  objectHeaders,
  heapHeaders,
  threadLocks,
  deadlocks,
  readerWriters,
  criticalSections,
  resources,
  mutexes,
  kernelMutexes,
];
