import { type FrameFamily, familyOf } from "@/findings/frame-families";
import type { NamedFrame } from "@/findings/idle-stacks";
import type { StackGroup, StackSurvey } from "@/findings/stack-groups";

/** Frames that the same threads went through one after the other, and what they called next. */
export interface FlameNode {
  /** Path from the root; the same frames have the same id in every drawing of a survey. */
  id: string;
  /** The caller first. Empty at the root, and for what is too narrow to draw. */
  frames: readonly NamedFrame[];
  family: FrameFamily;
  threads: number;
  /** Most threads first. */
  children: readonly FlameNode[];
  /** Groups whose stack ends in it. */
  ends: readonly StackGroup[];
}

interface Growing {
  frame: number;
  threads: number;
  children: Map<number, Growing>;
  ends: StackGroup[];
}

function grow(frame: number): Growing {
  return { frame, threads: 0, children: new Map(), ends: [] };
}

/** The family that names a run: somebody's own code before the code it rests on. */
const WEIGHT: readonly FrameFamily[] = ["driver", "application", "web", "runtime", "windows", "process", "unnamed"];

function familyOfRun(frames: readonly NamedFrame[]): FrameFamily {
  const families = new Set(frames.map(({ name, side }) => familyOf(name, side)));
  return WEIGHT.find((family) => families.has(family)) ?? "unnamed";
}

/** Follows callers as long as there is one way on, for all threads alike. */
function settle(start: Growing, survey: StackSurvey, parent: string): FlameNode {
  const frames: NamedFrame[] = [];
  let at = start;
  for (;;) {
    const frame = survey.frames[at.frame];
    if (frame) frames.push(frame);
    const [only] = at.children.values();
    if (at.frame < 0 || at.children.size !== 1 || at.ends.length > 0 || !only) break;
    at = only;
  }
  const id = start.frame < 0 ? "root" : `${parent} ${start.frame}`;
  const children = [...at.children.values()]
    .map((child) => settle(child, survey, id))
    .sort((a, b) => b.threads - a.threads || (a.id < b.id ? -1 : 1));
  return { id, frames, family: familyOfRun(frames), threads: start.threads, children, ends: at.ends };
}

/** The stacks of a survey merged from their roots. Idle ones stand in it only when asked for. */
export function flameTree(survey: StackSurvey, withIdle: boolean): FlameNode {
  const root = grow(-1);
  for (const group of survey.groups) {
    if (group.idle && !withIdle) continue;
    let at = root;
    at.threads += group.count;
    for (let index = group.frames.length - 1; index >= 0; index--) {
      const frame = group.frames[index] ?? -1;
      const next = at.children.get(frame) ?? grow(frame);
      at.children.set(frame, next);
      next.threads += group.count;
      at = next;
    }
    at.ends.push(group);
  }
  return settle(root, survey, "");
}

/** All groups that went through a node. */
export function groupsBelow(node: FlameNode): StackGroup[] {
  return [...node.ends, ...node.children.flatMap(groupsBelow)];
}

/** The name without type arguments, whose dots part nothing. A bracket that begins a name belongs to it: `<Load>d__7`. */
function withoutArguments(name: string): string {
  let bare = "";
  let depth = 0;
  for (let at = 0; at < name.length; at++) {
    const letter = name[at] ?? "";
    const begins = at === 0 || ".+".includes(name[at - 1] ?? "");
    if (depth > 0 || (!begins && (letter === "<" || letter === "["))) {
      if (letter === "<" || letter === "[") depth++;
      else if (letter === ">" || letter === "]") depth--;
    } else bare += letter;
  }
  return bare;
}

/** `Type.Method` of a managed name, `module!symbol` as it is. */
export function shortFrame({ name, side }: NamedFrame): string {
  if (side !== "managed") return name;
  return withoutArguments(name).split(".").filter(Boolean).slice(-2).join(".");
}

/** The deepest frame of a run, or of several the one that tells most, and how many stand with it. */
export function nodeName({ frames, id, children }: FlameNode): string {
  if (id === "root") return "all threads";
  if (frames.length === 0) return `${children.length} too narrow to draw`;
  const family = familyOfRun(frames);
  const shown = frames.findLast(({ name, side }) => familyOf(name, side) === family) ?? frames.at(-1);
  return shown ? shortFrame(shown) : "";
}
