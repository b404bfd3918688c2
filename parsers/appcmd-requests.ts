import type { Line, RequestsReport } from "@/evidence";
import { APPCMD_ERROR, APPCMD_ERRORS, APPCMD_XML, leadsTo, readAttributes } from "./appcmd-errors";
import { isChatter } from "./chatter";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `appcmd list requests [/elapsed:MS] [/apppool.name:POOL] [/xml]`: the requests that run right now.
 *
 * ```sample text
 * C:\>%windir%\system32\inetsrv\appcmd list requests /elapsed:10000
 * REQUEST "fb0000018000021c" (url:GET /quote.aspx?id=7,9&fmt=(a), time:41875 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
 * REQUEST " a100000080000026" (url:POST /api/orders, time:30465 msec, client:localhost, stage:AcquireRequestState, module:Session)
 * ```
 * ```sample xml
 * C:\>%windir%\system32\inetsrv\appcmd list requests /xml
 * <?xml version="1.0" encoding="UTF-8"?>
 * <appcmd>
 *     <REQUEST REQUEST.NAME="fb0000018000021c" SITE.ID="1" WP.NAME="4472" APPPOOL.NAME="Quotes" Url="GET /quote.aspx" TimeElapsed="41875" ClientIPAddr="10.1.2.3" PipelineState="ExecuteRequestHandler" CurrentModule="ManagedPipelineHandler" />
 * </appcmd>
 * ```
 *
 * time: how long the request has run. stage and module: where in the pipeline it is. The URL may hold
 * commas and brackets, so a row is read from its right end. No request, no output. Not read: a row
 * that was cut before its time.
 */
const START = /^\s*(?:REQUEST\s?)?"?\s{0,3}[0-9a-f]{0,20}\s{0,3}"?\s{0,3}\(url:[A-Z]{2,20}(?:\s|$)/i;
const XML_ROW = /^\s*<REQUEST\s[^<>]{1,4000}\/?>$/i;
const TIME = /, ?time:(\d{1,12}) ?msec(?=[,\s)]|$)/gi;
const ID = /([0-9a-f]{1,20})\s{0,3}"?\s{0,3}$/i;
// client:10.1.2.3,   (a value without the comma or bracket behind it was cut)
const CLIENT = /, ?client:([^,]{1,100}?)(?=,|\)$)/i;
const STAGE = /, ?stage:([^,]{1,100}?)(?=,|\)$)/i;
const MODULE = /, ?module:([^,]{1,200}?)(?=,|\)$)/i;

/** A wrapped row is joined from at most this many lines. */
const MOST_LINES = 8;

type Request = RequestsReport["requests"][number];

function toRequest(text: string, line: number): Request | null {
  const start = text.search(/\(url:/i);
  const time = [...text.matchAll(TIME)].at(-1);
  if (start < 0 || time?.index === undefined || time.index < start) return null;
  const [verb = "", ...url] = text.slice(start + 5, time.index).split(" ");
  const tail = text.slice(time.index + 1);
  return {
    line,
    id: ID.exec(text.slice(0, start).replace(/^\s*REQUEST\b/i, ""))?.[1] ?? "",
    verb: verb.toUpperCase(),
    url: url.join(" ").trim(),
    timeSeconds: Number(time[1]) / 1000,
    client: CLIENT.exec(tail)?.[1]?.trim() ?? null,
    stage: STAGE.exec(tail)?.[1]?.trim() ?? null,
    module: MODULE.exec(tail)?.[1]?.trim() ?? null,
  };
}

function toXmlRequest(text: string, line: number): Request | null {
  const attributes = readAttributes(text);
  const first = (...names: string[]): string | null => {
    const found = names.map((name) => attributes.get(name)).find((value) => value !== undefined && value !== "");
    return found ?? null;
  };
  const url = first("url", "request.url", "rawurl") ?? "";
  const parted = /^([A-Z]{2,20}) (.*)$/.exec(url);
  const time = first("timeelapsed", "time", "elapsed", "time.elapsed");
  if (time === null || !/^\d{1,12}(?: ?msec)?$/.test(time)) return null;
  return {
    line,
    id: (first("request.name", "guid", "requestid", "connectionid") ?? "").trim(),
    verb: (first("verb", "request.verb") ?? parted?.[1] ?? "").toUpperCase(),
    url: parted?.[2] ?? url,
    timeSeconds: Number.parseInt(time, 10) / 1000,
    client: first("clientipaddr", "clientipaddress", "client"),
    stage: first("pipelinestate", "stage"),
    module: first("currentmodule", "module"),
  };
}

/** How many lines a row takes that the console or a mail wrapped, and its whole text. */
function join(lines: readonly Line[], at: number): { text: string; taken: number } {
  const first = lines[at]?.text ?? "";
  let text = first;
  for (let taken = 1; taken <= MOST_LINES; taken++) {
    if (/\)$/.test(text) && toRequest(text, 0)) return { text, taken };
    const next = lines[at + taken]?.text ?? "";
    if (next.trim() === "" || START.test(next)) break;
    text += `${/\(url:[A-Z]{2,20}$/i.test(text) ? " " : ""}${next}`;
  }
  return { text: first, taken: 1 };
}

function parse(source: Source): Reading<RequestsReport> {
  const lines = withoutRemarks(source.lines);
  const requests: Request[] = [];
  const unread: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    const { text, number } = lines[at] as Line;
    if (isChatter(text) || APPCMD_XML.test(text)) continue;
    const row = START.test(text) ? join(lines, at) : null;
    const request = row ? toRequest(row.text, number) : XML_ROW.test(text) ? toXmlRequest(text, number) : null;
    if (request) requests.push(request);
    else unread.push(number);
    at += (row?.taken ?? 1) - 1;
  }
  return requests.length === 0 ? null : { report: { kind: "requests", requests }, unread };
}

export const appcmdRequests: Parser<RequestsReport> = {
  id: "appcmd-requests",
  name: "appcmd list requests",
  mode: "shell",
  command: /^(?:& ?)?["']?(?:[^\s"']{0,120}\\)?appcmd(?:\.exe)?["']?\s+list\s+requests?\b/i,
  bareCommand:
    /^\s{0,8}(?:& ?)?["']?(?:[^\s"']{0,120}\\)?appcmd(?:\.exe)?["']?\s{1,4}list\s{1,4}requests?(?:\s{1,4}\/\S{1,80}){0,6}$/i,
  recognise: [START, XML_ROW, APPCMD_XML, APPCMD_ERROR],
  confirm: (lines, at) => !APPCMD_XML.test(lines[at]?.text ?? "") || leadsTo(XML_ROW, lines, at),
  keeps: [APPCMD_XML],
  errors: APPCMD_ERRORS,
  silent: { kind: "requests", requests: [] },
  parse,
};
