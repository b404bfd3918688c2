import type { EventsReport, Line, LoggedEvent } from "@/evidence";
import { isAnnotation } from "./annotation";
import { brokeBefore } from "./broken-line";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { type Draft, toEvent } from "./event-draft";
import { type FieldLine, headField, ID_LINE, listProperty, namesId } from "./event-fields";
import { EVENT_ROWS, eventRow, ROWS_HEAD } from "./event-rows";
import { EVENT_SENTENCES, meaningOfSentence, SENTENCE_FOOT } from "./event-sentences";
import { EVENT_ELEMENT, readXml, readXmlTime } from "./event-xml";
import type { Parser, Reading, Source } from "./parser";

/**
 * Entries of the Windows event log, however they were taken out.
 *
 * Event Viewer, *Copy details as text*; the XML behind it is read for the time in UTC only:
 * ```sample viewer
 * Log Name:      System
 * Source:        Microsoft-Windows-WAS
 * Date:          3/12/2024 4:04:33 PM
 * Event ID:      5013
 * Task Category: None
 * Level:         Warning
 * Keywords:      Classic
 * User:          N/A
 * Computer:      WEB01.contoso.local
 * Description:
 * A process serving application pool 'ShopPool' exceeded time limits during shut down. The process id was '5244'.
 * Event Xml:
 * <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
 *   <System>
 *     <TimeCreated SystemTime="2024-03-12T15:04:33.1230000Z" />
 *   </System>
 * </Event>
 * ```
 * Event Viewer of Server 2003:
 * ```sample server-2003
 * Event Type:	Warning
 * Event Source:	W3SVC
 * Event Category:	None
 * Event ID:	1010
 * Date:		6/21/2007
 * Time:		11:28:51 AM
 * User:		N/A
 * Computer:	WEB01
 * Description:
 * A process serving application pool 'DefaultAppPool' failed to respond to a ping. The process id was '5032'.
 *
 * For more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.
 * ```
 * `wevtutil qe System /f:text`:
 * ```sample wevtutil
 * Event[0]:
 *   Log Name: System
 *   Source: disk
 *   Date: 2024-03-12T16:02:10.500
 *   Event ID: 153
 *   Task: N/A
 *   Level: Warning
 *   Opcode: N/A
 *   Keyword: Classic
 *   User: N/A
 *   User Name: N/A
 *   Computer: WEB01.contoso.local
 *   Description:
 * The IO operation at logical block address 0x1f2e8 for Disk 1 (PDO name: \Device\0000003f) was retried.
 * ```
 * `Get-WinEvent … | fl`, with `*` or without, and `Get-EventLog … | fl`:
 * ```sample powershell-list
 * TimeCreated  : 3/12/2024 4:04:33 PM
 * ProviderName : Microsoft-Windows-Resource-Exhaustion-Detector
 * Id           : 2004
 * Message      : Windows successfully diagnosed a low virtual memory condition. The following programs consumed the
 *                most virtual memory: w3wp.exe (6764) consumed 14451470336 bytes, sqlservr.exe (3520) consumed
 *                8451470336 bytes, and MsMpEng.exe (2152) consumed 351470336 bytes.
 * ```
 * `Get-WinEvent` alone, whose messages are cut:
 * ```sample powershell-table
 *    ProviderName: Microsoft-Windows-WAS
 *
 * TimeCreated                     Id LevelDisplayName Message
 * -----------                     -- ---------------- -------
 * 3/12/2024 4:04:33 PM          5011 Warning          A process serving application pool 'ShopPool' suffered a fatal...
 * ```
 * What Event Viewer saves as text or CSV, and `Get-EventLog` alone:
 * ```sample viewer-saved
 * Level	Date and Time	Source	Event ID	Task Category
 * Warning	3/12/2024 4:04:33 PM	Microsoft-Windows-WAS	5010	None	A process serving application pool 'ShopPool' failed to respond to a ping. The process id was '5244'.
 * ```
 * The XML alone, as of `wevtutil qe System`, has no message; what stands in its `Data` does:
 * ```sample xml
 * <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-WAS'/><EventID Qualifiers='32768'>5010</EventID><Level>3</Level><TimeCreated SystemTime='2024-03-12T15:04:33.123Z'/><Channel>System</Channel><Computer>WEB01</Computer></System><EventData><Data Name='AppPoolID'>ShopPool</Data><Data Name='ProcessID'>5244</Data></EventData></Event>
 * ```
 * A message that WAS alone writes is known without the rest.
 *
 * Names of fields are known in English, German, French, Spanish, Portuguese, Russian, Chinese and Japanese; names and numbers in a message are
 * told by their quotes. Local times have no zone, and day and month may be either way round.
 */
const WEVTUTIL_START = /^\s*Event\[\d{1,9}\]:?$/i;
const VIEWER_START =
  /^\s*(?:Log Name|Protokollname|Nom du journal ?|Nombre de registro|Nome do Log|Имя журнала|日志名称|記錄檔名稱|ログの名前)[:：]\s*\S/i;
const OLD_START = /^\s*Event Type:\s+\S/i;
const XML_HEADINGS = [
  "Event Xml:",
  "Ereignis-XML:",
  "XML de l'événement :",
  "XML de evento:",
  "事件 Xml:",
  "イベント XML:",
];
const XML_START =
  /^\s*(?:Event Xml|Ereignis-XML|XML de l'événement ?|XML de evento|事件 ?Xml|イベント XML|Xml события)[:：]$/i;
const GROUP = /^\s*ProviderName: (?<name>\S.{1,120})$/;
const TABLE_RULE = /^\s*-{5,11}(?: {1,40}-{2,16}){3,5}$/;
// -----------                     -- ---
const CUT_RULE = /^\s*-{3,11}(?: |$)/;
const ROW_FRONT = /^\s*\d{1,4}(?:[/.-]\d|[/.-]?$)/;
const LIST_START = /^\s*(?:TimeCreated|ProviderName|Message|Index|EventID)\s+:\s\S/;
// Details of ASP.NET's events, stack traces, and the sentences that end many entries
const DETAIL =
  /^\s*(?:[A-Z][\w ()-]{1,40}:(?:\s|$)|at \S+[.(]|For more information\b|The data field\b|Custom event details|0{3,8}: )/;
// What Get-WinEvent and Get-EventLog print first of an entry
const FIRST_PROPERTY = /^\s*(?:TimeCreated|Index)\s+:\s\S/;
const CONSOLE_WIDTH = 80;
const LOOK_AHEAD = 60;

/** True for a line that a console may have broken, or several that it did. */
function isFull(text: string): boolean {
  return text.length > 0 && text.length % CONSOLE_WIDTH === 0;
}

class EventsReader {
  readonly drafts: Draft[] = [];
  private group: string | null = null;
  /** Lines were left out: what stands below need not be of the last entry. */
  private lost = false;

  /** True for text in which the paste breaks off and which may begin what stands below a message. */
  mayBegin(text: string): boolean {
    const draft = this.drafts.at(-1);
    if (draft?.shape === "list") return /^[A-Z]\w*$/.test(text);
    if (draft?.shape !== "head") return false;
    if (draft.message.length === 0) return /^\p{Lu}[\p{L} .-]{0,20}:?$/u.test(text.trim()) && draft.part === "fields";
    return XML_HEADINGS.some((heading) => heading.startsWith(text.trim()));
  }

  /** True when the line is surely part of an entry: it has the shape of one. */
  take(line: Line): boolean {
    const { text } = line;
    if (text.trim() === "") {
      const draft = this.drafts.at(-1);
      if (draft) draft.gap = true;
      return false;
    }
    if (isElision(text)) {
      this.lost = true;
      this.group = null;
      const cut = this.drafts.at(-1);
      if (cut) cut.cut = true;
      return this.drafts.length > 0;
    }
    if (isChatter(text)) return false;
    const taken = this.heading(line) || this.field(line) || this.xml(line);
    const draft = this.drafts.at(-1);
    if (draft && taken) {
      draft.lastLine = line.last;
      draft.gap = false;
    }
    return taken;
  }

  /** Takes a line of text into the message of the entry at hand. */
  takeText(line: Line, last: boolean): boolean {
    const draft = this.drafts.at(-1);
    if (!draft || this.lost || isChatter(line.text)) return false;
    if (draft.quoted) return takeQuoted(draft, line);
    if (draft.shape === "table") return this.takeRestOfRow(draft, line);
    const inHead = draft.part === "fields" && !(draft.shape === "head" && draft.fields.has("computer"));
    // Behind the last entry anything may stand that somebody wrote.
    if (
      inHead ||
      draft.part === "xml" ||
      draft.part === "over" ||
      (draft.gap && last && !DETAIL.test(line.text) && draft.message.length > 0)
    )
      return false;
    draft.part = "message";
    const brokenNumber = isFull(draft.lastText) && /\d$/.test(draft.lastText) && /^\d/.test(line.text);
    if (brokenNumber) draft.message.push((draft.message.pop() ?? "") + line.text.trim());
    else draft.message.push(line.text.trim());
    draft.lastLine = line.last;
    draft.lastText = line.text;
    draft.gap = false;
    return true;
  }

  /** A console or a mail breaks the message of a row. */
  private takeRestOfRow(draft: Draft, line: Line): boolean {
    if (CUT_RULE.test(line.text)) return false;
    if (draft.lastLine !== line.number - 1 || ROW_FRONT.test(line.text) || !brokeBefore(draft.lastText, line.text))
      return false;
    const seam = draft.lastText.length === CONSOLE_WIDTH ? "" : " ";
    draft.message = [draft.message.join("") + seam + line.text.trimStart()];
    draft.lastLine = line.last;
    draft.lastText = line.text;
    return true;
  }

  private heading(line: Line): boolean {
    const { text } = line;
    const name = GROUP.exec(text)?.groups?.name;
    if (name) {
      this.group = name;
      return true;
    }
    if (ROWS_HEAD.test(text) || TABLE_RULE.test(text)) return true;
    const row = eventRow(text);
    if (row) {
      const draft = this.open(line, "table");
      for (const [field, value] of row.fields) draft.fields.set(field, value);
      if (this.group !== null && !draft.fields.has("source")) draft.fields.set("source", this.group);
      draft.message.push(row.message);
      draft.quoted = row.quoted;
      return true;
    }
    if (this.sentence(line)) return true;
    if (!WEVTUTIL_START.test(text)) return false;
    this.open(line, "head");
    return true;
  }

  /** The text of an entry that somebody quoted without the rest. Below a head it is the description. */
  private sentence(line: Line): boolean {
    const last = this.drafts.at(-1);
    if (last?.says && last.lastLine >= line.number - 2 && SENTENCE_FOOT.test(line.text)) {
      last.message.push(line.text.trim());
      return true;
    }
    const says = last && last.shape !== "table" && last.part !== "over" ? null : meaningOfSentence(line.text);
    if (!says) return false;
    const draft = this.open(line, "table");
    draft.says = says;
    draft.message.push(line.text.replace(/^[\s>"“`]+/, "").trim());
    return true;
  }

  private open(line: Line, shape: Draft["shape"]): Draft {
    const draft: Draft = {
      line: line.number,
      lastLine: line.last,
      lastText: line.text,
      fields: new Map(),
      message: [],
      says: null,
      systemTime: null,
      shape,
      part: shape === "xml" ? "xml" : "fields",
      quoted: false,
      cut: false,
      open: false,
      gap: false,
    };
    this.lost = false;
    this.drafts.push(draft);
    return draft;
  }

  private field(line: Line): boolean {
    const draft = this.drafts.at(-1);
    const property = listProperty(line.text);
    if (property && draft?.shape !== "head") return this.property(line, property);
    const head = headField(line.text);
    const starts = VIEWER_START.test(line.text) || OLD_START.test(line.text);
    const begun = draft?.shape === "head" && draft.fields.size === 0 && !this.lost;
    if (starts && !begun) this.open(line, "head");
    const current = this.lost ? undefined : this.drafts.at(-1);
    if (!head || current?.shape !== "head" || current.part !== "fields") return false;
    this.set(current, head);
    return true;
  }

  private property(line: Line, property: FieldLine): boolean {
    const last = this.drafts.at(-1);
    const repeats =
      !last || last.fields.has(property.field) || (property.field === "message" && last.message.length > 0);
    const starts = LIST_START.test(line.text);
    const fresh =
      last?.shape !== "list" ||
      this.lost ||
      (property.field !== "other" && repeats) ||
      (last.gap && (starts || last.part !== "message"));
    if (fresh && this.lost && !FIRST_PROPERTY.test(line.text)) return false;
    if (fresh && property.field === "other" && !starts) return false;
    const draft = fresh ? this.open(line, "list") : last;
    if (draft) this.set(draft, property);
    return true;
  }

  private set(draft: Draft, { field, value }: FieldLine): void {
    draft.part = field === "message" ? "message" : "fields";
    if (field === "message") {
      if (value !== "") draft.message.push(value);
    } else if (field !== "other") draft.fields.set(field, value);
  }

  private xml(line: Line): boolean {
    const { text } = line;
    const starts = EVENT_ELEMENT.test(text);
    let draft = this.drafts.at(-1);
    // Below a head the XML says the same once more.
    if (starts && (!draft || this.lost || draft.shape !== "head" || draft.part === "over"))
      draft = this.open(line, "xml");
    if (!draft || this.lost) return false;
    if (starts || XML_START.test(text)) draft.part = "xml";
    if (draft.part !== "xml") return false;
    if (draft.shape === "xml") readXml(draft, text);
    else readXmlTime(draft, text);
    return true;
  }
}

/** A further line of a message between quotes. */
function takeQuoted(draft: Draft, line: Line): boolean {
  draft.quoted = !/"\s*$/.test(line.text);
  draft.message.push(line.text.trim().replace(/"$/, ""));
  draft.lastLine = line.last;
  return true;
}

function startsEvent(text: string): boolean {
  return (
    WEVTUTIL_START.test(text) ||
    VIEWER_START.test(text) ||
    OLD_START.test(text) ||
    LIST_START.test(text) ||
    EVENT_ELEMENT.test(text) ||
    eventRow(text) !== null
  );
}

/** Without blank lines where some page put one behind every line, so that they part nothing. */
function withoutDoubledBlanks(lines: readonly Line[]): readonly Line[] {
  const filled = lines.filter(({ text }) => text.trim() !== "");
  const doubled = lines.every(({ text }, at) => text.trim() === "" || (lines[at + 1]?.text ?? "").trim() === "");
  return doubled && filled.length > 2 ? filled : lines;
}

function parse(source: Source): Reading<EventsReport> {
  const reader = new EventsReader();
  const unread: number[] = [];
  const lines = withoutDoubledBlanks(source.lines);
  const lastStart = lines.findLastIndex(({ text }) => startsEvent(text));
  const end = source.lines.at(-1);
  lines.forEach((line, at) => {
    // A number that ends the paste may be cut.
    const cut = line === end && ID_LINE.test(line.text);
    const begins = line === end && source.openEnd === true && reader.mayBegin(line.text);
    if ((!cut && reader.take(line)) || line.text.trim() === "") return;
    const remark = isAnnotation(line.text);
    if (!begins && !remark && reader.takeText(line, at > lastStart)) return;
    if (!remark && !isChatter(line.text)) unread.push(line.number);
  });
  const last = reader.drafts.at(-1);
  if (last) last.open = source.openEnd === true;
  const events: LoggedEvent[] = [];
  for (const draft of reader.drafts) {
    const event = toEvent(draft);
    if (event) events.push(event);
    else for (let line = draft.line; line <= draft.lastLine; line++) unread.push(line);
  }
  if (events.length === 0) return null;
  return { report: { kind: "events", events }, unread: [...new Set(unread)] };
}

export const eventLog: Parser<EventsReport> = {
  id: "event-log",
  name: "Event log",
  mode: "shell",
  command: /^(?:wevtutil(?:\.exe)?\s+(?:qe|query-events)\b|get-(?:winevent|eventlog)\b)/i,
  bareCommand:
    /^\s{0,8}(?:wevtutil(?:\.exe)? {1,4}(?:qe|query-events) {1,4}\S{2,80}(?: {1,4}\/\S{1,200}){0,8}|Get-(?:WinEvent|EventLog) {1,4}[-\w@].{0,300})$/i,
  recognise: [
    ...[WEVTUTIL_START, VIEWER_START, OLD_START, LIST_START, GROUP, ROWS_HEAD, EVENT_ELEMENT],
    ...[...EVENT_ROWS, ...EVENT_SENTENCES],
  ],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    if (eventRow(text) || ROWS_HEAD.test(text) || meaningOfSentence(text)) return true;
    if (EVENT_ROWS.some((row) => row.test(text))) return false;
    return lines.slice(at, at + LOOK_AHEAD).some((line) => ROWS_HEAD.test(line.text) || namesId(line.text));
  },
  follow: () => {
    const reader = new EventsReader();
    return (line) => reader.take(line) || (reader.drafts.length > 0 && /^\s*at \S+[.(]/.test(line.text));
  },
  errors: [
    {
      // No events were found that match the specified selection criteria.
      line: /No events were found that match|No matches found/i,
      problem: {
        code: "NO_EVENTS",
        what: "The log holds no entry that fits the query.",
        fix: "Widen the query, or look into the other logs: System for WAS and disks, Application for ASP.NET.",
      },
    },
  ],
  parse,
};
