import { type Block, type Cite, canonicalHex, type Finding, type ObjectReport } from "@/evidence";
import type { EvidenceSet, Read } from "../evidence-set";
import { dumpedObjects, fieldOf, numberOf, unopened } from "../heap-objects";
import { cite, fact, type Rule } from "../rule";
import { count } from "../say";
import { threadViews } from "../thread-views";

/** Connections a pool holds unless the connection string says otherwise. */
const DEFAULT_MAX_POOL_SIZE = 100;
/** What a thread waits on that wants a pooled connection: the semaphore, an error event and the right to create one. */
const POOL_HANDLES = "3";

const POOL_TIMEOUT = /prior to obtaining a connection from the pool/i;

const POOL = /\.(?:WaitHandle)?DbConnectionPool$/;
const POOL_OPTIONS = /\.DbConnectionPoolGroupOptions$/;
const SERVICE_POINT = /^System\.Net\.ServicePoint$/;

type Pool = ReturnType<typeof poolOf>;

/** Counts of one pool, as far as its object and that of its options were printed. */
function poolOf(read: Read<ObjectReport>, options: readonly Read<ObjectReport>[]) {
  const optionsAt = fieldOf(read, "_connectionPoolGroupOptions", "_poolGroupOptions");
  const address = optionsAt && canonicalHex(optionsAt.value);
  const of = options.find(({ report }) => report.address !== null && report.address === address);
  return {
    read,
    total: numberOf(read, "_totalObjects"),
    waiting: numberOf(read, "_waitCount"),
    failed: fieldOf(read, "_errorOccurred"),
    options: address,
    largest: of ? numberOf(of, "_maxPoolSize") : null,
  };
}

function waitedFor({ total, waiting, largest, options }: Pool, cites: readonly Cite[], values: Finding["values"]) {
  const waiters = count(waiting?.value ?? 0, "thread waits", "threads wait");
  const size = total?.value ?? 0;
  if (size >= (largest?.value ?? DEFAULT_MAX_POOL_SIZE)) {
    const says = `The connection pool holds ${count(size, "connection")} and ${waiters} for one to come back.`;
    return fact("connection-pool-full", says, cites, values);
  }
  if (largest) {
    const says = `${waiters} for a connection, but the pool holds only ${size} of ${largest.value}: it is slow to open them, not full.`;
    return fact("connection-pool-not-full", says, cites, values);
  }
  const says = `${waiters} for one of the ${size} connections of the pool. Whether it may hold more, the connection string tells: 100 unless it says otherwise.`;
  return fact("connection-pool-waited-for", says, cites, { ...values, options });
}

function pool(pool: Pool): Finding[] {
  const { read, total, waiting, failed, largest } = pool;
  if (!total) return [];
  const cites = [total.cite, ...(waiting ? [waiting.cite] : []), ...(largest ? [largest.cite] : [])];
  const values = { total: total.value, waiting: waiting?.value ?? null, object: read.report.address };
  if (failed && (failed.value === "1" || failed.value === "true")) {
    return [
      fact(
        "connection-pool-backs-off",
        "The connection pool refuses new connections for a while, because the last log-in failed: the trouble is the log-in, not the number of connections.",
        [...cites, failed.cite],
        values,
      ),
    ];
  }
  if ((waiting?.value ?? 0) > 0) return [waitedFor(pool, cites, values)];
  if (waiting?.value !== 0) return [];
  const says = `The connection pool holds ${count(total.value, "connection")}, and nobody waits for one.`;
  return [fact("connection-pool-not-full", says, cites, values)];
}

/** That one pool or one host has room says nothing while another is full, or not looked into yet. */
function unlessSettled(findings: readonly Finding[], room: string, ...others: readonly string[]): Finding[] {
  const settled = findings.some(({ id }) => others.includes(id));
  return findings.filter(({ id }) => id !== room || !settled);
}

function pools(evidence: EvidenceSet): Finding[] {
  const options = dumpedObjects(evidence, POOL_OPTIONS);
  const findings = [
    ...dumpedObjects(evidence, POOL).flatMap((read) => pool(poolOf(read, options))),
    ...unopened(evidence, POOL, "connection-pool-found", "connection pool"),
  ];
  return unlessSettled(
    findings,
    "connection-pool-not-full",
    "connection-pool-full",
    "connection-pool-waited-for",
    "connection-pool-found",
  );
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

function servicePoint(read: Read<ObjectReport>): Finding[] {
  const current = numberOf(read, "m_CurrentConnections");
  const limit = numberOf(read, "m_ConnectionLimit");
  if (!current || !limit) return [];
  const cites = [current.cite, limit.cite];
  const values = { current: current.value, limit: limit.value, object: read.report.address };
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

function servicePoints(evidence: EvidenceSet): Finding[] {
  const findings = [
    ...dumpedObjects(evidence, SERVICE_POINT).flatMap(servicePoint),
    ...unopened(evidence, SERVICE_POINT, "service-point-found", "ServicePoint"),
  ];
  return unlessSettled(findings, "outgoing-limit-not-reached", "outgoing-limit-reached", "service-point-found");
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
      { count: unsent.length, thread: unsent[0]?.view.thread ?? null },
    ),
  ];
}

/** Connections to databases and web services: whether the process runs out of them. */
export const connections: Rule = {
  id: "connections",
  finds: [
    "connection-pool-found",
    "connection-pool-full",
    "connection-pool-waited-for",
    "connection-pool-not-full",
    "connection-pool-backs-off",
    "connection-pool-timeout",
    "connection-pool-handles-waited-for",
    "service-point-found",
    "outgoing-limit-reached",
    "outgoing-limit-not-reached",
    "many-web-requests-unanswered",
  ],
  derive(evidence) {
    return [
      ...pools(evidence),
      ...timeouts(evidence),
      ...poolHandles(evidence),
      ...servicePoints(evidence),
      ...webRequests(evidence, evidence.limits.backedUpThreads),
    ];
  },
};
