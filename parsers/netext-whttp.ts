import type { AspNetRequestsReport, Hex, HttpContextRow, Line } from "@/evidence";
import { isAnnotation } from "./annotation";
import { joinBroken } from "./broken-line";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, hexGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";
import { NO_REQUEST_EXTENSION, START, secondsOfSpan } from "./request-extensions";

/**
 * `!whttp ADDRESS` (netext): one request that ASP.NET has in memory, with what was sent and the server's variables.
 *
 * ```sample netext
 * 0:000> !whttp 00000001843a2c18
 *
 * Context Info
 * ================================
 * Address           : 00000001843a2c18
 * Target/Dump Time  : 3/12/2024 4:05:11 PM
 * Request Time      : 3/12/2024 4:02:33 PM
 * Running time      : 00:02:38
 * Timeout           : 00:01:50
 * Timeout Start Time: 3/12/2024 4:02:33 PM
 * Timeout Limit Time: 3/12/2024 4:04:23 PM
 * Managed Thread Id : 1b4c
 * Managed Thread Id : 2e
 * HttpContext.Items: 00000001843b0d10
 *
 * Request Info
 * ================================
 * POST http://shop.contoso.com:80/api/Basket.asmx
 * Content Type    : text/xml; charset=utf-8
 * Content Length  : 7
 * Target in Server: D:\sites\shop\api\Basket.asmx
 * Body:
 * [--- Start ---]
 * <a>1</a>
 * [---  End ---]
 *
 * Response Info
 * ================================
 * Warning: Response has not completed
 * Status          : 200 (NULL)
 *
 * Server Variables
 * ================================
 * APPL_MD_PATH: /LM/W3SVC/1/ROOT
 * SERVER_PORT: 80
 *
 * You may also be interested in
 * ================================
 * Dump HttpContext fields: !wselect * from 00000001843a2c18
 * ```
 *
 * The two thread ids carry one label, so that neither is taken for the debugger's number; `!whttp` without an address
 * prints that. Not kept: the body, the variables, and the commands at the end.
 */
const CONTEXT = /^\s*Context Info$/i;
const SECTION = /^\s*(?<section>(?:Context|Request|Response) Info|Server Variables|You may also be interested in)$/i;
const UNDERLINE = /^\s*={8,}$/;
const TIMEOUT_TIME = /^\s*Timeout (?:Start|Limit) Time\s?:/i;
const LABELLED =
  /^\s*(?<label>Address|Target\/Dump Time|Request Time|Running time|Timeout(?: (?:Start|Limit) Time)?|Managed Thread Id|HttpContext\.Items|Content (?:Type|Length)|Target in Server|Status)\s*:\s*(?<value>\S.*)$/i;
// POST http://shop.contoso.com:80/api/Basket.asmx
const REQUEST = /^\s*(?<verb>[A-Z]{2,12}) (?<url>(?:https?:\/)?\/.{1,4000})$/;
const NOT_COMPLETED = /^\s*Warning: Response has not completed$/i;
const BODY = /^\s*(?:Body:|\[[-–—]{1,3}\s{0,3}(?<edge>Start|End)\s[-–—]{1,3}\])$/i;
const VARIABLE = /^\s*[A-Z][A-Z_]{2,60}:(?:\s|\S)/;
const OFFER = /^\s*(?:Dump HttpContext fields|Find all stack roots|Xml (?:Formatted|Tree of) Request)\s*:/i;
const WHOLE = rx("^(?<value>", ADDRESS, ")$");
const TIME = new RegExp(`^${START}$`);
const STATUS = /^(?<code>\d{3})(?: \(.{0,80}\))?$/;

function addressIn(text: string): Hex | null {
  const match = WHOLE.exec(text.trim());
  return match && hexGroup(match, "value");
}

/** Begins something of its own: no line above goes on in it. */
function standsAlone(text: string): boolean {
  if (isElision(text) || isChatter(text) || isAnnotation(text)) return true;
  return [SECTION, UNDERLINE, LABELLED, REQUEST, NOT_COMPLETED, BODY, VARIABLE, OFFER].some((known) =>
    known.test(text),
  );
}

type Found = Omit<HttpContextRow, "httpContext" | "completed"> & { httpContext: Hex | null; completed: boolean | null };

class ContextReader {
  readonly found: Found = {
    line: 0,
    httpContext: null,
    timeoutSeconds: null,
    completed: null,
    runningSeconds: null,
    thread: null,
    returnCode: null,
    verb: null,
    path: null,
    sessionLocked: false,
    async: false,
    startTime: null,
  };
  private section = "";
  private inBody = false;

  take({ text, number }: Line): boolean {
    this.found.line ||= number;
    const section = SECTION.exec(text)?.groups?.section?.toLowerCase();
    const body = BODY.exec(text);
    if (section !== undefined || body) {
      this.section = section ?? this.section;
      this.inBody = body?.groups?.edge?.toLowerCase() === "start";
      return true;
    }
    if (this.inBody || UNDERLINE.test(text)) return true;
    const labelled = LABELLED.exec(text)?.groups;
    if (labelled) return this.value(labelled.label?.toLowerCase() ?? "", labelled.value?.trim() ?? "", number);
    return this.request(text) || this.section === "server variables" || OFFER.test(text);
  }

  private request(text: string): boolean {
    if (NOT_COMPLETED.test(text)) {
      this.found.completed = false;
      return true;
    }
    const { verb, url } = REQUEST.exec(text)?.groups ?? {};
    if (verb === undefined || this.section !== "request info") return false;
    this.found.verb = verb;
    this.found.path = url?.trim() ?? null;
    return true;
  }

  private value(label: string, value: string, line: number): boolean {
    const { found } = this;
    if (label === "address") {
      found.httpContext = addressIn(value);
      found.line = line;
      return found.httpContext !== null;
    }
    if (label === "running time") {
      found.runningSeconds = secondsOfSpan(value);
      if (found.runningSeconds !== null) found.completed = false;
      return found.runningSeconds !== null;
    }
    if (label === "timeout") {
      found.timeoutSeconds = secondsOfSpan(value);
      return found.timeoutSeconds !== null;
    }
    if (label === "request time") {
      if (TIME.test(value)) found.startTime = value;
      return found.startTime !== null;
    }
    if (label === "status") {
      const code = STATUS.exec(value)?.groups?.code;
      found.returnCode = code === undefined ? null : Number(code);
      return code !== undefined;
    }
    return true;
  }
}

function parse(source: Source): Reading<AspNetRequestsReport> {
  const reader = new ContextReader();
  const unread: number[] = [];
  const lines = joinBroken(withoutRemarks(source.lines), standsAlone);
  for (const [at, line] of lines.entries()) {
    if (isChatter(line.text) || isAnnotation(line.text) || isElision(line.text)) continue;
    const ends = source.openEnd && at === lines.length - 1;
    const mayBeCut = ends && (REQUEST.test(line.text) || (LABELLED.test(line.text) && /\d$/.test(line.text)));
    if (mayBeCut || !reader.take(line)) unread.push(line.number);
  }
  const { httpContext, completed, ...found } = reader.found;
  const address = httpContext ?? addressIn(source.args);
  if (address === null || completed === null) return null;
  const rows = [{ ...found, httpContext: address, completed }];
  // One request says nothing of how many there are.
  return {
    report: { kind: "aspnet-requests", rows, total: null, displayed: null, dialect: "netext", complete: false },
    unread,
  };
}

export const netextWhttp: Parser<AspNetRequestsReport> = {
  id: "netext-whttp",
  name: "!whttp ADDRESS",
  mode: "user",
  command: /^!whttp\s+(?:0x)?[0-9a-f]{4}/,
  recognise: [CONTEXT, TIMEOUT_TIME],
  confirm: (lines, at) =>
    !CONTEXT.test(lines[at]?.text ?? "") ||
    UNDERLINE.test(lines.slice(at + 1).find(({ text }) => text.trim() !== "")?.text ?? ""),
  keeps: [VARIABLE, REQUEST],
  restarts: CONTEXT,
  errors: [NO_REQUEST_EXTENSION],
  parse,
};
