import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, corpusTranscripts, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const timeOf = (block: Block | undefined): ReportOf<"session-time"> => reportOf(block, "windbg-time", "session-time");

function clock(when: string): unknown {
  const { local, offsetMinutes, instant } = timeOf(read(`Debug session time: ${when}\n`)[0]);
  return [local, offsetMinutes, instant];
}

const USER = `0:031> .time
Debug session time: Tue Mar 12 16:04:33.000 2024 (UTC - 3:30)
System Uptime: 11 days 2:10:09.140
Process Uptime: 0 days 0:06:11.000
  Kernel time: 0 days 0:00:52.000
  User time: 0 days 0:00:08.000
`;

const KERNEL = `0: kd> .time
Debug session time: Fri Nov 08 02:17:44.312 2019 (UTC + 1:00)
System Uptime: 0 days 0:08:15.046
`;

const BANNER = `Windows Server 2003 Version 3790 (Service Pack 2) MP (4 procs) Free x86 compatible
Product: Server, suite: TerminalServer SingleUserTS
Debug session time: Sun Jun 22 09:45:03.000 2008 (GMT+2)
System Uptime: 3 days 4:10:27.421
Process Uptime: 0 days 1:52:40.000
.................................................
`;

test("the session of the case study was at 09:28:51 UTC, with seven eighths of the CPU time in the kernel", () => {
  const [block] = readTranscript(CASE_STUDY[6] ?? { name: "", text: "" }, 0);
  expect([block?.command, block?.outcome, block?.mode, block?.lines]).toEqual([".time", "read", "user", [1, 6]]);
  expect(timeOf(block)).toEqual({
    kind: "session-time",
    line: 2,
    local: "2007-06-21T11:28:51.000",
    offsetMinutes: 120,
    instant: "2007-06-21T09:28:51.000Z",
    systemUptimeSeconds: 748265.015,
    processUptimeSeconds: 19716,
    kernelTimeSeconds: 954,
    userTimeSeconds: 143,
    cpuLine: 5,
  });
});

test.each([
  ["(GMT+2)", 120, "2007-06-21T09:28:51.000Z"],
  ["(GMT-8)", -480, "2007-06-21T19:28:51.000Z"],
  ["(GMT)", 0, "2007-06-21T11:28:51.000Z"],
  ["(UTC)", 0, "2007-06-21T11:28:51.000Z"],
  ["(UTC + 3:00)", 180, "2007-06-21T08:28:51.000Z"],
  ["(UTC - 3:30)", -210, "2007-06-21T14:58:51.000Z"],
  ["(UTC + 5:45)", 345, "2007-06-21T05:43:51.000Z"],
  ["(UTC+0530)", 330, "2007-06-21T05:58:51.000Z"],
  ["GMT+2", 120, "2007-06-21T09:28:51.000Z"],
  ["", null, null],
])("the zone %s is %s minutes", (zone, offsetMinutes, instant) => {
  expect(clock(`Thu Jun 21 11:28:51.000 2007 ${zone}`)).toEqual(["2007-06-21T11:28:51.000", offsetMinutes, instant]);
});

test("a zone across midnight changes the day", () => {
  expect(clock("Mon Jan  1 01:15:00.250 2024 (UTC + 2:00)")).toEqual([
    "2024-01-01T01:15:00.250",
    120,
    "2023-12-31T23:15:00.250Z",
  ]);
});

test.each([
  ["Mon Apr 07 07:10:50 PM 2003", "2003-04-07T19:10:50.000"],
  ["Mon Apr 07 12:10:50.000 AM 2003", "2003-04-07T00:10:50.000"],
  ["Mon Apr 07 12:10:50 p.m. 2003", "2003-04-07T12:10:50.000"],
])("%s is a 12-hour clock", (when, local) => {
  expect(clock(when)).toEqual([local, null, null]);
});

test.each([
  ["Mi 5 Mai 2021 16:31:07.000", "2021-05-05T16:31:07.000"],
  ["Do. 21. Dez. 2023 10:00:00.000", "2023-12-21T10:00:00.000"],
  ["Fr Mär 01 10:00:00.000 2024", "2024-03-01T10:00:00.000"],
  ["jeu. août 29 10:00:00.000 2024", "2024-08-29T10:00:00.000"],
  ["ven. juin 28 10:00:00.000 2024", "2024-06-28T10:00:00.000"],
  ["lun. juil. 01 10:00:00.000 2024", "2024-07-01T10:00:00.000"],
  ["mar ene 02 10:00:00.000 2024", "2024-01-02T10:00:00.000"],
  ["gio set 05 10:00:00.000 2024", "2024-09-05T10:00:00.000"],
  ["2024年 3月 12日 火 16:04:33.000", "2024-03-12T16:04:33.000"],
])("%s names its month in another language", (when, local) => {
  expect(clock(when)).toEqual([local, null, null]);
});

test("a kernel target tells no process times", () => {
  const [block] = read(KERNEL);
  expect([block?.mode, block?.outcome, block?.thread]).toEqual(["kernel", "read", null]);
  expect(timeOf(block)).toEqual({
    kind: "session-time",
    line: 2,
    local: "2019-11-08T02:17:44.312",
    offsetMinutes: 60,
    instant: "2019-11-08T01:17:44.312Z",
    systemUptimeSeconds: 495.046,
    processUptimeSeconds: null,
    kernelTimeSeconds: null,
    userTimeSeconds: null,
    cpuLine: null,
  });
});

test("the banner of an opened dump tells the time as well", () => {
  const block = read(BANNER).find((candidate) => candidate.parser === "windbg-time");
  expect([block?.command, block?.echoed, block?.outcome, block?.lines]).toEqual([".time", false, "read", [3, 6]]);
  expect(timeOf(block)).toMatchObject({ instant: "2008-06-22T07:45:03.000Z", processUptimeSeconds: 6760 });
});

test("times that the dump does not hold are left out", () => {
  const [block] = read("0:000> .time\nDebug session time: Mon Apr 07 19:10:50 2003\nSystem Uptime: not available\n");
  expect([block?.outcome, timeOf(block).systemUptimeSeconds]).toEqual(["read", null]);
});

test("without its command and with single blanks the time is the same", () => {
  const whole = timeOf(read(USER)[0]);
  const bare = USER.split("\n")
    .slice(1)
    .map((line) => line.replace(/\s+/g, " ").trim());
  expect(timeOf(read(bare.join("\n"))[0])).toEqual({ ...whole, line: 1, cpuLine: 4 });
  expect(timeOf(read(bare.join(" "))[0])).toEqual({ ...whole, line: 1, cpuLine: 1 });
});

test("two dumps give two times", () => {
  const bare = (text: string): string => text.split("\n").slice(1).join("\n");
  expect(read(`${bare(USER)}${bare(KERNEL)}`).map((block) => timeOf(block).local)).toEqual([
    "2024-03-12T16:04:33.000",
    "2019-11-08T02:17:44.312",
  ]);
});

test("a zone that was cut off or is no zone leaves the instant open, and says so", () => {
  for (const zone of ["(UTC - 3:3", "(UTC + 27:00)", "(Pacific)"]) {
    const [block] = read(`0:000> .time\nDebug session time: Tue Mar 12 16:04:33.000 2024 ${zone}\n`);
    expect([block?.outcome, timeOf(block).local, timeOf(block).instant]).toEqual([
      "partly-read",
      "2024-03-12T16:04:33.000",
      null,
    ]);
  }
});

test.each([
  "Tue Foo 12 16:04:33.000 2024",
  "Tue Feb 31 16:04:33.000 2024",
  "Tue Mar 12 25:04:33.000 2024",
  "Tue Mar 12 2024",
])("%s is no time", (when) => {
  expect(read(`Debug session time: ${when}\n`)[0]?.report).toBeNull();
});

test("no cut makes a wrong time", () => {
  const whole = timeOf(read(USER)[0]);
  for (let end = USER.indexOf("Debug"); end < USER.length; end++) {
    const report = read(USER.slice(0, end))[0]?.report;
    if (report?.kind !== "session-time") continue;
    expect(report.local).toBe(whole.local);
    expect([whole.instant, null]).toContain(report.instant);
    for (const key of ["processUptimeSeconds", "kernelTimeSeconds", "userTimeSeconds"] as const) {
      expect([whole[key], null]).toContain(report[key]);
    }
    if (report.systemUptimeSeconds !== null) expect(Math.floor(report.systemUptimeSeconds)).toBe(958209);
  }
});

test.skipIf(!hasCorpus)("a published session has the time that its reader saw", () => {
  const blocks = readTranscript(corpusTranscript("vertarget-bugcheck-cpuinfo-winde-info-win10-x64"), 0);
  expect(timeOf(blocks.find((block) => block.parser === "windbg-time"))).toMatchObject({
    line: 12,
    local: "2022-11-24T01:43:05.332",
    instant: "2022-11-24T00:43:05.332Z",
    systemUptimeSeconds: 11868.015,
    processUptimeSeconds: null,
  });
  const taken = corpusTranscripts().filter((transcript) =>
    readTranscript(transcript, 0).some((block) => block.parser === "windbg-time"),
  );
  expect(taken.map((transcript) => transcript.name)).toEqual(["vertarget-bugcheck-cpuinfo-winde-info-win10-x64"]);
});

test("an uptime that the paste breaks off in is not told", () => {
  const uptime = (end: string): unknown => {
    const text = `0:001> .time\nDebug session time: Thu Jun 20 09:51:20.000 2024 (UTC + 2:00)\nProcess Uptime: 0 days 0:09:57${end}`;
    return readTranscript({ name: "paste", text }, 0)[0]?.report;
  };
  expect(uptime(".18")).toMatchObject({ processUptimeSeconds: null });
  expect(uptime(".185")).toMatchObject({ processUptimeSeconds: 597.185 });
  expect(uptime(".18\n")).toMatchObject({ processUptimeSeconds: 597.18 });
});
