import { expect, test } from "vitest";
import type { Block, LoggedEvent } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const eventsOf = (block: Block | undefined): readonly LoggedEvent[] => reportOf(block, "event-log", "events").events;

const SHUTDOWN =
  "A process serving application pool 'ShopPool' exceeded time limits during shut down. The process id was '5244'.";

const VIEWER = `Log Name:      System
Source:        Microsoft-Windows-WAS
Date:          3/12/2024 4:04:33 PM
Event ID:      5013
Task Category: None
Level:         Warning
Keywords:      Classic
User:          N/A
Computer:      WEB01.contoso.local
Description:
${SHUTDOWN}
Event Xml:
<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
  <System>
    <Provider Name="Microsoft-Windows-WAS" />
    <TimeCreated SystemTime="2024-03-12T15:04:33.1230000Z" />
  </System>
</Event>
`;

const OLD = `Event Type:	Warning
Event Source:	W3SVC
Event Category:	None
Event ID:	1010
Date:		6/21/2007
Time:		11:28:51 AM
User:		N/A
Computer:	WEB01
Description:
A process serving application pool 'DefaultAppPool' failed to respond to a ping. The process id was '5032'. 

For more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.
`;

const WEVTUTIL = `C:\\>wevtutil qe System /c:2 /f:text /rd:true
Event[0]:
  Log Name: System
  Source: disk
  Date: 2024-03-12T16:02:10.500
  Event ID: 153
  Task: N/A
  Level: Warning
  Opcode: N/A
  Keyword: Classic
  User: N/A
  User Name: N/A
  Computer: WEB01.contoso.local
  Description:
The IO operation at logical block address 0x1f2e8 for Disk 1 (PDO name: \\Device\\0000003f) was retried.

Event[1]:
  Log Name: System
  Source: storahci
  Date: 2024-03-12T15:02:09.2500000Z
  Event ID: 129
  Level: Warning
  Computer: WEB01.contoso.local
  Description:
Reset to device, \\Device\\RaidPort0, was issued.
`;

const LIST = `PS C:\\> Get-WinEvent -LogName System -MaxEvents 2 | fl *

Message              : A process serving application pool 'ShopPool' failed to respond to a ping. The process id was
                       '5244'.
Id                   : 5010
Version              : 0
Level                : 3
RecordId             : 41234
ProviderName         : Microsoft-Windows-WAS
LogName              : System
ProcessId            : 0
MachineName          : WEB01.contoso.local
UserId               :
TimeCreated          : 3/12/2024 4:04:33 PM
LevelDisplayName     : Warning
Properties           : {System.Diagnostics.Eventing.Reader.EventProperty}

Message              : Windows successfully diagnosed a low virtual memory condition. The following programs consumed
                       the most virtual memory: w3wp.exe (6764) consumed 14451470336 bytes, and sqlservr.exe (3520)
                       consumed 8451470336 bytes.
Id                   : 2004
ProviderName         : Microsoft-Windows-Resource-Exhaustion-Detector
TimeCreated          : 3/12/2024 4:02:10 PM
LevelDisplayName     : Warning
`;

const TABLE = `PS C:\\> Get-WinEvent -FilterHashtable @{LogName='System'; Id=5011,5186}

   ProviderName: Microsoft-Windows-WAS

TimeCreated                     Id LevelDisplayName Message
-----------                     -- ---------------- -------
3/12/2024 4:04:33 PM          5011 Warning          A process serving application pool 'ShopPool' suffered a fatal...
3/12/2024 3:51:02 PM          5186 Information      A worker process with process id of '5244' serving applicatio...
`;

const told = (event: LoggedEvent | undefined) => [
  event?.eventId,
  event?.meaning,
  event?.applicationPool,
  event?.processId,
];

test("an entry copied from Event Viewer is read, with its time in UTC from the XML", () => {
  const [block] = read(VIEWER);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["Event log", "read", "shell"]);
  expect(eventsOf(block)).toEqual([
    {
      line: 1,
      lastLine: 18,
      log: "System",
      source: "Microsoft-Windows-WAS",
      eventId: 5013,
      level: "Warning",
      time: "2024-03-12T15:04:33.123Z",
      localTime: null,
      timeText: "3/12/2024 4:04:33 PM",
      computer: "WEB01.contoso.local",
      message: SHUTDOWN,
      meaning: "shutdown-time-limit",
      applicationPool: "ShopPool",
      processId: 5244,
      device: null,
      disk: null,
      eventCode: null,
      reason: null,
      programs: [],
    },
  ]);
});

test("an entry of Server 2003 is read", () => {
  const [block] = read(OLD);
  const [event] = eventsOf(block);
  expect([block?.outcome, told(event)]).toEqual(["read", [1010, "ping-failed", "DefaultAppPool", 5032]]);
  expect([event?.source, event?.level, event?.timeText, event?.computer]).toEqual([
    "W3SVC",
    "Warning",
    "6/21/2007 11:28:51 AM",
    "WEB01",
  ]);
});

test("what wevtutil prints is read; a time counts as UTC only where it says so", () => {
  const [block] = read(WEVTUTIL);
  const [retried, reset] = eventsOf(block);
  expect([block?.command, block?.outcome]).toEqual(["wevtutil qe System /c:2 /f:text /rd:true", "read"]);
  expect([retried?.meaning, retried?.disk, retried?.device, retried?.time, retried?.localTime]).toEqual([
    "io-retried",
    1,
    "\\Device\\0000003f",
    null,
    "2024-03-12T16:02:10.500",
  ]);
  expect([reset?.meaning, reset?.device, reset?.time]).toEqual([
    "device-reset",
    "\\Device\\RaidPort0",
    "2024-03-12T15:02:09.25Z",
  ]);
});

test("PowerShell's lists are read, their wrapped messages put together", () => {
  const [block] = read(LIST);
  const [ping, memory] = eventsOf(block);
  expect([block?.outcome, told(ping), ping?.log, ping?.computer]).toEqual([
    "read",
    [5010, "ping-failed", "ShopPool", 5244],
    "System",
    "WEB01.contoso.local",
  ]);
  expect([memory?.meaning, memory?.programs]).toEqual([
    "low-virtual-memory",
    [
      { image: "w3wp.exe", processId: 6764, bytes: 14451470336 },
      { image: "sqlservr.exe", processId: 3520, bytes: 8451470336 },
    ],
  ]);
});

test("Get-EventLog gives the id within a larger number", () => {
  const [event] = eventsOf(
    read(
      `PS C:\\> Get-EventLog System -Newest 1 | fl\n\nIndex              : 8812\nEntryType          : Warning\nInstanceId         : 2147488661\nMessage            : ${SHUTDOWN}\nCategory           : (0)\nReplacementStrings : {ShopPool, 5244}\nSource             : Microsoft-Windows-WAS\nTimeGenerated      : 3/12/2024 4:04:33 PM\nTimeWritten        : 3/12/2024 4:04:33 PM\nUserName           :\n`,
    )[0],
  );
  expect([told(event), event?.timeText, event?.level]).toEqual([
    [5013, "shutdown-time-limit", "ShopPool", 5244],
    "3/12/2024 4:04:33 PM",
    "Warning",
  ]);
});

test("a table of events is read as far as its cut messages go", () => {
  const [block] = read(TABLE);
  expect([block?.outcome, eventsOf(block).map(told)]).toEqual([
    "read",
    [
      [5011, "communication-error", "ShopPool", null],
      [5186, "idle-shutdown", null, 5244],
    ],
  ]);
  expect(eventsOf(block)[0]?.source).toBe("Microsoft-Windows-WAS");
});

test("heads in German are read", () => {
  const german = VIEWER.split("Event Xml")[0]
    ?.replace("Log Name:      ", "Protokollname: ")
    .replace("Source:", "Quelle:")
    .replace("Date:", "Datum:")
    .replace("3/12/2024 4:04:33 PM", "12.03.2024 16:04:33")
    .replace("Event ID:", "Ereignis-ID:")
    .replace("Task Category:", "Aufgabenkategorie:")
    .replace("Level:         Warning", "Ebene:         Warnung")
    .replace("Keywords:", "Schlüsselwörter:")
    .replace("User:", "Benutzer:")
    .replace("Description:", "Beschreibung:");
  const [block] = read(german ?? "");
  const [event] = eventsOf(block);
  expect([block?.outcome, event?.eventId, event?.level, event?.timeText]).toEqual([
    "read",
    5013,
    "Warning",
    "12.03.2024 16:04:33",
  ]);
});

test("an entry without the word Description, as some pages print it, has its message", () => {
  const [event] = eventsOf(read(VIEWER.replace("Description:\n", ""))[0]);
  expect(event?.message).toBe(SHUTDOWN);
});

test("several entries behind each other stay apart, and prose below the last is not taken for its text", () => {
  const [block] = read(`${VIEWER}\n${VIEWER.replace("5013", "5010")}\nThis is what we saw, please help.\n`);
  expect([eventsOf(block).map(({ eventId }) => eventId), block?.outcome, block?.unread]).toEqual([
    [5013, 5010],
    "partly-read",
    [[39, 39]],
  ]);
});

test("another output below an entry is another block", () => {
  const blocks = read(
    `${OLD}\nFilter Name                     Num Instances    Altitude    Frame\n------------------------------  -------------  ------------  -----\nAcmeBkp                                 4       281999         0\n`,
  );
  expect(blocks.map(({ parser }) => parser)).toEqual(["event-log", "fltmc"]);
});

test("blanks lost and the command not pasted change nothing", () => {
  for (const text of [VIEWER, OLD, WEVTUTIL, LIST, TABLE]) {
    const whole = withoutLines(eventsOf(read(text)[0]));
    expect(withoutLines(eventsOf(read(collapsed(text))[0]))).toEqual(whole);
    const bare = /^(?:C:|PS )/.test(text) ? text.split("\n").slice(1).join("\n") : text;
    expect(read(bare).map(({ command, outcome }) => [command, outcome])).toEqual([["Event log", "read"]]);
  }
});

test("an entry cut anywhere says nothing that was not there", () => {
  for (let end = VIEWER.indexOf("Task Category"); end < VIEWER.indexOf("Event Xml"); end += 2) {
    const [event] = eventsOf(read(VIEWER.slice(0, end))[0]);
    expect([event?.eventId, event?.source]).toEqual([5013, "Microsoft-Windows-WAS"]);
    expect([null, "ShopPool"]).toContain(event?.applicationPool);
    expect([null, 5244]).toContain(event?.processId);
  }
});

test("a query that finds nothing is told", () => {
  const [block] = read(
    "PS C:\\> Get-WinEvent -FilterHashtable @{LogName='System'; Id=129}\nGet-WinEvent : No events were found that match the specified selection criteria.\n",
  );
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["event-log", "unusable", "NO_EVENTS"]);
});

test("the front of a heading in which the paste breaks off is not part of the message", () => {
  const text = VIEWER.slice(0, VIEWER.indexOf("Event Xml:") + 3);
  expect(text).toMatch(/\nEve$/);
  expect(eventsOf(read(text)[0])[0]?.message).not.toMatch(/Eve$/);
});

test("a paste of wevtutil that breaks off within a name has no message", () => {
  const [block] = read(WEVTUTIL.slice(0, WEVTUTIL.indexOf("Description") + 3));
  expect(eventsOf(block)).toMatchObject([{ eventId: 153, message: "" }]);
  expect(block?.unread).toEqual([[14, 14]]);
});

test("a remark alone in its line is no message", () => {
  const [event] = eventsOf(read(VIEWER.replace("Description:", "  <<< look here\nDescription:"))[0]);
  expect(event?.message).toBe(eventsOf(read(VIEWER)[0])[0]?.message);
  const below = eventsOf(read(VIEWER.replace("Event Xml:", "  <<< look here\nEvent Xml:"))[0]);
  expect(below[0]?.message).toBe(event?.message);
});
