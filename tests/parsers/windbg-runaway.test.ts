import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const timesOf = (block: Block | undefined) => reportOf(block, "windbg-runaway", "thread-times");

const NEW = `0:014> !runaway 7
 User Mode Time
  Thread       Time
   23:1b08      0 days 0:41:07.531
    4:5c4       0 days 0:00:02.015
 Kernel Mode Time
  Thread       Time
    4:5c4       0 days 0:00:01.250
   23:1b08      0 days 0:00:00.062
 Elapsed Time
  Thread       Time
    4:5c4       2 days 11:20:14.906
   23:1b08      0 days 1:55:31.718
`;
const OLD = `0:001> !runaway

 User Mode Time
 Thread       Time
 1:7d0        0:00:12.0343
 0:6a8        0:00:00.0031
`;
const NAMED = `0:000> !runaway 3
 User Mode Time
  Thread       Time
    9:3e04      0 days 0:03:18.406   .NET TP Worker
    0:2c10      0 days 0:00:00.140
 Kernel Mode Time
  Thread       Time
    0:2c10      0 days 0:00:00.015
    9:3e04      0 days 0:00:00.000   .NET TP Worker
`;

test("all three lists are read", () => {
  const [block] = read(NEW);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const { userModeTime, kernelModeTime, elapsedTime, complete } = timesOf(block);
  expect(userModeTime).toEqual([
    { line: 4, thread: 23, osThreadId: "1b08", name: null, seconds: 2467.531 },
    { line: 5, thread: 4, osThreadId: "5c4", name: null, seconds: 2.015 },
  ]);
  expect(kernelModeTime?.map(({ line, seconds }) => [line, seconds])).toEqual([
    [8, 1.25],
    [9, 0.062],
  ]);
  expect(elapsedTime?.map(({ thread, seconds }) => [thread, seconds])).toEqual([
    [4, 213614.906],
    [23, 6931.718],
  ]);
  expect(complete).toBe(true);
});

test("milliseconds that an old debugger filled up to four digits are milliseconds", () => {
  const { userModeTime, kernelModeTime, complete } = timesOf(read(OLD)[0]);
  expect(userModeTime?.map(({ thread, osThreadId, seconds }) => [thread, osThreadId, seconds])).toEqual([
    [1, "7d0", 12.343],
    [0, "6a8", 0.031],
  ]);
  expect([kernelModeTime, complete]).toEqual([null, true]);
});

test("names of threads are read where they are printed", () => {
  const { userModeTime, kernelModeTime } = timesOf(read(NAMED)[0]);
  expect(userModeTime?.map(({ name }) => name)).toEqual([".NET TP Worker", null]);
  expect(kernelModeTime?.map(({ name, seconds }) => [name, seconds])).toEqual([
    [null, 0.015],
    [".NET TP Worker", 0],
  ]);
});

test("blanks lost, one line and the command not pasted change nothing", () => {
  for (const text of [NEW, OLD, NAMED]) {
    const whole = withoutLines(timesOf(read(text)[0]));
    expect(withoutLines(timesOf(read(collapsed(text))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!runaway", "read"]]);
    expect(withoutLines(timesOf(blocks[0]))).toEqual(whole);
  }
  const [command = "", ...lines] = NEW.trim().split("\n");
  const folded = read(`${command}\n${lines.join(" ").replace(/\s+/g, " ")}\n`);
  expect(withoutLines(timesOf(folded[0]))).toEqual(withoutLines(timesOf(read(NEW)[0])));
});

test("a list that lacks rows is not called complete", () => {
  const incomplete = [
    NEW.replace("    4:5c4       0 days 0:00:02.015\n", "...\n"),
    NEW.replace("    4:5c4       0 days 0:00:02.015\n", ""),
    NEW.slice(0, NEW.indexOf(" Elapsed")),
    NEW.slice(0, NEW.indexOf("  Thread")),
  ];
  for (const text of incomplete) {
    const report = read(text)[0]?.report;
    expect(report?.kind === "thread-times" && report.complete).toBe(false);
  }
});

test("an output cut anywhere gives no time that was not printed", () => {
  for (const text of [NEW, OLD, NAMED]) {
    const whole = timesOf(read(text)[0]);
    for (let end = text.indexOf("\n") + 1; end < text.length; end++) {
      const report = read(text.slice(0, end))[0]?.report;
      if (report?.kind !== "thread-times") continue;
      for (const list of ["userModeTime", "kernelModeTime", "elapsedTime"] as const) {
        for (const { thread, osThreadId, seconds } of report[list] ?? []) {
          expect(whole[list]).toContainEqual(expect.objectContaining({ thread, osThreadId, seconds }));
        }
      }
    }
  }
});

test("a lone duration in a ticket is no list of threads", () => {
  const blocks = read("Elapsed Time\nwas long, from 12:30 on.\n12:31 0:00:12.125 done\n");
  expect(blocks.map(({ parser }) => parser)).toEqual([null]);
});

test.each([
  ["0:000> !runaway\nNo export runaway found\n", "DEBUGGER_EXTENSION_NOT_LOADED"],
  ["0:000> !runaway 7\nUnable to get thread times for thread 0\n", "NO_THREAD_TIMES"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["windbg-runaway", "unusable", code]);
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const published = (name: string) => {
    const block = readTranscript(corpusTranscript(name), 0).find(({ parser }) => parser === "windbg-runaway");
    expect(block?.outcome).toBe("read");
    return timesOf(block);
  };
  const old = published("runaway-7-x86-msdocs");
  expect(old.userModeTime?.map(({ thread, osThreadId, seconds }) => [thread, osThreadId, seconds])).toEqual([
    [0, "55c", 0.093],
    [1, "1a4", 0],
  ]);
  expect(old.kernelModeTime?.map(({ seconds }) => seconds)).toEqual([0.14, 0]);
  expect(old.elapsedTime?.map(({ seconds }) => seconds)).toEqual([43.533, 25.876]);
  const gc = published("gc-cpu-threadpool-runaway-threads-w3wp-clr4-x64-html");
  expect(gc.userModeTime?.[0]).toMatchObject({ thread: 62, osThreadId: "1ef0", seconds: 4242.228 });
  expect([gc.userModeTime?.length, gc.complete]).toEqual([20, false]);
  const flat = published("syncblk-runaway-clrstack-dumpheap-collapsed-csdn");
  expect(flat.userModeTime?.[0]).toMatchObject({ thread: 39, osThreadId: "14b4", seconds: 653.187 });
  expect(flat.userModeTime).toHaveLength(5);
  expect(publishedFor("windbg-runaway")).toHaveLength(3);
});

test("rows of the oldest debuggers, which know threads by their OS ids alone", () => {
  const [block] = read(`0:001> !runaway 3
 User Mode Time
 Thread    Time
 4e0        0:12:37.0609
 3d4        0:00:00.0000
 Kernel Mode Time
 Thread    Time
 4e0        0:00:07.0421
 3d4        0:00:00.0000
`);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({
    userModeTime: [
      { thread: null, osThreadId: "4e0", seconds: 757.609 },
      { thread: null, osThreadId: "3d4", seconds: 0 },
    ],
    kernelModeTime: [{ osThreadId: "4e0", seconds: 7.421 }, { osThreadId: "3d4" }],
    complete: true,
  });
});
