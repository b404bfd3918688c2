import type { EventsReport, Line, LoggedEvent } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { toEvent } from "./event-draft";
import { ID_LINE, namesId } from "./event-fields";
import { EVENT_GROUP, EVENT_STARTS, EventsReader } from "./event-reader";
import { EVENT_ROWS, eventRow, ROWS_HEAD } from "./event-rows";
import { EVENT_SENTENCES, meaningOfSentence } from "./event-sentences";
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
 * A message that only pools of IIS have is known for what it says, without the rest.
 *
 * Names of fields are known in English, German, French, Spanish, Portuguese, Russian, Chinese and Japanese; names and
 * numbers in a message are told by their quotes. Local times have no zone, and day and month may be either way round.
 */
const LOOK_AHEAD = 60;

function startsEvent(text: string): boolean {
  return EVENT_STARTS.some((start) => start.test(text)) || eventRow(text) !== null;
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
  recognise: [...EVENT_STARTS, EVENT_GROUP, ROWS_HEAD, ...EVENT_ROWS, ...EVENT_SENTENCES],
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
