import type { FrameFamily } from "@/findings/frame-families";
import type { NamedFrame } from "@/findings/idle-stacks";
import { type FlameNode, nodeName, shortFrame } from "./flame-tree";

/** One rectangle of the flame. */
export interface FlameBox {
  key: string;
  node: FlameNode;
  /** 1 for the top row. */
  level: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** What fits into it; empty when nothing does. */
  text: string;
  /** In full, for the line below the picture and for screen readers. */
  name: string;
  family: FrameFamily;
  /** Key of the box above it; null on the top row. */
  parent: string | null;
}

export interface FlameLayout {
  width: number;
  height: number;
  boxes: readonly FlameBox[];
}

export const ROW = 26;
export const FONT = 11.5;
/** Every letter of a monospace font is so wide. */
const LETTER = FONT * 0.6;
/** The band on the left edge, and air on both sides. */
const PADDING = 17;
const GAP = 1;
/** What is narrower is drawn together as one box. */
const NARROWEST = 9;
/** So many frames of a run are shown at its top, and at its bottom. */
const ENDS = 30;
/** Width of the box that leads to the next page of narrow ones. */
const REST = 3 * NARROWEST;

/** The text, cut so that it ends inside the box; nothing when not even three letters would fit. */
export function fitText(text: string, width: number): string {
  const letters = Math.floor((width - PADDING) / LETTER);
  if (text.length <= letters) return text;
  return letters < 4 ? "" : `${text.slice(0, letters - 1)}…`;
}

function fullName({ frames }: FlameNode, fallback: string): string {
  return frames.length === 0 ? fallback : frames.map(({ name }) => name).join(" → ");
}

/** Stands for children that are too narrow to draw. It opens when it is looked at. */
function restOf(node: FlameNode, children: readonly FlameNode[]): FlameNode {
  const threads = children.reduce((sum, child) => sum + child.threads, 0);
  return { id: `${node.id} rest`, frames: [], family: "unnamed", threads, children, ends: [] };
}

/** Children that are wide enough, and one that stands for all the others. */
function drawable(node: FlameNode, perThread: number): readonly FlameNode[] {
  const wide = node.children.filter(({ threads }) => threads * perThread >= NARROWEST);
  const narrow = node.children.slice(wide.length);
  return narrow.length > 1 ? [...wide, restOf(node, narrow)] : node.children;
}

/** As many children as there is room for when none is wide enough. The others stand in one more box of that kind. */
function page(node: FlameNode, width: number): readonly FlameNode[] {
  const most = Math.max(1, Math.floor(width / REST));
  const later = node.children.slice(most);
  return later.length > 1 ? [...node.children.slice(0, most), restOf(node, later)] : node.children;
}

function countText(name: string, threads: number, width: number): string {
  const counted = `${name} · ${threads.toLocaleString("en-US")}`;
  return fitText(counted, width) === counted ? counted : fitText(name, width);
}

/**
 * Boxes from the root down, as wide as their share of the threads. The node that is looked at has the whole
 * width, and each of its frames a row of its own.
 */
export function layOutFlame(focus: FlameNode, width: number): FlameLayout {
  const boxes: FlameBox[] = [];
  let deepest = 0;
  const perThread = focus.threads === 0 ? 0 : width / focus.threads;
  const isRest = focus.id !== "root" && focus.frames.length === 0;

  const add = (node: FlameNode, level: number, x: number, wide: number, parent: string | null): void => {
    const name = nodeName(node);
    const more = node.frames.length > 1 ? ` +${node.frames.length - 1}` : "";
    boxes.push({
      key: node.id,
      node,
      level,
      x,
      y: (level - 1) * ROW,
      width: Math.max(wide - GAP, wide / 2),
      height: ROW - GAP,
      text: countText(`${name}${more}`, node.threads, wide - GAP),
      name: fullName(node, name),
      family: node.family,
      parent,
    });
    deepest = Math.max(deepest, level);
    if (node.frames.length > 0) below(node, level, x, wide, node.id, drawable(node, wide / node.threads));
  };

  const below = (
    node: FlameNode,
    level: number,
    x: number,
    wide: number,
    parent: string | null,
    children: readonly FlameNode[],
  ): void => {
    // Threads that end in the node leave air at its right. A page's last box stands for more than it is wide.
    const paged = isRest && node === focus;
    const last = paged && children.at(-1)?.frames.length === 0 ? children.at(-1) : undefined;
    const shown = children.reduce((sum, child) => sum + (child === last ? 0 : child.threads), 0);
    const each = (last ? wide - REST : wide) / (paged ? shown : Math.max(shown, node.threads));
    let left = x;
    for (const child of children) {
      const share = Math.max(0, Math.min(child === last ? REST : child.threads * each, x + wide - left));
      add(child, level + 1, left, share, parent);
      left += share;
    }
  };

  const rows: readonly (NamedFrame | null)[] = focus.frames.length === 0 ? [null] : someOf(focus.frames);
  rows.forEach((frame, index) => {
    const name = frame ? shortFrame(frame) : nodeName(focus);
    boxes.push({
      key: `${focus.id}:${index}`,
      node: focus,
      level: index + 1,
      x: 0,
      y: index * ROW,
      width: Math.max(1, width - GAP),
      height: ROW - GAP,
      text: countText(name, focus.threads, width - GAP),
      name: frame?.name ?? name,
      family: focus.family,
      parent: index === 0 ? null : `${focus.id}:${index - 1}`,
    });
  });
  deepest = rows.length;
  const children = isRest ? page(focus, width) : drawable(focus, perThread);
  below(focus, rows.length, 0, width, `${focus.id}:${rows.length - 1}`, children);
  return { width, height: deepest * ROW, boxes };
}

/** Endless recursion is told by its ends. */
function someOf(frames: readonly NamedFrame[]): readonly NamedFrame[] {
  const left = frames.length - 2 * ENDS;
  if (left <= 1) return frames;
  const between: NamedFrame = { name: `${left.toLocaleString("en-US")} more frames`, side: "process" };
  return [...frames.slice(0, ENDS), between, ...frames.slice(-ENDS)];
}

/** Where an arrow key leads from a box; null where there is nothing that way. */
export function neighbour(layout: FlameLayout, key: string, arrow: string): string | null {
  const here = layout.boxes.find((box) => box.key === key);
  if (!here) return layout.boxes[0]?.key ?? null;
  if (arrow === "ArrowUp") return here.parent;
  if (arrow === "ArrowDown") return layout.boxes.find(({ parent }) => parent === key)?.key ?? null;
  const row = layout.boxes.filter(({ level }) => level === here.level).sort((a, b) => a.x - b.x);
  const at = row.indexOf(here);
  return row[arrow === "ArrowLeft" ? at - 1 : at + 1]?.key ?? null;
}
