import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { PARSERS } from "@/parsers/list";
import { normalise } from "@/parsers/normalise";
import { readTranscript } from "@/parsers/read";
import { Recogniser, split } from "@/parsers/split";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, read, reportOf } from "../support/reading";

const threadsOf = (block: Block | undefined): ReportOf<"managed-threads"> =>
  reportOf(block, "sos-threads", "managed-threads");

const OLD = `0:022> !threads
ThreadCount: 3
UnstartedThread: 0
BackgroundThread: 2
PendingThread: 0
DeadThread: 1
                                  PreEmptive   GC Alloc                     Lock
        ID  ThreadOBJ       State     GC       Context           Domain     Count APT Exception
 13  0x9b4 0x0015a2c8    0x200b220 Enabled  0x00000000:0x00000000 0x001542d8     0 MTA (Finalizer)
 22  0x8a4 0x0a5d1c60   0x1800220 Disabled 0x02c4a1f8:0x02c4b000 0x0a5d2e18     1 MTA (GC) (Threadpool Worker)
XXX      0 0x00165f10      0x1820 Enabled  0x00000000:0x00000000 0x001542d8     0 Ukn System.InvalidOperationException
`;

const CLR2 = `0:017> !threads
ThreadCount:      4
UnstartedThread:  0
BackgroundThread: 3
PendingThread:    0
DeadThread:       2
Hosted Runtime:   no
                                      PreEmptive   GC Alloc           Lock
       ID OSID ThreadOBJ    State     GC       Context       Domain   Count APT Exception
  12    2  9b4 0a5c1e70      b220 Enabled  00000000:00000000 001a7cd0     0 MTA (Finalizer)
  17   1a 1b08 0a5d8e10   180b220 Disabled 02d1b77c:02d1c000 0a5d2e18     1 MTA (Threadpool Worker) System.ArgumentException (02d1b5b0) (nested exceptions)
XXXX    5      0a5da0c8     19820 Enabled  00000000:00000000 001a7cd0     0 Ukn
XXXX    6    0 0a5da4d0     19820 Enabled  00000000:00000000 001a7cd0     0 Ukn (Threadpool Completion Port)
`;

const CLR4 = `0:031> !threads -special
ThreadCount:      3
UnstartedThread:  0
BackgroundThread: 2
PendingThread:    0
DeadThread:       1
Hosted Runtime:   no
                                                                                                        Lock
       ID OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception
   0    1 2b10 0000021c51a01c20    28220 Preemptive  0000000000000000:0000000000000000 0000021c4bd8a6e0 0     Ukn
  31   14 1f4c 0000021c51a07e30  1029220 Cooperative 0000021C0A3C22E0:0000021C0A3C4000 0000021c4be02f10 1     MTA (Threadpool Worker)
XXXX   16    0 0000021c51a0b250  1039820 Preemptive  0000000000000000:0000000000000000 0000021c4bd8a6e0 0     Ukn (Threadpool Worker)

       OSID Special thread type
    3  1c70 DbgHelper
    5  2f9c GC SuspendEE
`;

const DOTNET_DUMP = `> clrthreads
ThreadCount:      2
UnstartedThread:  0
BackgroundThread: 1
PendingThread:    0
DeadThread:       0
Hosted Runtime:   no
                                                                                                            Lock
 DBG   ID     OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception
   0    1        1 00007F1E40014C30  2020020 Preemptive  00007F1DF9C0A4E8:00007F1DF9C0BFD0 00007F1E3FF81D60 -00001 Ukn System.OperationCanceledException 00007f1df9c0b1d0
   8    2       71 00007F1E40021B90    21220 Preemptive  0000000000000000:0000000000000000 00007F1E3FF81D60 -00001 Ukn (Finalizer)
`;

const DIALECTS = [
  ["1.1", OLD],
  ["2.0", CLR2],
  ["4.x", CLR4],
  ["dotnet-dump", DOTNET_DUMP],
] as const;

test("in 1.1 the number behind the debugger's is the OS id", () => {
  const [block] = read(OLD);
  expect(block?.outcome).toBe("read");
  const report = threadsOf(block);
  expect([report.threadCount, report.deadThread, report.hostedRuntime, report.complete]).toEqual([3, 1, null, true]);
  expect(report.threads[1]).toEqual({
    line: 10,
    thread: 22,
    managedThreadId: null,
    osThreadId: "8a4",
    threadObject: "a5d1c60",
    state: "1800220",
    gcMode: "cooperative",
    domain: "a5d2e18",
    lockCount: 1,
    apartment: "MTA",
    roles: ["GC", "Threadpool Worker"],
    exception: null,
  });
  expect([report.threads[2]?.thread, report.threads[2]?.osThreadId, report.threads[2]?.exception]).toEqual([
    null,
    null,
    "System.InvalidOperationException",
  ]);
});

test("1.0 prints no allocation context", () => {
  const [block] = read(` 13   9b4 0015a2c8   200b220 Enabled  001542d8     0 MTA (Finalizer)\n`);
  expect(threadsOf(block).threads).toMatchObject([
    { thread: 13, osThreadId: "9b4", domain: "1542d8", roles: ["Finalizer"] },
  ]);
});

test("in 2.0 managed ids are hex, and a dead thread may have no OS id at all", () => {
  const report = threadsOf(read(CLR2)[0]);
  expect(report.threads.map((row) => [row.thread, row.managedThreadId, row.osThreadId, row.roles])).toEqual([
    [12, 2, "9b4", ["Finalizer"]],
    [17, 26, "1b08", ["Threadpool Worker"]],
    [null, 5, null, []],
    [null, 6, null, ["Threadpool Completion Port"]],
  ]);
  expect(report.threads[1]?.exception).toBe("System.ArgumentException (02d1b5b0) (nested exceptions)");
  expect(report.hostedRuntime).toBe("no");
});

test("in 4.x managed ids are decimal, and -special adds the runtime's own threads", () => {
  const report = threadsOf(read(CLR4)[0]);
  expect(report.threads.map((row) => [row.thread, row.managedThreadId, row.gcMode, row.lockCount])).toEqual([
    [0, 1, "preemptive", 0],
    [31, 14, "cooperative", 1],
    [null, 16, "preemptive", 0],
  ]);
  expect(report.specialThreads).toEqual([
    { line: 15, thread: 3, osThreadId: "1c70", type: "DbgHelper" },
    { line: 16, thread: 5, osThreadId: "2f9c", type: "GC SuspendEE" },
  ]);
});

test("Core does not know how many locks a thread holds", () => {
  const [block] = read(DOTNET_DUMP);
  expect(block?.mode).toBe("dotnet-dump");
  expect(threadsOf(block).threads.map((row) => [row.osThreadId, row.lockCount, row.exception])).toEqual([
    ["1", null, "System.OperationCanceledException 00007f1df9c0b1d0"],
    ["71", null, null],
  ]);
});

test.each(DIALECTS)("a %s list reads the same without its command and with single blanks", (_name, text) => {
  const whole = threadsOf(read(text)[0]);
  const [block, ...more] = read(bare(text));
  expect([block?.command, block?.echoed, block?.outcome, more]).toEqual(["!threads", false, "read", []]);
  const up = <T extends { line: number }>(row: T): T => ({ ...row, line: row.line - 1 });
  expect(threadsOf(block)).toEqual({
    ...whole,
    threads: whole.threads.map(up),
    specialThreads: whole.specialThreads.map(up),
  });
});

test.each(DIALECTS)("the rows of a %s list stand alone", (_name, text) => {
  const whole = threadsOf(read(text)[0]);
  const rows = text.split("\n").filter((line) => /^\s*(?:\d+|XXX+)\s.*(?:abled|tive)\s/.test(line));
  const report = threadsOf(read(rows.join("\n"))[0]);
  expect(report.threads.map((row) => [row.thread, row.osThreadId, row.managedThreadId])).toEqual(
    whole.threads.map((row) => [row.thread, row.osThreadId, row.managedThreadId]),
  );
  expect([report.threadCount, report.complete]).toEqual([null, false]);
});

test("rows that mail wrapped are put together again", () => {
  const wrapped = CLR2.replaceAll(" MTA (Thread", "\nMTA (Thread")
    .replace("APT Exception", "APT\nException")
    .replace("(Threadpool Worker)", "(Threadpool\nWorker)")
    .replace("0a5da4d0     19820 Enabled  ", "0a5da4d0     19820 Enabled\n")
    .replace("Ukn (Threadpool C", "Ukn\n(Threadpool C");
  const [block] = read(wrapped);
  expect(block?.outcome).toBe("read");
  expect(threadsOf(block).threads.map((row) => [row.thread, row.roles, row.exception])).toEqual(
    threadsOf(read(CLR2)[0]).threads.map((row) => [row.thread, row.roles, row.exception]),
  );
});

test("a whole list on one line behind its prompt is taken apart", () => {
  const [prompt = "", ...body] = CLR2.split("\n");
  const [block, ...more] = read(`${prompt} ${body.join(" ")} 0:017> !ThreadState b220 Legal to Join`);
  expect([block?.command, block?.outcome, block?.thread, more]).toEqual(["!threads", "partly-read", 17, []]);
  const whole = threadsOf(read(CLR2)[0]);
  expect(threadsOf(block)).toEqual({ ...whole, threads: whole.threads.map((row) => ({ ...row, line: 1 })) });
});

test("rows that are missing leave the list incomplete", () => {
  const half = CLR4.split("\n").slice(0, 10).join("\n");
  const report = threadsOf(read(half)[0]);
  expect([report.threadCount, report.threads.length, report.complete]).toEqual([3, 1, false]);
});

test("a paste that ends in a count gives no number it may have cut", () => {
  const text = CLR4.replace("ThreadCount:      3", "ThreadCount:      36");
  for (let end = text.indexOf("ThreadCount") + 1; end < text.indexOf("Hosted"); end++) {
    const report = read(text.slice(0, end))[0]?.report;
    if (report?.kind === "managed-threads") expect([null, 36]).toContain(report.threadCount);
  }
});

test("a role that was cut off is left out, and its line is unread", () => {
  const [block] = read(CLR4.slice(0, CLR4.indexOf("Worker)") + 3));
  expect([block?.outcome, block?.unread]).toEqual(["partly-read", [[11, 11]]]);
  expect(threadsOf(block).threads[1]).toMatchObject({ thread: 31, lockCount: 1, roles: [] });
});

test.each([
  ["No export threads found", "SOS_NOT_LOADED"],
  ["Failed to load data access DLL, 0x80004005", "DAC_MISMATCH"],
  ["Failed to request ThreadStore", "THREADS_NOT_READABLE"],
])("%s is unusable, and the fix is named", (line, code) => {
  const [block] = read(`0:000> !threads\n${line}\n`);
  expect(block).toMatchObject({ parser: "sos-threads", outcome: "unusable", problem: { code } });
});

test("dotnet-dump's list of native threads is another output", () => {
  const [block] = read("> threads\n*0 0x1A2C (6700)\n 1 0x1B08 (6920)\n");
  expect(block?.report?.kind).not.toBe("managed-threads");
});

test.skipIf(!hasCorpus)("published lists have the threads that their readers counted", () => {
  const reportOf = (name: string): ReportOf<"managed-threads"> =>
    threadsOf(readTranscript(corpusTranscript(name), 0).find((block) => block.parser === "sos-threads"));
  const counts = (report: ReportOf<"managed-threads">): unknown => [
    report.threadCount,
    report.unstartedThread,
    report.backgroundThread,
    report.pendingThread,
    report.deadThread,
    report.threads.length,
  ];
  const finalizer = (report: ReportOf<"managed-threads">): unknown =>
    report.threads.filter((row) => row.roles.includes("Finalizer")).map((row) => row.thread);

  const web = reportOf("gc-cpu-threadpool-runaway-threads-w3wp-clr4-x64-html");
  expect([counts(web), finalizer(web)]).toEqual([[101, 0, 85, 0, 16, 16], [57]]);
  expect(web.threads.filter((row) => row.gcMode === "cooperative").map((row) => row.thread)).toEqual([109]);
  expect(web.threads.filter((row) => row.lockCount).map((row) => [row.thread, row.lockCount])).toEqual([
    [64, 1],
    [109, 1],
  ]);
  const azure = reportOf("hang-syncblk-asyncblock-clr4-x86-gabrielweyer");
  expect([counts(azure), finalizer(azure), azure.complete]).toEqual([[145, 0, 133, 0, 12, 13], [22], false]);
  const alpine = reportOf("clrstack-clrthreads-dotnet-dump-alpine-netcore22");
  expect(counts(alpine)).toEqual([10, 0, 7, 0, 2, 10]);
  expect(alpine.threads.filter((row) => row.thread === null).map((row) => row.managedThreadId)).toEqual([5, 8]);
  expect(alpine.threads.filter((row) => row.roles.includes("Threadpool Worker"))).toHaveLength(5);
  const bulk = reportOf("sqlwait-clrthreads-clrstack-dotnet-dump-linux-bulkcopy");
  expect([counts(bulk), finalizer(bulk)]).toEqual([[36, 0, 32, 0, 3, 36], [39]]);
  expect(bulk.threads.filter((row) => row.gcMode === "cooperative").map((row) => row.thread)).toEqual([20]);
  const newest = reportOf("sos-set-dotnet-dump-net10-linux");
  expect(counts(newest)).toEqual([4, 0, 3, 0, 0, 4]);
  expect(newest.threads.map((row) => row.lockCount)).toEqual([null, null, null, null]);
  expect(newest.threads[0]?.exception).toBe("System.ExecutionEngineException 000076ad6ac00178");
  const core = reportOf("kvn-threads-clrstack-inline-netcore31-x64-hanganalyzer");
  expect(
    core.threads.map((row) => [row.thread, row.managedThreadId, row.osThreadId, row.lockCount, row.roles]),
  ).toEqual([
    [0, 1, "6e78", 1, []],
    [5, 2, "5b08", 0, ["Finalizer"]],
    [8, 3, "69f4", 0, ["Threadpool Worker"]],
  ]);
});

test("the end of a word that a console broke is no command", () => {
  const row = "   6    2 54e8 00da0220     20220 Preemptive  00000000:00000000 00d94498 0     Ukn ";
  const lines = normalise(["0:001> !threads", row.slice(0, 80), row.slice(80), "and more"].join("\n"));
  expect(split(lines, new Recogniser(PARSERS)).map(({ typed }) => typed)).toEqual(["!threads"]);
});

test("counts without the table below them are read", () => {
  const counts =
    "ThreadCount:      21\nUnstartedThread:  0\nBackgroundThread: 17\nPendingThread:    0\nDeadThread:       3\n";
  const [block] = read(`${counts}\nCPU utilization:  13%\nWorkers Total:    3\n`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  expect(threadsOf(block)).toMatchObject({ threadCount: 21, deadThread: 3, threads: [], complete: false });
});

test("a list on one line whose line ends were lost tells whether the runtime is hosted", () => {
  const row =
    "3 1 3524 0000008000530F30 21220 Preemptive 0000000000000000:0000000000000000 000000800053abd0 -00001 MTA";
  const [block] = read(
    `ThreadCount: 1 UnstartedThread: 0 BackgroundThread: 1 PendingThread: 0 DeadThread: 0 Hosted Runtime: noDBG ID OSID ThreadOBJ State GC Mode GC Alloc Context Domain Count Apt Exception ${row} (Finalizer)\n`,
  );
  expect(threadsOf(block)).toMatchObject({ hostedRuntime: "no", threads: [{ thread: 3, roles: ["Finalizer"] }] });
});

test("SOS takes its commands under its own name, also when they fail", () => {
  const [block] = read(
    "(lldb) sos Threads\nFailed to load data access DLL, 0x80004005\nCan not load or initialize libmscordaccore.so. The target runtime may not be initialized.\n",
  );
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-threads", "unusable", "DAC_MISMATCH"]);
  expect(block?.problem?.commands?.join()).toContain("setclrpath");
});
