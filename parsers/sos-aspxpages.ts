import type { AspNetRequestsReport, HttpContextRow, Line } from "@/evidence";
import { brokeBefore } from "./broken-line";
import { isChatter } from "./chatter";
import { isCacheNote } from "./debugger-cache";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, group, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";
import { NO_REQUEST_EXTENSION, SPAN, START, secondsOfSpan } from "./request-extensions";
import { readWrapped } from "./soft-wrap";

/**
 * `!aspxpages` (SOS of .NET 1.1, psscor), `!aspxpagesext` (mex) and `!whttp` (netext): the requests that ASP.NET
 * has in memory, those that are done among them.
 *
 * ```sample sos
 * 0:000> !aspxpages
 * Going to dump the HttpContexts found in the heap.
 * HttpContext    Timeout  Completed     Running  ThreadId  ReturnCode   Verb  RequestPath+QueryString
 * 0x013bd1f4      90 Sec        yes                   XXX         200   POST  /shop/basket.asmx
 * 0x013bec78      90 Sec         no     191 Sec        39         200    GET  /shop/start.aspx
 * 0x0542db50   19200 Sec         no       3 Sec       XXX         200    GET  /shop/error.aspx Err=1
 * Total 3 HttpContext objects
 * ```
 * mex leaves cells empty:
 * ```sample mex
 * 0:000> !aspxpagesext
 *    Address  Completed Timeout Time (secs) ThreadId ReturnCode Verb Url
 *    06ce6788       yes   19200                             302 GET  /shop/start.aspx
 * SL 07a6cc44        no   19200        1148       39        200 GET  /shop/basket.aspx?id=7
 * AS 0a9254c8        no       0       14478                 200 GET  /shop/hub
 * 3 contexts found (3 displayed).
 *    AS == possibly async request
 *    SL == session locked
 * ```
 * ```sample netext
 * 0:000> !whttp
 * HttpContext    Thread Time Out Running  Status Verb     Url
 * 0000000184346f98   53 00:01:50 00:00:41    200 GET      http://shop:80/Lists/Team Discussion/New.aspx?ID=1
 * 0000000184b4f248   -- Not set  Finished    401 POST     http://shop.contoso.com:80/api/Lists.asmx
 * ```
 * ```sample netext-order
 * 0:000> !whttp /withthread /order
 * HttpContext      Start Time                    Thread Time Out Running  Status Verb     Url
 * 0000000160450808 2/9/2011 3:39:30 PM            166 00:01:50 00:02:08    200 GET      https://shop.contoso.com:443/start.aspx
 * ```
 *
 * The thread is the debugger's number. One number between timeout and code of a running request of mex is its time;
 * of a completed one nobody knows, so it is not taken. What `!whttp ADDRESS` prints is another output.
 */
const GOING = /^\s*Going to dump the HttpContexts found in the heap\.?(?=\s|$)/i;
const SOS_HEAD = /^\s*HttpContext\s+Timeout\s+Completed\s+Running\b/i;
const MEX_HEAD = /^\s*Address\s+Completed\s+Timeout\s+Time \(secs\)/i;
const NETEXT_HEAD = /^\s*HttpContext\s+(?:Start Time\s+)?Thread\s+Time Out\s+Running\b/i;
/** The end of a heading that was wrapped. */
const HEAD_END =
  /^\s*(?:Running\s+)?(?:ThreadId\s+)?(?:ReturnCode\s+|Status\s+)?(?:Verb\s+)?(?:RequestPath\+QueryString|Url)$/i;

const CODE = "(?<code>\\d{3})";
const TAIL = "\\s+(?<verb>[A-Z]{2,12})(?:\\s+(?<path>\\S.*))?$";
// 0x013bec78   90 Sec   no   191 Sec   39   200   GET   /shop/start.aspx
const SOS_ROW = rx(
  "^\\s*(?<context>",
  ADDRESS,
  ")\\s+(?<timeout>\\d{1,10}) Sec\\s+(?<completed>yes|no)\\s+(?:(?<running>\\d{1,10}) Sec\\s+)?(?<thread>\\d{1,5}|XXX|-{2,3})\\s+",
  CODE,
  TAIL,
);
// SL 07a6cc44   no   19200   1148   39   200 GET   /shop/basket.aspx
const MEX_ROW = rx(
  "^\\s*(?<flags>(?:[A-Z]{2}\\s+){0,3})(?<context>",
  ADDRESS,
  ")\\s+(?<completed>yes|no)\\s+(?<timeout>\\d{1,10})(?<middle>(?:\\s+\\d{1,10}){0,2})\\s+",
  CODE,
  TAIL,
);
// 0000000184346f98   53 00:01:50 00:00:41   200 GET   http://shop:80/start.aspx
const NETEXT_ROW = rx(
  "^\\s*(?<context>",
  ADDRESS,
  ")\\s+(?:(?<start>",
  START,
  ")\\s+)?(?<thread>\\d{1,5}|--)\\s+(?<timeout>",
  SPAN,
  "|Not set)\\s+(?<running>",
  SPAN,
  "|Finished)\\s+",
  CODE,
  TAIL,
);
const TOTAL =
  /^\s*(?:Total (?<total>\d{1,9}) HttpContext objects?|(?<found>\d{1,9}) contexts found(?: \((?<shown>\d{1,9}) displayed\))?\.?|(?<matching>\d{1,9}) HttpContext object\(s\) found matching criteria)$/i;
const LEGEND =
  /^\s*(?:AS == possibly async request|SL == session locked|You may also be interested in|Dump HttpRuntime info: !wruntime)$/i;
const FOLDED = [rx("\\b(?:Completed|Time Out)\\s.*\\s", ADDRESS, "\\s")];
const STARTS = [
  `(?<!\\s[A-Z]{2}\\s{1,9})${ADDRESS}\\s+(?:\\d{1,10} Sec\\s+)?(?:yes|no)\\s|[A-Z]{2}\\s+${ADDRESS}\\s+(?:yes|no)\\s`,
  `${ADDRESS}\\s+(?:${START}\\s+)?(?:\\d{1,5}|--)\\s+(?:${SPAN}|Not set)\\s`,
  "Total \\d{1,9} HttpContext|\\d{1,9} contexts found|AS ==|SL ==|HttpContext\\s+(?:Start|Thread|Timeout)",
].join("|");

type Dialect = NonNullable<AspNetRequestsReport["dialect"]>;

/** Where consoles break lines. */
const CONSOLE_WIDTH = 80;

/** What all dialects print. */
function common(
  match: RegExpExecArray,
): Omit<HttpContextRow, "line" | "completed" | "timeoutSeconds" | "runningSeconds"> {
  const thread = group(match, "thread") ?? "";
  const flags = group(match, "flags") ?? "";
  return {
    httpContext: hexGroup(match, "context") ?? "0",
    thread: /^\d+$/.test(thread) ? Number(thread) : null,
    returnCode: numberGroup(match, "code"),
    verb: group(match, "verb")?.toUpperCase() ?? null,
    path: group(match, "path"),
    sessionLocked: /\bSL\b/i.test(flags),
    async: /\bAS\b/i.test(flags),
    startTime: group(match, "start"),
  };
}

type Read = Omit<HttpContextRow, "line"> & { dialect: Dialect; sure: boolean };

/** Another row, or what is left of one, behind the path of this. */
const NEXT_ROW = /\s(?:0x)?[0-9a-f]{8}(?:[0-9a-f]{8})?(?:\s|$)|\s0x[0-9a-f]{0,16}$/i;
/** What stands at the end of a line that was joined with one that did not belong to it. */
const STRANGE_END = /\.{3}|\*{3}|\s(?:0x)?[0-9a-f]{1,16}$|\s[A-Z]{2}$/i;

/** The front of a row that the paste ends in. */
const ROW_CUT = /^\s*(?:[A-Z]{2}\s+)?(?:(?:0x[0-9a-f]{0,16}|[0-9a-f]{1,16})\s*)?$/i;

/** A row, unless it ran into something else. */
function readLine({ text, number, last }: Line): Read | null {
  const row = readRow(text);
  const path = row?.path ?? "";
  return NEXT_ROW.test(path) || (last > number && STRANGE_END.test(path)) ? null : row;
}

function readRow(text: string): Read | null {
  const sos = SOS_ROW.exec(text);
  if (sos) {
    const completed = group(sos, "completed")?.toLowerCase() === "yes";
    const [timeoutSeconds, runningSeconds] = [numberGroup(sos, "timeout"), numberGroup(sos, "running")];
    return { ...common(sos), completed, timeoutSeconds, runningSeconds, dialect: "sos", sure: true };
  }
  const mex = MEX_ROW.exec(text);
  if (mex) {
    const completed = group(mex, "completed")?.toLowerCase() === "yes";
    const middle = (group(mex, "middle") ?? "").trim().split(/\s+/).filter(Boolean).map(Number);
    const sure = !completed || middle.length === 0;
    const [runningSeconds = null, thread = null] = sure ? middle : [];
    const timeoutSeconds = numberGroup(mex, "timeout");
    return { ...common(mex), completed, timeoutSeconds, runningSeconds, thread, dialect: "mex", sure };
  }
  const netext = NETEXT_ROW.exec(text);
  if (!netext) return null;
  const running = secondsOfSpan(group(netext, "running"));
  const timeoutSeconds = secondsOfSpan(group(netext, "timeout"));
  const completed = running === null;
  return { ...common(netext), completed, timeoutSeconds, runningSeconds: running, dialect: "netext", sure: true };
}

function isHeading(text: string): boolean {
  return SOS_HEAD.test(text) || MEX_HEAD.test(text) || NETEXT_HEAD.test(text);
}

function isQuiet(text: string): boolean {
  return isChatter(text) || isCacheNote(text) || GOING.test(text) || LEGEND.test(text) || HEAD_END.test(text);
}

/** The front of a row of any dialect, whole or not. */
const ROW_FRONT = rx("^\\s*(?:[A-Z]{2}\\s+){0,3}", ADDRESS, "\\s");

function standsAlone(text: string): boolean {
  return ROW_FRONT.test(text) || isHeading(text) || TOTAL.test(text) || isElision(text) || isQuiet(text);
}

class RequestReader {
  readonly rows: HttpContextRow[] = [];
  readonly unread: number[] = [];
  dialect: Dialect | null = null;
  total: number | null = null;
  displayed: number | null = null;
  headed = false;
  elided = false;
  /** The last row was put together from several lines. */
  private joined = false;

  constructor(private readonly lines: readonly Line[]) {
    for (let at = 0; at < lines.length; ) at += this.takeRow(at) || this.takeLine(at);
    this.dropCutPath();
  }

  /** Without the last line, a row made of several may hold the beginning of another. */
  private dropCutPath(): void {
    const row = this.rows.at(-1);
    if (!row || !this.joined || this.total !== null || this.dialect === "netext") return;
    this.rows[this.rows.length - 1] = { ...row, path: null };
    this.unread.push(row.line);
  }

  private takeRow(at: number): number {
    const line = this.lines[at];
    if (!line || !ROW_FRONT.test(line.text)) return 0;
    // A row that ends behind its verb may go on below.
    const found =
      readWrapped((text) => withPath(readLine({ ...line, text })), this.lines, at, standsAlone) ??
      readWrapped((text) => readLine({ ...line, text }), this.lines, at, standsAlone);
    if (!found) return 0;
    const { dialect, sure, ...row } = found.row;
    const rest = this.restOfPath(at + found.used);
    this.dialect ??= dialect;
    this.joined = line.last > line.number || found.used + rest.length > 1;
    if (!sure) this.unread.push(line.number);
    this.rows.push({ line: line.number, ...row, path: row.path && row.path + rest.join("") });
    return found.used + rest.length;
  }

  /** What was wrapped behind the path's beginning, each piece with the blank in front that it needs. */
  private restOfPath(from: number): string[] {
    const rest: string[] = [];
    for (let at = from; ; at++) {
      const [before, next] = [this.lines[at - 1]?.text ?? "", this.lines[at]?.text ?? ""];
      if (next.trim() === "" || standsAlone(next) || ROW_CUT.test(next) || !brokeBefore(before, next)) return rest;
      rest.push(`${before.length % CONSOLE_WIDTH === 0 ? "" : " "}${next.trim()}`);
    }
  }

  private takeLine(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const { text } = line;
    const total = TOTAL.exec(text);
    if (isElision(text)) this.elided = true;
    else if (total) {
      this.total = numberGroup(total, "total") ?? numberGroup(total, "found") ?? numberGroup(total, "matching");
      this.displayed = numberGroup(total, "shown") ?? this.total;
    } else if (isHeading(text)) {
      this.headed = true;
      this.dialect ??= SOS_HEAD.test(text) ? "sos" : MEX_HEAD.test(text) ? "mex" : "netext";
    } else if (!isQuiet(text)) this.unread.push(line.number);
    return 1;
  }
}

function withPath(row: Read | null): Read | null {
  return row?.path ? row : null;
}

function parse(source: Source): Reading<AspNetRequestsReport> {
  const reader = new RequestReader(withoutRemarks(unfold(source.lines, FOLDED, STARTS)));
  const { rows, unread, total, displayed, dialect } = reader;
  if (rows.length === 0 && total === null && !reader.headed) return null;
  const complete = displayed === rows.length && !reader.elided && unread.length === 0;
  return { report: { kind: "aspnet-requests", rows, total, displayed, dialect, complete }, unread };
}

export const sosAspxpages: Parser<AspNetRequestsReport> = {
  id: "sos-aspxpages",
  name: "!aspxpages",
  mode: "user",
  command: /^!(?:aspxpages(?:ext)?|whttp)\b/,
  recognise: [GOING, SOS_HEAD, MEX_HEAD, NETEXT_HEAD, SOS_ROW, MEX_ROW, NETEXT_ROW, TOTAL],
  restarts: /^\s*(?:HttpContext\s+(?:Timeout|Thread|Start)|Address\s+Completed\s+Timeout)\s/i,
  errors: [NO_REQUEST_EXTENSION],
  parse,
};
