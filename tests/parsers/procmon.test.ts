import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { publishedFor, read, reportOf, withoutLines } from "../support/reading";

const activityOf = (block: Block | undefined) => reportOf(block, "procmon", "file-activity");

const DEFAULT = `"Time of Day","Process Name","PID","Operation","Path","Result","Detail"
"4:04:33.0593693 PM","w3wp.exe","6764","QueryDirectory","C:\\Temp\\shop","SUCCESS","Filter: *, 2: a ""b"".dll"
"4:04:33.0595947 PM","AcmeBkpAgent.exe","3028","ReadFile","C:\\Temp\\shop\\a, b.dll","SUCCESS","Offset: 2,255,360, Length: 16,384, Priority: Normal"
"4:04:34.1100000 PM","w3wp.exe","6764","CreateFile","C:\\Temp\\shop\\x.dll","NAME NOT FOUND",""
`;
const DURATIONS = `"PID","TID","Process Name","Duration","Result","Path","Operation","Date & Time"
"6764","8012","w3wp.exe","0,0512301","SUCCESS","D:\\Sites\\shop\\bin\\a.dll","CreateFile","12.03.2024 16:04:33"
"6764","8012","w3wp.exe","1,2000001","SUCCESS","D:\\Sites\\shop\\bin\\b.dll","CreateFile","12.03.2024 16:04:34"
"4","60","System","","SUCCESS","D:\\Sites\\shop\\bin\\b.dll","CloseFile","12.03.2024 16:04:35"
`;
const SEMICOLONS = `Time of Day;Process Name;PID;Operation;Path;Result;Duration
16:04:33,0593693;w3wp.exe;6764;QueryDirectory;C:\\Temp\\shop;SUCCESS;0,0153221
16:04:33,0600000;w3wp.exe;6764;QueryDirectory;C:\\Temp\\shop;NO MORE FILES;0,0000221
`;

test("a mail that leaves long paths whole breaks rows behind them, not in them, though they end near each other", () => {
  const rows = ["CreateFile", "WriteFile"].flatMap((operation) => [
    `04:44:01,3374071;System;4;${operation};C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary`,
    "ASP.NET Files\\shop\\hash.web;SUCCESS;0,0000116",
  ]);
  const [block] = read(`${SEMICOLONS.split("\n")[0]}\n${rows.join("\n")}\n`);
  const path = "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\shop\\hash.web";
  expect(activityOf(block).rows.map((row) => row.path)).toEqual([path, path]);
});

test("each event is read by the columns its export has", () => {
  const [block] = read(DEFAULT);
  expect([block?.parser, block?.outcome, block?.mode, block?.echoed]).toEqual(["procmon", "read", "shell", false]);
  const { rows, wholeRows, cutRows, hasDurations, firstTime, lastTime, results, totalSeconds } = activityOf(block);
  expect([wholeRows, cutRows, hasDurations, totalSeconds]).toEqual([3, 0, false, null]);
  expect([firstTime, lastTime]).toEqual(["4:04:33.0593693 PM", "4:04:34.1100000 PM"]);
  expect(results).toEqual([
    { result: "SUCCESS", count: 2 },
    { result: "NAME NOT FOUND", count: 1 },
  ]);
  expect(rows[1]).toEqual({
    line: 3,
    time: "4:04:33.0595947 PM",
    process: "AcmeBkpAgent.exe",
    processId: 3028,
    threadId: null,
    operation: "ReadFile",
    path: "C:\\Temp\\shop\\a, b.dll",
    result: "SUCCESS",
    durationSeconds: null,
    offset: 2255360,
    length: 16384,
    detail: "Offset: 2,255,360, Length: 16,384, Priority: Normal",
  });
  expect(rows[0]?.detail).toBe('Filter: *, 2: a "b".dll');
  expect(rows[2]).toMatchObject({ offset: null, length: null, detail: null });
});

test("durations are summed by process, operation and folder, whatever the order of the columns", () => {
  const { groups, totalSeconds, rows, hasDurations, columns } = activityOf(read(DURATIONS)[0]);
  expect([columns[0], hasDurations, totalSeconds]).toEqual(["PID", true, 1.2512302]);
  expect(groups).toEqual([
    {
      line: 2,
      process: "w3wp.exe",
      operation: "CreateFile",
      folder: "D:\\Sites\\shop\\bin",
      count: 2,
      totalSeconds: 1.2512302,
      longestSeconds: 1.2000001,
      longestLine: 3,
    },
    {
      line: 4,
      process: "System",
      operation: "CloseFile",
      folder: "D:\\Sites\\shop\\bin",
      count: 1,
      totalSeconds: null,
      longestSeconds: null,
      longestLine: null,
    },
  ]);
  expect(rows.map(({ threadId, durationSeconds }) => [threadId, durationSeconds])).toEqual([
    [8012, 0.0512301],
    [8012, 1.2000001],
    [60, null],
  ]);
});

test("semicolons and decimal commas are read, and tabs too while the quotes are there", () => {
  expect(activityOf(read(SEMICOLONS)[0]).rows.map(({ durationSeconds }) => durationSeconds)).toEqual([
    0.0153221, 0.0000221,
  ]);
  const tabs = read(DEFAULT.replaceAll('","', '"\t"'));
  expect(withoutLines(activityOf(tabs[0]))).toEqual(withoutLines(activityOf(read(DEFAULT)[0])));
});

test("rows without their head are read by the default columns, and others are left alone", () => {
  const rows = DEFAULT.split("\n").slice(1).join("\n");
  expect(withoutLines(activityOf(read(rows)[0]))).toEqual(withoutLines(activityOf(read(DEFAULT)[0])));
  expect(read(DURATIONS.split("\n").slice(1).join("\n")).map(({ parser }) => parser)).toEqual([null]);
});

test("a field that holds line breaks belongs to one event", () => {
  const start = `"4:04:33.0593694 PM","w3wp.exe","6764","Process Start","","SUCCESS","Parent PID: 908, Command line: w3wp.exe -ap ""Shop"", Environment: 
;	COMPUTERNAME=WEB01
;	Path=C:\\Windows\\system32;C:\\Windows"
`;
  const [block] = read(DEFAULT + start + DEFAULT.split("\n").slice(1).join("\n"));
  expect(block?.outcome).toBe("read");
  const { rows, wholeRows } = activityOf(block);
  expect([wholeRows, rows[3]?.operation, rows[3]?.line, rows[4]?.line]).toEqual([7, "Process Start", 5, 8]);
  expect(rows[3]?.detail).toMatch(/COMPUTERNAME=WEB01 .*C:\\Windows$/);
});

test("a byte order mark, UTF-16, CRLF and a console's line width change nothing", () => {
  const whole = withoutLines(activityOf(read(DEFAULT)[0]));
  const wrapped = DEFAULT.split("\n")
    .map((line) => line.replace(/(.{80})(?=.)/g, "$1\n"))
    .join("\n");
  const utf16 = [...DEFAULT].map((char) => `${char}\u0000`).join("");
  for (const text of [`\ufeff${DEFAULT}`, utf16, DEFAULT.replaceAll("\n", "\r\n"), wrapped]) {
    const [block] = read(text);
    expect([block?.outcome, withoutLines(activityOf(block))]).toEqual(["read", whole]);
  }
});

test("a row cut at any place is counted as cut and never read, and the rows above stay", () => {
  for (const text of [DEFAULT, DURATIONS, SEMICOLONS]) {
    const whole = activityOf(read(text)[0]).rows;
    const lastBegins = text.trimEnd().lastIndexOf("\n") + 1;
    for (let end = lastBegins + 1; end < text.length - 1; end++) {
      const block = read(text.slice(0, end))[0];
      const { rows } = activityOf(block);
      expect([end, rows]).toEqual([end, whole.slice(0, -1)]);
      expect(block?.unread.at(-1)?.[1]).toBe(text.split("\n").length - 1);
    }
  }
});

test("two exports in one paste are two blocks", () => {
  expect(read(DEFAULT + DURATIONS).map(({ parser, lines }) => [parser, lines])).toEqual([
    ["procmon", [1, 4]],
    ["procmon", [5, 8]],
  ]);
});

test("of a long export the longest events are kept, and all are counted", () => {
  const rows = Array.from(
    { length: 3000 },
    (_, at) => `"4:04:33.0000000 PM","w3wp.exe","6764","ReadFile","C:\\a\\${at}.dll","SUCCESS","0.00${1000 + at}"`,
  );
  const text = `"Time of Day","Process Name","PID","Operation","Path","Result","Duration"\n${rows.join("\n")}\n`;
  const report = activityOf(read(text)[0]);
  expect([report.wholeRows, report.groups.length, report.groups[0]?.count]).toEqual([3000, 1, 3000]);
  expect([report.rows.length, report.rows[0]?.line, report.rows.at(-1)?.line]).toEqual([500, 2502, 3001]);
  expect(report.groups[0]?.longestLine).toBe(3001);
});

test.skipIf(!hasCorpus)("the published export is read as its facts say, and no other output is taken for one", () => {
  const [block] = readTranscript(corpusTranscript("procmon-csv-tid-column-cut-beagle"), 0);
  const { columns, wholeRows, cutRows, rows } = activityOf(block);
  expect([columns.at(-1), columns.length, wholeRows, cutRows, block?.unread]).toEqual(["TID", 8, 2, 1, [[4, 4]]]);
  expect(
    rows.map(({ time, processId, offset, length, threadId }) => [time, processId, offset, length, threadId]),
  ).toEqual([
    ["10:29:05.0593693 AM", 2900, 2275840, 16384, 3408],
    ["10:29:05.0595947 AM", 2900, 2255360, 16384, 3408],
  ]);
  expect(publishedFor("procmon")).toEqual(["procmon-csv-tid-column-cut-beagle"]);
});
