import type { HttpErrorGroup, HttpErrorsReport, Line } from "@/evidence";
import { isChatter } from "./chatter";
import type { Parser, Reading, Source } from "./parser";

/**
 * The log of HTTP.sys, `%windir%\System32\LogFiles\HTTPERR\httperr*.log`: requests and connections that
 * ended before or without the worker process answering. A log may be long, so entries are counted by
 * reason and pool; the first lines of each stay for citing.
 *
 * ```sample server-2016
 * #Software: Microsoft HTTP API 2.0
 * #Version: 1.0
 * #Date: 2024-03-12 14:00:02
 * #Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename
 * 2024-03-12 14:00:02 10.1.2.3 51544 10.1.9.9 80 HTTP/1.1 GET /quote.aspx?id=7 - 503 1 QueueFull ShopPool
 * 2024-03-12 14:00:03 10.1.2.4 51602 10.1.9.9 80 - - - - - - Timer_ConnectionIdle -
 * ```
 * ```sample server-2003
 * #Software: Microsoft HTTP API 1.0
 * #Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename
 * 2007-06-21 09:25:40 10.1.2.3 4660 10.1.9.9 80 HTTP/1.1 GET /Default.aspx - 1 Connection_Abandoned_By_AppPool DefaultAppPool
 * ```
 * Rows alone, and rows that lost their time to a log collector, are read too:
 * ```sample rows
 * 10.1.2.3 51544 10.1.9.9 80 HTTP/1.1 GET /quote.aspx 503 1 QueueFull ShopPool
 * 10.1.2.3 51545 10.1.9.9 80 HTTP/1.1 POST /order.aspx 503 1 AppOffline ShopPool
 * ```
 *
 * Times are UTC. s-reason: why; s-queuename: the application pool. Not kept: clients, URLs, sites.
 */
const FIELDS = /^\s*#Fields:\s*(?<fields>(?:[\w()-]{2,40}\s+){0,20}s-reason(?:\s+[\w()-]{2,40}){0,6})\s*$/i;
const SOFTWARE = /^\s*#Software:\s*Microsoft HTTP API\b/i;
const DIRECTIVE = /^\s*#(?:Software|Version|Date|Fields|Start-Date|End-Date|Remark):/i;
const IP = "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[\\da-f]{0,4}(?::[\\da-f]{0,4}){2,7}(?:%\\d{1,5})?|-)";
// 2024-03-12 14:00:02 10.1.2.3 51544 10.1.9.9 80 HTTP/1.1 GET /quote.aspx 503 1 QueueFull ShopPool
const ROW = new RegExp(
  `^\\s*(?:(?<date>\\d{4}-\\d\\d-\\d\\d)\\s+(?<time>\\d\\d:\\d\\d:\\d\\d)\\s+)?${IP}\\s+(?:\\d{1,5}|-)\\s+${IP}\\s+(?:\\d{1,5}|-)` +
    "\\s+(?:HTTP/\\d(?:\\.\\d)?|-)\\s+(?<rest>(?:[A-Z]{2,20}|-)\\s+\\S.*)$",
);
const REASONS = [
  "AppOffline|AppPoolTimer|AppShutdown|BadRequest|Client_Reset|Connection_Abandoned_By_(?:AppPool|ReqQueue)|Connection_Dropped(?:_List_Full)?",
  "ConnLimit|Connections_Refused|Disabled|EntityTooLarge|FieldLength|Forbidden|Header|Hostname|Host|Internal|Invalid_CR/LF|LengthRequired",
  "N/A|N/I|Number|Precondition|QueueFull|RequestLength|Request_Cancelled|Timer_\\w{3,30}|URL|URL_Length|Verb|Version_N/S|Fault|Bad_\\w{3,30}",
].join("|");
const REASON = new RegExp(`^(?:${REASONS})$`, "i");
const SURE_REASON = new RegExp(`\\s(?:-|\\d{3})\\s+(?:-|\\d{1,10})\\s+(?:${REASONS})(?:\\s+\\S{1,80}){0,3}$`, "i");
/** Method and URL stand before what is looked for, behind the version. */
const BEFORE_STATUS = 2;
const KEPT_LINES = 10;

type Group = HttpErrorGroup & { lines: number[]; byStatus: Map<number, number> };

class ErrorsReader {
  readonly groups = new Map<string, Group>();
  fields: string[] = [];
  started = false;
  entries = 0;
  firstTime: string | null = null;
  lastTime: string | null = null;

  take(line: Line): boolean {
    const fields = FIELDS.exec(line.text)?.groups?.fields;
    if (fields) this.fields = fields.trim().split(/\s+/);
    const directive = DIRECTIVE.test(line.text) && (this.started || fields !== undefined || SOFTWARE.test(line.text));
    this.started ||= directive;
    return directive || this.entry(line);
  }

  private entry(line: Line): boolean {
    const match = ROW.exec(line.text);
    const rest = match?.groups?.rest?.trim().split(/\s+/) ?? [];
    const at = this.reasonAt(rest);
    const reason = rest[at];
    // Without a pool behind it, the reason may be cut; the first logs had no such field.
    const cut = rest[at + 1] === undefined && !(this.fields.length > 0 && !this.fields.includes("s-queuename"));
    // Two rows that ran together would make a pool's name of the second one.
    const twice = rest.slice(at + 1).some((word) => REASON.test(word) || /^HTTP\/\d/.test(word));
    if (!match || reason === undefined || cut || twice) return false;
    const { date, time } = match.groups ?? {};
    const instant = date && time ? `${date}T${time}Z` : null;
    const queueName = rest.slice(at + 1, at + 1 + this.queueWords(rest, at)).join(" ");
    const status = Number(rest[at - 2]);
    this.count(line.number, reason, queueName === "-" || queueName === "" ? null : queueName, status, instant);
    return true;
  }

  /** Place of the reason behind method and URL: as the head says, else where a known one stands. */
  private reasonAt(rest: readonly string[]): number {
    const version = this.fields.indexOf("cs-version");
    const byHead = version < 0 ? -1 : this.fields.indexOf("s-reason") - version - 1;
    if (byHead >= BEFORE_STATUS && rest[byHead] !== undefined) return byHead;
    return rest.findIndex((word, index) => index >= BEFORE_STATUS + 2 && REASON.test(word));
  }

  /** A pool's name may hold blanks; what stands behind it in newer logs is one word. */
  private queueWords(rest: readonly string[], at: number): number {
    const named = this.fields.indexOf("s-queuename");
    const behind = named < 0 ? 0 : this.fields.length - named - 1;
    return Math.max(1, rest.length - at - 1 - behind);
  }

  private count(line: number, reason: string, queueName: string | null, status: number, time: string | null): void {
    this.started = true;
    this.entries++;
    const key = `${reason} ${queueName ?? ""}`;
    let group = this.groups.get(key);
    if (!group) {
      group = {
        line,
        lastLine: line,
        reason,
        queueName,
        count: 0,
        firstTime: time,
        lastTime: time,
        statuses: [],
        lines: [],
        byStatus: new Map(),
      };
      this.groups.set(key, group);
    }
    group.count++;
    group.lastLine = line;
    if (group.lines.length < KEPT_LINES) group.lines.push(line);
    if (Number.isInteger(status)) group.byStatus.set(status, (group.byStatus.get(status) ?? 0) + 1);
    if (time === null) return;
    group.firstTime = earlier(group.firstTime, time);
    group.lastTime = later(group.lastTime, time);
    this.firstTime = earlier(this.firstTime, time);
    this.lastTime = later(this.lastTime, time);
  }
}

function earlier(a: string | null, b: string): string {
  return a === null || b < a ? b : a;
}

function later(a: string | null, b: string): string {
  return a === null || b > a ? b : a;
}

function toReasons(groups: Iterable<Group>): HttpErrorGroup[] {
  const rows = [...groups].map(({ byStatus, ...group }) => ({
    ...group,
    statuses: [...byStatus].map(([status, count]) => ({ status, count })).sort((a, b) => b.count - a.count),
  }));
  return rows.sort((a, b) => b.count - a.count || a.line - b.line);
}

function parse(source: Source): Reading<HttpErrorsReport> {
  const reader = new ErrorsReader();
  const unread: number[] = [];
  for (const line of source.lines) {
    if (line.text.trim() === "" || reader.take(line)) continue;
    if (!isChatter(line.text)) unread.push(line.number);
  }
  if (!reader.started) return null;
  const { fields, entries, firstTime, lastTime } = reader;
  const reasons = toReasons(reader.groups.values());
  return { report: { kind: "http-errors", fields, entries, firstTime, lastTime, reasons }, unread };
}

export const httperr: Parser<HttpErrorsReport> = {
  id: "httperr",
  name: "HTTPERR log",
  mode: "shell",
  command: /^(?:type|more|get-content|gc|cat|findstr|find|select-string)\s.{0,200}httperr/i,
  bareCommand:
    /^\s{0,8}(?:type|more|get-content|gc|cat) {1,4}"?[^"|<>]{0,200}httperr[\w*]{0,12}\.log"?(?: -tail \d{1,6})?$/i,
  recognise: [SOFTWARE, FIELDS, ROW],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    return !ROW.test(text) || SURE_REASON.test(text);
  },
  keeps: [DIRECTIVE],
  follow: () => {
    const reader = new ErrorsReader();
    return (line) => reader.take(line);
  },
  parse,
};
