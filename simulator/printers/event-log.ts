import type { LoggedEvent as EventReport, EventsReport } from "@/evidence";
import type { Facts } from "../facts";
import type { LoggedEvent } from "../logged-events";
import type { Server } from "../server";
import type { Printer } from "./printer";

export type EventsDialect =
  | "viewer"
  | "viewer-german"
  | "server-2003"
  | "wevtutil"
  | "get-winevent"
  | "get-eventlog"
  | "table";

/** Get-WinEvent cuts messages in its table. */
const TABLE_MESSAGE = 56;
const CONSOLE = 118;
const HELP = "For more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.";

function local(event: LoggedEvent, { clock }: Server): Date {
  return new Date(event.time + clock.offsetMinutes * 60_000);
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

function dayText(date: Date): string {
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}

/** `4:04:33 PM`. */
function clockText(date: Date): string {
  const hours = date.getUTCHours();
  const rest = `${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
  return `${hours % 12 || 12}:${rest} ${hours < 12 ? "AM" : "PM"}`;
}

function germanTime(date: Date): string {
  const day = `${pad(date.getUTCDate())}.${pad(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
  return `${day} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}

/** As each tool prints the time. */
function timeText(event: LoggedEvent, server: Server, dialect: EventsDialect): string {
  const date = local(event, server);
  if (dialect === "wevtutil") return date.toISOString().slice(0, 23);
  if (dialect === "viewer-german") return germanTime(date);
  return `${dayText(date)} ${clockText(date)}`;
}

function xmlLines({ time }: LoggedEvent): string[] {
  return [
    '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">',
    "  <System>",
    `    <TimeCreated SystemTime="${new Date(time).toISOString().slice(0, 23)}0000Z" />`,
    "  </System>",
    "</Event>",
  ];
}

const GERMAN_LEVELS = { Error: "Fehler", Warning: "Warnung", Information: "Informationen" } as const;

function printViewer(event: LoggedEvent, server: Server, german: boolean): string[] {
  const { log, source, eventId, level, message } = event;
  const computer = server.machine.name;
  const field = (name: string, value: string): string => `${`${name}:`.padEnd(german ? 19 : 15)}${value}`;
  const head = german
    ? [
        field("Protokollname", log),
        field("Quelle", source),
        field("Datum", timeText(event, server, "viewer-german")),
        field("Ereignis-ID", String(eventId)),
        field("Aufgabenkategorie", "Keine"),
        field("Ebene", GERMAN_LEVELS[level]),
        field("Schlüsselwörter", "Klassisch"),
        field("Benutzer", "Nicht zutreffend"),
        field("Computer", computer),
        "Beschreibung:",
      ]
    : [
        field("Log Name", log),
        field("Source", source),
        field("Date", timeText(event, server, "viewer")),
        field("Event ID", String(eventId)),
        field("Task Category", "None"),
        field("Level", level),
        field("Keywords", "Classic"),
        field("User", "N/A"),
        field("Computer", computer),
        "Description:",
      ];
  return [...head, ...message, german ? "Ereignis-XML:" : "Event Xml:", ...xmlLines(event)];
}

function printOld(event: LoggedEvent, server: Server): string[] {
  const { source, eventId, level, message } = event;
  const date = local(event, server);
  return [
    `Event Type:\t${level}`,
    `Event Source:\t${source}`,
    "Event Category:\tNone",
    `Event ID:\t${eventId}`,
    `Date:\t\t${dayText(date)}`,
    `Time:\t\t${clockText(date)}`,
    "User:\t\tN/A",
    `Computer:\t${server.machine.name}`,
    "Description:",
    ...message,
    "",
    HELP,
  ];
}

function printWevtutil(event: LoggedEvent, at: number, server: Server): string[] {
  const { log, source, eventId, level, message } = event;
  return [
    `Event[${at}]:`,
    `  Log Name: ${log}`,
    `  Source: ${source}`,
    `  Date: ${timeText(event, server, "wevtutil")}`,
    `  Event ID: ${eventId}`,
    "  Task: N/A",
    `  Level: ${level}`,
    "  Opcode: N/A",
    "  Keyword: Classic",
    "  User: N/A",
    "  User Name: N/A",
    `  Computer: ${server.machine.name}`,
    "  Description: ",
    ...message,
    "",
  ];
}

/** A property of a list, wrapped by the console behind its name. */
function property(name: string, value: string, width: number): string[] {
  const room = CONSOLE - width - 3;
  const lines: string[] = [];
  let rest = value;
  while (rest.length > room) {
    const blank = rest.lastIndexOf(" ", room);
    const cut = blank > 0 ? blank : room;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  const [first = "", ...more] = [...lines, rest];
  return [`${name.padEnd(width)} : ${first}`, ...more.map((line) => " ".repeat(width + 3) + line)];
}

function printList(event: LoggedEvent, server: Server, old: boolean): string[] {
  const { source, eventId, level, message } = event;
  const time = timeText(event, server, "get-winevent");
  const text = message.join(" ");
  if (!old) {
    return [
      ...property("TimeCreated", time, 12),
      ...property("ProviderName", source, 12),
      ...property("Id", String(eventId), 12),
      ...property("Message", text, 12),
      "",
    ];
  }
  return [
    ...property("Index", String(91_000 - (server.seed % 900)), 18),
    ...property("EntryType", level, 18),
    ...property("InstanceId", String(0x8004_0000 + eventId), 18),
    ...property("Message", text, 18),
    ...property("Category", "(0)", 18),
    ...property("Source", source, 18),
    ...property("TimeGenerated", time, 18),
    ...property("UserName", "", 18),
    "",
  ];
}

function tableMessage({ message }: LoggedEvent): string {
  const text = message[0] ?? "";
  return text.length > TABLE_MESSAGE ? `${text.slice(0, TABLE_MESSAGE - 3)}...` : text;
}

function printTable(server: Server): string[] {
  const sources = [...new Set(server.events.map(({ source }) => source))];
  return sources.flatMap((source) => [
    "",
    `   ProviderName: ${source}`,
    "",
    "TimeCreated                     Id LevelDisplayName Message",
    "-----------                     -- ---------------- -------",
    ...server.events
      .filter((event) => event.source === source)
      .map((event) => {
        const time = timeText(event, server, "table").padEnd(22);
        return `${time} ${String(event.eventId).padStart(11)} ${event.level.padEnd(16)} ${tableMessage(event)}`;
      }),
  ]);
}

/** Entries of the event log, as a tool prints them. */
export function printEvents(server: Server, dialect: EventsDialect): string[] {
  const { events } = server;
  switch (dialect) {
    case "viewer":
      return events.flatMap((event) => printViewer(event, server, false));
    case "viewer-german":
      return events.flatMap((event) => printViewer(event, server, true));
    case "server-2003":
      return events.flatMap((event) => [...printOld(event, server), ""]);
    case "wevtutil":
      return events.flatMap((event, at) => printWevtutil(event, at, server));
    case "get-winevent":
      return events.flatMap((event) => printList(event, server, false));
    case "get-eventlog":
      return events.flatMap((event) => printList(event, server, true));
    case "table":
      return printTable(server);
  }
}

function eventFacts(event: LoggedEvent, server: Server, dialect: EventsDialect): Facts<EventReport> {
  const { time, log, message, ...told } = event;
  const listed = dialect === "get-winevent" || dialect === "get-eventlog";
  const viewer = dialect === "viewer" || dialect === "viewer-german";
  const named = viewer || dialect === "wevtutil";
  const lines = dialect === "server-2003" ? [...message, HELP] : message;
  const text = dialect === "table" ? tableMessage(event) : lines.join(listed ? " " : "\n");
  const iso = timeText(event, server, "wevtutil");
  return {
    ...told,
    log: named ? log : null,
    level: dialect === "get-winevent" ? null : event.level,
    time: viewer ? instantText(time) : null,
    localTime: dialect === "wevtutil" ? iso : null,
    timeText: timeText(event, server, dialect),
    computer: listed || dialect === "table" ? null : server.machine.name,
    message: text,
    ...(dialect === "table" ? cutFacts(event, text) : {}),
  };
}

/** What is still told where the message was cut. */
function cutFacts(event: LoggedEvent, text: string): Partial<Facts<EventReport>> {
  const kept = <T>(value: T, printed: string): T | null => (text.includes(printed) ? value : null);
  const { applicationPool, processId, device, disk, eventCode, reason, programs, meaning } = event;
  return {
    applicationPool: kept(applicationPool, `'${applicationPool}'`),
    processId: kept(processId, `'${processId}'.`),
    device: kept(device, `${device},`),
    disk: kept(disk, `Disk ${disk} `),
    eventCode: kept(eventCode, `Event code: ${eventCode}`),
    reason: kept(reason, `'${reason}'.`),
    programs: programs.filter(({ bytes }) => text.includes(`${bytes} bytes`)),
    meaning: eventCode !== null && !text.includes(String(eventCode)) ? "web-error" : meaning,
  };
}

function instantText(time: number): string {
  return new Date(time).toISOString().replace(/\.?0+Z$/, "Z");
}

function printer(
  dialect: EventsDialect,
  command: string,
  prompt: Printer["prompt"],
  needs: Printer["needs"] = { systems: ["2008-r2", "2019"] },
): Printer<EventsReport> {
  return {
    parser: "event-log",
    dialect,
    needs,
    prompt,
    command: () => command,
    print: (server) => printEvents(server, dialect),
    expected: (server) => ({
      kind: "events",
      events: sorted(server, dialect).map((event) => eventFacts(event, server, dialect)),
    }),
  };
}

/** The table stands by source. */
function sorted({ events }: Server, dialect: EventsDialect): readonly LoggedEvent[] {
  if (dialect !== "table") return events;
  const sources = [...new Set(events.map(({ source }) => source))];
  return sources.flatMap((source) => events.filter((event) => event.source === source));
}

export const EVENT_LOG: readonly Printer<EventsReport>[] = [
  printer("viewer", "wevtutil qe System /f:text", "cmd"),
  printer("viewer-german", "wevtutil qe System /f:text", "cmd"),
  printer("server-2003", "wevtutil qe System /f:text", "cmd", { systems: ["2003"] }),
  printer("wevtutil", "wevtutil qe System /c:20 /rd:true /f:text", "cmd"),
  printer("get-winevent", "Get-WinEvent -LogName System -MaxEvents 20 | fl", "powershell"),
  printer("get-eventlog", "Get-EventLog System -Newest 20 | fl", "powershell"),
  printer("table", "Get-WinEvent -LogName System -MaxEvents 20", "powershell"),
];
