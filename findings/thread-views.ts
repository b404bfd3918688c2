import type { Block, Cite, ManagedFrame, ManagedStack, NativeFrame, NativeStack } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import { FRAME_SIGNATURES, type FrameSignature } from "./frame-signatures";
import { type IdleStack, idleOf } from "./idle-stacks";
import { cite } from "./rule";
import { mergedFrames } from "./stack-frames";

/** A signature that a stack shows, with the row that shows it. */
export interface Activity {
  signature: FrameSignature;
  /** The frame as printed, without address columns. */
  frame: string;
  side: "native" | "managed";
  cite: Cite;
}

/** All that was pasted about one user-mode thread, native and managed side by side. */
export interface ThreadView {
  /** Debugger thread number; null when no output told it. */
  thread: number | null;
  osThreadId: string | null;
  native: { stack: NativeStack; block: Block } | null;
  managed: { stack: ManagedStack; block: Block } | null;
  /** In order of weight; the first names what the thread is doing. */
  activities: readonly Activity[];
  /** Set when the thread does nothing, as every healthy server has some that do. */
  idle: IdleStack | null;
}

/** A 32-bit module in a 64-bit view carries its base: `ntdll_77280000`. Signatures know it by its own name. */
const BASE_SUFFIX = /_[0-9a-f]{6,16}$/i;

function nativeName(frame: NativeFrame): string {
  return frame.module && frame.symbol ? `${frame.module.replace(BASE_SUFFIX, "")}!${frame.symbol}` : frame.callSite;
}

type Side<Stack> = { stack: Stack; block: Block } | null;

/** What one side of a thread shows, by the place of the signature in the list. */
type Hits = readonly (readonly [place: number, activity: Activity])[];

function nativeHits(stack: NativeStack, block: Block): Hits {
  const names = stack.frames.map(nativeName);
  return FRAME_SIGNATURES.flatMap((signature, place): Hits => {
    const { native, within } = signature;
    if (!native) return [];
    const at = (within > 0 ? names.slice(0, within) : names).findIndex((name) => native.test(name));
    const hit = stack.frames[at];
    return hit ? [[place, { signature, frame: names[at] ?? "", side: "native", cite: cite(block, hit.line) }]] : [];
  });
}

function managedHits(stack: ManagedStack, block: Block): Hits {
  const real = stack.frames.filter((frame): frame is ManagedFrame & { method: string } => frame.method !== null);
  return FRAME_SIGNATURES.flatMap((signature, place): Hits => {
    const { managed, within } = signature;
    if (!managed) return [];
    const hit = (within > 0 ? real.slice(0, within) : real).find((frame) => managed.test(frame.method));
    return hit ? [[place, { signature, frame: hit.method, side: "managed", cite: cite(block, hit.line) }]] : [];
  });
}

/** A stack is looked through once, however often the evidence around it grows. */
function remembered<Stack extends object>(look: (stack: Stack, block: Block) => Hits): (side: Side<Stack>) => Hits {
  const known = new WeakMap<Block, Map<Stack, Hits>>();
  return (side) => {
    if (!side) return [];
    const ofBlock = known.get(side.block) ?? new Map<Stack, Hits>();
    known.set(side.block, ofBlock);
    const hits = ofBlock.get(side.stack) ?? look(side.stack, side.block);
    ofBlock.set(side.stack, hits);
    return hits;
  };
}

const hitsOfNative = remembered(nativeHits);
const hitsOfManaged = remembered(managedHits);

/** Every signature the two stacks of a thread show, in order of weight. */
export function activitiesOf(native: Side<NativeStack>, managed: Side<ManagedStack>): Activity[] {
  const hits = [...hitsOfManaged(managed), ...hitsOfNative(native)];
  return hits.sort(([a], [b]) => a - b).map(([, activity]) => activity);
}

type Building = { -readonly [K in keyof ThreadView]: ThreadView[K] };

/** Views by thread number and by OS id, so that thousands of stacks are paired without searching. */
class Views {
  readonly all: Building[] = [];
  /** The first of each thread number; it is the only one that may lack its OS id. */
  private readonly byThread = new Map<number, Building>();
  private readonly byOsThreadId = new Map<string, Building>();
  private readonly byBoth = new Map<string, Building>();

  /** The view a stack belongs to. Stacks of one number stay apart when their OS ids differ: those are two dumps. */
  for(thread: number | null, osThreadId: string | null): Building {
    const known = this.find(thread, osThreadId);
    if (known) {
      known.thread ??= thread;
      known.osThreadId ??= osThreadId;
      this.index(known);
      return known;
    }
    const view: Building = { thread, osThreadId, native: null, managed: null, activities: [], idle: null };
    this.all.push(view);
    this.index(view);
    return view;
  }

  private find(thread: number | null, osThreadId: string | null): Building | undefined {
    if (thread === null) return osThreadId === null ? undefined : this.byOsThreadId.get(osThreadId);
    const first = this.byThread.get(thread);
    if (!first || !osThreadId || !first.osThreadId) return first;
    return this.byBoth.get(`${thread} ${osThreadId}`);
  }

  private index(view: Building): void {
    const { thread, osThreadId } = view;
    if (osThreadId !== null) putFirst(this.byOsThreadId, osThreadId, view);
    if (thread === null) return;
    putFirst(this.byThread, thread, view);
    if (osThreadId !== null) putFirst(this.byBoth, `${thread} ${osThreadId}`, view);
  }
}

function putFirst<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}

function buildViews(evidence: EvidenceSet): ThreadView[] {
  const views = new Views();
  for (const { block, report } of evidence.of("native-stacks")) {
    if (block.mode === "kernel") continue;
    for (const stack of report.stacks) views.for(stack.thread, stack.osThreadId).native ??= { stack, block };
  }
  for (const { block, report } of evidence.of("managed-stacks")) {
    for (const stack of report.stacks) views.for(stack.thread, stack.osThreadId).managed ??= { stack, block };
  }
  for (const view of views.all) {
    view.activities = activitiesOf(view.native, view.managed);
    view.idle = idleOf(mergedFrames(view.native?.stack ?? null, view.managed?.stack ?? null))?.kind ?? null;
  }
  return views.all.sort((a, b) => (a.thread ?? 1e9) - (b.thread ?? 1e9));
}

const BUILT = new WeakMap<EvidenceSet, readonly ThreadView[]>();

/** One view per thread, in thread order. Built once for each set of evidence. */
export function threadViews(evidence: EvidenceSet): readonly ThreadView[] {
  const built = BUILT.get(evidence) ?? buildViews(evidence);
  BUILT.set(evidence, built);
  return built;
}

/** The activity of that signature, if the thread shows it. */
export function activity(view: ThreadView, signatureId: string): Activity | null {
  return view.activities.find((candidate) => candidate.signature.id === signatureId) ?? null;
}

/** `thread 39`, or `a thread` when its number is unknown. */
export function nameOf(view: ThreadView): string {
  return view.thread === null
    ? view.osThreadId
      ? `the thread with OS id ${view.osThreadId}`
      : "a thread"
    : `thread ${view.thread}`;
}
