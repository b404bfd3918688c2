import type { Block, Cite, Finding, RequestsReport } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { count, duration, list } from "../say";

type RequestAt = { request: RequestsReport["requests"][number]; block: Block };

function sessionClients(waiting: readonly RequestAt[], many: number): Finding[] {
  const clients = new Set(waiting.map(({ request }) => request.client));
  const [client] = clients;
  if (clients.size !== 1 || !client || waiting.length < many) return [];
  return [
    fact(
      "session-waiters-of-one-client",
      `All of them come from one address (${client}): one user's requests wait for each other, unless a proxy stands in between.`,
      waiting.slice(0, 20).map(({ request, block }) => cite(block, request.line)),
      { client, count: waiting.length },
    ),
  ];
}

/** Requests that the process itself has in memory. */
function contextsOf(evidence: EvidenceSet): { long: { seconds: number; cite: Cite }[]; none: Cite[] } {
  const read = evidence.of("aspnet-requests");
  const long = read.flatMap(({ report, block }) =>
    report.rows.flatMap(({ completed, runningSeconds, line }) =>
      !completed && runningSeconds !== null && runningSeconds >= evidence.limits.requestYoungSeconds
        ? [{ seconds: runningSeconds, cite: cite(block, line) }]
        : [],
    ),
  );
  const whole = read.length > 0 && read.every(({ report }) => report.complete);
  return { long, none: whole ? read.map(({ block }) => ({ file: block.file, lines: block.lines })) : [] };
}

/** What IIS says of running requests and worker processes. */
export const requests: Rule = {
  id: "requests",
  finds: [
    "requests-running-long",
    "no-long-requests",
    "requests-wait-for-session",
    "session-waiters-of-one-client",
    "worker-processes",
  ],
  derive(evidence) {
    const findings: Finding[] = [];
    const rows = evidence
      .of("requests")
      .flatMap(({ report, block }) => report.requests.map((request) => ({ request, block })));
    const long = rows.filter(({ request }) => request.timeSeconds >= evidence.limits.requestYoungSeconds);
    const inProcess = contextsOf(evidence);
    const cites = (some: typeof rows) => some.slice(0, 20).map(({ request, block }) => cite(block, request.line));
    if (long.length > 0) {
      const longest = Math.max(...long.map(({ request }) => request.timeSeconds));
      findings.push(
        fact(
          "requests-running-long",
          `${count(long.length, "request has", "requests have")} been running for ten seconds or more, the longest for ${duration(longest)}.`,
          cites(long),
          { count: long.length, longestSeconds: longest },
        ),
      );
      const session = long.filter(
        ({ request }) =>
          /AcquireRequestState|RequestAcquireState/i.test(request.stage ?? "") && /session/i.test(request.module ?? ""),
      );
      if (session.length > 0)
        findings.push(
          fact(
            "requests-wait-for-session",
            `${count(session.length, "of them waits", "of them wait")} in the session module: a lock on session state, which holds no thread.`,
            cites(session),
            { count: session.length },
          ),
          ...sessionClients(session, evidence.limits.sessionWaiters),
        );
    } else if (inProcess.long.length > 0) {
      const longest = Math.max(...inProcess.long.map(({ seconds }) => seconds));
      findings.push(
        fact(
          "requests-running-long",
          `${count(inProcess.long.length, "request has", "requests have")} been running in the process for ten seconds or more, the longest for ${duration(longest)}.`,
          inProcess.long.slice(0, 20).map(({ cite }) => cite),
          { count: inProcess.long.length, longestSeconds: longest },
        ),
      );
    } else if (rows.length > 0) {
      findings.push(
        fact(
          "no-long-requests",
          `${count(rows.length, "request is", "requests are")} running and none has been for ten seconds: IIS sees no hang.`,
          cites(rows),
          { count: rows.length },
        ),
      );
    } else {
      const [empty] = evidence.of("requests");
      const cites = empty ? [{ file: empty.block.file, lines: empty.block.lines }] : inProcess.none;
      if (cites.length > 0)
        findings.push(
          fact(
            "no-long-requests",
            empty
              ? "IIS lists no such request: nothing that it is asked for hangs."
              : "No request in the process has been running for ten seconds.",
            cites,
            { count: 0 },
          ),
        );
    }
    const workers = evidence
      .of("worker-processes")
      .flatMap(({ report, block }) => report.workers.map((worker) => ({ worker, block })));
    if (workers.length > 0) {
      findings.push(
        fact(
          "worker-processes",
          `Worker ${workers.length === 1 ? "process" : "processes"}: ${list(workers.map(({ worker }) => `${worker.processId} (${worker.processId.toString(16)} hex) for ${worker.applicationPool}`))}.`,
          workers.map(({ worker, block }) => cite(block, worker.line)),
          {
            processIds: workers.map(({ worker }) => worker.processId.toString(16)),
            pools: workers.map(({ worker }) => worker.applicationPool),
          },
        ),
      );
    }
    return findings;
  },
};
