import type { Block, Cite, Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Found, type Rule, warning } from "../rule";
import { capital, count, list } from "../say";
import { threadIdentity } from "../thread-identity";
import { activity, nameOf, threadViews } from "../thread-views";

type Trap = (evidence: EvidenceSet, found: Found) => Finding[];

const whole = ({ file, lines }: Block): Cite => ({ file, lines });

/** `~360s` for the thread with OS id 360: the debugger's own number goes there. */
const numberMistaken: Trap = (evidence) =>
  evidence.blocks.flatMap((block) => {
    const typed = /^~\s*([0-9a-f]{1,8})\s*[a-z]/i.exec(block.command)?.[1]?.toLowerCase();
    if (typed === undefined || block.problem?.code !== "NO_SUCH_THREAD") return [];
    const { thread } = threadIdentity(evidence).complete({ osThreadId: typed });
    if (thread === null) return [];
    return [
      warning(
        "os-id-typed-as-number",
        `${typed} is the OS id of a thread, in hex; the debugger calls that thread ${thread}. Use ~${thread}s, or put the id into brackets: ~~[${typed}]s.`,
        [whole(block)],
        { typed, thread },
      ),
    ];
  });

/** The owner has OS id 39, in hex, and what was pasted is thread 39. */
const idReadAsNumber: Trap = (evidence, found) => {
  const views = threadViews(evidence);
  return found.all("lock-owner").flatMap((lock) => {
    const { thread, osThreadId } = lock.values;
    if (typeof thread !== "number" || typeof osThreadId !== "string" || !/^\d+$/.test(osThreadId)) return [];
    if (Number(osThreadId) === thread || views.some((view) => view.thread === thread)) return [];
    const other = views.find((view) => view.thread === Number(osThreadId));
    const at = other?.managed ?? other?.native;
    if (!at) return [];
    return [
      warning(
        "hex-read-as-decimal",
        `The lock belongs to thread ${thread}, whose OS id is ${osThreadId} in hex. The stack that was pasted is that of thread ${osThreadId}, which is another one: run ~${thread}e !clrstack.`,
        [...lock.cites.slice(0, 1), cite(at.block, at.stack.line)],
        { thread, osThreadId },
      ),
    ];
  });
};

/** Many threads wait alike, and the one they wait for was not looked at. */
const ownerNotSeen: Trap = (evidence, found) => {
  const views = threadViews(evidence);
  const waiting = views.filter((view) => activity(view, "waits-for-monitor"));
  const lock = found.first("lock-owner");
  if (waiting.length < evidence.limits.backedUpThreads || !lock) return [];
  const { thread, osThreadId } = lock.values;
  const seen = views.some((view) => view.thread === thread || (osThreadId !== null && view.osThreadId === osThreadId));
  if (seen) return [];
  return [
    warning(
      "owner-not-looked-at",
      `${count(waiting.length, "thread")} wait in the same place, and that is all their stacks can tell: they are the victims. What thread ${thread} does, which owns the lock, was not looked at yet.`,
      [...lock.cites.slice(0, 1), ...waiting.slice(0, 3).flatMap(({ activities }) => activities[0]?.cite ?? [])],
      { waiting: waiting.length, thread: thread ?? null },
    ),
  ];
};

/** A dump tool stops all threads alike: those with a higher count were stopped by something else as well. */
const someSuspended: Trap = (evidence) =>
  evidence.of("thread-list").flatMap(({ report, block }) => {
    const rows = report.threads.filter(({ suspendCount }) => suspendCount !== null);
    if (!report.complete || rows.length < 3) return [];
    const counts = new Map<number, number>();
    for (const { suspendCount } of rows) counts.set(suspendCount ?? 0, (counts.get(suspendCount ?? 0) ?? 0) + 1);
    const [usual = 0] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
    const more = rows.filter(({ suspendCount, frozen }) => (suspendCount ?? 0) > usual || frozen);
    if (more.length === 0) return [];
    return [
      warning(
        "some-threads-suspended",
        `${capital(list(more.slice(0, 6).map(({ thread }) => `thread ${thread}`)))}${more.length > 6 ? " and others" : ""} ${more.length === 1 ? "is" : "are"} held by more than the dump tool: something suspended ${more.length === 1 ? "it" : "them"}, and what ${more.length === 1 ? "it holds" : "they hold"} stays held.`,
        more.slice(0, 20).map(({ line }) => cite(block, line)),
        { threads: more.map(({ thread }) => thread), usual },
      ),
    ];
  });

/** On x64 arguments travel in registers; what is printed as such lay on the stack and may be anything. */
const wideArguments: Trap = (evidence, found) => {
  const handle = found.text("compilation-mutex-waiters", "handle");
  const used = [
    ...(handle === null ? [] : found.all("compilation-mutex-waiters")),
    ...found.all("connection-pool-handles-waited-for"),
  ];
  const wide = evidence.of("native-stacks").some(({ report, block }) => report.bits === 64 && block.mode !== "kernel");
  const [first] = used;
  if (!first || !wide) return [];
  return [
    warning(
      "arguments-not-reliable",
      "Arguments of a 64-bit stack are what happened to lie in the places kept for them, not what the call was given: confirm the handle, or the number of handles, by another output (!handle, !dso).",
      first.cites.slice(0, 3),
      { used: used.map(({ id }) => id) },
    ),
  ];
};

/** Rows below the mark are guessed from what lies on the stack, for want of symbols. */
const unreliableFrames: Trap = (evidence, found) => {
  const owners = new Set(found.all("lock-owner").map(({ values }) => values.thread));
  return threadViews(evidence).flatMap((view) => {
    const { native } = view;
    const frame = native?.stack.frames.find(({ unreliable }) => unreliable);
    if (!native || !frame || !owners.has(view.thread)) return [];
    return [
      warning(
        "frames-marked-unreliable",
        `"Following frames may be wrong" on the stack of ${nameOf(view)} means that symbols are missing from there on, not that the dump is damaged: the rows above it hold, and !clrstack tells the managed part.`,
        [cite(native.block, frame.line)],
        { thread: view.thread },
      ),
    ];
  });
};

/** `Monitor.Wait` has given the lock back and waits for a signal. */
const conditionWaits: Trap = (evidence) => {
  const waiting = threadViews(evidence).filter(({ idle, activities: [first] }) => {
    return !idle && first?.signature.id === "condition-wait" && /\.Monitor\.(?:Obj)?Wait$/.test(first.frame);
  });
  if (waiting.length < evidence.limits.backedUpThreads) return [];
  return [
    warning(
      "condition-wait-is-no-contention",
      `${capital(count(waiting.length, "thread"))} are in Monitor.Wait: they have given their lock back and wait for a signal. That is no queue for a lock; look for who should send it.`,
      waiting.slice(0, 10).flatMap(({ activities }) => activities[0]?.cite ?? []),
      { count: waiting.length },
    ),
  ];
};

/** A wait for a lock that leads on to no ring. */
const noRing: Trap = (_evidence, found) => {
  const waits = found.first("waits-for-another-lock");
  if (!waits || found.has("lock-cycle") || found.has("mixed-lock-cycle")) return [];
  return [
    warning(
      "wait-is-no-deadlock",
      `${capital(String(waits.values.name ?? "the owner"))} waits for a lock itself. That makes a deadlock only if the chain comes back to it, and that is not shown: follow it to the thread that waits for no other.`,
      waits.cites.slice(0, 2),
      { thread: waits.values.thread ?? null },
    ),
  ];
};

const TRAPS: readonly Trap[] = [
  numberMistaken,
  idReadAsNumber,
  ownerNotSeen,
  someSuspended,
  wideArguments,
  unreliableFrames,
  conditionWaits,
  noRing,
];

/** Mistakes that are easily made with threads, told where the outputs show that one is near. */
export const threadTraps: Rule = {
  id: "thread-traps",
  finds: [
    "os-id-typed-as-number",
    "hex-read-as-decimal",
    "owner-not-looked-at",
    "some-threads-suspended",
    "arguments-not-reliable",
    "frames-marked-unreliable",
    "condition-wait-is-no-contention",
    "wait-is-no-deadlock",
  ],
  derive: (evidence, found) => TRAPS.flatMap((trap) => trap(evidence, found)),
};
