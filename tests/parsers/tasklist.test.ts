import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const tasksOf = (block: Block | undefined) => reportOf(block, "tasklist", "tasks");

const SERVICES = `C:\\>tasklist /svc

Image Name                     PID Services
========================= ======== ============================================
System Idle Process              0 N/A
System                           4 N/A
svchost.exe                    780 BrokerInfrastructure, DcomLaunch, LSM,
                                   PlugPlay, Power, SystemEventsBroker
Acme Backup Server Inter      2088 Acme Backup Server
svchost.exe                   2112 W3SVC, WAS
`;
const TABLE = `C:\\>tasklist

Image Name                     PID Session Name        Session#    Mem Usage
========================= ======== ================ =========== ============
System Idle Process              0 Services                   0          8 K
w3wp.exe                      6764 Services                   0  1,169,024 K
node 2.exe                   89960                            3     57,056 K
mstsc.exe                    22168 RDP-Tcp#12                 2      5,488 K
`;
const VERBOSE = `C:\\>tasklist /v

Image Name                     PID Session Name        Session#    Mem Usage Status          User Name                                              CPU Time Window Title
========================= ======== ================ =========== ============ =============== ================================================== ============ ========================================
w3wp.exe                      6764 Services                   0    169,024 K Unknown         IIS APPPOOL\\Shop                                        0:12:41 N/A
AcmeUi.exe                    7024 Console                    1     19,024 K Not Responding  CONTOSO\\ops                                             1:02:03 Acme
`;

test("services are read, also those that go on in the next line", () => {
  const [block] = read(SERVICES);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["tasklist /svc", "read", "shell"]);
  const { tasks, complete } = tasksOf(block);
  expect(complete).toBe(true);
  expect(tasks.map(({ line, image, processId, services }) => [line, image, processId, services])).toEqual([
    [5, "System Idle Process", 0, []],
    [6, "System", 4, []],
    [7, "svchost.exe", 780, ["BrokerInfrastructure", "DcomLaunch", "LSM", "PlugPlay", "Power", "SystemEventsBroker"]],
    [9, "Acme Backup Server Inter", 2088, ["Acme Backup Server"]],
    [10, "svchost.exe", 2112, ["W3SVC", "WAS"]],
  ]);
});

test("sessions and memory are read, and a session without a name", () => {
  const { tasks } = tasksOf(read(TABLE)[0]);
  expect(tasks.slice(1)).toMatchObject([
    { image: "w3wp.exe", sessionName: "Services", sessionNumber: 0, memoryBytes: 1169024 * 1024, services: null },
    { image: "node 2.exe", processId: 89960, sessionName: null, sessionNumber: 3 },
    { image: "mstsc.exe", sessionName: "RDP-Tcp#12", sessionNumber: 2 },
  ]);
});

test("/v adds status, user and processor time", () => {
  const [block] = read(VERBOSE);
  expect([block?.outcome, tasksOf(block).tasks]).toMatchObject([
    "read",
    [
      { status: "Unknown", user: "IIS APPPOOL\\Shop", cpuSeconds: 761 },
      { status: "Not Responding", user: "CONTOSO\\ops", cpuSeconds: 3723 },
    ],
  ]);
});

test("tables as CSV and as lists give the same", () => {
  const csv = `C:\\>tasklist /svc /fo csv\n"Image Name","PID","Services"\n"System","4","N/A"\n"svchost.exe","2112","W3SVC,WAS"\n`;
  expect(tasksOf(read(csv)[0]).tasks.map(({ processId, services }) => [processId, services])).toEqual([
    [4, []],
    [2112, ["W3SVC", "WAS"]],
  ]);
  const full = `"Image Name","PID","Session Name","Session#","Mem Usage"\n"w3wp.exe","6764","Services","0","1,169,024 K"\n`;
  expect(tasksOf(read(full)[0]).tasks).toMatchObject([
    { processId: 6764, memoryBytes: 1169024 * 1024, sessionNumber: 0 },
  ]);
  const list = `C:\\>tasklist /fo list\n\nImage Name:   w3wp.exe\nPID:          6764\nSession Name: Services\nSession#:     0\nMem Usage:    1,169,024 K\n\nImage Name:   System\nPID:          4\nServices:     N/A\n`;
  expect(tasksOf(read(list)[0]).tasks).toMatchObject([
    { image: "w3wp.exe", processId: 6764, memoryBytes: 1169024 * 1024 },
    { image: "System", processId: 4, services: [] },
  ]);
});

test("separators and heads of other languages are read", () => {
  const german = TABLE.replace(
    /Image Name.*/,
    "Abbildname                     PID Sitzungsname       Sitz.-Nr. Speichernutzung",
  ).replaceAll(",", ".");
  const [block] = read(german);
  expect([block?.outcome, withoutLines(tasksOf(block).tasks)]).toEqual([
    "read",
    withoutLines(tasksOf(read(TABLE)[0]).tasks),
  ]);
  const french = TABLE.replace("1,169,024 K", "1 169 024 Ko");
  expect(tasksOf(read(french)[0]).tasks[1]).toMatchObject({
    image: "w3wp.exe",
    processId: 6764,
    memoryBytes: 1169024 * 1024,
  });
});

test("blanks lost and the command not pasted, or typed without a prompt, change nothing", () => {
  for (const text of [SERVICES, TABLE, VERBOSE]) {
    const whole = withoutLines(tasksOf(read(text)[0]).tasks);
    expect(withoutLines(tasksOf(read(collapsed(text))[0]).tasks)).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["tasklist /svc", "read"]]);
    expect(withoutLines(tasksOf(blocks[0]).tasks)).toEqual(whole);
    const bare = read(text.replace("C:\\>", ""));
    expect(bare.map(({ echoed, outcome }) => [echoed, outcome])).toEqual([[true, "read"]]);
  }
});

test("rows without a head are recognised, and do not claim to be the whole list", () => {
  const [block] = read("w3wp.exe                      6764 Services                   0  1,169,024 K\n");
  expect([block?.outcome, tasksOf(block).complete]).toEqual(["read", false]);
});

test("that no process matches is an answer", () => {
  const [block] = read(
    `C:\\>tasklist /fi "imagename eq csc.exe"\nINFO: No tasks are running which match the specified criteria.\n`,
  );
  expect([block?.outcome, tasksOf(block)]).toEqual(["read", { kind: "tasks", tasks: [], complete: true }]);
});

test("a list cut behind any line says what was there and nothing else", () => {
  const whole = tasksOf(read(SERVICES)[0]).tasks;
  const lines = SERVICES.split("\n");
  for (let count = 5; count < lines.length; count++) {
    const { tasks } = tasksOf(read(lines.slice(0, count).join("\n"))[0]);
    tasks.forEach(({ image, services }, index) => {
      expect(image).toBe(whole[index]?.image);
      expect(whole[index]?.services).toEqual(expect.arrayContaining([...(services ?? [])]));
    });
  }
});

test.skipIf(!hasCorpus)("published lists are read as their facts say, and no other output is taken for one", () => {
  const [block] = readTranscript(corpusTranscript("tasklist-svc-server2016"), 0);
  const { tasks } = tasksOf(block);
  const idOf = (service: string): number | undefined =>
    tasks.find(({ services }) => services?.includes(service))?.processId;
  expect([tasks.length, idOf("W3SVC"), idOf("KeyIso"), idOf("MSSQL$SQLEXPRESS01")]).toEqual([76, 2112, 688, 3520]);
  expect([idOf("Power"), idOf("wuauserv"), idOf("wudfsvc"), idOf("WinHttpAutoProxySvc"), idOf("WinRM")]).toEqual([
    780, 964, 368, 1052, 1156,
  ]);
  const [whatsapp] = readTranscript(corpusTranscript("typeperf-sc1-tasklist-whatsapp-comment"), 0);
  expect(tasksOf(whatsapp).tasks).toMatchObject([
    { image: "WhatsApp.exe", processId: 8176, sessionName: "Console", sessionNumber: 2, memoryBytes: 172180 * 1024 },
  ]);
  const [figma, node] = readTranscript(corpusTranscript("fltmc-filters-instances-win11-slow"), 0);
  expect([tasksOf(figma).tasks.length, tasksOf(node).tasks.length]).toEqual([7, 7]);
  expect(tasksOf(node).tasks[1]).toMatchObject({ image: "node.exe", processId: 88732, memoryBytes: 1169024 * 1024 });
  expect(publishedFor("tasklist")).toEqual([
    "fltmc-filters-instances-win11-slow",
    "tasklist-svc-server2016",
    "typeperf-sc1-tasklist-whatsapp-comment",
  ]);
});

test("services whose process is lost are no part of the name below", () => {
  const [block] = read(
    [
      "                                   LSM, PlugPlay, Power, RpcSs, W3SVC, WAS",
      "smss.exe                        60 N/A",
      "services.exe                   612 N/A",
      "w3wp.exe                      4820 W3SVC, WAS",
      "",
    ].join("\n"),
  );
  expect(JSON.stringify(block?.report ?? null)).not.toContain("WAS smss.exe");
});

test("a row of comma-separated fields that lacks some names no services", () => {
  const cut =
    'C:\\>tasklist /fo csv\n"Image Name","PID","Session Name","Session#","Mem Usage"\n"System","4","Services","0","568,268 K"\n"csrss.exe","88","Services"';
  expect(read(cut)[0]?.report).toMatchObject({ tasks: [{ image: "System", services: null }] });
});

test("a process of which no memory is told is one, and a row that is cut swallows none", () => {
  const [block] = read(`C:\\>tasklist

Image Name                     PID Session Name        Session#    Mem Usage
========================= ======== ================ =========== ============
Registry                       176 Services                   0      7,172 K
smss.exe                       784 Services                   0          N/A
csrss.exe                      916 Services                   0      1,076 K
acmesvc.exe                   1468 Services                   0`);
  const { tasks, complete } = reportOf(block, "tasklist", "tasks");
  expect(tasks.map(({ image, memoryBytes }) => [image, memoryBytes])).toEqual([
    ["Registry", 7172 * 1024],
    ["smss.exe", null],
    ["csrss.exe", 1076 * 1024],
  ]);
  expect([complete, block?.unread]).toEqual([false, [[8, 8]]]);
});
