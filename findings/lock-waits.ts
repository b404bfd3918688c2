import type { Hex, NativeFrame } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import type { LockEntry, LockLedger } from "./lock-ledger";
import { cite } from "./rule";
import { type ThreadIdentity, threadKey } from "./thread-identity";
import { activity, type ThreadView, threadViews } from "./thread-views";

/** Frames whose arguments may be what the thread waits for; below them stand the callers' own affairs. */
const NEAR_TOP = 8;

function argumentsNearTop(view: ThreadView): Set<Hex> {
  const frames: readonly NativeFrame[] = view.native?.stack.frames.slice(0, NEAR_TOP) ?? [];
  return new Set(frames.flatMap(({ args }) => args));
}

/** Objects that lie on the stack of each thread, as far as they were listed. */
function listedObjects(evidence: EvidenceSet): ReadonlyMap<number, ReadonlySet<Hex>> {
  const byThread = new Map<number, Set<Hex>>();
  for (const { report } of evidence.of("stack-objects")) {
    if (report.thread === null) continue;
    const objects = byThread.get(report.thread) ?? new Set();
    for (const { object } of report.objects) objects.add(object);
    byThread.set(report.thread, objects);
  }
  return byThread;
}

/** Objects that the top frames, or all that lies on the stack, refer to. */
function objectsOf(view: ThreadView, listed: ReadonlyMap<number, ReadonlySet<Hex>>): Set<Hex> {
  const values = (view.managed?.stack.frames.slice(0, NEAR_TOP) ?? []).flatMap((frame) =>
    frame.values.flatMap(({ value }) => value ?? []),
  );
  return new Set([...values, ...(view.thread === null ? [] : (listed.get(view.thread) ?? []))]);
}

function waitForSection(view: ThreadView, ledger: LockLedger): void {
  const hit = activity(view, "waits-for-critical-section");
  if (!hit) return;
  const lock = ledger.find(["critical-section"], [...argumentsNearTop(view)]);
  if (!lock) return;
  lock.wait({ thread: view.thread, osThreadId: view.osThreadId });
  lock.cite(hit.cite);
}

const WAITS_FOR_ONE = /!(?:Nt|Zw)WaitForSingleObject$|!WaitForSingleObject(?:Ex)?$/;

function waitForHandle(view: ThreadView, mutexes: ReadonlyMap<Hex, LockEntry>): void {
  const { native } = view;
  const frame = native?.stack.frames
    .slice(0, NEAR_TOP)
    .find((candidate) => WAITS_FOR_ONE.test(`${candidate.module}!${candidate.symbol}`));
  const lock = mutexes.get(frame?.args[0] ?? "");
  if (!native || !frame || !lock) return;
  lock.wait({ thread: view.thread, osThreadId: view.osThreadId });
  lock.cite(cite(native.block, frame.line));
}

/** The monitors, found by their address and by who waits for them: a log of many dumps has thousands. */
class Monitors {
  private readonly byAddress: ReadonlyMap<Hex, LockEntry>;
  private readonly waiting = new Set<string>();
  private readonly listed: ReadonlyMap<number, ReadonlySet<Hex>>;

  constructor(
    private readonly entries: readonly LockEntry[],
    evidence: EvidenceSet,
    private readonly identity: ThreadIdentity,
    private readonly whole: boolean,
  ) {
    this.byAddress = byAddress(entries);
    this.listed = listedObjects(evidence);
    for (const lock of entries) for (const thread of lock.waiting) this.waiting.add(threadKey(thread) ?? "");
  }

  addWait(view: ThreadView): void {
    const hit = activity(view, "waits-for-monitor");
    const thread = { thread: view.thread, osThreadId: view.osThreadId };
    const key = threadKey(this.identity.complete(thread)) ?? "";
    if (!hit || this.waiting.has(key)) return;
    const isOther = (lock: LockEntry): boolean => !lock.has("owners", thread) && lock.waiters !== 0;
    const held = [...objectsOf(view, this.listed)].map((object) => this.byAddress.get(object));
    const seen = [...new Set(held.filter((lock) => lock !== undefined))].filter(isOther);
    // A complete table holds every lock that is waited for, so a lone candidate is the one.
    const others = seen.length !== 1 && this.whole ? this.entries.filter(isOther) : [];
    const lock = seen.length === 1 ? seen[0] : others.length === 1 ? others[0] : undefined;
    if (!lock) return;
    lock.wait(thread);
    lock.cite(hit.cite);
    this.waiting.add(key);
  }
}

function byAddress(entries: readonly LockEntry[]): ReadonlyMap<Hex, LockEntry> {
  return new Map(
    entries.toReversed().flatMap((lock) => (lock.address === null ? [] : [[lock.address, lock] as const])),
  );
}

/** Whom no table lists as waiting, but whose stack says so. A thread that might wait for either of two locks is given to none. */
export function addWaitsOfStacks(evidence: EvidenceSet, ledger: LockLedger): void {
  const tables = evidence.of("sync-blocks");
  const whole = tables.length === 1 && tables.every(({ report }) => report.complete);
  const locks = ledger.entries.filter(({ kind }) => kind === "monitor");
  const monitors = new Monitors(locks, evidence, ledger.identity, whole);
  const mutexes = byAddress(ledger.entries.filter(({ kind }) => kind === "mutex"));
  for (const view of threadViews(evidence)) {
    waitForSection(view, ledger);
    if (mutexes.size > 0) waitForHandle(view, mutexes);
    if (locks.length > 0) monitors.addWait(view);
  }
}
