import type { Line } from "@/evidence";
import { brokeBefore } from "./broken-line";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import type { Draft } from "./event-draft";
import { type FieldLine, headField, listProperty } from "./event-fields";
import { eventRow, ROWS_HEAD } from "./event-rows";
import { meaningOfSentence, SENTENCE_FOOT } from "./event-sentences";
import { EVENT_ELEMENT, readXml, readXmlTime } from "./event-xml";

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
export const EVENT_GROUP = /^\s*ProviderName: (?<name>\S.{1,120})$/;
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

/** Lines that an entry, or a group of them, starts with. */
export const EVENT_STARTS: readonly RegExp[] = [WEVTUTIL_START, VIEWER_START, OLD_START, LIST_START, EVENT_ELEMENT];

/** True for a line that a console may have broken, or several that it did. */
function isFull(text: string): boolean {
  return text.length > 0 && text.length % CONSOLE_WIDTH === 0;
}

/** Reads entries line by line into drafts. */
export class EventsReader {
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
    const name = EVENT_GROUP.exec(text)?.groups?.name;
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
