import type { ThreadPoolReport, WorkItem } from "@/evidence";
import type { Facts } from "../facts";
import type { PoolStep, QueuedWork } from "../pool";
import type { Server } from "../server";
import { pointer } from "./pointers";
import type { Printer } from "./printer";

/** `portable-7` still counts completion ports; `portable-items` is what `-wi -ti` add. */
export type PoolDialect = "sos-1.1" | "sos-2" | "psscor" | "portable" | "portable-7" | "portable-items" | "windows";

const RULE = "--------------------------------------";

function workersLine({ pool: { running, idle, maxLimit, minLimit } }: Server): string {
  return `Worker Thread: Total: ${running + idle} Running: ${running} Idle: ${idle} MaxLimit: ${maxLimit} MinLimit: ${minLimit}`;
}

function completionLine({ pool: { completion } }: Server, gap: string): string {
  const { total, free, maxFree, currentLimit, maxLimit, minLimit } = completion;
  return `Completion Port Thread:${gap}Total: ${total} Free: ${free} MaxFree: ${maxFree} CurrentLimit: ${currentLimit} MaxLimit: ${maxLimit} MinLimit: ${minLimit}`;
}

function oldItem({ callback, object, function: code }: QueuedWork, { runtime: { bits, version } }: Server): string {
  if (callback !== null) return `${version === "1.1" ? "" : "    "}${callback}@${pointer(object, bits)}`;
  if (version === "1.1") return `Unknown ${pointer(object, bits)}`;
  return `    Unknown Function: ${pointer(code, bits)}  Context: ${pointer(object, bits)}`;
}

function printOld(server: Server, dialect: "sos-1.1" | "sos-2"): string[] {
  const { cpu, queue, timers } = server.pool;
  const first = dialect === "sos-1.1";
  return [
    ...(first ? (cpu > 0 ? [`CPU utilization ${cpu}%`] : []) : [`CPU utilization: ${cpu}%`]),
    workersLine(server),
    `Work Request in Queue: ${queue.length}`,
    ...queue.map((work) => oldItem(work, server)),
    RULE,
    `Number of Timers: ${timers}`,
    RULE,
    completionLine(server, first ? " " : ""),
  ];
}

function printPsscor(server: Server): string[] {
  const { cpu, queue, timers } = server.pool;
  return [
    `Work Request in Queue: ${queue.length}`,
    RULE,
    `Number of Timers: ${timers}`,
    RULE,
    `CPU utilization ${cpu}%`,
    RULE,
    workersLine(server),
    completionLine(server, ""),
  ];
}

function printStep({ before, transition, threads, samples, throughput }: PoolStep): string {
  const seconds = before === 0 ? "0.00" : (-before / 100).toFixed(2);
  const start = `${seconds.padStart(11)} ${transition.padEnd(16)} ${String(threads).padStart(12)}`;
  return `${start} ${String(samples).padStart(11)} ${throughput.toFixed(2).padStart(12)}`;
}

function printItem({ queue, object, type, target }: QueuedWork): string[] {
  return [
    `${`[${queue}]`.padEnd(17)} ${object.padEnd(16)} ${type}`,
    ...(target ? [`    => ${target.object} ${target.method}`] : []),
  ];
}

function printPortable(server: Server, dialect: PoolDialect): string[] {
  const { cpu, running, idle, minLimit, maxLimit, completion, steps, queue } = server.pool;
  const items = dialect === "portable-items";
  const ports = [
    "",
    `Completion Total:   ${completion.total}`,
    `Completion Free:    ${completion.free}`,
    `Completion MaxFree: ${completion.maxFree}`,
    `Completion Current Limit: ${completion.currentLimit}`,
    `Completion Min Limit:     ${completion.minLimit}`,
    `Completion Max Limit:     ${completion.maxLimit}`,
  ];
  const log = ["", "Hill Climbing Log:", "      Time Transition       #New Threads    #Samples   Throughput"];
  return [
    "Using the Portable thread pool.",
    "",
    `CPU utilization:  ${cpu}%`,
    `Workers Total:    ${running + idle}`,
    `Workers Running:  ${running}`,
    `Workers Idle:     ${idle}`,
    `Worker Min Limit: ${minLimit}`,
    `Worker Max Limit: ${maxLimit}`,
    ...(dialect === "portable-7" ? ports : []),
    ...(items && steps.length > 0 ? [...log, ...steps.map(printStep)] : []),
    ...(items && queue.length > 0
      ? ["", "Queue             Object           Type", ...queue.flatMap(printItem), ""]
      : []),
  ];
}

/** `!threadpool`: how busy the pool is and what waits for it. */
export function printThreadPool(server: Server, dialect: PoolDialect): string[] {
  if (dialect === "sos-1.1" || dialect === "sos-2") return printOld(server, dialect);
  if (dialect === "psscor") return printPsscor(server);
  if (dialect !== "windows") return printPortable(server, dialect);
  const { running, idle } = server.pool;
  return ["Using the Windows thread pool.", "", `Thread count:    ${running + idle}`];
}

const NOTHING: Facts<ThreadPoolReport> = {
  kind: "thread-pool",
  pool: "clr",
  dialect: "sos-2",
  cpuUtilization: null,
  workersTotal: null,
  workersRunning: null,
  workersIdle: null,
  workersMinLimit: null,
  workersMaxLimit: null,
  threadCount: null,
  workRequestsInQueue: null,
  timers: null,
  iocpTotal: null,
  iocpFree: null,
  iocpMaxFree: null,
  iocpCurrentLimit: null,
  iocpMinLimit: null,
  iocpMaxLimit: null,
  workItems: [],
  hillClimbing: [],
  complete: true,
};

function itemFacts(
  { queue, callback, function: code, type, object, target }: QueuedWork,
  dialect: PoolDialect,
): Facts<WorkItem> {
  const none = { queue: null, object, function: null, target: null, method: null };
  if (dialect === "portable-items") {
    return { ...none, queue, type, target: target?.object ?? null, method: target?.method ?? null };
  }
  const name = callback?.split(" ")[0] ?? "Unknown";
  return { ...none, type: name, function: callback === null && dialect === "sos-2" ? code : null };
}

function facts({ pool }: Server, dialect: PoolDialect): Facts<ThreadPoolReport> {
  const { cpu, running, idle, minLimit, maxLimit, queue, timers, completion, steps } = pool;
  if (dialect === "windows") return { ...NOTHING, pool: "windows", dialect, threadCount: running + idle };
  const workers = {
    cpuUtilization: dialect === "sos-1.1" && cpu === 0 ? null : cpu,
    workersTotal: running + idle,
    workersRunning: running,
    workersIdle: idle,
    workersMinLimit: minLimit,
    workersMaxLimit: maxLimit,
  };
  const ports = {
    iocpTotal: completion.total,
    iocpFree: completion.free,
    iocpMaxFree: completion.maxFree,
    iocpCurrentLimit: completion.currentLimit,
    iocpMinLimit: completion.minLimit,
    iocpMaxLimit: completion.maxLimit,
  };
  if (dialect.startsWith("portable")) {
    const items = dialect === "portable-items";
    return {
      ...NOTHING,
      pool: "portable",
      dialect: "portable",
      ...workers,
      ...(dialect === "portable-7" ? ports : {}),
      workItems: items ? queue.map((work) => itemFacts(work, dialect)) : [],
      hillClimbing: items
        ? steps.map(({ before, transition, threads, samples, throughput }) => ({
            seconds: before === 0 ? 0 : -before / 100,
            transition,
            newThreads: threads,
            samples,
            throughput,
          }))
        : [],
    };
  }
  return {
    ...NOTHING,
    dialect: dialect === "sos-1.1" || dialect === "psscor" ? dialect : "sos-2",
    ...workers,
    ...ports,
    workRequestsInQueue: queue.length,
    timers,
    workItems: dialect === "psscor" ? [] : queue.map((work) => itemFacts(work, dialect)),
  };
}

function printer(
  name: string,
  form: PoolDialect,
  needs: Printer["needs"],
  command: string,
  prompt: Printer["prompt"] = "user",
): Printer<ThreadPoolReport> {
  return {
    parser: "sos-threadpool",
    dialect: name,
    needs,
    prompt,
    command: () => command,
    print: (server) => printThreadPool(server, form),
    expected: (server) => facts(server, form),
  };
}

const CORE = { versions: ["core"], systems: ["2019", "linux"] } as const;

export const THREAD_POOL: readonly Printer<ThreadPoolReport>[] = [
  printer("sos-1.1", "sos-1.1", { versions: ["1.1"] }, "!threadpool"),
  printer("sos-2-x86", "sos-2", { versions: ["2.0", "4.x"], bits: 32 }, "!threadpool"),
  printer("sos-2-x64", "sos-2", { versions: ["2.0", "4.x"], bits: 64 }, "!threadpool"),
  printer("psscor", "psscor", { versions: ["2.0", "4.x"] }, "!psscor4.threadpool"),
  printer("portable", "portable", CORE, "threadpool", "dotnet-dump"),
  printer("portable-sos", "portable", { versions: ["core"] }, "!threadpool"),
  printer("portable-7", "portable-7", CORE, "threadpool", "dotnet-dump"),
  printer("portable-items", "portable-items", CORE, "threadpool -wi -ti", "dotnet-dump"),
  printer("windows", "windows", { versions: ["core"], systems: ["2019"] }, "threadpool", "dotnet-dump"),
];
