import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { decimalMarkOf, readCounterNumber } from "@/parsers/counter-number";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const countersOf = (block: Block | undefined) => reportOf(block, "dotnet-counters", "runtime-counters");

const MONITOR = `C:\\tools>dotnet-counters monitor -p 7312
Press p to pause, r to resume, q to quit.
    Status: Paused

[System.Runtime]
    % Time in GC since last GC (%)                                 2
    CPU Usage (%)                                                 12.5
    GC Heap Size (MB)                                          1,148
    ThreadPool Completed Work Item Count (Count / 1 sec)           4
    ThreadPool Queue Length                                    1,212
[Microsoft.AspNetCore.Hosting]
    Current Requests                                              64

`;
const METRICS = `root@web-7f9c:/app# dotnet-counters monitor -p 1
Press p to pause, r to resume, q to quit.
    Status: Running

Name                                                       Current Value      Last Delta
[System.Runtime]
    dotnet.gc.collections ({collection})
        gc.heap.generation
        ------------------
        gen0                                                     312               2
        gen2                                                       3               0
    dotnet.process.memory.working_set (By)               214.155.264               0
    dotnet.process.cpu.time (s)                                   12,75            0,5

`;
const FILE = `Timestamp,Provider,Counter Name,Counter Type,Mean/Increment
03/12/2024 16:04:33,System.Runtime,CPU Usage (%),Metric,12.5
03/12/2024 16:04:33,System.Runtime,ThreadPool Queue Length,Metric,88
03/12/2024 16:04:34,System.Runtime,ThreadPool Queue Length,Metric,91
03/12/2024 16:04:35,System.Runtime,ThreadPool Queue Length,Metric,14
03/12/2024 16:04:35,System.Runtime,dotnet.gc.collections ({collection})[gc.heap.generation=gen0],Metric,3
`;

const EVENTS = [
  ["2024-03-12 16:04:33Z", "CPU Usage (%)", "", "12.5"],
  ["2024-03-12 16:04:34Z", "ThreadPool Queue Length", "", "88"],
  ["2024-03-12 16:04:35Z", "dotnet.gc.collections ({collection})", "gc.heap.generation=gen0", "3"],
  ["2024-03-12 16:04:35Z", "ThreadPool Queue Length", "", "14"],
] as const;
const HEAD = '"TargetProcess": "Contoso.Web","StartTime": "03/12/2024 16:04:32","Events": [';
const events = EVENTS.map(
  ([time, name, tags, value]) =>
    `{ "timestamp": "${time}", "provider": "System.Runtime", "name": "${name}", "tags": "${tags}", "counterType": "Metric", "value": ${value} }`,
);
const JSON_FILE = `{${HEAD}\n${events.join(",\n")}\n]}\n`;

test("a JSON file tells the same however it is laid out", () => {
  const whole = countersOf(read(JSON_FILE)[0]);
  expect([whole.firstTime, whole.lastTime]).toEqual(["2024-03-12 16:04:33Z", "2024-03-12 16:04:35Z"]);
  expect(
    whole.counters.map(({ name, unit, tags, line, log }) => [name, unit, tags, line, log?.samples, log?.last]),
  ).toEqual([
    ["CPU Usage", "%", null, 2, 1, 12.5],
    ["ThreadPool Queue Length", null, null, 5, 2, 14],
    ["dotnet.gc.collections", "{collection}", "gc.heap.generation=gen0", 4, 1, 3],
  ]);
  expect(whole.counters[1]?.log).toMatchObject({ minimum: 14, maximum: 88 });
  const layouts = [
    JSON_FILE.replaceAll("\n", ""),
    JSON.stringify(JSON.parse(JSON_FILE), null, 2),
    JSON_FILE.replaceAll(/"tags": "",? ?/g, ""),
    JSON_FILE.replace(/(.{80})(?=.)/g, "$1\n"),
    `$ dotnet-counters collect -p 1 --format json\nStarting a counter session. Press Q to quit.\n${JSON_FILE}`,
  ];
  for (const text of layouts) {
    const blocks = read(text);
    expect(blocks.map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(countersOf(blocks[0]))).toEqual(withoutLines(whole));
  }
});

test("an event that breaks off, or that something was left out of, is not read", () => {
  for (let end = JSON_FILE.length - 60; end < JSON_FILE.length - 5; end++) {
    const last = countersOf(read(JSON_FILE.slice(0, end))[0]).counters.find(({ name }) =>
      name.startsWith("ThreadPool"),
    );
    expect(last?.log?.last).toBe(88);
  }
  const indented = JSON.stringify(JSON.parse(JSON_FILE), null, 2).split("\n");
  const from = indented.findIndex((line) => line.includes("ThreadPool")) + 1;
  const to = indented.findIndex((line) => line.includes("gen0")) + 1;
  const [block] = read([...indented.slice(0, from), "[snip]", ...indented.slice(to)].join("\n"));
  expect(countersOf(block).counters.map(({ name }) => name)).toEqual(["CPU Usage", "ThreadPool Queue Length"]);
  expect(block?.unread.length).toBeGreaterThan(0);
});

test("each counter of the screen has its provider, unit and value", () => {
  const [block] = read(MONITOR);
  expect([block?.outcome, block?.mode]).toEqual(["read", "shell"]);
  const report = countersOf(block);
  expect(report.status).toBe("paused");
  expect(report.counters.map(({ provider, name, unit, value }) => [provider, name, unit, value])).toEqual([
    ["System.Runtime", "% Time in GC since last GC", "%", 2],
    ["System.Runtime", "CPU Usage", "%", 12.5],
    ["System.Runtime", "GC Heap Size", "MB", 1148],
    ["System.Runtime", "ThreadPool Completed Work Item Count", "Count / 1 sec", 4],
    ["System.Runtime", "ThreadPool Queue Length", null, 1212],
    ["Microsoft.AspNetCore.Hosting", "Current Requests", null, 64],
  ]);
});

test("metrics may have several rows, a change, and numbers of another language", () => {
  const report = countersOf(read(METRICS)[0]);
  expect(report.counters.map(({ name, unit, tags, value, lastDelta }) => [name, unit, tags, value, lastDelta])).toEqual(
    [
      ["dotnet.gc.collections", "{collection}", "gen0", 312, 2],
      ["dotnet.gc.collections", "{collection}", "gen2", 3, 0],
      ["dotnet.process.memory.working_set", "By", null, 214155264, 0],
      ["dotnet.process.cpu.time", "s", null, 12.75, 0.5],
    ],
  );
});

test("of a file the last value and the range are kept", () => {
  const report = countersOf(read(FILE)[0]);
  expect(
    report.counters.map(({ name, tags, log }) => [name, tags, log?.samples, log?.last, log?.minimum, log?.maximum]),
  ).toEqual([
    ["CPU Usage", null, 1, 12.5, 12.5, 12.5],
    ["ThreadPool Queue Length", null, 3, 14, 14, 91],
    ["dotnet.gc.collections", "gc.heap.generation=gen0", 1, 3, 3, 3],
  ]);
  expect([report.firstTime, report.lastTime]).toEqual(["03/12/2024 16:04:33", "03/12/2024 16:04:35"]);
});

test.each([
  [["1,421,893.35"], ".", 1421893.35],
  [["83.156.992"], ",", 83156992],
  [["0,5"], ",", 0.5],
  [["1,148", "12.5"], ".", 1148],
  [["1,148", "12,5"], ",", 1.148],
  [["1,148"], null, null],
  [["12"], null, 12],
  [["1.1111e+08"], ".", 111110000],
  [["0,5", "0.5"], null, null],
] as const)("the numbers %j have the decimal mark %j, and the first is %j", (tokens, mark, value) => {
  expect(decimalMarkOf(tokens)).toBe(mark);
  expect(readCounterNumber(tokens[0], mark)).toBe(value);
});

test("a value whose language cannot be told is left unread", () => {
  const [block] = read(
    "[System.Runtime]\n    GC Heap Size (MB)         1,148\n    ThreadPool Thread Count      64\n\n",
  );
  expect([block?.outcome, block?.unread]).toEqual(["partly-read", [[2, 2]]]);
  expect(countersOf(block).counters.map(({ value }) => value)).toEqual([64]);
});

test.each([
  ["the screen", MONITOR],
  ["metrics", METRICS],
  ["a file", FILE],
])("%s reads the same with single blanks and without the command", (_name, text) => {
  const whole = withoutLines(countersOf(read(text)[0]));
  const bare = text.startsWith("Timestamp") ? text : text.slice(text.indexOf("\n") + 1);
  for (const other of [bare, collapsed(text), collapsed(bare), text.replaceAll("\n", "\r\n")]) {
    expect(withoutLines(countersOf(read(other)[0]))).toEqual(whole);
  }
});

test("a number at which the paste ends is not taken", () => {
  const cut = MONITOR.slice(0, MONITOR.indexOf("12.5") + 3);
  expect(countersOf(read(cut)[0]).counters.map(({ name }) => name)).toEqual(["% Time in GC since last GC"]);
  const file = countersOf(read(FILE.slice(0, FILE.indexOf(",14") + 2))[0]);
  expect(file.counters[1]?.log).toMatchObject({ samples: 2, last: 91 });
});

test("below a gap the provider is not known, nor the counter that rows belong to", () => {
  const lines = METRICS.split("\n").toSpliced(6, 2, "...");
  const [block] = read(lines.join("\n"));
  expect(countersOf(block).counters.map(({ provider, name }) => [provider, name])).toEqual([
    [null, "dotnet.process.memory.working_set"],
    [null, "dotnet.process.cpu.time"],
  ]);
});

test.each([
  ["C:\\>dotnet-counters monitor -p 4\nProcess 4 not running compatible .NET runtime.\n", "NO_DOTNET_RUNTIME"],
  [
    "C:\\>dotnet-counters monitor -p 4\n'dotnet-counters' is not recognized as an internal or external command,\n",
    "COMMAND_NOT_FOUND",
  ],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["dotnet-counters", "unusable", code]);
});

test("rows that nobody could read are not joined with the next one", () => {
  const text =
    "C:\\>dotnet-counters monitor -p 22056\nPress p to pause, r to resume, q to quit.\n...\nGC Heap Size (MB)                 2,691\nThreadPool Queue Length                                                 24,480\nThreadPool Thread Count                                                    802\nWorking Set (MB)                                                     8,177,167\n";
  const report = read(text)[0]?.report;
  expect(report).toMatchObject({ counters: [{ name: "GC Heap Size" }, { name: "Working Set", unit: "MB" }] });
});

test("a few rows without their heading are told by the counters' names", () => {
  const [block] = read(
    "ThreadPool Thread Count     :  18\nThreadPool Queue Length     : 412\nCPU Usage (%)               :   6\n",
  );
  expect([block?.parser, block?.outcome, block?.unread]).toEqual(["dotnet-counters", "read", []]);
  expect(countersOf(block).counters.map(({ name, unit, value }) => [name, unit, value])).toEqual([
    ["ThreadPool Thread Count", null, 18],
    ["ThreadPool Queue Length", null, 412],
    ["CPU Usage", "%", 6],
  ]);
});

test("a sentence with a figure is no counter", () => {
  expect(read("CPU Usage: 95\nWorking Set 1,204\n").every(({ parser }) => parser === null)).toBe(true);
});
