import type { Cite, Finding, ThreadPoolReport } from "@/evidence";
import type { EvidenceSet, Read } from "../evidence-set";
import { cite, type Found, fact, type Rule, warning } from "../rule";
import { count } from "../say";

/** What runtimes up to 3.5 write into the processor's field while they collect garbage, so that no worker is added. */
const CPU_DURING_COLLECTION = 81;

/** Of the workers so many are idle at least where nothing tells of the queue: a few may be between two pieces of work. */
const IDLE_SHARE = 0.25;

/** True when new work need not wait: up to its least number the pool adds a worker at once. */
function hasRoom({
  workersTotal,
  workersRunning,
  workersIdle,
  workersMinLimit,
  workRequestsInQueue,
}: ThreadPoolReport): boolean {
  const [total, running] = [workersTotal ?? 0, workersRunning ?? 0];
  const idle = workersIdle ?? total - running;
  if (idle <= 0 || workRequestsInQueue !== null) return idle > 0 && workRequestsInQueue === 0;
  return running < (workersMinLimit ?? 0) || idle >= total * IDLE_SHARE;
}

function at({ block }: Read, ...lines: readonly (number | null)[]): Cite[] {
  const known = lines.filter((line) => line !== null);
  return known.length > 0 ? known.map((line) => cite(block, line)) : [{ file: block.file, lines: block.lines }];
}

function workers(read: Read<ThreadPoolReport>): Finding[] {
  const { report } = read;
  const { workersTotal: total, workersRunning: running, workersIdle: idle, workersMaxLimit: max } = report;
  const queue = report.workRequestsInQueue;
  if (total === null || running === null) return [];
  const values = { total, running, idle, max, min: report.workersMinLimit, queue, cpu: report.cpuUtilization };
  const cites = at(read, report.workersLine);
  const findings: Finding[] = [];
  if (total > 0 && running >= total && (idle ?? 0) === 0) {
    const full = max !== null && running >= max;
    findings.push(
      fact(
        full ? "pool-at-limit" : "pool-exhausted",
        full
          ? `All ${count(total, "worker")} of the thread pool are busy, and ${max} is as many as it may have.`
          : `All ${count(total, "worker")} of the thread pool are busy and none is idle: new work waits until the pool adds a thread, one or two a second.`,
        cites,
        values,
      ),
    );
  } else if (running === 0) {
    findings.push(fact("pool-idle", "No worker of the thread pool is busy.", cites, values));
  } else if (hasRoom(report)) {
    findings.push(
      fact(
        "pool-has-room",
        `The thread pool has workers to spare: ${running} of ${total} are busy${queue === 0 ? ", and nothing is queued" : ""}.`,
        at(read, report.workersLine, report.queueLine),
        values,
      ),
    );
  }
  return findings;
}

function queue(read: Read<ThreadPoolReport>): Finding[] {
  const waiting = read.report.workRequestsInQueue;
  if (waiting === null || waiting === 0) return [];
  return [
    fact(
      "pool-queue-waiting",
      `${count(waiting, "piece of work waits", "pieces of work wait")} in the pool's queue for a thread.`,
      at(read, read.report.queueLine),
      { queue: waiting },
    ),
  ];
}

function processor(read: Read<ThreadPoolReport>, found: Found, busy: number): Finding[] {
  const { cpuUtilization: cpu, cpuLine, pool } = read.report;
  if (cpu === null || pool !== "clr") return [];
  const cites = at(read, cpuLine);
  const family = found.text("runtime", "family");
  if (cpu === CPU_DURING_COLLECTION && (family === null || family === "1.1" || family === "2.0")) {
    return [
      warning(
        "pool-cpu-is-a-mark",
        "81 % exactly is what runtimes up to 3.5 write here themselves while they collect garbage: it need not be the processor's load.",
        cites,
        { cpu },
      ),
    ];
  }
  if (cpu >= busy) {
    return [
      fact(
        "processor-busy",
        `The processor is ${cpu} % busy: above ${busy} % the pool adds no thread, and the trouble is what burns the time.`,
        cites,
        { cpu },
      ),
    ];
  }
  return [fact("processor-not-busy", `The processor is only ${cpu} % busy.`, cites, { cpu })];
}

function outOfThreads(evidence: EvidenceSet): Finding[] {
  return evidence
    .of("exceptions")
    .flatMap(({ report, block }) =>
      report.exceptions
        .filter(({ message }) => /not enough free threads in the ThreadPool/i.test(message ?? ""))
        .map((exception) =>
          fact(
            "pool-out-of-threads",
            "A call failed because the thread pool had no free thread for it.",
            [cite(block, exception.line)],
            { object: exception.object },
          ),
        ),
    );
}

/** Whether the thread pool has threads left for new work. */
export const threadPool: Rule = {
  id: "thread-pool",
  finds: [
    "pool-exhausted",
    "pool-at-limit",
    "pool-idle",
    "pool-has-room",
    "pool-queue-waiting",
    "pool-cpu-is-a-mark",
    "processor-busy",
    "processor-not-busy",
    "pool-out-of-threads",
  ],
  derive(evidence, found) {
    const reads = evidence.of("thread-pool").filter(({ report }) => report.pool !== "windows");
    return [
      ...reads.flatMap((read) => [
        ...workers(read),
        ...queue(read),
        ...processor(read, found, evidence.limits.processorBusyPercent),
      ]),
      ...outOfThreads(evidence),
    ];
  },
};
