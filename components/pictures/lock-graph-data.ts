import type { Cite, Finding } from "@/evidence";
import type { HeldLock, LocksHeld, LockThread } from "@/findings/held-lock";
import { count } from "@/findings/say";
import { threadKey, threadLabel } from "@/findings/thread-identity";
import { doingWords, lockKindLabel, shortType } from "./lock-words";
import { type ChainLink, linksBelow } from "./wait-chain-data";

/** A thread, a lock, or several threads that only wait. */
export interface GraphNode {
  id: string;
  shape: "waiters" | "lock" | "thread" | "place";
  title: string;
  detail: string;
  /** How many wait for a lock that the picture shows others waiting for as well. */
  note: string | null;
  /** Number of the ring it belongs to, from 1; null outside of rings. */
  ring: number | null;
  /** Nobody in the picture holds this one up. */
  last: boolean;
  /** Nothing has been seen of it. */
  unseen: boolean;
  cites: readonly Cite[];
  findings: readonly Finding[];
}

export interface GraphEdge {
  from: string;
  to: string;
  says: "waits for" | "held by" | "then";
  /** Part of a ring. */
  ring: boolean;
}

export interface LockGraph {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  /** In words: rings first, then who holds up most. */
  says: readonly string[];
  /** Locks that are left out, because fewer wait for them. */
  more: number;
}

/** More locks than that are no picture any more; the table has them all. */
const MOST_LOCKS = 12;

/** Locks that somebody waits for. */
export function contended({ locks }: LocksHeld): HeldLock[] {
  return locks.filter(({ waiters, cycle }) => (waiters ?? 0) > 0 || cycle !== null);
}

class Drawing {
  readonly nodes = new Map<string, GraphNode>();
  readonly edges: GraphEdge[] = [];

  node(id: string, shape: GraphNode["shape"], title: string, detail: string, more: Partial<GraphNode> = {}): string {
    const plain = { note: null, ring: null, last: false, unseen: false, cites: [], findings: [] };
    if (!this.nodes.has(id)) this.nodes.set(id, { ...plain, id, shape, title, detail, ...more });
    return id;
  }

  edge(from: string, to: string, says: GraphEdge["says"], ring = false): void {
    if (!this.edges.some((edge) => edge.from === from && edge.to === to)) this.edges.push({ from, to, says, ring });
  }

  /** Nodes that lead to this one, over any number of edges. */
  before(id: string): Set<string> {
    const found = new Set<string>();
    const ahead = [id];
    for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
      for (const { from, to } of this.edges) {
        if (to !== at || found.has(from)) continue;
        found.add(from);
        ahead.push(from);
      }
    }
    return found;
  }
}

function ringOf({ cycles }: LocksHeld, from: string, to: string): boolean {
  return cycles.some((steps) =>
    steps.some(({ lock, holder }, at) => {
      const next = steps[(at + 1) % steps.length]?.lock ?? "";
      const key = `thread ${threadKey(holder) ?? ""}`;
      return (from === `lock ${lock}` && to === key) || (from === key && to === `lock ${next}`);
    }),
  );
}

const threadId = (thread: LockThread): string => `thread ${threadKey(thread) ?? "?"}`;

/** Threads, locks and who waits for whom, over several locks at once. */
export function lockGraph(held: LocksHeld, findings: readonly Finding[]): LockGraph {
  const all = contended(held);
  const locks = all.slice(0, MOST_LOCKS);
  const drawing = new Drawing();
  const owners = new Map(locks.flatMap((lock) => lock.owners.map((owner) => [threadId(owner), lock] as const)));

  for (const lock of locks) {
    const { id, owners: holders, waiting, waiters, cites } = lock;
    const ring = lock.cycle === null ? null : lock.cycle + 1;
    const chained = waiting.filter((thread) => owners.has(threadId(thread)));
    const only = (waiters ?? 0) - chained.length;
    const inside = chained.length > 0 && only > 0 ? count(only, "more thread waits", "more threads wait") : null;
    const at = drawing.node(`lock ${id}`, "lock", shortType(lock.name), lockKindLabel(lock), {
      note: inside,
      ring,
      cites,
    });
    if (only > 0 && inside === null) {
      const alone = waiting.length === 1 ? waiting[0] : undefined;
      const group = drawing.node(
        `waiters ${id}`,
        "waiters",
        count(only, "thread waits", "threads wait"),
        alone && only === 1 ? threadLabel(alone) : "and hold up nobody",
        { cites },
      );
      drawing.edge(group, at, "waits for");
    }
    for (const holder of holders) {
      const doing = owners.get(threadId(holder))?.doing;
      const inRing = held.cycles.findIndex((steps) => steps.some((step) => threadId(step.holder) === threadId(holder)));
      const to = drawing.node(
        threadId(holder),
        "thread",
        threadLabel(holder),
        doing ? doingWords(doing) : "what it does is not seen",
        {
          ring: inRing < 0 ? null : inRing + 1,
          unseen: false,
          cites: doing ? [doing.cite] : cites.slice(0, 1),
        },
      );
      drawing.edge(at, to, "held by", ringOf(held, at, to));
    }
    if (holders.length === 0) {
      const words = { nobody: "it was being handed over", gone: "its owner has ended", held: "", unknown: "" }[
        lock.ownership
      ];
      const unseen = words === "";
      const to = drawing.node(`owner of ${id}`, "place", unseen ? "not seen yet" : "nobody", words || "who owns it", {
        unseen,
        cites,
      });
      drawing.edge(at, to, "held by");
    }
    for (const thread of chained) drawing.edge(threadId(thread), at, "waits for", ringOf(held, threadId(thread), at));
  }

  const ends = [...drawing.nodes.values()].filter(
    ({ id, shape }) => shape === "thread" && !drawing.edges.some(({ from }) => from === id),
  );
  const blocked = (id: string): number => {
    const before = drawing.before(id);
    const alone = [...before].filter((at) => drawing.nodes.get(at)?.shape === "thread").length;
    return locks.reduce((sum, { id: lock, waiters, waiting }) => {
      if (!before.has(`lock ${lock}`)) return sum;
      return sum + Math.max(0, (waiters ?? 0) - waiting.filter((thread) => owners.has(threadId(thread))).length);
    }, alone);
  };
  const ranked = ends.map((node) => ({ node, threads: blocked(node.id) })).sort((a, b) => b.threads - a.threads);
  const says = held.cycles.map((steps, at) => sayRing(held, steps, at, behind(steps, blocked)));
  const [deepest] = ranked;
  if (deepest) {
    const { node, threads } = deepest;
    drawing.nodes.set(node.id, { ...node, last: true });
    says.push(
      `${count(threads, "thread waits", "threads wait")}, directly or through others, for ${node.title}: ${node.detail}.`,
    );
    const owner = [...owners].find(([id]) => id === node.id)?.[1].owners.find((one) => threadId(one) === node.id);
    drawBelow(drawing, node.id, owner ? linksBelow(findings, owner.thread) : []);
  }
  return { nodes: [...drawing.nodes.values()], edges: drawing.edges, says, more: all.length - locks.length };
}

/** What stands below the last owner: the kernel, its drivers, where the call waits. */
function drawBelow(drawing: Drawing, from: string, links: readonly ChainLink[]): void {
  let at = from;
  links.forEach((link, index) => {
    const { title, detail, unseen, findings } = link;
    const to = drawing.node(`below ${index}`, "place", title, detail, { unseen, findings });
    drawing.edge(at, to, "then");
    at = to;
  });
}

/** How many wait behind a ring without being part of it. */
function behind(steps: LocksHeld["cycles"][number], blocked: (id: string) => number): number {
  const [first] = steps;
  const inside = new Set(steps.map(({ holder }) => threadId(holder)));
  return first ? Math.max(0, blocked(threadId(first.holder)) - inside.size) : 0;
}

function sayRing(held: LocksHeld, steps: LocksHeld["cycles"][number], at: number, outside: number): string {
  const name = (id: string): string => {
    const lock = held.locks.find((candidate) => candidate.id === id);
    return lock ? shortType(lock.name) : id;
  };
  const ways = steps.map(({ lock, holder }, step) => {
    const next = steps[(step + 1) % steps.length]?.lock ?? lock;
    return `${threadLabel(holder)} holds ${name(lock)} and waits for ${name(next)}`;
  });
  const others = outside > 0 ? ` ${count(outside, "other thread waits", "other threads wait")} behind it.` : "";
  return `Deadlock${held.cycles.length > 1 ? ` ${at + 1}` : ""}: ${ways.join("; ")}. None of them can go on.${others}`;
}
