import type { HttpRequestsReport, Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, group, hexGroup, rx } from "./grammar";
import { HEAP_ERRORS } from "./heap-state";
import type { Parser, Reading, Source } from "./parser";
import { readRejoined } from "./rejoined";

/**
 * `dumprequests` (dotnet-dump, and SOS as `!dumprequests`): the HTTP requests that ASP.NET Core is serving.
 *
 * ```sample dotnet-dump
 * > dumprequests
 * Address      Method Scheme Url
 * 7f1df9c0a4e8 GET    http   /rates?id=7&sort=price
 * 7f1df9c3b120 POST   https  /orders
 * 7f1df9c41f58
 * Found 3 active requests
 * ```
 * ```sample none
 * > dumprequests
 * No requests found
 * ```
 *
 * A context without method and address is one that waits to be used again. When a request began is not printed: it
 * stands in the fields of the context's activity.
 */
const COLUMNS = /^\s*Address\s+Method\s+(?:Scheme|Protocol)\s+Url$/i;
const METHODS = "GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI|[A-Z]{3,20}";
// 7f1df9c0a4e8 GET    http   /rates?id=7&sort=price
const REQUEST = rx(
  "^\\s*(?<address>",
  ADDRESS,
  ")\\s+(?<method>(?:",
  METHODS,
  "))\\s+(?<scheme>https?|HTTP/\\d(?:\\.\\d)?)\\s+(?<url>[/*]\\S{0,8000})$",
);
const IDLE = rx("^\\s*(?<address>", ADDRESS, ")(?:\\s+(?<method>(?:", METHODS, ")))?$");
const FOUND = /^\s*Found\s+(?<count>\d{1,9})\s+active requests\.?$/i;
const NONE = /^\s*No requests found\.?$/i;

const BEGINS_ROW = rx("^\\s*", ADDRESS, "(?:\\s|$)");

function standsAlone(text: string): boolean {
  return isChatter(text) || isElision(text) || FOUND.test(text) || COLUMNS.test(text) || BEGINS_ROW.test(text);
}

type Request = HttpRequestsReport["requests"][number];

function readRequest(text: string, { number }: Line, inTable: boolean, mayBeCut: boolean): Request | null {
  const match = REQUEST.exec(text) ?? (inTable && !mayBeCut ? IDLE.exec(text) : null);
  const address = match && hexGroup(match, "address");
  if (!match || !address) return null;
  const scheme = group(match, "scheme");
  return { line: number, address, method: group(match, "method"), scheme, url: group(match, "url") };
}

function parse(source: Source): Reading<HttpRequestsReport> {
  const { lines } = source;
  const requests: Request[] = [];
  const unread: number[] = [];
  let [inTable, elided, known] = [false, false, false];
  let count: number | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line || isChatter(line.text)) continue;
    const text = withoutAnnotation(line.text).trimEnd();
    const found = FOUND.exec(text)?.groups?.count;
    const mayBeCut = at === lines.length - 1;
    const read = (joined: string): Request | null =>
      readRequest(withoutAnnotation(joined).trimEnd(), line, inTable, mayBeCut || wrapsOn(lines, at));
    const row = readRejoined(read, lines, at, standsAlone);
    if (found !== undefined) count = Number(found);
    else if (NONE.test(text)) count = 0;
    else if (COLUMNS.test(text)) inTable = true;
    else if (row) {
      requests.push(row.row);
      at += row.used - 1;
    } else if (isElision(text)) elided = true;
    else if (!isAnnotation(text)) unread.push(line.number);
    known ||= count !== null || inTable || row !== null;
  }
  if (!known) return null;
  const complete = count === requests.length && !elided && unread.length === 0;
  return { report: { kind: "http-requests", requests, activeRequests: count, complete }, unread };
}

/** The next line belongs to the row that this one begins. */
function wrapsOn(lines: readonly Line[], at: number): boolean {
  const next = lines[at + 1]?.text ?? "";
  return next.trim() !== "" && !standsAlone(next);
}

export const sosDumprequests: Parser<HttpRequestsReport> = {
  id: "sos-dumprequests",
  name: "dumprequests",
  mode: "dotnet-dump",
  command: /^!?dumprequests\b/,
  recognise: [COLUMNS, REQUEST, FOUND, NONE],
  confirm(lines, at) {
    const text = lines[at]?.text ?? "";
    if (!REQUEST.test(text)) return true;
    const next = lines.slice(at + 1).find((line) => !isChatter(line.text))?.text ?? "";
    return REQUEST.test(next) || FOUND.test(next) || IDLE.test(next);
  },
  keeps: [REQUEST, IDLE],
  restarts: COLUMNS,
  errors: [
    {
      // The GC heap is not in a valid state for traversal.
      line: /\bGC heap is not in a valid state for traversal\b/i,
      problem: {
        code: "GC_IN_PROGRESS",
        what: "The dump was taken while the collector was moving objects, so its heap cannot be walked.",
        fix: "Take another dump a few seconds later.",
        commands: ["dotnet-dump collect -p <pid>"],
      },
    },
    ...HEAP_ERRORS,
  ],
  parse,
};
