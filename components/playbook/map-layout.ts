import { Graph, layout } from "@dagrejs/dagre";
import type { AnyStateNode, AnyTransitionDefinition } from "xstate";
import { playbookById } from "@/machines/list";
import type { Playbook, StepGroup } from "@/machines/playbook";

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
  /** Stands in another group, and is only named here. */
  beyond: boolean;
}

/** Steps that are drawn together. */
export interface MapPart {
  width: number;
  height: number;
  nodes: readonly MapNode[];
  edges: readonly MapEdge[];
}

/** A group of steps as one box, and what it holds. */
export interface MapGroup extends Point {
  id: string;
  label: string;
  steps: readonly string[];
  width: number;
  height: number;
  layout: MapPart;
}

/** The groups of a playbook and the ways between them. */
export interface MapOverview {
  width: number;
  height: number;
  groups: readonly MapGroup[];
  edges: readonly MapEdge[];
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
  /** By groups; null where all steps are drawn at once. */
  overview: MapOverview | null;
}

const MARGIN = 14;
const NODE_HEIGHT = 44;
const GROUP_HEIGHT = 52;
/** Between the edge of a box and its words, both sides together. */
const PADDING = 48;
const GROUP_PADDING = 36;
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
  return { label: words(name), skip: name === "skipped" || name === "allGivenUp" };
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

/** What is put into a layout. */
interface Parts {
  nodes: readonly { id: string; label: string; entry: string | null; height?: number; padding?: number }[];
  links: readonly Link[];
  /** Words on the lines. */
  linesOf: (link: Link) => string[];
}

type Placed = Point & { width: number; height: number };

/** Puts boxes and lines in place, top to bottom. */
function arrange({ nodes, links, linesOf }: Parts) {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "TB", nodesep: 20, edgesep: 10, ranksep: 26, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, label, entry, height = NODE_HEIGHT, padding = PADDING } of nodes) {
    const small = (entry?.length ?? 0) * SMALL_LETTER;
    graph.setNode(id, { width: Math.ceil(Math.max(label.length * LETTER, small)) + padding, height });
  }
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
    width: Math.ceil(width),
    height: Math.ceil(height),
    at: (id: string): Placed => {
      const { x, y, width: w, height: h } = graph.node(id);
      return { x, y, width: w, height: h };
    },
    edges: links.map((link): MapEdge => {
      const { points, x, y } = graph.edge(link.from, link.to);
      const lines = linesOf(link);
      const text = lines.length > 0 && x !== undefined && y !== undefined ? { x, y, lines } : null;
      return { ...link, points, text };
    }),
  };
}

/** The steps of one group with the ways out of them; the steps they lead to beyond it are only named. */
function layOutSteps(playbook: Playbook, states: readonly AnyStateNode[], all: readonly Link[]) {
  const inside = new Set(states.map(({ key }) => key));
  const links = all.filter(({ from }) => inside.has(from));
  const beyond = [...new Set(links.map(({ to }) => to).filter((id) => !inside.has(id)))];
  const entries = new Map([...inside, ...beyond].map((id) => [id, entryOf(id, all)]));
  const labelOf = (id: string): string => playbook.steps[id]?.label ?? id;
  const { at, ...drawn } = arrange({
    nodes: [...inside, ...beyond].map((id) => ({ id, label: labelOf(id), entry: entries.get(id) ?? null })),
    links,
    linesOf: ({ to, ways }) =>
      ways.filter(({ skip, label }) => !skip && `when ${label}` !== entries.get(to)).map(({ label }) => label),
  });
  const ends = new Set(
    Object.values(playbook.machine.states as Record<string, AnyStateNode>).flatMap(({ key, tags }) =>
      tags.includes("end") ? [key] : [],
    ),
  );
  const nodes = [...inside, ...beyond].map(
    (id): MapNode => ({
      id,
      label: labelOf(id),
      ...at(id),
      end: ends.has(id),
      href: `/playbooks/${playbook.id}#${id}`,
      entry: entries.get(id) ?? null,
      beyond: !inside.has(id),
    }),
  );
  return { ...drawn, nodes };
}

/**
 * Lines between groups: one for all ways, and none for giving up where something else leads there. A cause that is
 * named leads to the end from nearly everywhere, which is said in words.
 */
function groupLinks(groups: readonly StepGroup[], links: readonly Link[], ends: ReadonlySet<string>): Link[] {
  const groupOf = new Map(groups.flatMap(({ id, steps }) => steps.map((step) => [step, id] as const)));
  const between = new Map<string, Link>();
  for (const { from, to, ways } of links) {
    const [a, b] = [groupOf.get(from), groupOf.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    const link = between.get(`${a} ${b}`) ?? { from: a, to: b, ways: [] };
    link.ways.push(...ways);
    between.set(`${a} ${b}`, link);
  }
  const all = [...between.values()];
  const telling = all.filter(({ ways, to }) => !ends.has(to) && ways.some(({ skip }) => !skip));
  const led = new Set(telling.map(({ to }) => to));
  return [
    ...telling,
    ...all.filter((link) => !telling.includes(link) && !led.has(link.to) && link.ways.some(({ skip }) => skip)),
  ];
}

function overviewOf(playbook: Playbook, states: readonly AnyStateNode[], links: readonly Link[]): MapOverview | null {
  const { groups } = playbook;
  if (!groups) return null;
  const isEnd = ({ steps }: StepGroup): boolean =>
    states.every(({ key, tags }) => !steps.includes(key) || tags.includes("end"));
  const { at, width, height, edges } = arrange({
    nodes: groups.map(({ id, label }) => ({
      id,
      label,
      entry: "10 steps",
      height: GROUP_HEIGHT,
      padding: GROUP_PADDING,
    })),
    links: groupLinks(groups, links, new Set(groups.filter(isEnd).map(({ id }) => id))),
    linesOf: () => [],
  });
  return {
    width,
    height,
    edges,
    groups: groups.map(({ id, label, steps }) => {
      const own = states.filter(({ key }) => steps.includes(key));
      return { id, label, steps: own.map(({ key }) => key), ...at(id), layout: layOutSteps(playbook, own, links) };
    }),
  };
}

/** Nodes and edges of a playbook's machine, taken from its definition and laid out top to bottom. */
export function layOut(playbook: Playbook): MapLayout {
  const states = Object.values(playbook.machine.states) as AnyStateNode[];
  const links = linksOf(states);
  return {
    playbook: playbook.id,
    title: playbook.title,
    start: states[0]?.key ?? "",
    ...layOutSteps(playbook, states, links),
    overview: overviewOf(playbook, states, links),
  };
}

/** The map of a playbook. Runs on the server; the drawing takes the result as plain data. */
export function mapLayout(playbookId: string): MapLayout {
  const playbook = playbookById(playbookId);
  if (!playbook) throw new RangeError(`There is no playbook ${playbookId}`);
  return layOut(playbook);
}
