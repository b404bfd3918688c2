import type { Finding } from "@/evidence";
import { familyOf } from "../frame-families";
import { fact, type Rule } from "../rule";
import { capital, count, list } from "../say";
import { type Activity, activity, nameOf, type ThreadView, threadViews } from "../thread-views";
import { WAIT_FINDINGS, WAIT_GROUPS } from "../wait-groups";

function threadsOf(views: readonly ThreadView[]): number[] {
  return views.flatMap((view) => (view.thread === null ? [] : [view.thread]));
}

function group(views: readonly ThreadView[], signatureId: string): { view: ThreadView; activity: Activity }[] {
  return views.flatMap((view) => {
    const hit = activity(view, signatureId);
    return hit ? [{ view, activity: hit }] : [];
  });
}

/** First argument of the frame that enters the mutex: a handle to ask `!handle` about. */
function mutexHandle(views: readonly ThreadView[]): string | null {
  for (const view of views) {
    const frame = view.native?.stack.frames.find((candidate) =>
      /NtWaitForSingleObject|WaitForSingleObjectEx|InstrumentedMutex::GetLock/.test(candidate.callSite),
    );
    const handle = frame?.args[0];
    if (handle && /^[0-9a-f]{2,5}$/.test(handle)) return handle;
  }
  return null;
}

function deriveMutex(views: readonly ThreadView[]): Finding[] {
  const waiting = group(views, "waits-for-compilation-mutex");
  const first = waiting[0];
  if (!first) return [];
  const handle = mutexHandle(waiting.map(({ view }) => view));
  const infinite = waiting.some(({ view }) =>
    view.native?.stack.frames.some((frame) => frame.args.includes("ffffffff")),
  );
  return [
    fact(
      "compilation-mutex-waiters",
      `${waiting.length === 1 ? `${capital(nameOf(first.view))} waits` : `${count(waiting.length, "thread")} wait`} for the mutex that guards compilation${infinite ? ", without a time limit" : ""}: somebody, here or in another process, is compiling or cleaning up.`,
      waiting.map((hit) => hit.activity.cite),
      { threads: threadsOf(waiting.map(({ view }) => view)), handle, timeout: infinite ? "infinite" : null },
    ),
  ];
}

function deriveMonitor(views: readonly ThreadView[]): Finding[] {
  const waiting = group(views, "waits-for-monitor");
  const findings: Finding[] = [];
  const first = waiting[0];
  if (first) {
    findings.push(
      fact(
        "monitor-waiters",
        `${waiting.length === 1 ? `${capital(nameOf(first.view))} is` : `${count(waiting.length, "thread")} are`} blocked entering a managed lock. Whoever owns the lock decides how long.`,
        waiting.map((hit) => hit.activity.cite),
        { threads: threadsOf(waiting.map(({ view }) => view)), thread: first.view.thread },
      ),
    );
  }
  const asking = group(views, "waits-for-application").filter(({ view }) => !activity(view, "first-request"));
  const one = asking[0];
  if (one) {
    findings.push(
      fact(
        "request-waits-for-application",
        `${asking.length === 1 ? `${capital(nameOf(one.view))} serves a request` : `${count(asking.length, "thread")} serve requests`} that cannot go on before the application is set up.`,
        asking.map((hit) => hit.activity.cite),
        { threads: threadsOf(asking.map(({ view }) => view)), thread: one.view.thread },
      ),
    );
  }
  return findings;
}

/** `waits for a task` of several threads: `wait for a task`. */
function severalSay(says: string): string {
  return says.startsWith("is ") ? says.replace("is ", "are ") : says.replace(/^(\w+?)s /, "$1 ");
}

function deriveElsewhere(views: readonly ThreadView[], backedUp: number): Finding[] {
  const tracks = new Map<string, { view: ThreadView; activity: Activity }[]>();
  for (const view of views) {
    const doing = view.activities[0];
    if (!doing || view.idle || !["elsewhere", "external", "file"].includes(doing.signature.track)) continue;
    const group = WAIT_GROUPS.find(({ signature }) => signature === doing.signature.id)?.many ?? doing.signature.id;
    const hits = tracks.get(group) ?? [];
    hits.push({ view, activity: doing });
    tracks.set(group, hits);
  }
  return [...tracks.values()].flatMap((hits) => {
    const first = hits[0];
    if (!first) return [];
    const { signature } = first.activity;
    const cites = hits.slice(0, 20).map((hit) => hit.activity.cite);
    const values = {
      what: signature.id,
      kind: signature.kind ?? null,
      threads: threadsOf(hits.map(({ view }) => view)),
      count: hits.length,
      thread: first.view.thread,
      osThreadId: first.view.osThreadId,
    };
    const says = `${hits.length === 1 ? capital(nameOf(first.view)) : count(hits.length, "thread")} ${hits.length === 1 ? signature.says : severalSay(signature.says)}.`;
    if (signature.track === "external") {
      return [fact(hits.length >= backedUp ? "many-threads-call-out" : "threads-call-out", says, cites, values)];
    }
    const group = WAIT_GROUPS.find(({ signature: id }) => id === signature.id);
    if (!group) return [fact("threads-wait-elsewhere", says, cites, values)];
    const id = hits.length >= backedUp ? group.many : group.few;
    return id === null ? [] : [fact(id, says, cites, values)];
  });
}

const WAITS =
  /^(?:ntdll|win32u)!(?:Ki\w*|(?:Nt|Zw)(?:WaitFor\w+|DelayExecution|RemoveIoCompletion\w*|UserMsgWait\w+))$/;

/** A waiting thread of some product in the process: neither the runtime nor the web server has part in it. */
function isBystander({ native, managed, activities }: ThreadView): boolean {
  const frames = native?.stack.frames ?? [];
  const top = frames[0];
  if (
    (managed?.stack.frames.length ?? 0) > 0 ||
    activities.length > 0 ||
    !top ||
    !WAITS.test(`${top.module}!${top.symbol}`)
  )
    return false;
  return frames.every(({ callSite }) => !["runtime", "web"].includes(familyOf(callSite, "native")));
}

/** False for a thread that the runtime knows but that runs no managed code, where only managed code is shown. */
function runsSomething({ native, managed }: ThreadView): boolean {
  return (
    (native?.stack.frames.length ?? 0) > 0 || (managed?.stack.frames.some(({ method }) => method !== null) ?? false)
  );
}

/** Requests that wait for somebody to click: the native stack shows the dialog, the managed one the request. */
function deriveDialogs(views: readonly ThreadView[]): Finding[] {
  const shows = ({ activities }: ThreadView, id: string, side: Activity["side"]): boolean =>
    activities.some((one) => one.signature.id === id && one.side === side);
  const hits = group(views, "shows-a-dialog").filter(
    ({ view }) => shows(view, "shows-a-dialog", "native") && shows(view, "serves-request", "managed"),
  );
  const [first] = hits;
  if (!first) return [];
  return [
    fact(
      "request-shows-dialog",
      `${hits.length === 1 ? `${capital(nameOf(first.view))} serves a request and shows` : `${count(hits.length, "thread")} serve requests and show`} a dialog: such a request ends when somebody answers it, on a desktop that nobody sees.`,
      hits.slice(0, 20).map((hit) => hit.activity.cite),
      { threads: threadsOf(hits.map(({ view }) => view)) },
    ),
  ];
}

/** The survey: which kinds of stack there are, how many of each, and which are idle. */
export const stacks: Rule = {
  id: "stacks",
  finds: [
    "stacks-seen",
    "compilation-mutex-waiters",
    "monitor-waiters",
    "request-waits-for-application",
    "request-shows-dialog",
    "many-threads-call-out",
    "threads-call-out",
    "threads-wait-elsewhere",
    ...WAIT_FINDINGS,
    "only-idle-threads",
  ],
  derive(evidence) {
    const views = threadViews(evidence).filter(
      (view) => (view.native?.stack.frames.length ?? 0) + (view.managed?.stack.frames.length ?? 0) > 0,
    );
    if (views.length === 0) return [];
    const idle = views.filter((view) => view.idle && !activity(view, "serves-request"));
    const surveyed = [...evidence.of("native-stacks"), ...evidence.of("managed-stacks")].filter(
      ({ report }) => report.allThreads || report.stacks.length > 4,
    );
    const blocks = [
      ...new Set(
        views.flatMap((view) => [view.native?.block, view.managed?.block]).filter((block) => block !== undefined),
      ),
    ];
    const named = threadsOf(views);
    const findings = [
      fact(
        "stacks-seen",
        `${count(views.length, "thread's stack was", "threads' stacks were")} read${idle.length > 0 ? `, ${idle.length} of them idle` : ""}${named.length > 0 && named.length <= 6 ? ` (${views.length === 1 ? "thread" : "threads"} ${list(named.map(String))})` : ""}.`,
        blocks.slice(0, 12).map((block) => ({ file: block.file, lines: block.lines })),
        { threads: views.length, idle: idle.length, survey: surveyed.length > 0 },
      ),
      ...deriveMutex(views),
      ...deriveMonitor(views),
      ...deriveDialogs(views),
      ...deriveElsewhere(views, evidence.limits.backedUpThreads),
    ];
    const telling = views.filter(runsSomething);
    const allIdle = idle.length > 0 && telling.every((view) => idle.includes(view) || isBystander(view));
    if (surveyed.length > 0 && allIdle && views.length >= evidence.limits.backedUpThreads) {
      findings.push(
        fact(
          "only-idle-threads",
          `All ${telling.length} threads of the survey are idle${idle.length < telling.length ? ", or another product's and waiting" : ""}: nothing in this process is working on a request.`,
          surveyed.map(({ block }) => ({ file: block.file, lines: block.lines })),
          { threads: telling.length },
        ),
      );
    }
    return findings;
  },
};
