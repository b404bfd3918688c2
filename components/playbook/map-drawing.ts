import type { MapEdge, MapGroup, MapLayout } from "./map-layout";

type Point = MapEdge["points"][number];

export interface PlaybookMapProps {
  layout: MapLayout;
  /** The step a case rests at. */
  current?: string;
  /** Steps it has passed. */
  path?: readonly string[];
}

const CORNER = 12;
const ARROW = 8;

function toward(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const part = Math.min(distance, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** A line through the points, its corners rounded. */
export function linePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = rest.map((point, index) => {
    const before = rest[index - 1] ?? first;
    const after = rest[index + 1];
    if (!after) return `L${at(point)}`;
    return `L${at(toward(point, before, CORNER))}Q${at(point)} ${at(toward(point, after, CORNER))}`;
  });
  return `M${at(first)}${parts.join("")}`;
}

/** The head of an arrow at the end of the points. */
export function arrowPath(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return "";
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const side = (turn: number): Point => ({
    x: tip.x - ARROW * Math.cos(angle + turn),
    y: tip.y - ARROW * Math.sin(angle + turn),
  });
  return `M${at(tip)}L${at(side(0.42))}L${at(side(-0.42))}Z`;
}

export type NodeState = "passed" | "here" | "other";

/** How a step stands to the way of a case. */
export function nodeState(id: string, current?: string, path: readonly string[] = []): NodeState {
  if (id === current) return "here";
  return path.includes(id) ? "passed" : "other";
}

/** The same for a group of steps. */
export function groupState({ steps }: MapGroup, current?: string, path: readonly string[] = []): NodeState {
  if (current !== undefined && steps.includes(current)) return "here";
  return path.some((step) => steps.includes(step)) ? "passed" : "other";
}

/** Whether the way of a case went along this line. */
export function wasTaken({ from, to }: MapEdge, current?: string, path: readonly string[] = []): boolean {
  const way = current === undefined ? path : [...path, current];
  return way.some((step, index) => step === from && way[index + 1] === to);
}

/** The ways out of a step in words, for the list. */
export function waysOut(layout: MapLayout, id: string): { to: string; label: string; when: string }[] {
  return layout.edges
    .filter(({ from }) => from === id)
    .map(({ to, ways }) => ({
      to,
      label: layout.nodes.find((node) => node.id === to)?.label ?? to,
      when: ways.map(({ label, skip }) => (skip ? "when the step is skipped" : label)).join(", "),
    }));
}
