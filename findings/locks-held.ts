import type { EvidenceSet } from "./evidence-set";
import type { Doing, HeldLock, LocksHeld, LockThread } from "./held-lock";
import { entryOf, innermostOutsideKernel, type KernelView, kernelViews } from "./kernel-views";
import { lockCycles, waitsBetween } from "./lock-cycles";
import { type LockEntry, LockLedger } from "./lock-ledger";
import { LOCK_SOURCES } from "./lock-sources";
import { addWaitsOfStacks } from "./lock-waits";
import { cite } from "./rule";
import { isPlumbing, mergedFrames, tellingFrames } from "./stack-frames";
import { threadIdentity, threadKey } from "./thread-identity";
import { type ThreadView, threadViews } from "./thread-views";

function doingInUserMode(view: ThreadView): Doing | null {
  const frames = mergedFrames(view.native?.stack ?? null, view.managed?.stack ?? null);
  const told = frames[tellingFrames(frames)[0] ?? -1];
  const within = told && !isPlumbing(told) ? told.name : null;
  const [first] = view.activities;
  if (first) {
    const { signature, frame, cite: at } = first;
    return { signature: signature.id, says: signature.says, frame, within, cite: at };
  }
  const from = view.managed ?? view.native;
  if (!told || !from) return null;
  const { block, stack } = from;
  const at = cite(block, stack.line, stack.lastLine);
  return { signature: null, says: `is in ${told.name}`, frame: told.name, within, cite: at };
}

function doingInKernel({ thread, block }: KernelView): Doing | null {
  const inner = innermostOutsideKernel(thread);
  const frame = inner ?? thread.frames[0];
  if (!frame) return null;
  const entry = entryOf(thread);
  const name = frame.module && frame.symbol ? `${frame.module}!${frame.symbol}` : frame.callSite;
  const called = entry && entry.frame !== frame ? `, called by ${entry.name}` : "";
  return { signature: null, says: `is in ${name}${called}`, frame: name, within: name, cite: cite(block, frame.line) };
}

/** What threads do, by any of their numbers. */
function activities(evidence: EvidenceSet): (thread: LockThread) => Doing | null {
  const identity = threadIdentity(evidence);
  const user = new Map<string, ThreadView>();
  for (const view of threadViews(evidence)) {
    const key = threadKey(identity.complete({ thread: view.thread, osThreadId: view.osThreadId }));
    if (key !== null && !user.has(key)) user.set(key, view);
  }
  const kernel = new Map(kernelViews(evidence).map((view) => [view.thread.address, view]));
  return (thread) => {
    const view = user.get(threadKey(thread) ?? "");
    const below = thread.kernelAddress === null ? undefined : kernel.get(thread.kernelAddress);
    return (view ? doingInUserMode(view) : null) ?? (below ? doingInKernel(below) : null);
  };
}

function waitersOf({ waiters, waiting }: LockEntry): number | null {
  if (waiters !== null) return Math.max(waiters, waiting.length);
  return waiting.length > 0 ? waiting.length : null;
}

function build(evidence: EvidenceSet): LocksHeld {
  const ledger = new LockLedger(threadIdentity(evidence));
  for (const source of LOCK_SOURCES) source(evidence, ledger);
  addWaitsOfStacks(evidence, ledger);
  const doing = activities(evidence);
  const waits = waitsBetween(ledger.entries);
  const ranked = [...ledger.entries].sort(
    (a, b) =>
      (waitersOf(b) ?? 0) - (waitersOf(a) ?? 0) || (waits.get(b.id)?.length ?? 0) - (waits.get(a.id)?.length ?? 0),
  );
  const cycles = lockCycles(ranked);
  const locks = ranked.map((entry): HeldLock => {
    const { id, kind, name, address, detail, owners, ownership, waiting, cites } = entry;
    const [owner] = owners;
    const ring = cycles.findIndex((steps) => steps.some(({ lock }) => lock === id));
    return {
      id,
      kind,
      name,
      address,
      detail,
      owners,
      ownership,
      waiters: waitersOf(entry),
      waiting,
      doing: owner ? doing(owner) : null,
      waitsFor: waits.get(id) ?? [],
      cycle: ring < 0 ? null : ring,
      cites,
    };
  });
  return { locks, cycles };
}

const BUILT = new WeakMap<EvidenceSet, LocksHeld>();

/** Every lock that the evidence speaks of, with owner and waiters. Worked out once for each set of evidence. */
export function locksHeld(evidence: EvidenceSet): LocksHeld {
  const built = BUILT.get(evidence) ?? build(evidence);
  BUILT.set(evidence, built);
  return built;
}
