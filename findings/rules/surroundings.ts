import type { Block, EventMeaning, Finding, LoggedEvent } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { count, duration, list } from "../say";

type EventAt = { event: LoggedEvent; block: Block };

function eventsWith(evidence: EvidenceSet, ...meanings: readonly EventMeaning[]): EventAt[] {
  return evidence
    .of("events")
    .flatMap(({ report, block }) => report.events.map((event) => ({ event, block })))
    .filter(({ event }) => event.meaning !== null && meanings.includes(event.meaning));
}

function eventFinding(id: string, says: (n: number) => string, hits: readonly EventAt[]): Finding[] {
  if (hits.length === 0) return [];
  return [
    fact(
      id,
      says(hits.length),
      hits.slice(0, 20).map(({ event, block }) => cite(block, event.line)),
      { count: hits.length },
    ),
  ];
}

function queue(evidence: EvidenceSet): Finding[] {
  return evidence.of("http-errors").flatMap(({ report, block }) => {
    const full = report.reasons.filter(({ reason }) => /^QueueFull$/i.test(reason));
    if (full.length === 0) {
      return report.entries > 0
        ? [
            fact(
              "request-queue-never-full",
              "HTTP.sys turned requests away, but none because a queue was full.",
              [{ file: block.file, lines: block.lines }],
              { entries: report.entries },
            ),
          ]
        : [];
    }
    const total = full.reduce((sum, row) => sum + row.count, 0);
    return [
      fact(
        "request-queue-full",
        `HTTP.sys turned ${count(total, "request")} away because the queue of ${list([...new Set(full.map(({ queueName }) => queueName ?? "the application pool"))])} was full.`,
        full.map((row) => cite(block, row.line)),
        { count: total, pools: full.flatMap(({ queueName }) => queueName ?? []) },
      ),
    ];
  });
}

function uptime(evidence: EvidenceSet, limit: number): Finding[] {
  return evidence.of("session-time").flatMap(({ report, block }) => {
    const seconds = report.processUptimeSeconds;
    if (seconds === null) return [];
    const cites = [{ file: block.file, lines: block.lines }];
    return [
      seconds < limit
        ? fact("process-just-started", `The process had been running for ${duration(seconds)}.`, cites, {
            uptimeSeconds: seconds,
          })
        : fact(
            "process-runs-long",
            `The process had been running for ${duration(seconds)}: it is not starting.`,
            cites,
            {
              uptimeSeconds: seconds,
            },
          ),
    ];
  });
}

function twoWorkers(evidence: EvidenceSet): Finding[] {
  return evidence.of("worker-processes").flatMap(({ report, block }) => {
    const pools = new Map<string, typeof report.workers>();
    for (const worker of report.workers)
      pools.set(worker.applicationPool, [...(pools.get(worker.applicationPool) ?? []), worker]);
    return [...pools].flatMap(([pool, workers]) =>
      workers.length < 2
        ? []
        : [
            fact(
              "two-workers-for-one-pool",
              `${count(workers.length, "worker process", "worker processes")} serve ${pool}: one is being replaced, or the pool is a web garden.`,
              workers.map(({ line }) => cite(block, line)),
              { pool, processIds: workers.map(({ processId }) => processId) },
            ),
          ],
    );
  });
}

const DEBUGGERS = /^(?:msvsmon|vsdebugconsole|windbg|windbgx|cdb|ntsd|devenv|dbgx?\.shell|enginehost)\.exe$/i;

function debuggers(evidence: EvidenceSet): Finding[] {
  const running = evidence
    .of("tasks")
    .flatMap(({ report, block }) => report.tasks.map((task) => ({ task, block })))
    .filter(({ task }) => DEBUGGERS.test(task.image));
  if (running.length === 0) return [];
  return [
    fact(
      "debugger-running",
      `${list([...new Set(running.map(({ task }) => task.image))])} ${running.length === 1 ? "runs" : "run"} on the server: a debugger may hold the process.`,
      running.map(({ task, block }) => cite(block, task.line)),
      { images: running.map(({ task }) => task.image) },
    ),
  ];
}

/** How often a thread is suspended when a dump tool stops it once. */
const USUAL_SUSPENSIONS = 1;

function suspended(evidence: EvidenceSet): Finding[] {
  const listed = evidence
    .of("thread-list")
    .filter(({ report }) => report.complete)
    .flatMap(({ report, block }) => report.threads.map((thread) => ({ thread, block })));
  const surveyed = evidence
    .of("native-stacks")
    .filter(({ report, block }) => report.allThreads && block.mode !== "kernel")
    .flatMap(({ report, block }) => report.stacks.map((thread) => ({ thread, block })));
  const rows = listed.length > 0 ? listed : surveyed;
  if (rows.length < 3) return [];
  const counted = rows.filter(({ thread }) => thread.suspendCount !== null);
  const all =
    counted.length === rows.length && counted.every(({ thread }) => (thread.suspendCount ?? 0) > USUAL_SUSPENSIONS);
  if (!all) {
    return counted.length === rows.length
      ? [
          fact("threads-not-suspended", "No more than the dump tool itself holds the threads.", [
            { file: rows[0]?.block.file ?? 0, lines: rows[0]?.block.lines ?? [1, 1] },
          ]),
        ]
      : [];
  }
  return [
    fact(
      "all-threads-suspended",
      `Every one of the ${count(rows.length, "thread")} is suspended ${rows[0]?.thread.suspendCount} times: besides the dump tool, something else holds the process still.`,
      rows.slice(0, 20).map(({ thread, block }) => cite(block, thread.line)),
      { count: rows.length },
    ),
  ];
}

const BREAK = /^(?:DbgUiRemoteBreakin|DbgBreakPoint|DbgUserBreakPoint|DbgkExceptionPort\w*)$/;

function brokenIn(evidence: EvidenceSet): Finding[] {
  for (const { report, block } of evidence.of("native-stacks")) {
    if (block.mode === "kernel") continue;
    for (const stack of report.stacks) {
      const frame = stack.frames.slice(0, 3).find(({ symbol }) => BREAK.test(symbol ?? ""));
      if (frame) {
        return [
          fact(
            "debugger-broke-in",
            "A thread of a debugger that broke in stands in the process.",
            [cite(block, frame.line)],
            {
              thread: stack.thread,
            },
          ),
        ];
      }
    }
  }
  return [];
}

function beingDebugged(evidence: EvidenceSet): Finding[] {
  return evidence.of("process-environment").flatMap(({ report, block }) => {
    if (report.beingDebugged === null) return [];
    const cites = [cite(block, report.line, Math.min(report.line + 5, block.lines[1]))];
    return [
      report.beingDebugged
        ? fact("being-debugged", "Windows marks the process as being debugged.", cites)
        : fact("not-being-debugged", "No debugger is attached to the process.", cites),
    ];
  });
}

/** What stands around the process: queues in front of it, restarts, debuggers, and what the event log says. */
export const surroundings: Rule = {
  id: "surroundings",
  finds: [
    "request-queue-full",
    "request-queue-never-full",
    "process-just-started",
    "process-runs-long",
    "two-workers-for-one-pool",
    "debugger-running",
    "being-debugged",
    "not-being-debugged",
    "all-threads-suspended",
    "threads-not-suspended",
    "debugger-broke-in",
    "worker-was-recycled",
    "worker-stopped-answering",
    "disk-was-reset",
  ],
  derive(evidence) {
    return [
      ...queue(evidence),
      ...uptime(evidence, evidence.limits.startUpSeconds),
      ...twoWorkers(evidence),
      ...debuggers(evidence),
      ...suspended(evidence),
      ...brokenIn(evidence),
      ...beingDebugged(evidence),
      ...eventFinding(
        "worker-was-recycled",
        (n) =>
          `The event log tells of ${count(n, "recycled or ended worker process", "recycled or ended worker processes")}.`,
        eventsWith(
          evidence,
          ...(["recycled", "shutdown-time-limit", "idle-shutdown", "application-shutdown"] as const),
          // The process went away by itself.
          ...(["communication-error", "terminated"] as const),
        ),
      ),
      ...eventFinding(
        "worker-stopped-answering",
        (n) => `IIS noticed ${n === 1 ? "once" : `${n} times`} that the worker process did not answer.`,
        eventsWith(evidence, "ping-failed", "worker-deadlock", "isapi-unhealthy"),
      ),
      ...eventFinding(
        "disk-was-reset",
        (n) => `The event log holds ${count(n, "reset, retry or error", "resets, retries or errors")} of a disk.`,
        eventsWith(evidence, "device-reset", "io-retried", "paging-error", "bad-block"),
      ),
    ];
  },
};
