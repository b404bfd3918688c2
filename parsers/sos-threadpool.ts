import { canonicalHex, type HillClimbingStep, type Line, type ThreadPoolReport, type WorkItem } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, COUNT, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!threadpool`, `!tp` (SOS, psscor) and `threadpool` (dotnet-dump): how many workers the pool has, how
 * many of them work, and how much waits for one.
 *
 * .NET 1.1 leaves out the CPU when it is 0, and names what waits:
 * ```sample sos-1.1
 * 0:011> !threadpool
 * CPU utilization 64%
 * Worker Thread: Total: 9 Running: 9 Idle: 0 MaxLimit: 50 MinLimit: 2
 * Work Request in Queue: 3
 * QueueUserWorkItemCallback DelegateInfo@001c4f08
 * AsyncCallbackCompletion AsyncCallback@001c50b0
 * Unknown 001c5148
 * --------------------------------------
 * Number of Timers: 4
 * --------------------------------------
 * Completion Port Thread: Total: 1 Free: 1 MaxFree: 4 CurrentLimit: 1 MaxLimit: 50 MinLimit: 2
 * ```
 * .NET 2.0 to 5:
 * ```sample sos-2
 * 0:031> !threadpool
 * CPU utilization: 6%
 * Worker Thread: Total: 40 Running: 40 Idle: 0 MaxLimit: 32767 MinLimit: 8
 * Work Request in Queue: 2
 *     Unknown Function: 00007ffc1c2d1a40  Context: 0000021c4be1f1b0
 *     AsyncTimerCallbackCompletion TimerInfo@0000021c4be20c48
 * --------------------------------------
 * Number of Timers: 3
 * --------------------------------------
 * Completion Port Thread:Total: 2 Free: 2 MaxFree: 16 CurrentLimit: 2 MaxLimit: 1000 MinLimit: 8
 * ```
 * psscor begins with the queue:
 * ```sample psscor
 * 0:000> !threadpool
 * Work Request in Queue: 71
 * --------------------------------------
 * Number of Timers: 2
 * --------------------------------------
 * CPU utilization 12%
 * --------------------------------------
 * Worker Thread: Total: 26 Running: 26 Idle: 0 MaxLimit: 400 MinLimit: 4
 * Completion Port Thread:Total: 3 Free: 2 MaxFree: 8 CurrentLimit: 3 MaxLimit: 400 MinLimit: 4
 * ```
 * .NET 6 and later; `Completion` lines up to .NET 7, the rest with `-wi` and `-ti`:
 * ```sample portable
 * > threadpool -wi -ti
 * Using the Portable thread pool.
 *
 * CPU utilization:  3%
 * Workers Total:    187
 * Workers Running:  187
 * Workers Idle:     0
 * Worker Min Limit: 8
 * Worker Max Limit: 32767
 *
 * Completion Total:   2
 * Completion Free:    2
 * Completion MaxFree: 16
 * Completion Current Limit: 2
 * Completion Min Limit:     8
 * Completion Max Limit:     1000
 *
 * Hill Climbing Log:
 *       Time Transition       #New Threads    #Samples   Throughput
 *     -12.50 Starvation                186           0         0.00
 *       0.00 Starvation                187           0         0.00
 *
 * Queue             Object           Type
 * [Global high-pri] 7f1df9c0a4e8     System.Threading.ThreadPoolBoundHandle
 * [Global]          7f1df9c0b110     System.Action
 *     => 7f1df9c0b0e8 <Send>b__0
 * [Global]          7f1df9c0b398     System.Threading.Tasks.Task<System.Int32>
 * ```
 * Of the Windows pool nothing but its size is known:
 * ```sample windows
 * > threadpool
 * Using the Windows thread pool.
 *
 * Thread count:    24
 * ```
 *
 * Total = Running + Idle, and threads that are about to end. The pool adds threads quickly up to MinLimit,
 * then about one in half a second up to MaxLimit. Without `-wi` the portable pool says nothing about its queue.
 */
const BANNER = /^\s*Using the (?<pool>Portable|Windows) thread ?pool\b/i;
// CPU utilization: 6%      CPU utilization 81%      CPU utilization: 2 %%
const CPU = /^\s*CPU utilization\s?:?\s*(?<percent>\d{1,3})\s?%{1,2}$/i;
// Worker Thread: Total: 40 Running: 40 Idle: 0 MaxLimit: 32767 MinLimit: 8
const GROUP = /^\s*(?<group>Worker|Completion Port) Thread\s?:\s*(?=Total\s?:)/i;
const GROUP_VALUE =
  /\b(?<name>Total|Running|Idle|Free|MaxFree|CurrentLimit|MaxLimit|MinLimit)\s?:\s{0,40}(?<count>\d{1,9})(?=\s|$)/gi;
// CurrentLimit: 2 MaxLimit: 1000 MinLimit: 8      where a group was wrapped
const GROUP_REST = /^\s*(?:Total|Running|Idle|Free|MaxFree|CurrentLimit|MaxLimit|MinLimit)\s?:\s{0,40}\d/i;
// Workers Running:  187      Worker Min Limit: 8      Completion Current Limit: 2
const ONE =
  /^\s*(?<group>Workers?|Completion) (?<name>Total|Running|Idle|Free|MaxFree|(?:Current|Min|Max) Limit)\s?:\s*(?<count>\d{1,9})$/i;
const QUEUE = rx("^\\s*Work Request in Queue\\s?:\\s*(?<count>", COUNT, ")$");
const TIMERS = /^\s*Number of Timers\s?:\s*(?<count>\d{1,9})$/i;
const THREAD_COUNT = /^\s*(?:Thread count|Number of thread pool threads)\s?:\s*(?<count>\d{1,9})$/i;
// QueueUserWorkItemCallback DelegateInfo@001c4f08
const OLD_ITEM = rx(
  "^\\s*(?<type>[a-z]{6,40}) (?:[a-z]{6,30}@(?<object>",
  HEX,
  ")|(?<=Unknown )(?<context>",
  HEX,
  "))$",
);
const UNKNOWN_ITEM = rx("^\\s*Unknown Function: (?<function>", HEX, ")\\s+Context: (?<object>", HEX, ")$");
const ITEM_HEADING = /^\s*Queue\s+Object\s+Type$/i;
// [Global]          7f1df9c0b110     System.Action
const ITEM = rx("^\\s*\\[(?<queue>[a-z][\\w -]{2,30})\\]\\s+(?<object>", ADDRESS, ")\\s+(?<type>\\S.*)$");
// => 7f1df9c0b0e8 <Send>b__0
const TARGET = rx("^\\s*=>\\s?(?<target>", HEX, ")(?:\\s+(?<method>\\S.*))?$");
const LOG_HEADING = /^\s*(?:Hill Climbing Log\s?:|Time\s+Transition\s+#New Threads\b.*)$/i;
const NO_LOG = /^\s*Hill Climbing Log is not supported/i;
// -12.50 Starvation                186           0         0.00
const LOG_ROW =
  /^\s*(?<seconds>-?\d{1,9}[.,]\d{1,3})\s+(?<transition>[a-z]{3,30})\s+(?<threads>\d{1,9})\s+(?<samples>\d{1,9})\s+(?<throughput>-?\d{1,12}[.,]\d{1,3})$/i;
const NO_DATA = /^\s*Failed to (?:obtain ThreadPool data|request ThreadpoolMgr information)/i;
const FOLDED = [
  /\b(?:Worker Thread|Workers Total)\s?:/i,
  /\b(?:CPU utilization|Work Request in Queue|Number of Timers|Workers Running|Completion Port Thread)\b/i,
];
const STARTS = [
  "Using the |CPU utilization|Worker Thread\\s?:|Work Request in Queue|Number of Timers|Completion Port Thread\\s?:",
  "(?:Workers?|Completion) (?:Total|Running|Idle|Free|MaxFree|Current|Min|Max)\\b|-{20,}",
].join("|");
/** The CPU stands this many lines from the workers at most. */
const NEAR = 6;

type Count = Exclude<
  { [K in keyof ThreadPoolReport]: ThreadPoolReport[K] extends number | null ? K : never }[keyof ThreadPoolReport],
  "cpuLine" | "workersLine" | "queueLine" | "iocpLine"
>;
const COUNTS: readonly Count[] = [
  ...([
    "cpuUtilization",
    "workersTotal",
    "workersRunning",
    "workersIdle",
    "workersMinLimit",
    "workersMaxLimit",
  ] as const),
  ...(["threadCount", "workRequestsInQueue", "timers", "iocpTotal", "iocpFree", "iocpMaxFree"] as const),
  ...(["iocpCurrentLimit", "iocpMinLimit", "iocpMaxLimit"] as const),
];
const OF_WORKERS: Readonly<Record<string, Count>> = {
  ...{ total: "workersTotal", running: "workersRunning", idle: "workersIdle" },
  ...{ minlimit: "workersMinLimit", maxlimit: "workersMaxLimit" },
};
const OF_IOCP: Readonly<Record<string, Count>> = {
  ...{ total: "iocpTotal", free: "iocpFree", maxfree: "iocpMaxFree" },
  ...{ currentlimit: "iocpCurrentLimit", minlimit: "iocpMinLimit", maxlimit: "iocpMaxLimit" },
};
/** Where an output can end: one number a line, and in groups. */
const LAST_OF_LINES: readonly Count[] = ["workersMaxLimit", "iocpMaxLimit", "threadCount"];
const LAST_OF_GROUPS: readonly Count[] = ["workersMinLimit", "iocpMinLimit"];

class PoolReader {
  readonly counts = new Map<Count, { value: number; line: number }>();
  readonly workItems: WorkItem[] = [];
  readonly hillClimbing: HillClimbingStep[] = [];
  pool: string | null = null;
  /** A line like `Workers Total:`, of which each holds one number. */
  single = false;
  oldCpu = false;
  spacedCompletion = false;
  /** Rows were left out. */
  cut = false;
  private open: "worker" | "completion" | null = null;
  /** The item that a target below belongs to. */
  private item: WorkItem | null = null;
  private latestItem = 0;
  private latest: { count: Count; line: number } | null = null;

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trim();
    if (isElision(text)) {
      this.lose();
      return true;
    }
    if (isChatter(text)) return true;
    return this.takeGroup(text, line.number) || this.takeOne(text, line.number) || this.takeItem(text, line.number);
  }

  /** What stands below need not belong to what stands above. */
  lose(): void {
    this.cut = true;
    this.open = null;
    this.item = null;
  }

  private set(count: Count | undefined, value: number | null, line: number): boolean {
    if (count === undefined || value === null) return false;
    if (!this.counts.has(count)) this.counts.set(count, { value, line });
    this.latest = { count, line };
    return true;
  }

  private takeGroup(text: string, line: number): boolean {
    const heading = GROUP.exec(text);
    if (heading) this.open = heading.groups?.group?.toLowerCase() === "worker" ? "worker" : "completion";
    else if (!this.open || !GROUP_REST.test(text)) {
      this.open = null;
      return false;
    }
    if (/^Completion Port Thread: Total/i.test(text)) this.spacedCompletion = true;
    const names = this.open === "worker" ? OF_WORKERS : OF_IOCP;
    for (const { groups } of text.matchAll(GROUP_VALUE)) {
      this.set(names[groups?.name?.toLowerCase() ?? ""], Number(groups?.count), line);
    }
    return true;
  }

  private takeOne(text: string, line: number): boolean {
    const banner = BANNER.exec(text);
    if (banner) this.pool ??= group(banner, "pool")?.toLowerCase() ?? null;
    const cpu = CPU.exec(text);
    if (cpu && !text.includes(":")) this.oldCpu = true;
    const one = ONE.exec(text);
    if (one) {
      this.single = true;
      const names = one.groups?.group?.toLowerCase() === "completion" ? OF_IOCP : OF_WORKERS;
      return this.set(names[one.groups?.name?.toLowerCase().replace(" ", "") ?? ""], numberGroup(one, "count"), line);
    }
    const [queue, timers, threads] = [QUEUE.exec(text), TIMERS.exec(text), THREAD_COUNT.exec(text)];
    return (
      banner !== null ||
      (cpu !== null && this.set("cpuUtilization", numberGroup(cpu, "percent"), line)) ||
      (queue !== null && this.set("workRequestsInQueue", numberGroup(queue, "count"), line)) ||
      (timers !== null && this.set("timers", numberGroup(timers, "count"), line)) ||
      (threads !== null && this.pool === "windows" && this.set("threadCount", numberGroup(threads, "count"), line))
    );
  }

  private takeItem(text: string, line: number): boolean {
    const item = ITEM.exec(text) ?? UNKNOWN_ITEM.exec(text) ?? OLD_ITEM.exec(text);
    if (item) {
      const object = hexGroup(item, "object") ?? hexGroup(item, "context");
      const [type, queue] = [group(item, "type") ?? "Unknown", group(item, "queue")];
      this.item = {
        line,
        queue,
        type,
        object,
        function: hexGroup(item, "function"),
        target: null,
        method: null,
      };
      this.workItems.push(this.item);
      this.latestItem = line;
      return true;
    }
    const target = this.item ? TARGET.exec(text) : null;
    if (this.item && target) {
      this.item.target = canonicalHex(group(target, "target") ?? "");
      this.item.method = group(target, "method");
      this.latestItem = line;
      this.item = null;
      return true;
    }
    this.item = null;
    const step = LOG_ROW.exec(text);
    if (!step) return LOG_HEADING.test(text) || NO_LOG.test(text) || ITEM_HEADING.test(text) || NO_DATA.test(text);
    this.hillClimbing.push({
      line,
      seconds: decimal(group(step, "seconds")),
      transition: group(step, "transition") ?? "",
      newThreads: numberGroup(step, "threads") ?? 0,
      samples: numberGroup(step, "samples") ?? 0,
      throughput: decimal(group(step, "throughput")),
    });
    return true;
  }

  /** A paste that ends inside a number would give a wrong one. Returns the line that was not kept. */
  dropCutEnd(lines: readonly Line[]): number | null {
    const end = lines.at(-1);
    const { latest } = this;
    if (end && this.latestItem === end.number) return this.dropCutItem(end.number);
    if (!end || !latest || latest.line !== end.number || !/\d\s*$/.test(end.text)) return null;
    const natural = this.single || this.pool !== null ? LAST_OF_LINES : LAST_OF_GROUPS;
    if (natural.includes(latest.count)) return null;
    this.counts.delete(latest.count);
    return end.number;
  }

  /** An item that ends with an address may end inside it. */
  private dropCutItem(line: number): number | null {
    const last = this.workItems.at(-1);
    if (!last || (last.line === line ? last.queue !== null : last.method !== null)) return null;
    if (last.line === line) this.workItems.pop();
    last.target = null;
    return line;
  }

  lineOf(...counts: readonly Count[]): number | null {
    for (const count of counts) {
      const found = this.counts.get(count);
      if (found) return found.line;
    }
    return null;
  }
}

function decimal(text: string | null): number {
  return Number((text ?? "0").replace(",", "."));
}

function dialectOf(reader: PoolReader): ThreadPoolReport["dialect"] {
  if (reader.pool === "windows") return "windows";
  const queued = reader.workItems.some(({ queue }) => queue !== null);
  if (reader.pool === "portable" || reader.single || queued || reader.hillClimbing.length > 0) return "portable";
  const printed = [...reader.counts.keys()];
  const [queue, workers] = [printed.indexOf("workRequestsInQueue"), printed.indexOf("workersTotal")];
  if (queue >= 0 && queue < workers) return "psscor";
  const oldItem = reader.workItems.some(({ type, function: code }) => type !== "Unknown" || code === null);
  const newCpu = reader.counts.has("cpuUtilization") && !reader.oldCpu;
  return !newCpu && (reader.oldCpu || reader.spacedCompletion || oldItem) ? "sos-1.1" : "sos-2";
}

function parse(source: Source): Reading<ThreadPoolReport> {
  const reader = new PoolReader();
  const unread: number[] = [];
  const lines = unfold(source.lines, FOLDED, STARTS);
  for (const line of lines) {
    if (line.text.trim() === "" || reader.take(line)) continue;
    if (isChatter(line.text) || isAnnotation(line.text)) continue;
    unread.push(line.number);
    reader.lose();
  }
  const cut = reader.dropCutEnd(lines);
  if (cut !== null) unread.push(cut);
  const { counts, workItems, hillClimbing, pool } = reader;
  if (counts.size === 0 && workItems.length === 0 && pool === null) return null;
  const dialect = dialectOf(reader);
  const values = Object.fromEntries(COUNTS.map((count) => [count, counts.get(count)?.value ?? null]));
  return {
    report: {
      kind: "thread-pool",
      pool: dialect === "portable" || dialect === "windows" ? dialect : "clr",
      dialect,
      ...(values as Record<Count, number | null>),
      cpuLine: reader.lineOf("cpuUtilization"),
      workersLine: reader.lineOf("workersRunning", "workersTotal", "threadCount"),
      queueLine: reader.lineOf("workRequestsInQueue"),
      iocpLine: reader.lineOf("iocpTotal", "iocpFree"),
      workItems,
      hillClimbing,
      complete:
        !reader.cut && (counts.has("threadCount") || Object.values(OF_WORKERS).every((count) => counts.has(count))),
    },
    unread,
  };
}

export const sosThreadpool: Parser<ThreadPoolReport> = {
  id: "sos-threadpool",
  name: "!threadpool",
  mode: "user",
  command: /^!?(?:threadpool|tp)(?:\s|$)/,
  recognise: [
    BANNER,
    CPU,
    GROUP,
    ONE,
    QUEUE,
    NO_DATA,
    /^\s*\[Global(?: high-pri)?\]\s+(?:0x)?[0-9a-f]{5,16}\s+\S/i,
    /^\s*Using the (?:Portable|Windows) thread ?pool\.?\s/i,
  ],
  confirm: (lines, at) => {
    if (!CPU.test(lines[at]?.text.trim() ?? "")) return true;
    const around = lines.slice(Math.max(0, at - NEAR), at + NEAR);
    return around.some(({ text }) => GROUP.test(text) || ONE.test(text.trim()));
  },
  keeps: [CPU, TIMERS, THREAD_COUNT, OLD_ITEM, UNKNOWN_ITEM, ITEM_HEADING, TARGET, LOG_HEADING, LOG_ROW, GROUP_REST],
  restarts: BANNER,
  errors: [
    {
      // Failed to obtain ThreadPool data.
      line: NO_DATA,
      problem: {
        code: "THREADPOOL_NOT_READABLE",
        what: "SOS could not read the thread pool from this dump: the runtime had not set one up yet, or the dump or the SOS does not fit.",
        fix: "Take a full memory dump and use the newest SOS. Meanwhile count the pool's threads in the list of managed threads.",
        commands: ["!threads", "clrthreads"],
      },
    },
  ],
  parse,
};
