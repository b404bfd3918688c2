import { Graph, layout } from "@dagrejs/dagre";
import type { GraphEdge, GraphNode, LockGraph } from "./lock-graph-data";
import { wrapText } from "./svg-text";

interface Point {
  x: number;
  y: number;
}

/** A node with its place, its centre at `x` and `y`, and its text in lines that fit. */
export interface PlacedNode extends Point {
  node: GraphNode;
  width: number;
  height: number;
  titleLines: readonly string[];
  detailLines: readonly string[];
  noteLines: readonly string[];
  /** `in ring 1`, `the last of the chain`; null for the others. */
  badge: string | null;
}

export interface PlacedEdge {
  edge: GraphEdge;
  points: readonly Point[];
}

export interface GraphLayout {
  width: number;
  height: number;
  nodes: readonly PlacedNode[];
  edges: readonly PlacedEdge[];
}

export const TITLE = 12.5;
export const DETAIL = 11.5;
export const TITLE_LINE = 16;
export const DETAIL_LINE = 15;
const WIDTH = 152;
const SIDE = 12;
const TOP = 9;
/** Room for the double frame of a ring. */
const MARGIN = 7;

function badgeOf({ ring, last }: GraphNode): string | null {
  if (ring !== null) return `in ring ${ring}`;
  return last ? "the last of the chain" : null;
}

/** Places every node below those that wait for it, as far as rings allow. */
export function layOutGraph({ nodes, edges }: LockGraph): GraphLayout {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "TB", nodesep: 14, edgesep: 10, ranksep: 26, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  const texts = new Map(
    nodes.map((node) => {
      const inner = WIDTH - 2 * SIDE;
      const titleLines = wrapText(node.title, inner, TITLE, 3);
      const detailLines = wrapText(node.detail, inner, DETAIL, 4);
      const noteLines = node.note === null ? [] : wrapText(node.note, inner, DETAIL, 2);
      const badge = badgeOf(node);
      const small = detailLines.length + noteLines.length + (badge === null ? 0 : 1);
      const height = 2 * TOP + titleLines.length * TITLE_LINE + small * DETAIL_LINE;
      return [node.id, { titleLines, detailLines, noteLines, badge, height }] as const;
    }),
  );
  for (const { id } of nodes) graph.setNode(id, { width: WIDTH, height: texts.get(id)?.height ?? 40 });
  for (const { from, to, says } of edges) graph.setEdge(from, to, { weight: says === "held by" ? 3 : 1 });
  layout(graph);
  const placed = nodes.map((node): PlacedNode => {
    const { x, y } = graph.node(node.id);
    const text = texts.get(node.id) ?? { titleLines: [], detailLines: [], noteLines: [], badge: null, height: 40 };
    return { node, x, y, width: WIDTH, ...text };
  });
  const lines = edges.map((edge): PlacedEdge => ({ edge, points: graph.edge(edge.from, edge.to).points }));
  return framed(placed, lines);
}

/** Moves everything so that it begins at the margin: a line that closes a ring may run outside of the boxes. */
function framed(nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): GraphLayout {
  const points = [
    ...edges.flatMap((edge) => edge.points),
    ...nodes.flatMap(({ x, y, width, height }) => [
      { x: x - width / 2, y: y - height / 2 },
      { x: x + width / 2, y: y + height / 2 },
    ]),
  ];
  const left = Math.min(...points.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...points.map(({ y }) => y)) - MARGIN;
  const moved = <P extends Point>(point: P): P => ({ ...point, x: point.x - left, y: point.y - top });
  return {
    width: Math.ceil(Math.max(...points.map(({ x }) => x)) - left + MARGIN),
    height: Math.ceil(Math.max(...points.map(({ y }) => y)) - top + MARGIN),
    nodes: nodes.map(moved),
    edges: edges.map(({ edge, points: way }) => ({ edge, points: way.map(moved) })),
  };
}

/** Where the first line of a node's text stands. */
export function textOrigin({ x, y, width, height }: PlacedNode): Point {
  return { x: x - width / 2 + SIDE, y: y - height / 2 + TOP + TITLE };
}
