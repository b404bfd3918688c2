import type { HttpErrorGroup, HttpErrorsReport } from "@/evidence";
import type { Facts } from "../facts";
import type { HttpError } from "../http-errors";
import type { Server } from "../server";
import type { Printer } from "./printer";

/** `rows` is what is left of a log without its head and times. */
export type HttpErrorsDialect = "server-2016" | "server-2008" | "server-2003" | "rows";

const BEFORE = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri";
const FIELDS: Readonly<Record<HttpErrorsDialect, string>> = {
  "server-2016": `${BEFORE} streamid sc-status s-siteid s-reason s-queuename`,
  "server-2008": `${BEFORE} sc-status s-siteid s-reason s-queuename`,
  "server-2003": `${BEFORE} sc-status s-siteid s-reason s-queuename`,
  rows: "",
};
const SERVER = "10.1.9.9 80";

function isoSecond(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}

function printEntry(
  { time, client, clientPort, request, site, reason, queue }: HttpError,
  dialect: HttpErrorsDialect,
): string {
  const when = dialect === "rows" ? "" : `${isoSecond(time).replace("T", " ")} `;
  const asked = request ? `HTTP/1.1 ${request.verb} ${request.url}` : "- - -";
  const stream = dialect === "server-2016" ? " -" : "";
  return `${when}${client} ${clientPort} ${SERVER} ${asked}${stream} ${request?.status ?? "-"} ${site ?? "-"} ${reason} ${queue ?? "-"}`;
}

/** The log of HTTP.sys: what never reached a worker process, or was never answered by it. */
export function printHttpErrors({ httpErrors, clock }: Server, dialect: HttpErrorsDialect): string[] {
  const entries = httpErrors.map((entry) => printEntry(entry, dialect));
  if (dialect === "rows") return entries;
  const begun = httpErrors[0]?.time ?? clock.session - clock.systemUptime;
  return [
    `#Software: Microsoft HTTP API ${dialect === "server-2003" ? "1.0" : "2.0"}`,
    "#Version: 1.0",
    `#Date: ${isoSecond(begun).replace("T", " ")}`,
    `#Fields: ${FIELDS[dialect]}`,
    ...entries,
  ];
}

function instant(time: number, dialect: HttpErrorsDialect): string | null {
  return dialect === "rows" ? null : `${isoSecond(time)}Z`;
}

function groupFacts(entries: readonly HttpError[], dialect: HttpErrorsDialect): Facts<HttpErrorGroup> {
  const [first] = entries;
  const statuses = new Map<number, number>();
  for (const { request } of entries) {
    if (request && request.status !== null) statuses.set(request.status, (statuses.get(request.status) ?? 0) + 1);
  }
  return {
    reason: first?.reason ?? "",
    queueName: first?.queue ?? null,
    count: entries.length,
    firstTime: instant(first?.time ?? 0, dialect),
    lastTime: instant(entries.at(-1)?.time ?? 0, dialect),
    statuses: [...statuses].map(([status, count]) => ({ status, count })),
  };
}

function facts({ httpErrors }: Server, dialect: HttpErrorsDialect): Facts<HttpErrorsReport> {
  const groups = new Map<string, HttpError[]>();
  for (const entry of httpErrors) {
    const key = `${entry.reason} ${entry.queue}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return {
    kind: "http-errors",
    fields: FIELDS[dialect].split(" ").filter((field) => field !== ""),
    entries: httpErrors.length,
    firstTime: httpErrors[0] ? instant(httpErrors[0].time, dialect) : null,
    lastTime: httpErrors[0] ? instant(httpErrors.at(-1)?.time ?? 0, dialect) : null,
    reasons: [...groups.values()].sort((a, b) => b.length - a.length).map((entries) => groupFacts(entries, dialect)),
  };
}

function printer(dialect: HttpErrorsDialect, command: string, needs: Printer["needs"] = {}): Printer<HttpErrorsReport> {
  return {
    parser: "httperr",
    dialect,
    needs,
    prompt: "cmd",
    command: () => command,
    print: (server) => printHttpErrors(server, dialect),
    expected: (server) => facts(server, dialect),
  };
}

const FOLDER = "C:\\Windows\\System32\\LogFiles\\HTTPERR";

export const HTTP_ERRORS: readonly Printer<HttpErrorsReport>[] = [
  printer("server-2016", `type ${FOLDER}\\httperr1.log`, { systems: ["2019"] }),
  printer("server-2008", `type ${FOLDER}\\httperr1.log`, { systems: ["2008-r2"] }),
  printer("server-2003", `type ${FOLDER}\\httperr1.log`, { systems: ["2003"] }),
  printer("rows", `findstr /v # ${FOLDER}\\httperr1.log`),
];
