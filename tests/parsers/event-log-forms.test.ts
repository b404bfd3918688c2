import { expect, test } from "vitest";
import type { Block, LoggedEvent } from "@/evidence";
import { read, reportOf } from "../support/reading";

const eventsOf = (block: Block | undefined): readonly LoggedEvent[] => reportOf(block, "event-log", "events").events;

const WENT_AWAY =
  "A process serving application pool 'ShopPool' suffered a fatal communication error with the Windows Process Activation Service. The process id was '5244'. The data field contains the error number.";
const GONE = { eventId: 5011, meaning: "communication-error", applicationPool: "ShopPool", processId: 5244 };

test("what Event Viewer saves as text, with tabs or collapsed, and as CSV", () => {
  const saved = `Level\tDate and Time\tSource\tEvent ID\tTask Category
Information\t3/12/2024 4:05:00 PM\tEventLog\t6013\tNone\tThe system uptime is 1726976 seconds.
Warning\t3/12/2024 4:04:33 PM\tMicrosoft-Windows-WAS\t5011\tNone\t${WENT_AWAY}
Error\t3/12/2024 4:03:10 PM\tApplication Error\t1000\t(100)\t"Faulting application name: w3wp.exe, version: 10.0.17763.1

Faulting module name: ntdll.dll
Report Id: 6563f390"
Warning\t3/12/2024 4:01:33 PM\tMicrosoft-Windows-WAS\t5011\tNone\t${WENT_AWAY}
`;
  const csv = `Level,Date and Time,Source,Event ID,Task Category
Warning,3/12/2024 4:04:33 PM,Microsoft-Windows-WAS,5011,None,"${WENT_AWAY}"
Error,3/12/2024 4:03:10 PM,Application Error,1000,(100),"Faulting application name: w3wp.exe, version: 10.0.17763.1

Report Id: 6563f390"
`;
  for (const text of [saved, saved.replaceAll("\t", " ")]) {
    const [block] = read(text);
    expect(block?.outcome).toBe("read");
    const events = eventsOf(block);
    expect(events.map(({ eventId, source }) => [eventId, source])).toEqual([
      [6013, "EventLog"],
      [5011, "Microsoft-Windows-WAS"],
      [1000, "Application Error"],
      [5011, "Microsoft-Windows-WAS"],
    ]);
    expect(events[1]).toMatchObject({ ...GONE, level: "Warning", timeText: "3/12/2024 4:04:33 PM" });
    expect(events[2]?.message).toContain("Report Id: 6563f390");
  }
  const events = eventsOf(read(csv)[0]);
  expect(events).toHaveLength(2);
  expect(events[0]).toMatchObject({ ...GONE, message: WENT_AWAY });
});

test("the table of Get-EventLog, whose ids carry their severity", () => {
  const text = `PS C:\\> Get-EventLog System -Newest 2

   Index Time          EntryType   Source                 InstanceID Message
   ----- ----          ---------   ------                 ---------- -------
  241501 Mar 12 16:04  Warning     WAS                    2147488659 A process serving application pool 'ShopPool'...
  241500 Mar 12 16:02  Information Service Control M...   1073748860 The Windows Update service entered the stopp...
`;
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(eventsOf(block).map(({ eventId, level }) => [eventId, level])).toEqual([
    [5011, "Warning"],
    [7036, "Information"],
  ]);
});

test("XML without the text of the message, as wevtutil prints it and as Event Viewer shows it", () => {
  const parts = [
    `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">`,
    `<System>`,
    `<Provider Name="Microsoft-Windows-WAS" Guid="{524B5D04-133C-4A62-8362-64E8EDB9CE40}" EventSourceName="WAS" />`,
    `<EventID Qualifiers="32768">5011</EventID>`,
    `<Level>3</Level>`,
    `<TimeCreated SystemTime="2024-03-12T15:04:33.841479100Z" />`,
    `<Channel>System</Channel>`,
    `<Computer>WEB01</Computer>`,
    `</System>`,
    `<EventData>`,
    `<Data Name="AppPoolID">ShopPool</Data>`,
    `<Data Name="ProcessID">5244</Data>`,
    `</EventData>`,
    `</Event>`,
  ];
  const shown = parts
    .map((part) => (/^<(?:Event |System>|EventData)/.test(part) ? `- ${part}` : `  ${part}`))
    .join("\n");
  const printed = `${parts.join("")}\n${parts.join("").replace("5244", "5250")}\n`;
  const [one] = read(`${shown}\n`);
  expect(one?.outcome).toBe("read");
  expect(eventsOf(one)).toMatchObject([
    { ...GONE, log: "System", level: "Warning", time: "2024-03-12T15:04:33.8414791Z" },
  ]);
  expect(eventsOf(read(printed)[0]).map(({ processId }) => processId)).toEqual([5244, 5250]);
});

test("the code of ASP.NET's own events stands first among the data of its XML", () => {
  const text = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='ASP.NET 4.0.30319.0'/><EventID Qualifiers='32768'>1309</EventID><Level>3</Level><Channel>Application</Channel></System><EventData><Data>3001</Data><Data>The request has been aborted.</Data></EventData></Event>\n`;
  expect(eventsOf(read(text)[0])).toMatchObject([{ eventId: 1309, eventCode: 3001, meaning: "request-aborted" }]);
});

test("a message that was quoted alone is known for what it says, not for who logged it; a template of one is not known", () => {
  const quoted = read(`I also had this in the event log:\n\n> ${WENT_AWAY}\n\nNo idea why.\n`);
  const event = quoted.find(({ parser }) => parser === "event-log");
  expect(eventsOf(event)).toMatchObject([{ ...GONE, eventId: null, source: null, message: WENT_AWAY }]);
  const old = `${WENT_AWAY.replace("Windows Process Activation Service", "World Wide Web Publishing Service")}
For more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.`;
  expect(eventsOf(read(`${old}\n`)[0])).toMatchObject([
    { source: null, eventId: null, meaning: "communication-error", message: old },
  ]);
  for (const template of ["'%1'", "<name>"])
    expect(read(`${WENT_AWAY.replace("'ShopPool'", template)}\n`)[0]?.parser).toBeNull();
});

test("below its head the same text is the description, not an entry of its own", () => {
  const viewer = `Log Name:      System
Source:        Microsoft-Windows-WAS
Date:          3/12/2024 4:04:33 PM
Event ID:      5011
Task Category: None
Level:         Warning
Computer:      WEB01.contoso.local
Description:
${WENT_AWAY}
`;
  expect(eventsOf(read(viewer)[0])).toHaveLength(1);
});

test.each([
  ["日志名称|来源|日期|事件 ID|级别|计算机|描述", "警告"],
  ["記錄檔名稱|來源|日期|事件識別碼|層級|電腦|描述", "警告"],
  ["ログの名前|ソース|日付|イベント ID|レベル|コンピューター|説明", "警告"],
  ["Имя журнала|Источник|Дата|Код события|Уровень|Компьютер|Описание", "Предупреждение"],
  ["Nome do Log|Fonte|Data|Identificação do Evento|Nível|Computador|Descrição", "Aviso"],
])("what Event Viewer copies in other languages, %s", (names, level) => {
  const [log, source, date, id, levelName, computer, description] = names.split("|");
  const [block, ...others] = read(`${log}:          System
${source}:        Microsoft-Windows-WAS
${date}:          2024/3/12 16:04:33
${id}:         5011
${levelName}:            ${level}
${computer}:           web1
${description}:
'ShopPool' 5244
`);
  expect([block?.outcome, others]).toEqual(["read", []]);
  expect(eventsOf(block)).toMatchObject([
    {
      log: "System",
      source: "Microsoft-Windows-WAS",
      eventId: 5011,
      level: "Warning",
      timeText: "2024/3/12 16:04:33",
      computer: "web1",
      meaning: "communication-error",
    },
  ]);
});
