import type { Block, Finding, ObjectReport } from "@/evidence";
import type { EvidenceSet, Read } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { count } from "../say";
import { threadViews } from "../thread-views";

/** Connections a pool holds unless the connection string says otherwise. */
const DEFAULT_MAX_POOL_SIZE = 100;
/** What a thread waits on that wants a pooled connection: the semaphore, an error event and the right to create one. */
const POOL_HANDLES = "3";

const POOL_TIMEOUT = /prior to obtaining a connection from the pool/i;

interface NumberAt {
  value: number;
  line: number;
}

function numberField({ fields }: ObjectReport, ...names: readonly string[]): NumberAt | null {
  for (const field of fields) {
    if (!names.includes(field.name) || field.value === null || !/^\d+$/.test(field.value)) continue;
    return { value: Number(field.value), line: field.line };
  }
  return null;
}

function objects(evidence: EvidenceSet, type: RegExp): Read<ObjectReport>[] {
  return evidence.of("object").filter(({ report }) => type.test(report.name));
}

function pool({ report, block }: Read<ObjectReport>): Finding[] {
  const total = numberField(report, "_totalObjects");
  if (!total) return [];
  const waiting = numberField(report, "_waitCount");
  const cites = [cite(block, total.line), ...(waiting ? [cite(block, waiting.line)] : [])];
  const values = { total: total.value, waiting: waiting?.value ?? null, object: report.address };
  const failed = report.fields.find(
    ({ name, value }) => name === "_errorOccurred" && (value === "1" || value === "true"),
  );
  if (failed) {
    return [
      fact(
        "connection-pool-backs-off",
        "The connection pool refuses new connections for a while, because the last log-in failed: the trouble is the log-in, not the number of connections.",
        [...cites, cite(block, failed.line)],
        values,
      ),
    ];
  }
  if (total.value >= DEFAULT_MAX_POOL_SIZE && (waiting?.value ?? 0) > 0) {
    return [
      fact(
        "connection-pool-full",
        `The connection pool holds ${count(total.value, "connection")} and ${count(waiting?.value ?? 0, "thread waits", "threads wait")} for one to come back.`,
        cites,
        values,
      ),
    ];
  }
  if (waiting?.value === 0) {
    return [
      fact(
        "connection-pool-not-full",
        `The connection pool holds ${count(total.value, "connection")}, and nobody waits for one.`,
        cites,
        values,
      ),
    ];
  }
  return [];
}

function timeouts(evidence: EvidenceSet): Finding[] {
  const hits = evidence
    .of("exceptions")
    .flatMap(({ report, block }) => report.exceptions.map((exception) => ({ exception, block })))
    .filter(({ exception }) => POOL_TIMEOUT.test(exception.message ?? ""));
  if (hits.length === 0) return [];
  return [
    fact(
      "connection-pool-timeout",
      "A request gave up because no connection of the pool came free in time.",
      hits.map(({ exception, block }) => cite(block, exception.line)),
      { count: hits.length },
    ),
  ];
}

function poolHandles(evidence: EvidenceSet): Finding[] {
  const hits: { block: Block; line: number }[] = [];
  for (const { native, activities } of threadViews(evidence)) {
    if (!activities.some(({ signature }) => signature.id === "waits-for-connection-pool")) continue;
    const frame = native?.stack.frames.find(({ symbol }) => /WaitForMultipleObjects(?:Ex)?$/.test(symbol ?? ""));
    if (native && frame?.args[0] === POOL_HANDLES) hits.push({ block: native.block, line: frame.line });
  }
  if (hits.length === 0) return [];
  return [
    fact(
      "connection-pool-handles-waited-for",
      `${count(hits.length, "thread waits", "threads wait")} on three handles at once, as a thread does that wants a pooled connection.`,
      hits.slice(0, 10).map(({ block, line }) => cite(block, line)),
      { count: hits.length },
    ),
  ];
}

function servicePoint({ report, block }: Read<ObjectReport>): Finding[] {
  const current = numberField(report, "m_CurrentConnections");
  const limit = numberField(report, "m_ConnectionLimit");
  if (!current || !limit) return [];
  const cites = [cite(block, current.line), cite(block, limit.line)];
  const values = { current: current.value, limit: limit.value, object: report.address };
  if (current.value >= limit.value) {
    return [
      fact(
        "outgoing-limit-reached",
        `All ${limit.value} connections that this process may open to one host are in use: further requests wait before they are sent.`,
        cites,
        values,
      ),
    ];
  }
  return [
    fact(
      "outgoing-limit-not-reached",
      `Only ${current.value} of ${limit.value} connections to that host are in use.`,
      cites,
      values,
    ),
  ];
}

/** Requests of web services that wait before or after they were sent. */
function webRequests(evidence: EvidenceSet, backedUp: number): Finding[] {
  const waiting = threadViews(evidence).flatMap((view) => {
    const hit = view.activities.find(({ signature }) => signature.id === "waits-for-outgoing-connection");
    return hit && view.activities[0] === hit ? [{ view, hit }] : [];
  });
  const unsent = waiting.filter(({ view }) =>
    view.managed?.stack.frames.some(({ method }) =>
      /LazyAsyncResult\.(?:Internal)?WaitForCompletion$/.test(method ?? ""),
    ),
  );
  if (unsent.length < backedUp) return [];
  return [
    fact(
      "many-web-requests-unanswered",
      `${count(unsent.length, "thread")} wait for a web request that has not come back; whether it was sent at all, the stack does not tell.`,
      unsent.slice(0, 20).map(({ hit }) => hit.cite),
      { count: unsent.length },
    ),
  ];
}

/** Connections to databases and web services: whether the process runs out of them. */
export const connections: Rule = {
  id: "connections",
  finds: [
    "connection-pool-full",
    "connection-pool-not-full",
    "connection-pool-backs-off",
    "connection-pool-timeout",
    "connection-pool-handles-waited-for",
    "outgoing-limit-reached",
    "outgoing-limit-not-reached",
    "many-web-requests-unanswered",
  ],
  derive(evidence) {
    return [
      ...objects(evidence, /\.DbConnectionPool$/).flatMap(pool),
      ...timeouts(evidence),
      ...poolHandles(evidence),
      ...objects(evidence, /^System\.Net\.ServicePoint$/).flatMap(servicePoint),
      ...webRequests(evidence, evidence.limits.backedUpThreads),
    ];
  },
};
