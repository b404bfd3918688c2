import { type Draft, instantOf } from "./event-draft";

// - <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
export const EVENT_ELEMENT = /^\s*(?:- ?)?<Event xmlns=/i;
const SYSTEM_TIME = /\bSystemTime=["'](?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?Z["']/i;
const PROVIDER = /<Provider\s[^>]{0,300}?\bName=["'](?<source>[^"']{1,120})["']/i;
const ELEMENTS = /<(?<name>EventID|Level|Channel|Computer|Message)(?:\s[^>]{0,120})?>(?<text>[^<]{1,4000})/gi;
const DATA = /<Data(?:\s{1,4}Name=["'](?<name>[^"']{1,80})["'])?\s{0,4}>(?<value>[^<]{0,4000})/gi;
const LEVELS = ["Information", "Critical", "Error", "Warning", "Information", "Verbose"];

/** The time of an entry whose other fields stand above its XML. */
export function readXmlTime(draft: Draft, text: string): void {
  const time = SYSTEM_TIME.exec(text)?.groups;
  if (time) draft.systemTime = instantOf(time.time ?? "", time.fraction);
  if (/<\/Event>\s*$/i.test(text)) draft.part = "over";
}

/** A line of an entry of which there is nothing but the XML. */
export function readXml(draft: Draft, text: string): void {
  readXmlTime(draft, text);
  const source = PROVIDER.exec(text)?.groups?.source;
  if (source) draft.fields.set("source", source);
  for (const { groups } of text.matchAll(ELEMENTS)) setElement(draft, groups?.name ?? "", groups?.text?.trim() ?? "");
  for (const { groups } of text.matchAll(DATA)) setData(draft, groups?.name, groups?.value?.trim() ?? "");
}

function setElement(draft: Draft, name: string, text: string): void {
  const { fields } = draft;
  if (/^EventID$/i.test(name)) fields.set("id", text);
  else if (/^Level$/i.test(name)) fields.set("level", LEVELS[Number(text)] ?? fields.get("level") ?? "");
  else if (/^Channel$/i.test(name)) fields.set("log", text);
  else if (/^Computer$/i.test(name)) fields.set("computer", text);
  else draft.message = [text];
}

/** What the message would be made of: names and numbers, told by quotes as in the messages. */
function setData(draft: Draft, name: string | undefined, value: string): void {
  if (value === "") return;
  const isCode = draft.message.length === 0 && /^ASP\.NET/i.test(draft.fields.get("source") ?? "");
  if (name) draft.message.push(`${name}: '${value}'`);
  else draft.message.push(isCode && /^\d{4,6}$/.test(value) ? `Event code: ${value}` : value);
}
