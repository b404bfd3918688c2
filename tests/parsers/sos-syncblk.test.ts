import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, read, reportOf } from "../support/reading";

const locksOf = (block: Block | undefined): ReportOf<"sync-blocks"> => reportOf(block, "sos-syncblk", "sync-blocks");

const OLD = `0:014> !syncblk
Index SyncBlock  MonitorHeld Recursion   Thread  ThreadID     Object Waiting
   77 0x0018ab3c          9         1 0x19f2d8   0x8a4  14 0x01a3c5f0 System.Web.HttpApplicationFactory
   Waiting threads: 15 16 18 21
Total 96
ComCallWrapper 1
ComPlusWrapper 4
ComClassFactory 0
Free 12
`;

const X64 = `0:031> !syncblk
Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
   57 0000021c4be1a2d8           15         1 0000021c51a07e30  1f4c  31   0000021c0a3b55f0 Contoso.Pricing.RateCache
   58 0000021c4be1a328            8         0 0000000000000000     none    0000021c0a3b5610 System.Object
   61 0000021c4be1a418            1         1 0000021c51a0b250 orphaned    0000021c0a3b5700 System.Object
-----------------------------
Total           412
CCW             2
RCW             5
ComClassFactory 0
Free            61
`;

const PSSCOR = `0:000> !psscor2.syncblk
Index SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner
   12 0a61c7f4            5         1 0a5d8e10  1b08  17   02c4f9a0 Contoso.Orders.Ledger
\tWaiting threads: 22 23
   19 0a61c90c            1         1 0a5da0c8  2a1c XXX   02c51b34 System.Collections.Hashtable
\tWaiting threads:
-----------------------------
Total           88
CCW             0
RCW             3
ComClassFactory 0
Free            9
`;

test("the front of the next row is no waiter", () => {
  const text = `0:002> !syncblk
Index SyncBlock  MonitorHeld Recursion   Thread  ThreadID     Object Waiting
   10 0x00dabf58          3         2   0xd9c7b0 0x2148   5 0x022e70fc System.Object
   Waiting threads: 6
   16 `;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect(block?.report).toMatchObject({ rows: [{ waitingThreads: [6] }] });
});

test("waiters below rows that were left out belong to no row, and the table is not complete", () => {
  const text = `0:014> !syncblk
Index SyncBlock  MonitorHeld Recursion   Thread  ThreadID     Object Waiting
   77 0x0018ab3c          9         1 0x19f2d8   0x8a4  14 0x01a3c5f0 System.Web.HttpApplicationFactory
...
   Waiting threads: 22 23
Total 96
ComCallWrapper 1
ComPlusWrapper 0
ComClassFactory 0
Free 12
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect(block?.report).toMatchObject({ kind: "sync-blocks", rows: [{ waitingThreads: null }], complete: false });
});

test("a row that no grammar takes leaves the table incomplete", () => {
  const text = `0:031> !syncblk
Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
   57 O0OO02lc4be1a2d8           15         1 0000021c51a07e30  1f4c  31   0000021c0a3b55f0 Contoso.RateCache
-----------------------------
Total           412
CCW             2
RCW             5
ComClassFactory 0
Free            61
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect(block?.report).toMatchObject({ rows: [], total: 412, complete: false });
});

test("rows cut off at the window's edge are not put together", () => {
  const row = "   57 0000021c4be1a2d8           15         1 0000021c51a07e30  1f4c  31   ";
  const text = `0:031> !syncblk
Index         SyncBlock MonitorHeld Recursion Owning Thread Info
${row}
${row.replace("57", "58")}
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect(block?.report).toMatchObject({ rows: [] });
});

test("the lock of the case study, its owner and its 72 waiters are read", () => {
  const [block] = readTranscript(CASE_STUDY[3] ?? { name: "", text: "" }, 0);
  expect([block?.command, block?.outcome, block?.thread, block?.lines]).toEqual(["!syncblk", "read", 81, [1, 9]]);
  const { rows, ...rest } = locksOf(block);
  expect(rest).toEqual({
    kind: "sync-blocks",
    invalid: [],
    total: 6941,
    ccw: 3,
    rcw: 0,
    comClassFactory: 0,
    free: 1329,
    complete: true,
    dialect: "sos-1.1",
  });
  expect(rows).toHaveLength(1);
  const { waitingThreads, ...row } = rows[0] ?? { waitingThreads: null };
  expect(row).toEqual({
    line: 3,
    index: 6840,
    syncBlock: "aaabd20",
    monitorHeld: 145,
    recursion: 1,
    owningThread: "aa4fed8",
    osThreadId: "360",
    thread: 39,
    owner: "thread",
    object: "1c316400",
    type: "System.Web.HttpApplicationFactory",
    waitingThreadsLine: 4,
  });
  expect(waitingThreads).toHaveLength(72);
  expect([waitingThreads?.[0], waitingThreads?.at(-1)]).toEqual([21, 109]);
});

test("the 1.1 listing keeps its waiters and COM counts under their old names", () => {
  const report = locksOf(read(OLD)[0]);
  expect(report.rows.map((row) => [row.thread, row.osThreadId, row.waitingThreads])).toEqual([
    [14, "8a4", [15, 16, 18, 21]],
  ]);
  expect([report.ccw, report.rcw, report.dialect]).toEqual([1, 4, "sos-1.1"]);
});

test("owners that are no thread are told apart", () => {
  const report = locksOf(read(X64)[0]);
  expect(report.rows.map((row) => [row.owner, row.thread, row.owningThread, row.osThreadId])).toEqual([
    ["thread", 31, "21c51a07e30", "1f4c"],
    ["none", null, null, null],
    ["orphaned", null, null, null],
  ]);
  expect([report.dialect, report.rows[0]?.waitingThreads]).toEqual(["sos-2", null]);
});

test("psscor lists the waiters of each row, and says when there are none", () => {
  const report = locksOf(read(PSSCOR)[0]);
  expect(report.dialect).toBe("psscor");
  expect(report.rows.map((row) => [row.owner, row.waitingThreads])).toEqual([
    ["thread", [22, 23]],
    ["not-in-debugger", []],
  ]);
});

test.each([
  ["1.1", OLD],
  ["x64", X64],
  ["psscor", PSSCOR],
])("a %s listing reads the same without its command and with single blanks", (_name, text) => {
  const whole = locksOf(read(text)[0]);
  const [block] = read(bare(text));
  expect([block?.command, block?.echoed, block?.outcome]).toEqual(["!syncblk", false, "read"]);
  const moved = whole.rows.map((row) => ({
    ...row,
    line: row.line - 1,
    waitingThreadsLine: row.waitingThreadsLine && row.waitingThreadsLine - 1,
  }));
  expect(locksOf(block)).toEqual({ ...whole, rows: moved });
});

test("rows stand without their heading, and the dialect with them", () => {
  const rowsOnly = (text: string): Block[] => read(text.split("\n").slice(2).join("\n"));
  expect(locksOf(rowsOnly(OLD)[0])).toMatchObject({ dialect: "sos-1.1", rows: [{ thread: 14 }] });
  expect(locksOf(rowsOnly(X64)[0])).toMatchObject({ dialect: "sos-2", rows: [{ thread: 31 }, {}, {}] });
});

test("mail that wraps rows, types and waiting lists changes nothing but line numbers", () => {
  const [block] = read(`0:022> !syncblk
Index SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock
Owner
   12 0a61c7f4            7         1 0a5d8e10  1b08  17   02c4f9a0
System.Collections.Generic.Dictionary\`2[[System.String,
mscorlib],[System.Object, mscorlib]]
	Waiting threads: 22
23 24
Total           88
Free            9
`);
  expect(block?.outcome).toBe("read");
  expect(locksOf(block).rows).toMatchObject([
    {
      line: 4,
      type: "System.Collections.Generic.Dictionary`2[[System.String, mscorlib],[System.Object, mscorlib]]",
      waitingThreads: [22, 23, 24],
      waitingThreadsLine: 7,
    },
  ]);
});

test("a type cut by the console's width is put together again", () => {
  const [block] = read(X64.replace("Contoso.Pricing.RateCache", "Contoso.Pricing.Rate\nCache"));
  expect([block?.outcome, locksOf(block).rows[0]?.type]).toEqual(["read", "Contoso.Pricing.RateCache"]);
});

test("a remark behind a row is no part of its type", () => {
  const [block] = read(X64.replace("RateCache", "RateCache   << who is this?"));
  expect([block?.outcome, locksOf(block).rows[0]?.type]).toEqual(["read", "Contoso.Pricing.RateCache"]);
});

test("a listing on one line is taken apart", () => {
  const [block] = read(OLD.split("\n").join(" "));
  expect([block?.command, block?.lines]).toEqual(["!syncblk", [1, 1]]);
  expect(locksOf(block)).toMatchObject({
    rows: [{ thread: 14, type: "System.Web.HttpApplicationFactory", waitingThreads: [15, 16, 18, 21] }],
    total: 96,
    free: 12,
  });
});

test("-all adds locks that nobody holds, and sync blocks that are none", () => {
  const [block] = read(
    X64.replace(
      "-----",
      `   62 0000021c4be1a468            0         0 0000000000000000     none    0000021c0a3b5720 System.Object
   63 00000000    0000021c0a3b5730
   64 0000021c4be1a4b8            0         0 0000000000000000     none           0 Free
SyncBlock 65 is invalid, continuing...
-----`,
    ),
  );
  expect(block?.outcome).toBe("read");
  expect(locksOf(block).rows.map((row) => [row.index, row.monitorHeld])).toEqual([
    [57, 15],
    [58, 8],
    [61, 1],
    [62, 0],
  ]);
});

test("the waiters of a row that is no lock are not given to another", () => {
  const text = PSSCOR.replace("02c51b34 System.Collections.Hashtable", "0 Free").replace(/:\n-/, ": 99\n-");
  expect(locksOf(read(text)[0]).rows.map((row) => row.waitingThreads)).toEqual([[22, 23]]);
});

test("a paste that ends in the waiting list names no thread it may have cut", () => {
  for (let end = OLD.indexOf("15 16"); end < OLD.indexOf("Total"); end++) {
    const report = locksOf(read(OLD.slice(0, end))[0]);
    expect(report.complete).toBe(false);
    for (const thread of report.rows[0]?.waitingThreads ?? []) expect([15, 16, 18, 21]).toContain(thread);
  }
});

test("a paste that ends in the trailer gives no count it may have cut", () => {
  const text = CASE_STUDY[3]?.text ?? "";
  for (let end = text.indexOf("Total"); end < text.indexOf("Free"); end++) {
    const report = locksOf(read(text.slice(0, end))[0]);
    expect([null, 6941]).toContain(report.total);
    expect([null, 3]).toContain(report.ccw);
  }
});

test("half of each listing is incomplete, never wrong", () => {
  for (const text of [OLD, X64, PSSCOR]) {
    const whole = locksOf(read(text)[0]);
    const half = read(text.split("\n").slice(0, 4).join("\n"))[0];
    expect(locksOf(half).complete).toBe(false);
    expect(whole.rows).toEqual(expect.arrayContaining([...locksOf(half).rows]));
  }
});

test("a list without locks is a proper answer", () => {
  const [block] = read("> syncblk\nIndex SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner\n");
  expect([block?.outcome, block?.mode]).toEqual(["read", "dotnet-dump"]);
  expect(locksOf(block)).toMatchObject({ rows: [], complete: false });
});

test.each([
  ["No export syncblk found", "SOS_NOT_LOADED"],
  ["Failed to find runtime DLL (clr.dll), 0x80004005", "RUNTIME_NOT_FOUND"],
  ["Failed to load data access DLL, 0x80004005", "DAC_MISMATCH"],
  ["c0000005 Exception in C:\\debuggers\\clr10\\sos.SyncBlk debugger extension.", "EXTENSION_FAULT"],
  ["Error requesting SyncBlk data", "SYNCBLK_NOT_READABLE"],
])("%s is unusable, and the fix is named", (line, code) => {
  const [block] = read(`0:000> !syncblk\n${line}\n`);
  expect(block).toMatchObject({ parser: "sos-syncblk", outcome: "unusable", problem: { code } });
  expect(block?.problem?.fix.length).toBeGreaterThan(20);
});

test.skipIf(!hasCorpus)("published lists hold the locks that their readers saw", () => {
  const rowsOf = (name: string): unknown =>
    readTranscript(corpusTranscript(name), 0)
      .filter((block) => block.parser === "sos-syncblk")
      .flatMap((block) => locksOf(block).rows)
      .map((row) => [row.index, row.monitorHeld, row.recursion, row.thread, row.osThreadId, row.object, row.type]);
  expect(rowsOf("deadlock-pstacks-dotnet-dump-x86-functions")).toEqual([
    [7, 681, 1, 8, "4b90", "46b3a28", "System.Object"],
  ]);
  expect(rowsOf("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto")).toEqual([
    [60, 309, 2, 49, "28a4", "11ff08068", "System.Object"],
  ]);
  expect(rowsOf("deadlock-syncblk-dlk-clr4-x64-osisoft")).toEqual([
    [7, 3, 1, 6, "171c", "6dd36272d0", "OSIsoft.AF.Support.AFUpdateStamp"],
    [10, 3, 1, 5, "f30", "6dd3627280", "OSIsoft.AF.Support.AFTransactable"],
  ]);
  expect(rowsOf("hang-syncblk-asyncblock-clr4-x86-gabrielweyer")).toEqual([
    [52, 229, 2, 42, "9628", "a13ee8c", "System.Object"],
  ]);
  expect(rowsOf("syncblk-runaway-clrstack-dumpheap-collapsed-csdn")).toEqual([
    [295, 3, 1, 37, "4eac", "97c014be58", "ASP.global_asax"],
    [341, 3, 1, 27, "1494", "984025f0c8", "ASP.global_asax"],
  ]);
  const empty = readTranscript(corpusTranscript("sos-set-dotnet-dump-net10-linux"), 0);
  expect(locksOf(empty.find((block) => block.parser === "sos-syncblk"))).toMatchObject({ rows: [], total: 0, free: 0 });
});

test("the rule below a row that is as wide as a console belongs to no type name", () => {
  const text = `0:002> !syncblk
Index SyncBlock MonitorHeld Recursion Owning Thread Info SyncBlock Owner
18 0000021c51a2eaa0 1 3 ffffffffffffffff orphaned 0000021c0a6c4bb8 System.Object
-----------------------------
Total 388
Free 224
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({ rows: [{ type: "System.Object" }], total: 388, free: 224 });
});

test("what a paste breaks off in below a long row is not taken for the end of its type", () => {
  const text = `0:002> !syncblk
Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
   10 0000021c51a2d860            3         2 0000021c51a0b280  2200   4   0000021c0a6a74d8 System.Object
--`;
  expect(readTranscript({ name: "paste", text }, 0)[0]?.report).toMatchObject({ rows: [{ type: "System.Object" }] });
});

test("with sync blocks that SOS could not read, an empty table proves nothing", () => {
  const [block] = read(`0:000> !syncblk
Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
SyncBlock 211 is invalid, continuing...
SyncBlock 214 is invalid, continuing...
-----------------------------
Total           390
CCW             2
RCW             5
ComClassFactory 0
Free            61
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  expect(locksOf(block)).toMatchObject({ rows: [], total: 390, invalid: [211, 214], complete: false });
});

test("an author's text below the totals takes nothing from the table, one inside it does", () => {
  const remarked = `${X64}\nThe first row is the lock that everybody wants.\n...\nSo look at its owner next:\n`;
  expect(locksOf(read(remarked)[0])).toMatchObject({ complete: true, rows: locksOf(read(X64)[0]).rows });
  const inside = X64.replace(/(?=\n-{20,})/, "\nand some more rows like these");
  expect(locksOf(read(inside)[0]).complete).toBe(false);
});
