import type { Cite } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import { FRAME_SIGNATURES, type FrameSignature } from "./frame-signatures";
import { type IdleStack, idleOf, type NamedFrame } from "./idle-stacks";
import { locksHeld } from "./locks-held";
import { count } from "./say";
import { isPlumbing, tellingFrames } from "./stack-frames";
import { type ThreadName, threadIdentity, threadKey } from "./thread-identity";

/** One of the threads that stand in a group. */
export interface GroupedThread extends ThreadName {
  /** Names of the locks it owns that somebody waits for. */
  holds: readonly string[];
  /** Where its stacks stand. */
  cites: readonly Cite[];
}

/** Threads that have one stack. */
export interface StackGroup {
  id: string;
  /** Indexes into the frames of the survey, top of stack first. */
  frames: readonly number[];
  /** How many threads; more than are listed where the tool names only some. */
  count: number;
  threads: readonly GroupedThread[];
  /** What they are doing, by the weightiest signature; null when nothing on the stack is known by name. */
  doing: Pick<FrameSignature, "id" | "says" | "track"> | null;
  idle: Pick<IdleStack, "id" | "says" | "why"> | null;
  /** Positions in `frames` of those that tell the group from the others. */
  telling: readonly number[];
  /** Locks its threads own that somebody waits for. */
  holds: readonly string[];
  /** Some of its rows were cut out or could not be read. */
  cut: boolean;
}

/** All stacks of one process, or of one machine seen from its kernel, by kind. */
export interface StackSurvey {
  id: string;
  /** Whose stacks they are. */
  title: string;
  /** Every distinct frame once. */
  frames: readonly NamedFrame[];
  /** The most telling first, idle ones last. */
  groups: readonly StackGroup[];
  threads: number;
  idle: number;
  /** What the counts leave out. */
  notes: readonly string[];
}

/** More kinds than that, or more threads by name, nobody reads; the counts stay whole. */
const MOST_GROUPS = 2_000;
const MOST_LISTED = 8_000;
const NONE: readonly string[] = [];

interface Draft {
  frames: number[];
  count: number;
  threads: GroupedThread[];
  cut: boolean;
}

const WORK = ["clean-up", "compile", "start-up", "file"];
const LOCKED = ["monitor", "compilation-mutex"];

/** The lower, the more a group tells: who holds up others, who is held up, who works, who waits for something else. */
function rank({ holds, doing, idle, frames }: StackGroup): number {
  if (idle) return 9;
  if (holds.length > 0) return 0;
  if (doing && LOCKED.includes(doing.track)) return 1;
  if (doing && WORK.includes(doing.track)) return 2;
  if (doing?.track === "external") return 3;
  if (doing?.track === "elsewhere") return 4;
  if (doing) return 5;
  return frames.length > 1 ? 6 : 7;
}

/** A signature, and the frame that shows it. */
export interface ShownSignature {
  signature: FrameSignature;
  frame: NamedFrame;
}

/** Signatures that the frames show, in order of weight. */
export function* shownSignatures(frames: readonly NamedFrame[]): Generator<ShownSignature, undefined> {
  const managed = frames.filter(({ side }) => side === "managed");
  const native = frames.filter(({ side }) => side === "native");
  for (const signature of FRAME_SIGNATURES) {
    const among = (list: readonly NamedFrame[]): readonly NamedFrame[] =>
      signature.within > 0 ? list.slice(0, signature.within) : list;
    const frame =
      among(managed).find(({ name }) => signature.managed?.test(name)) ??
      among(native).find(({ name }) => signature.native?.test(name));
    if (frame) yield { signature, frame };
  }
}

/** Where everything on a stack is mere waiting, the frame that says what for. */
function tellingOf(frames: readonly NamedFrame[], shown: NamedFrame | undefined): number[] {
  const told = tellingFrames(frames);
  const [first] = told;
  const top = first === undefined ? undefined : frames[first];
  if (!shown || !top || !isPlumbing(top)) return told;
  return [frames.indexOf(shown)];
}

/** The groups of most threads, in the order they have. */
function mostOf(groups: readonly StackGroup[]): readonly StackGroup[] {
  if (groups.length <= MOST_GROUPS) return groups;
  const largest = new Set([...groups].sort((a, b) => b.count - a.count).slice(0, MOST_GROUPS));
  return groups.filter((group) => largest.has(group));
}

/** Puts equal stacks together. Frames are compared by number, so that thousands of stacks take one pass. */
export class Surveyor {
  private readonly numbers = new Map<string, number>();
  private readonly drafts = new Map<string, Draft>();
  readonly frames: NamedFrame[] = [];
  readonly notes: string[] = [];
  private listed = 0;

  constructor(private readonly evidence: EvidenceSet) {}

  private numberOf(frame: NamedFrame): number {
    const key = `${frame.side} ${frame.name}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.frames.length);
    this.frames.push({ name: frame.name, side: frame.side });
    return this.frames.length - 1;
  }

  add(frames: readonly NamedFrame[], threads: readonly GroupedThread[], total: number, cut: boolean): void {
    const numbers = frames.map((frame) => this.numberOf(frame));
    const key = numbers.join(" ");
    const draft = this.drafts.get(key) ?? { frames: numbers, count: 0, threads: [], cut: false };
    draft.count += total;
    draft.cut ||= cut;
    for (const thread of threads) {
      if (this.listed >= MOST_LISTED) break;
      this.listed++;
      draft.threads.push(thread);
    }
    this.drafts.set(key, draft);
  }

  /** The thread with its other numbers, and the locks it owns. */
  thread(name: Partial<ThreadName>, cites: readonly Cite[]): GroupedThread {
    const whole = threadIdentity(this.evidence).complete(name);
    return { ...whole, holds: this.held().get(threadKey(whole) ?? "") ?? NONE, cites };
  }

  private owned: Map<string, string[]> | null = null;

  private held(): Map<string, string[]> {
    if (this.owned) return this.owned;
    this.owned = new Map();
    for (const { owners, name, waiters } of locksHeld(this.evidence).locks) {
      if ((waiters ?? 0) === 0) continue;
      for (const owner of owners) {
        const key = threadKey(owner);
        if (key !== null) this.owned.set(key, [...(this.owned.get(key) ?? []), name]);
      }
    }
    return this.owned;
  }

  survey(id: string, title: string): StackSurvey {
    const groups = [...this.drafts].map(([key, draft]): StackGroup => {
      const frames = draft.frames.flatMap((number) => this.frames[number] ?? []);
      const doing = shownSignatures(frames).next().value ?? null;
      const idle = doing?.signature.id === "serves-request" || draft.cut ? null : idleOf(frames);
      return {
        ...draft,
        id: key,
        doing: doing && { id: doing.signature.id, says: doing.signature.says, track: doing.signature.track },
        idle: idle && { id: idle.kind.id, says: idle.kind.says, why: idle.kind.why },
        telling: tellingOf(frames, doing?.frame ?? idle?.frame),
        holds: [...new Set(draft.threads.flatMap(({ holds }) => holds))],
      };
    });
    groups.sort((a, b) => rank(a) - rank(b) || b.count - a.count || b.frames.length - a.frames.length);
    const sum = (list: readonly StackGroup[]): number => list.reduce((total, group) => total + group.count, 0);
    const kept = mostOf(groups);
    if (kept.length < groups.length) {
      const left = sum(groups) - sum(kept);
      this.notes.push(
        `${count(left, "more thread has", "more threads have")} a stack of its own, which is not listed.`,
      );
    }
    return {
      id,
      title,
      frames: this.frames,
      groups: kept,
      threads: sum(groups),
      idle: sum(groups.filter(({ idle }) => idle !== null)),
      notes: this.notes,
    };
  }
}
