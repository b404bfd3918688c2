import type { ParallelStack, ParallelStacksReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Parameter } from "../methods";
import type { Server } from "../server";
import type { ManagedCall } from "../stacks";
import type { Thread } from "../threads";
import type { Printer } from "./printer";

/** Threads that share the frames from here to the root. */
interface Node {
  threads: readonly Thread[];
  /** Top of stack first. */
  frames: readonly string[];
  children: readonly Node[];
}

const RULE = "________________________________________________";
/** Ids above a run, unless all are asked for. */
const MOST_IDS = 4;
const INDENT = 5;

/** Names without their namespaces: `String[]`, `Boolean ByRef`. */
function shortParameter({ type, byRef }: Parameter): string {
  return `${type.replace(/[\w.]+\.(?=\w)/g, "")}${byRef ? " ByRef" : ""}`;
}

function frameText({ name, parameters }: ManagedCall): string {
  return `${name}(${parameters.map(shortParameter).join(", ")})`;
}

/** The frames of a thread, root first. */
function pathOf({ managed }: Thread): string[] {
  return (managed ?? [])
    .filter(({ transition }) => transition === null || transition === "protected-helper")
    .map(frameText)
    .reverse();
}

interface Walker {
  thread: Thread;
  left: readonly string[];
}

function groups(walkers: readonly Walker[]): Walker[][] {
  const byFrame = new Map<string, Walker[]>();
  for (const walker of walkers) {
    const [frame] = walker.left;
    if (frame !== undefined) byFrame.set(frame, [...(byFrame.get(frame) ?? []), walker]);
  }
  return [...byFrame.values()];
}

function makeNode(walkers: readonly Walker[]): Node {
  const frames: string[] = [];
  let now = walkers;
  for (;;) {
    const [frame] = now[0]?.left ?? [];
    if (frame === undefined || now.some(({ left }) => left[0] !== frame)) break;
    frames.unshift(frame);
    now = now.map(({ thread, left }) => ({ thread, left: left.slice(1) }));
  }
  return { threads: walkers.map(({ thread }) => thread), frames, children: groups(now).map(makeNode) };
}

function roots({ threads }: Server): Node[] {
  const walkers = threads.map((thread) => ({ thread, left: pathOf(thread) }));
  return groups(walkers).map(makeNode);
}

/** Ids of the threads that end in a node; only those without callees are printed with theirs. */
function idsOf({ threads }: Node, all: boolean): string {
  const shown = all ? threads : threads.slice(0, MOST_IDS);
  return `${shown.map(({ osThreadId }) => osThreadId).join(",")}${shown.length < threads.length ? "..." : ""}`;
}

function printNode(node: Node, depth: number, all: boolean): string[] {
  const gap = " ".repeat(INDENT * depth);
  const count = String(node.threads.length).padStart(INDENT);
  return [
    ...(node.children.length === 0
      ? [`${gap} ~~~~ ${idsOf(node, all)}`]
      : node.children.flatMap((child) => printNode(child, depth + 1, all))),
    ...node.frames.map((frame) => `${gap}${count} ${frame}`),
  ];
}

/** `pstacks`: the managed stacks of all threads, equal ends merged. */
export function printParallelStacks(server: Server, all: boolean): string[] {
  const trees = roots(server);
  const count = trees.reduce((sum, { threads }) => sum + threads.length, 0);
  return [
    ...trees.flatMap((tree) => [RULE, ...printNode(tree, 0, all), "", ""]),
    `==> ${count} threads with ${trees.length} roots`,
    "",
  ];
}

function nodeFacts(node: Node, all: boolean, stacks: Facts<ParallelStack>[]): number {
  const called = node.children.map((child) => nodeFacts(child, all, stacks));
  const own = stacks.length;
  const adds = node.children.reduce((sum, { threads }) => sum + threads.length, 0) === node.threads.length;
  for (const index of adds ? called : []) {
    const stack = stacks[index];
    if (stack) stacks[index] = { ...stack, callers: own };
  }
  const leaf = node.children.length === 0;
  stacks.push({
    threads: node.threads.length,
    osThreadIds: leaf ? node.threads.slice(0, all ? undefined : MOST_IDS).map(({ osThreadId }) => osThreadId) : [],
    moreThreads: leaf && !all && node.threads.length > MOST_IDS,
    frames: node.frames.map((frame) => ({
      threads: node.threads.length,
      method: frame.slice(0, frame.indexOf("(")),
      parameters: frame.slice(frame.indexOf("(") + 1, -1),
    })),
    callers: null,
    cut: false,
  });
  return own;
}

function facts(server: Server, all: boolean): Facts<ParallelStacksReport> {
  const trees = roots(server);
  const stacks: Facts<ParallelStack>[] = [];
  for (const tree of trees) nodeFacts(tree, all, stacks);
  return {
    kind: "parallel-stacks",
    stacks,
    totalThreads: trees.reduce((sum, { threads }) => sum + threads.length, 0),
    roots: trees.length,
    complete: true,
  };
}

function printer(
  dialect: string,
  command: string,
  all: boolean,
  needs: Printer["needs"],
  prompt: Printer["prompt"],
): Printer<ParallelStacksReport> {
  return {
    parser: "pstacks",
    dialect,
    needs,
    prompt,
    command: () => command,
    print: (server) => printParallelStacks(server, all),
    expected: (server) => facts(server, all),
  };
}

const CORE = { versions: ["core"], systems: ["2019", "linux"] } as const;

export const PARALLEL_STACKS: readonly Printer<ParallelStacksReport>[] = [
  printer("dotnet-dump", "pstacks", false, CORE, "dotnet-dump"),
  printer("all-ids", "parallelstacks -a", true, CORE, "dotnet-dump"),
  printer("sos", "!pstacks", false, { versions: ["core"] }, "user"),
];
