import type { Cite, EventMeaning, Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Found, type Rule, warning } from "../rule";
import { duration } from "../say";

type Trap = (evidence: EvidenceSet, found: Found) => Finding[];

/** A request older than this, taken one way or the other, is old anyway. */
const YOUNG_ENOUGH_SECONDS = 15 * 60;

/** A start that fits only as local time: taken for UTC it lies an offset too far back, or in the future. */
const localForUtc: Trap = (_evidence, found) => {
  const start = found.first("request-start");
  const session = found.first("session-time");
  const offset = session?.values.offsetMinutes;
  if (!start || !session || typeof offset !== "number" || offset === 0) return [];
  const age = (Date.parse(String(session.values.instant)) - Date.parse(String(start.values.instant))) / 1000;
  const asLocal = age + offset * 60;
  if (!(asLocal >= 0 && asLocal <= YOUNG_ENOUGH_SECONDS)) return [];
  const taken = age < 0 ? `begin ${duration(-age)} after the dump` : `be ${duration(age)} old`;
  return [
    warning(
      "local-time-for-utc",
      `Taken for UTC the request would ${taken}, which is the debugger's distance from UTC and little else. If its start was printed in local time, it was ${duration(asLocal)} old.`,
      [...start.cites, ...session.cites],
      { ageSeconds: age, asLocalSeconds: asLocal, offsetMinutes: offset },
    ),
  ];
};

function eventCites(evidence: EvidenceSet, wanted: readonly EventMeaning[], text: RegExp | null): Cite[] {
  return evidence.of("events").flatMap(({ report, block }) =>
    report.events
      .filter(({ meaning }) => meaning !== null && wanted.includes(meaning))
      .filter(({ reason, message }) => text === null || text.test(`${reason ?? ""} ${message}`))
      .map((event) => cite(block, event.line)),
  );
}

/** Whoever recycles before the dump has thrown the hang away. */
const restartedBefore: Trap = (evidence, found) => {
  const young = found.first("process-just-started");
  const restarts = eventCites(evidence, ["recycled", "terminated", "shutdown-time-limit"], null);
  if (!young || restarts.length === 0) return [];
  return [
    warning(
      "restarted-before-dump",
      "The process was replaced shortly before the dump: what hung before is not in it. Take the next dump during the stall, before anybody recycles or runs iisreset.",
      [...young.cites, ...restarts.slice(0, 5)],
      { uptimeSeconds: young.values.uptimeSeconds ?? null },
    ),
  ];
};

const CONFIGURATION = /config/i;

/** Tracing, settings and file changes restart the application, and with it the evidence goes. */
const changedSettings: Trap = (evidence) => {
  const cites = eventCites(evidence, ["application-shutdown", "recycled"], CONFIGURATION);
  if (cites.length === 0) return [];
  return [
    warning(
      "restart-by-configuration",
      "A change of configuration restarted the application. Failed-request tracing and edits of web.config do that too: make none during a stall that is to be dumped.",
      cites.slice(0, 5),
      { count: cites.length },
    ),
  ];
};

const TIMED_OUT = /Request timed out/i;

/** Requests that ran into their time limit are gone from a dump taken later. */
const cleanedUp: Trap = (evidence, found) => {
  const thrown = evidence
    .of("exceptions")
    .flatMap(({ report, block }) =>
      report.exceptions
        .filter(({ message }) => TIMED_OUT.test(message ?? ""))
        .map((exception) => cite(block, exception.line)),
    );
  const cites = [...eventCites(evidence, ["request-aborted"], null), ...thrown];
  const nothing =
    found.first("only-idle-threads") ?? found.first("no-long-requests") ?? found.first("request-is-young");
  if (cites.length === 0 || !nothing) return [];
  return [
    warning(
      "dump-after-time-limit",
      "Requests were ended by executionTimeout (110 seconds unless it is set), and this dump shows none that hangs: it was taken after they had been cleared away. Dump while they are still running.",
      [...cites.slice(0, 5), ...nothing.cites.slice(0, 1)],
      { count: cites.length },
    ),
  ];
};

/** How long the process lives says nothing of a request. */
const uptimeIsNoAge: Trap = (evidence, found) => {
  const old = found.first("process-runs-long");
  if (!old || !found.has("request-object") || found.has("request-start-field") || found.has("request-age")) return [];
  if (evidence.of("requests").length > 0) return [];
  return [
    warning(
      "uptime-is-no-age",
      "Process Uptime is the age of the process, not of the request: the request's own start is a field of its object (!do, then !cvtdd or !dumpvc of that field).",
      old.cites.slice(0, 1),
    ),
  ];
};

const TRAPS: readonly Trap[] = [localForUtc, restartedBefore, changedSettings, cleanedUp, uptimeIsNoAge];

/** Mistakes that are easily made with clocks and moments. */
export const timeTraps: Rule = {
  id: "time-traps",
  finds: [
    "local-time-for-utc",
    "restarted-before-dump",
    "restart-by-configuration",
    "dump-after-time-limit",
    "uptime-is-no-age",
  ],
  derive: (evidence, found) => TRAPS.flatMap((trap) => trap(evidence, found)),
};
