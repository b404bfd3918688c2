import type { Cite, Finding } from "@/evidence";
import type { EvidenceSet, Read } from "../evidence-set";
import { parseUtcOffset } from "../questions";
import { cite, fact, type Rule, warning } from "../rule";
import { clock, duration } from "../say";

/** Fields that hold the moment a request, or the start of its application, began; all are UTC. */
const START_FIELD = /^_?(?:startTime|utcTimestamp|firstRequestStartTime|timestampUtc)$/i;
const REQUEST_TYPE = /WorkerRequest|HttpContext$|HttpRequest$|HttpRuntime$/;

function requestObject(evidence: EvidenceSet): Finding[] {
  const reads = evidence.of("stack-objects");
  const rows = reads.flatMap(({ report, block }) =>
    report.objects.map((row) => ({ row, block, thread: report.thread ?? block.thread })),
  );
  const request =
    rows.find(({ row }) => /WorkerRequest/.test(row.type)) ?? rows.find(({ row }) => /HttpContext$/.test(row.type));
  if (!request) return [];
  const { row, block, thread } = request;
  return [
    fact(
      "request-object",
      `The request ${thread === null ? "on this thread" : `of thread ${thread}`} is the ${row.type.split(".").at(-1)} at ${row.object}.`,
      [cite(block, row.line)],
      { object: row.object, type: row.type, thread },
    ),
  ];
}

interface StartField {
  object: string;
  address: string;
  cite: Cite;
  type: string;
  methodTable: string | null;
}

function startField(evidence: EvidenceSet): StartField | null {
  for (const { report, block } of evidence.of("object")) {
    const field = report.fields.find((candidate) => START_FIELD.test(candidate.name) && candidate.value !== null);
    if (field?.value && (REQUEST_TYPE.test(report.name) || field.valueType)) {
      return {
        object: report.address ?? "",
        address: field.value,
        cite: cite(block, field.line),
        type: report.name,
        methodTable: field.methodTable,
      };
    }
  }
  return null;
}

function startRead(evidence: EvidenceSet, field: StartField | null) {
  const dates = evidence.of("date").filter(({ report }) => report.instant !== null);
  const matching = field ? dates.find(({ report }) => report.address === field.address) : undefined;
  return matching ?? (dates.length === 1 ? dates[0] : undefined) ?? null;
}

function sessionInstant(
  evidence: EvidenceSet,
): { read: Read & { report: { kind: "session-time" } }; instant: string | null } | null {
  const reads = evidence.of("session-time");
  const read = reads.find(({ report }) => report.processUptimeSeconds !== null) ?? reads[0];
  if (!read) return null;
  if (read.report.instant) return { read, instant: read.report.instant };
  const answered = evidence.answers.get("session-zone");
  const offset = answered === undefined ? null : parseUtcOffset(answered);
  if (offset === null) return { read, instant: null };
  const local = Date.parse(`${read.report.local}Z`);
  return { read, instant: Number.isNaN(local) ? null : new Date(local - offset * 60_000).toISOString() };
}

/** Milliseconds with the fraction that Date drops. */
function millis(instant: string): number {
  const fraction = /\.(\d+)Z$/.exec(instant)?.[1] ?? "0";
  return Math.floor(Date.parse(instant) / 1000) * 1000 + Number(`0.${fraction}`) * 1000;
}

function ageFindings(
  age: number,
  thread: number | null,
  cites: readonly Cite[],
  evidence: EvidenceSet,
  detail: Record<string, string | number | null>,
): Finding[] {
  const { requestOldSeconds, requestYoungSeconds } = evidence.limits;
  const whose = thread === null ? "The request" : `The request of thread ${thread}`;
  const values = { ageSeconds: Math.round(age * 1000) / 1000, thread, ...detail };
  const findings = [
    fact("request-age", `${whose} had been running for ${duration(age)} when the dump was taken.`, cites, values),
  ];
  if (age >= requestOldSeconds)
    findings.push(
      fact(
        "request-is-old",
        `${duration(age)} is far beyond what a request takes: this is a hang, not a busy moment.`,
        cites,
        values,
      ),
    );
  else if (age < requestYoungSeconds)
    findings.push(
      fact(
        "request-is-young",
        `${duration(age)} is ordinary: this dump may have caught a request that was not hung at all.`,
        cites,
        values,
      ),
    );
  else findings.push(fact("request-is-slow", `${duration(age)} is slow, but not yet a hang.`, cites, values));
  return findings;
}

/** When the request began, when the dump was taken, and so how long it had been running. */
export const requestAge: Rule = {
  id: "request-age",
  finds: [
    "request-object",
    "request-start-field",
    "request-start",
    "session-time",
    "session-zone-missing",
    "request-age",
    "request-is-old",
    "request-is-slow",
    "request-is-young",
  ],
  derive(evidence) {
    const findings = requestObject(evidence);
    const field = startField(evidence);
    if (field) {
      findings.push(
        fact("request-start-field", `The moment the request began is stored at ${field.address}.`, [field.cite], {
          address: field.address,
          object: field.object,
          type: field.type,
          methodTable: field.methodTable,
        }),
      );
    }
    const start = startRead(evidence, field);
    const thread = start?.block.thread ?? evidence.of("stack-objects")[0]?.block.thread ?? null;
    const startCites: Cite[] = start ? [...(field ? [field.cite] : []), cite(start.block, start.report.line)] : [];
    if (start?.report.instant) {
      findings.push(
        fact(
          "request-start",
          `The request began at ${clock(start.report.instant)} on ${start.report.instant.slice(0, 10)}.`,
          startCites,
          { instant: start.report.instant, thread },
        ),
      );
    }
    const session = sessionInstant(evidence);
    if (!session) return findings;
    const { read, instant } = session;
    const timeCite = cite(read.block, read.report.line);
    if (instant === null) {
      findings.push(
        warning(
          "session-zone-missing",
          `The debug session time ${read.report.local.slice(11, 19)} carries no time zone, so the age of the request cannot be told: ask which zone the debugger ran in.`,
          [timeCite],
        ),
      );
      return findings;
    }
    findings.push(
      fact(
        "session-time",
        `The dump was taken at ${clock(instant)}${read.report.offsetMinutes ? ` (${read.report.local.slice(11, 19)} local)` : ""}.`,
        [timeCite],
        { instant, local: read.report.local, offsetMinutes: read.report.offsetMinutes },
      ),
    );
    if (start?.report.instant) {
      const age = (millis(instant) - millis(start.report.instant)) / 1000;
      if (age >= 0)
        findings.push(
          ...ageFindings(age, thread, [...startCites, timeCite], evidence, {
            start: start.report.instant,
            session: instant,
          }),
        );
    }
    return findings;
  },
};
