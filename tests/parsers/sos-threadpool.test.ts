import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const poolOf = (block: Block | undefined) => reportOf(block, "sos-threadpool", "thread-pool");

const FIRST = `0:011> !threadpool
CPU utilization 64%
Worker Thread: Total: 9 Running: 7 Idle: 2 MaxLimit: 50 MinLimit: 12
Work Request in Queue: 4
QueueUserWorkItemCallback DelegateInfo@001c4f08
AsyncCallbackCompletion AsyncCallback@0x001c50b0
timerDeleteWorkItem TimerDeleteInfo@001c5100
Unknown 001c5148
--------------------------------------
Number of Timers: 14
--------------------------------------
Completion Port Thread: Total: 11 Free: 10 MaxFree: 14 CurrentLimit: 13 MaxLimit: 60 MinLimit: 12
`;
const SECOND = `0:031> !threadpool
CPU utilization: 16%
Worker Thread: Total: 40 Running: 38 Idle: 12 MaxLimit: 32767 MinLimit: 18
Work Request in Queue: 1,212
    Unknown Function: 00007ffc1c2d1a40  Context: 0000021c4be1f1b0
    AsyncTimerCallbackCompletion TimerInfo@0000021c4be20c48
--------------------------------------
Number of Timers: 13
--------------------------------------
Completion Port Thread:Total: 22 Free: 21 MaxFree: 16 CurrentLimit: 24 MaxLimit: 1000 MinLimit: 18
`;
const PSSCOR = `0:000> !threadpool
Work Request in Queue: 71
--------------------------------------
Number of Timers: 12
--------------------------------------
CPU utilization 12%
--------------------------------------
Worker Thread: Total: 26 Running: 25 Idle: 11 MaxLimit: 400 MinLimit: 14
Completion Port Thread:Total: 13 Free: 12 MaxFree: 18 CurrentLimit: 13 MaxLimit: 400 MinLimit: 14
`;
const PORTABLE = `> threadpool -wi -ti
Using the Portable thread pool.

CPU utilization:  31%
Workers Total:    187
Workers Running:  186
Workers Idle:     10
Worker Min Limit: 18
Worker Max Limit: 32767

Completion Total:   12
Completion Free:    11
Completion MaxFree: 16
Completion Current Limit: 22
Completion Min Limit:     18
Completion Max Limit:     1000

Hill Climbing Log:
      Time Transition       #New Threads    #Samples   Throughput
    -12.50 Starvation                186           0         0.00
      0.00 ClimbingMove              187         310        44.25

Queue             Object           Type
[Global high-pri] 7f1df9c0a4e8     System.Threading.Timer
[Global]          7f1df9c0b110     System.Action
    => 7f1df9c0b0e8 <Send>b__0
[Global]          7f1df9c0b398     System.Threading.Tasks.Task<System.Int32>
`;
const WINDOWS = `> threadpool
Using the Windows thread pool.

Thread count:    24
`;
const ALL = [FIRST, SECOND, PSSCOR, PORTABLE, WINDOWS];

function numbers(report: ReportOf<"thread-pool">): (number | null)[] {
  const { cpuUtilization, workersTotal, workersRunning, workersIdle, workersMinLimit, workersMaxLimit } = report;
  return [cpuUtilization, workersTotal, workersRunning, workersIdle, workersMinLimit, workersMaxLimit];
}

function completion(report: ReportOf<"thread-pool">): (number | null)[] {
  const { iocpTotal, iocpFree, iocpMaxFree, iocpCurrentLimit, iocpMinLimit, iocpMaxLimit } = report;
  return [iocpTotal, iocpFree, iocpMaxFree, iocpCurrentLimit, iocpMinLimit, iocpMaxLimit];
}

test("every number of the five forms is read", () => {
  const [first, second, psscor, portable, windows] = ALL.map((text) => poolOf(read(text)[0]));
  if (!first || !second || !psscor || !portable || !windows) throw new Error("five were read");
  expect(numbers(first)).toEqual([64, 9, 7, 2, 12, 50]);
  expect(numbers(second)).toEqual([16, 40, 38, 12, 18, 32767]);
  expect(numbers(psscor)).toEqual([12, 26, 25, 11, 14, 400]);
  expect(numbers(portable)).toEqual([31, 187, 186, 10, 18, 32767]);
  expect(numbers(windows)).toEqual([null, null, null, null, null, null]);
  expect(completion(first)).toEqual([11, 10, 14, 13, 12, 60]);
  expect(completion(second)).toEqual([22, 21, 16, 24, 18, 1000]);
  expect(completion(psscor)).toEqual([13, 12, 18, 13, 14, 400]);
  expect(completion(portable)).toEqual([12, 11, 16, 22, 18, 1000]);
  expect(
    [first, second, psscor, portable].map(({ workRequestsInQueue, timers }) => [workRequestsInQueue, timers]),
  ).toEqual([
    [4, 14],
    [1212, 13],
    [71, 12],
    [null, null],
  ]);
  expect([windows.threadCount, windows.complete]).toEqual([24, true]);
});

test("the form tells the dialect, and the pool", () => {
  const reports = ALL.map((text) => poolOf(read(text)[0]));
  expect(reports.map(({ dialect }) => dialect)).toEqual(["sos-1.1", "sos-2", "psscor", "portable", "windows"]);
  expect(reports.map(({ pool }) => pool)).toEqual(["clr", "clr", "clr", "portable", "windows"]);
  expect(reports.map(({ complete }) => complete)).toEqual([true, true, true, true, true]);
});

test("the numbers are cited at their lines", () => {
  const { cpuLine, workersLine, queueLine, iocpLine } = poolOf(read(PSSCOR)[0]);
  expect([cpuLine, workersLine, queueLine, iocpLine]).toEqual([6, 8, 2, 9]);
});

test("what waits is listed, with the method a delegate will call", () => {
  const items = poolOf(read(PORTABLE)[0]).workItems;
  expect(items.map(({ queue, object, type, method }) => [queue, object, type, method])).toEqual([
    ["Global high-pri", "7f1df9c0a4e8", "System.Threading.Timer", null],
    ["Global", "7f1df9c0b110", "System.Action", "<Send>b__0"],
    ["Global", "7f1df9c0b398", "System.Threading.Tasks.Task<System.Int32>", null],
  ]);
  expect([items[1]?.line, items[1]?.target]).toEqual([25, "7f1df9c0b0e8"]);
  const first = poolOf(read(FIRST)[0]).workItems.map(({ type, object }) => [type, object]);
  expect(first).toEqual([
    ["QueueUserWorkItemCallback", "1c4f08"],
    ["AsyncCallbackCompletion", "1c50b0"],
    ["timerDeleteWorkItem", "1c5100"],
    ["Unknown", "1c5148"],
  ]);
  expect(poolOf(read(SECOND)[0]).workItems[0]).toMatchObject({ function: "7ffc1c2d1a40", object: "21c4be1f1b0" });
});

test("the pool's own decisions are read", () => {
  expect(poolOf(read(PORTABLE)[0]).hillClimbing).toEqual([
    { line: 20, seconds: -12.5, transition: "Starvation", newThreads: 186, samples: 0, throughput: 0 },
    { line: 21, seconds: 0, transition: "ClimbingMove", newThreads: 187, samples: 310, throughput: 44.25 },
  ]);
});

test("blanks lost and the command not pasted change nothing", () => {
  for (const text of ALL) {
    const whole = withoutLines(poolOf(read(text)[0]));
    expect(withoutLines(poolOf(read(collapsed(text))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!threadpool", "read"]]);
    expect(withoutLines(poolOf(blocks[0]))).toEqual(whole);
  }
});

test("groups that were wrapped or joined into one line are read", () => {
  const whole = withoutLines(poolOf(read(SECOND)[0]));
  const wrapped = SECOND.replace(" MaxLimit: 32767", "\nMaxLimit: 32767").replace(" CurrentLimit", "\n  CurrentLimit");
  expect(withoutLines(poolOf(read(wrapped)[0]))).toEqual(whole);
  const [command = "", ...lines] = PSSCOR.trim().split("\n");
  expect(withoutLines(poolOf(read(`${command}\n${lines.join(" ")}`)[0]))).toEqual(
    withoutLines(poolOf(read(PSSCOR)[0])),
  );
});

test("an output cut anywhere gives no number that was not printed", () => {
  for (const text of [FIRST, SECOND, PSSCOR, PORTABLE]) {
    const whole = poolOf(read(text)[0]);
    const known = new Set([...numbers(whole), ...completion(whole), whole.timers, whole.workRequestsInQueue, null]);
    // The last number of an output may be cut without a trace.
    for (let end = text.indexOf("\n") + 20; end < text.trimEnd().lastIndexOf(":"); end++) {
      const report = read(text.slice(0, end))[0]?.report;
      if (report?.kind !== "thread-pool" || /(?:Max Limit|MinLimit|MaxLimit): *\d+$/.test(text.slice(0, end))) continue;
      for (const number of [...numbers(report), ...completion(report), report.timers]) expect(known).toContain(number);
    }
  }
});

test("the processor's share in a sentence of a ticket is no thread pool", () => {
  expect(read("We saw it at noon.\nCPU utilization: 95%\nThen it was gone.\n").map(({ parser }) => parser)).toEqual([
    null,
  ]);
});

test.each([
  ["> threadpool\nFailed to obtain ThreadPool data.\n", "THREADPOOL_NOT_READABLE"],
  ["0:000> !threadpool\nFailed to request ThreadpoolMgr information\n", "THREADPOOL_NOT_READABLE"],
  ["0:000> !threadpool\nNo export threadpool found\n", "SOS_NOT_LOADED"],
  ["0:000> !tp\nFailed to find runtime DLL (clr.dll), 0x80004005\n", "RUNTIME_NOT_FOUND"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-threadpool", "unusable", code]);
});

test("the size of the Windows pool has two names", () => {
  const [block] = read(WINDOWS.replace("Thread count:", "Number of thread pool threads:"));
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  expect(poolOf(block)).toEqual(poolOf(read(WINDOWS)[0]));
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const published = (name: string) =>
    readTranscript(corpusTranscript(name), 0).filter(({ parser }) => parser === "sos-threadpool");
  const [mwaits] = published("deadlock-threadpool-mwaits-mlocks-dlk-rwlock-sosex").map(poolOf);
  if (!mwaits) throw new Error("it holds a thread pool");
  expect([numbers(mwaits), completion(mwaits)]).toEqual([
    [0, 17, 17, 0, 8, 2000],
    [332, 1, 16, 333, 8, 1000],
  ]);
  expect([mwaits.dialect, mwaits.workRequestsInQueue, mwaits.timers]).toEqual(["psscor", 24, 3]);
  const [gc] = published("gc-cpu-threadpool-runaway-threads-w3wp-clr4-x64-html").map(poolOf);
  expect(gc && [numbers(gc), completion(gc)]).toEqual([
    [100, 44, 1, 23, 24, 32767],
    [9, 9, 48, 9, 24, 1000],
  ]);
  const [cut] = published("highcpu-threadpool-dumpheap-dumpobj-stackify-md-escaped").map(poolOf);
  expect(cut && [numbers(cut), cut.workRequestsInQueue, cut.iocpTotal]).toEqual([[81, 51, 33, 0, 4, 32767], 454, null]);
  const starved = published("starvation-tp-tpq-clrstack-aspnetcore-iis-mysql-chinese").map(poolOf);
  expect(starved.map(numbers)).toEqual([
    [1, 268, 268, 0, 4, 32767],
    [11, 602, 602, 0, 32, 32767],
  ]);
  const [turkish] = published("threadpool-verifyheap-dotnet-dump-net5-turkish").map(poolOf);
  expect(turkish && [numbers(turkish), turkish.timers, turkish.iocpTotal]).toEqual([[2, 1, 0, 1, 12, 32767], 1, 2]);
  const [wcf] = published("threadpool-wcf-blockquote-lazy-msdocs").map(poolOf);
  expect(wcf && [numbers(wcf), completion(wcf)]).toEqual([
    [0, 16, 0, 16, 125, 250],
    [26, 0, 16, 28, 125, 1000],
  ]);
  const [failed] = published("sos-set-dotnet-dump-net10-linux");
  expect([failed?.outcome, failed?.problem?.code]).toEqual(["unusable", "THREADPOOL_NOT_READABLE"]);
  expect(publishedFor("sos-threadpool")).toHaveLength(7);
});
