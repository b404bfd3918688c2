import { Graph, layout } from "@dagrejs/dagre";
import type { AnyStateNode, AnyTransitionDefinition } from "xstate";
import { playbookById } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";

interface Point {
  x: number;
  y: number;
}

/** One way from a step to another. */
export interface MapWay {
  /** The guard in words: `lock known`. */
  label: string;
  /** Taken when the engineer gives the step up. */
  skip: boolean;
}

export interface MapNode extends Point {
  id: string;
  label: string;
  width: number;
  height: number;
  /** An end: the route rests here. */
  end: boolean;
  href: string;
  /** Words that most lines into it share, said once here instead of on each of them. */
  entry: string | null;
}

/** All ways between two steps, drawn as one line. */
export interface MapEdge {
  from: string;
  to: string;
  ways: readonly MapWay[];
  points: readonly Point[];
  /** Where the words stand; null when the line has none. */
  text: (Point & { lines: readonly string[] }) | null;
}

/** A playbook's machine, laid out. Plain data, so a page can hand it to the browser. */
export interface MapLayout {
  playbook: string;
  title: string;
  start: string;
  width: number;
  height: number;
  /** In reading order. */
  nodes: readonly MapNode[];
  edges: readonly MapEdge[];
}

const MARGIN = 14;
const NODE_HEIGHT = 44;
const LETTER = 7.1;
const SMALL_LETTER = 5.9;
const LINE_HEIGHT = 14;
/** From so many lines with the same words on, the words stand at the step they lead to. */
const SHARED = 4;

/** `folderAndDriversKnown` → `folder and drivers known`. */
function words(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

function wayOf(transition: AnyTransitionDefinition): MapWay {
  const guard: unknown = transition.guard;
  const name = typeof guard === "string" ? guard : (guard as { type?: string } | undefined)?.type;
  if (name === undefined) return { label: "always", skip: false };
  return { label: words(name), skip: name === "skipped" };
}

interface Link {
  from: string;
  to: string;
  ways: MapWay[];
}

function linksOf(states: readonly AnyStateNode[]): Link[] {
  const links: Link[] = [];
  for (const state of states) {
    for (const transition of state.always ?? []) {
      for (const target of transition.target ?? []) {
        const known = links.find(({ from, to }) => from === state.key && to === target.key);
        const link = known ?? { from: state.key, to: target.key, ways: [] };
        link.ways.push(wayOf(transition));
        if (!known) links.push(link);
      }
    }
  }
  return links;
}

/** Words that at least `SHARED` steps go to this one by. */
function entryOf(id: string, links: readonly Link[]): string | null {
  const counts = new Map<string, number>();
  for (const { ways } of links.filter(({ to }) => to === id)) {
    for (const { label, skip } of ways) if (!skip) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [label, count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return label !== undefined && count >= SHARED ? `when ${label}` : null;
}

/** Nodes and edges of a playbook's machine, taken from its definition and laid out top to bottom. */
export function layOut(playbook: Playbook): MapLayout {
  const { machine, steps } = playbook;
  const states = Object.values(machine.states) as AnyStateNode[];
  const links = linksOf(states);
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "TB", nodesep: 20, edgesep: 10, ranksep: 26, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const entries = new Map(states.map(({ key }) => [key, entryOf(key, links)]));
  for (const { key } of states) {
    const letters = (steps[key]?.label ?? key).length * LETTER;
    const small = (entries.get(key)?.length ?? 0) * SMALL_LETTER;
    graph.setNode(key, { width: Math.ceil(Math.max(letters, small)) + 48, height: NODE_HEIGHT });
  }
  const linesOf = ({ to, ways }: Link): string[] =>
    ways.filter(({ skip, label }) => !skip && `when ${label}` !== entries.get(to)).map(({ label }) => label);
  for (const link of links) {
    const lines = linesOf(link);
    const longest = Math.max(0, ...lines.map((line) => line.length));
    graph.setEdge(link.from, link.to, {
      width: lines.length > 0 ? Math.ceil(longest * SMALL_LETTER) + 10 : 0,
      height: lines.length * LINE_HEIGHT,
      labelpos: "c",
      weight: lines.length > 0 ? 2 : 1,
    });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    playbook: playbook.id,
    title: playbook.title,
    start: Object.keys(machine.states)[0] ?? "",
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: states.map((state) => {
      const { x, y, width: w, height: h } = graph.node(state.key);
      return {
        id: state.key,
        label: steps[state.key]?.label ?? state.key,
        x,
        y,
        width: w,
        height: h,
        end: state.tags.includes("end"),
        href: `/playbooks/${playbook.id}#${state.key}`,
        entry: entries.get(state.key) ?? null,
      };
    }),
    edges: links.map((link) => {
      const { points, x, y } = graph.edge(link.from, link.to);
      const lines = linesOf(link);
      const text = lines.length > 0 && x !== undefined && y !== undefined ? { x, y, lines } : null;
      return { ...link, points, text };
    }),
  };
}

/** The map of a playbook. Runs on the server; the drawing takes the result as plain data. */
export function mapLayout(playbookId: string): MapLayout {
  const playbook = playbookById(playbookId);
  if (!playbook) throw new RangeError(`There is no playbook ${playbookId}`);
  return layOut(playbook);
}
