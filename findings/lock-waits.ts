import type { Hex, NativeFrame } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import type { LockEntry, LockLedger } from "./lock-ledger";
import { cite } from "./rule";
import { activity, type ThreadView, threadViews } from "./thread-views";

/** Frames whose arguments may be what the thread waits for; below them stand the callers' own affairs. */
const NEAR_TOP = 8;

function argumentsNearTop(view: ThreadView): Set<Hex> {
  const frames: readonly NativeFrame[] = view.native?.stack.frames.slice(0, NEAR_TOP) ?? [];
  return new Set(frames.flatMap(({ args }) => args));
}

/** Objects that the top frames, or all that lies on the stack, refer to. */
function objectsOf(view: ThreadView, evidence: EvidenceSet): Set<Hex> {
  const values = (view.managed?.stack.frames.slice(0, NEAR_TOP) ?? []).flatMap((frame) =>
    frame.values.flatMap(({ value }) => value ?? []),
  );
  const listed = evidence
    .of("stack-objects")
    .filter(({ report }) => report.thread !== null && report.thread === view.thread)
    .flatMap(({ report }) => report.objects.map(({ object }) => object));
  return new Set([...values, ...listed]);
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

function waitForHandle(view: ThreadView, mutexes: readonly LockEntry[]): void {
  const { native } = view;
  const frame = native?.stack.frames
    .slice(0, NEAR_TOP)
    .find((candidate) => WAITS_FOR_ONE.test(`${candidate.module}!${candidate.symbol}`));
  const lock = mutexes.find(({ address }) => address !== null && address === frame?.args[0]);
  if (!native || !frame || !lock) return;
  lock.wait({ thread: view.thread, osThreadId: view.osThreadId });
  lock.cite(cite(native.block, frame.line));
}

function waitForMonitor(view: ThreadView, evidence: EvidenceSet, monitors: readonly LockEntry[], whole: boolean): void {
  const hit = activity(view, "waits-for-monitor");
  const thread = { thread: view.thread, osThreadId: view.osThreadId };
  if (!hit || monitors.some((lock) => lock.has("waiting", thread))) return;
  const others = monitors.filter((lock) => !lock.has("owners", thread) && lock.waiters !== 0);
  const objects = objectsOf(view, evidence);
  const seen = others.filter(({ address }) => address !== null && objects.has(address));
  // A complete table holds every lock that is waited for, so a lone candidate is the one.
  const lock = seen.length === 1 ? seen[0] : whole && others.length === 1 ? others[0] : undefined;
  if (!lock) return;
  lock.wait(thread);
  lock.cite(hit.cite);
}

/** Whom no table lists as waiting, but whose stack says so. A thread that might wait for either of two locks is given to none. */
export function addWaitsOfStacks(evidence: EvidenceSet, ledger: LockLedger): void {
  const tables = evidence.of("sync-blocks");
  const whole = tables.length === 1 && tables.every(({ report }) => report.complete);
  const monitors = ledger.entries.filter(({ kind }) => kind === "monitor");
  const mutexes = ledger.entries.filter(({ kind }) => kind === "mutex");
  for (const view of threadViews(evidence)) {
    waitForSection(view, ledger);
    if (mutexes.length > 0) waitForHandle(view, mutexes);
    if (monitors.length > 0) waitForMonitor(view, evidence, monitors, whole);
  }
}
