import type {
  Block,
  Cite,
  Finding,
  ManagedStack,
  NativeStack,
  ResourceLocksReport,
  SyncBlockRow,
  SyncBlocksReport,
  ThreadPoolReport,
} from "@/evidence";
import { type Captures, capturesOf } from "../captures/captures";
import { byMoment, lockState, poolState, resourceState } from "../captures/states";
import type { EvidenceSet } from "../evidence-set";
import { idleOf, type NamedFrame } from "../idle-stacks";
import { cite, type Found, fact, type Rule } from "../rule";
import { bytes, capital, count, list } from "../say";
import { mergedFrames } from "../stack-frames";
import { threadLabel } from "../thread-identity";

interface At<T> {
  row: T;
  cite: Cite;
}

/** Rows of one thing in several outputs, by what names it. */
function byName<T>(rows: readonly { name: string; row: T; cite: Cite }[]): Map<string, At<T>[]> {
  const groups = new Map<string, At<T>[]>();
  for (const { name, row, cite: at } of rows) groups.set(name, [...(groups.get(name) ?? []), { row, cite: at }]);
  return groups;
}

const contended = ({ monitorHeld }: SyncBlockRow): boolean => monitorHeld > 1;

/** A lock in several tables; its sync block stays where it is while the runtime moves the object. */
function locks(known: Captures): Finding[] {
  const rows = byMoment<SyncBlocksReport>(known, "sync-blocks", lockState).flatMap(({ report, block }) =>
    report.rows.map((row) => ({
      name: `${row.syncBlock} ${row.type} ${row.index}`,
      row,
      cite: cite(block, row.line),
    })),
  );
  return [...byName(rows).values()].flatMap((seen) => {
    const [first] = seen;
    if (!first || seen.length < 2 || !seen.some(({ row }) => contended(row))) return [];
    const { type, syncBlock, thread, osThreadId } = first.row;
    const cites = seen.map((one) => one.cite);
    if (osThreadId !== null && seen.every(({ row }) => row.osThreadId === osThreadId)) {
      return [
        fact(
          "lock-owner-same",
          `At ${seen.length === 2 ? "both" : `all ${seen.length}`} moments thread ${thread ?? osThreadId} owns the lock on ${type}: it does not let go.`,
          cites,
          { type, syncBlock, osThreadId, thread },
        ),
      ];
    }
    return [
      fact(
        "lock-owner-changed",
        `The lock on ${type} has changed hands between the moments: it is passed on, only slowly.`,
        cites,
        { type, syncBlock },
      ),
    ];
  });
}

function queues(known: Captures): Finding[] {
  const { passes } = known;
  const waiting = byMoment<ThreadPoolReport>(known, "thread-pool", poolState).filter(
    ({ report }) => (report.workRequestsInQueue ?? 0) > 0 && report.queueLine !== null,
  );
  if (waiting.length < 2) return [];
  const inTime = passes.flatMap(({ evidence: pass }) => pass.of("thread-pool").slice(0, 1));
  const dated = passes.length > 1 && new Set(inTime.map(({ block }) => block)).size === passes.length;
  const ordered = (dated ? inTime : waiting).map(({ report }) => report.workRequestsInQueue ?? 0);
  const grows = dated && ordered.every((queue, index) => index === 0 || queue > (ordered[index - 1] ?? 0));
  const cites = waiting.map(({ report, block }) => cite(block, report.queueLine ?? block.lines[0]));
  const findings = [
    fact("pool-queue-in-both", "Work was queued for the pool at both moments: it is no passing crowd.", cites, {
      queues: ordered,
    }),
  ];
  if (grows)
    findings.push(
      fact(
        "pool-queue-grows",
        `The pool's queue grows from dump to dump: ${list(ordered.map((queue) => queue.toLocaleString("en-US")))}.`,
        cites,
        { queues: ordered },
      ),
    );
  return findings;
}

/** A thread's stack in one output. */
interface Seen {
  thread: number | null;
  osThreadId: string;
  block: Block;
  line: number;
  calls: string;
}

interface Followed {
  first: Seen;
  last: Seen;
  same: boolean;
}

function stacksOf(evidence: EvidenceSet): Seen[] {
  const seen = (block: Block, stack: NativeStack | ManagedStack, frames: readonly NamedFrame[]): Seen[] => {
    const { thread, osThreadId, line } = stack;
    if (osThreadId === null || frames.length === 0 || stack.cut || idleOf(frames)) return [];
    return [{ thread, osThreadId, block, line, calls: frames.map(({ name }) => name).join("\n") }];
  };
  // A process that stands still prints the same text twice.
  return evidence.pasted.flatMap((block) => {
    const { report } = block;
    if (report?.kind === "managed-stacks")
      return report.stacks.flatMap((stack) => seen(block, stack, mergedFrames(null, stack)));
    if (report?.kind !== "native-stacks" || block.mode === "kernel") return [];
    return report.stacks.flatMap((stack) => seen(block, stack, mergedFrames(stack, null)));
  });
}

const UNDATED = Number.POSITIVE_INFINITY;

/** Working threads whose stack one command shows twice, in dumps that are known to be two. */
function followedThreads({ followed, processMoments }: Captures): Followed[] {
  if (processMoments.length < 2) return [];
  const momentOf = new Map(processMoments.flatMap(({ blocks, takenAt }) => blocks.map((block) => [block, takenAt])));
  const when = ({ block }: Seen): number => momentOf.get(block) ?? UNDATED;
  // Two prints that tell no time are of two dumps if one command gave different text.
  const later = (first: Seen, one: Seen): boolean =>
    when(one) === when(first)
      ? when(first) === UNDATED &&
        one.block.command === first.block.command &&
        one.block.fingerprint !== first.block.fingerprint
      : when(one) !== UNDATED;
  const inTime = (a: Seen, b: Seen): number =>
    when(a) === when(b) ? (a.block.fingerprint < b.block.fingerprint ? -1 : 1) : when(a) - when(b);
  const known = new Map<string, Seen[]>();
  for (const one of stacksOf(followed)) {
    const key = `${one.osThreadId} ${one.block.parser}`;
    known.set(key, [...(known.get(key) ?? []), one]);
  }
  return [...known.values()].flatMap((stacks) => {
    const [first, ...rest] = stacks.sort(inTime);
    const last = first && rest.findLast((one) => later(first, one));
    return first && last ? [{ first, last, same: first.calls === last.calls }] : [];
  });
}

const place = ({ block, line }: Seen): Cite[] => [cite(block, line)];

const numbers = (threads: readonly Followed[]): number[] => [
  ...new Set(threads.flatMap(({ first }) => first.thread ?? [])),
];

function stacks(known: Captures, found: Found): Finding[] {
  const threads = followedThreads(known);
  if (threads.length === 0) return [];
  const still = threads.filter(({ same }) => same);
  const moved = threads.filter(({ same }) => !same);
  const findings: Finding[] = [];
  const cites = (some: readonly Followed[]): Cite[] =>
    some.slice(0, 10).flatMap(({ first, last }) => [...place(first), ...place(last)]);
  if (still.length > 0)
    findings.push(
      fact(
        "threads-stand-still",
        `${capital(count(still.length, "working thread stands", "working threads stand"))} in the very same calls in both dumps.`,
        cites(still),
        { threads: numbers(still), count: still.length },
      ),
    );
  if (moved.length > 0)
    findings.push(
      fact(
        "threads-move-on",
        `${capital(count(moved.length, "working thread has", "working threads have"))} moved on between the dumps: slow, but not stuck.`,
        cites(moved),
        { threads: numbers(moved), count: moved.length },
      ),
    );
  const owners = new Set(found.all("lock-owner").map(({ values }) => values.osThreadId));
  for (const { first, last, same } of threads) {
    if (!owners.has(first.osThreadId)) continue;
    findings.push(
      fact(
        same ? "owner-stands-still" : "owner-moves-on",
        same
          ? `${capital(threadLabel({ ...first, kernelAddress: null }))}, which owns the lock, stands in the very same calls in both dumps.`
          : `${capital(threadLabel({ ...first, kernelAddress: null }))}, which owns the lock, is somewhere else in the second dump: it works, only slowly.`,
        [...place(first), ...place(last)],
        { thread: first.thread, osThreadId: first.osThreadId },
      ),
    );
  }
  return findings;
}

/** A resource that one thread holds in several kernel tables. */
function kernelOwners(known: Captures): Finding[] {
  const rows = byMoment<ResourceLocksReport>(known, "resource-locks", resourceState).flatMap(({ report, block }) =>
    report.resources.flatMap((row) => {
      const owner = row.owners[0];
      const waiters = row.numberOfExclusiveWaiters + row.numberOfSharedWaiters;
      return owner ? [{ name: row.address, row: { thread: owner.thread, waiters }, cite: cite(block, row.line) }] : [];
    }),
  );
  return [...byName(rows)].flatMap(([resource, seen]) => {
    const thread = seen[0]?.row.thread;
    if (seen.length < 2 || !seen.some(({ row }) => row.waiters > 0)) return [];
    if (!seen.every(({ row }) => row.thread === thread)) return [];
    return [
      fact(
        "kernel-owner-same",
        `Kernel thread ${thread} holds the resource ${resource} in every one of ${seen.length} tables: it does not let go.`,
        seen.map((one) => one.cite),
        { resource, thread: thread ?? null },
      ),
    ];
  });
}

/** One wait of a kernel thread that two outputs show at different lengths: it began once and has not ended. */
function kernelWaits(evidence: EvidenceSet): Finding[] {
  const rows = evidence
    .of("kernel-threads")
    .flatMap(({ report, block }) =>
      report.threads.flatMap((thread) =>
        thread.ticks === null || thread.waitStartTickCount === null
          ? []
          : [{ name: thread.address, row: thread, cite: cite(block, thread.ticksLine ?? thread.line) }],
      ),
    );
  return [...byName(rows)].flatMap(([address, seen]) => {
    const ticks = new Set(seen.map(({ row }) => row.ticks));
    const starts = new Set(seen.map(({ row }) => row.waitStartTickCount));
    if (ticks.size < 2) return [];
    const cites = seen.map((one) => one.cite);
    return starts.size === 1
      ? [
          fact(
            "kernel-wait-goes-on",
            `Kernel thread ${address} is in the same wait in both outputs: it has not moved in between.`,
            cites,
            { thread: address },
          ),
        ]
      : [
          fact(
            "kernel-wait-renewed",
            `Kernel thread ${address} began another wait between the two outputs: it moves.`,
            cites,
            { thread: address },
          ),
        ];
  });
}

function folders(evidence: EvidenceSet): Finding[] {
  const rows = evidence
    .of("folder-size")
    .flatMap(({ report, block }) =>
      report.path === null || report.sizeBytes === null || !report.complete
        ? []
        : [{ name: report.path.toLowerCase(), row: report.sizeBytes, cite: cite(block, report.sizeLine) }],
    );
  return [...byName(rows)].flatMap(([, seen]) => {
    const sizes = [...new Set(seen.map(({ row }) => row))].sort((a, b) => a - b);
    const [least, most] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
    if (sizes.length < 2 || most - least < least * 0.01) return [];
    return [
      fact(
        "folder-size-changes",
        `The folder was measured more than once, at ${bytes(least)} and at ${bytes(most)}: something writes to it or clears it.`,
        seen.map((one) => one.cite),
        { leastBytes: least, mostBytes: most },
      ),
    ];
  });
}

/** A collection that the same thread holds up in dump after dump. */
function collections(found: Found): Finding[] {
  const stalls = found.all("collection-stalled");
  const [first] = stalls;
  if (!first || stalls.length < 2 || stalls.some(({ values }) => values.osThreadId !== first.values.osThreadId))
    return [];
  if (first.values.osThreadId === null || first.values.osThreadId === undefined) return [];
  return [
    fact(
      "collection-stalled-in-both",
      `In ${count(stalls.length, "dump")} the collection waits for the same thread ${first.values.thread}: it is stuck, not caught in passing.`,
      stalls.flatMap(({ cites }) => cites),
      { thread: first.values.thread ?? null, osThreadId: first.values.osThreadId },
    ),
  ];
}

/** What several outputs of one command, taken at different moments, say together. */
export const twoMoments: Rule = {
  id: "two-moments",
  finds: [
    "lock-owner-same",
    "lock-owner-changed",
    "pool-queue-in-both",
    "pool-queue-grows",
    "threads-stand-still",
    "threads-move-on",
    "owner-stands-still",
    "owner-moves-on",
    "kernel-owner-same",
    "kernel-wait-goes-on",
    "kernel-wait-renewed",
    "folder-size-changes",
    "collection-stalled-in-both",
  ],
  derive(evidence, found) {
    const known = capturesOf(evidence);
    const { followed } = known;
    return [
      ...locks(known),
      ...queues(known),
      ...stacks(known, found),
      ...kernelOwners(known),
      ...kernelWaits(followed),
      ...folders(followed),
      ...collections(found),
    ];
  },
};
