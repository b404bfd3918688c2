import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const queueOf = (block: Block | undefined) => reportOf(block, "sos-finalizequeue", "finalize-queue");

const X86 = `0:060> !finalizequeue
SyncBlocks to be cleaned up: 0
MTA Interfaces to be released: 0
STA Interfaces to be released: 1,212
----------------------------------
generation 0 has 4 finalizable objects (0015bc90->0015bca0)
generation 1 has 0 finalizable objects (0015bc90->0015bc90)
generation 2 has 2 finalizable objects (0015bc88->0015bc90)
Ready for finalization 1 objects (0015bca0->0015bca4)
Statistics:
      MT    Count TotalSize Class Name
5ba6cf78        3        72 Microsoft.Win32.SafeHandles.SafeFileHandle
5ba73e28        4       224 System.IO.StreamWriter
Total 7 objects
`;
const HEAPS_X64 = `0:000> !FinalizeQueue -allReady
SyncBlocks to be cleaned up: 3
Free-Threaded Interfaces to be released: 0
MTA Interfaces to be released: 0
STA Interfaces to be released: 0
----------------------------------
------------------------------
Heap 0
generation 0 has 2 finalizable objects (000000001a6befa0->000000001a6befb0)
generation 1 has 0 finalizable objects (000000001a6befa0->000000001a6befa0)
generation 2 has 1 finalizable objects (000000001a6bef98->000000001a6befa0)
Finalizable but not rooted:  00000001803e1f08 00000001803e2140
Ready for finalization 5 objects (000000001a6befb0->000000001a6befd8)
------------------------------
Heap 1
generation 0 has 0 finalizable objects (000000001b6befa0->000000001b6befa0)
generation 1 has 0 finalizable objects (000000001b6befa0->000000001b6befa0)
generation 2 has 0 finalizable objects (000000001b6befa0->000000001b6befa0)
Finalizable but not rooted:
Ready for finalization 2 objects (000000001b6befa0->000000001b6befb0)
Statistics for all finalizable objects that are no longer rooted:
              MT    Count    TotalSize Class Name
000007fedd1809a8        9          288 System.Threading.Gen2GcCallback
Total 9 objects
`;
const OLD = `0:010> !finalizequeue
SyncBlock to be cleaned up: 86
----------------------------------
MTA interfaces to be released: 0
Total STA interfaces to be released: 3
----------------------------------
------------------------------
Heap 0
generation 0 has 1 finalizable objects (0x17a4e13c->0x17a4e140)
generation 1 has 0 finalizable objects (0x17a4e13c->0x17a4e13c)
generation 2 has 1 finalizable objects (0x17a4e138->0x17a4e13c)
Ready for finalization 2 objects (0x17a4e140->0x17a4e148) - Freachable queue
All Finalizable Objects Statistics:
        MT      Count     TotalSize Class Name
0x79ba41f0          4            64 System.Threading.AutoResetEvent
Total 4 objects, Total size: 64
`;
const CORE = `> finalizequeue
SyncBlocks to be cleaned up: 0
Free-Threaded Interfaces to be released: 0
MTA Interfaces to be released: 0
STA Interfaces to be released: 0
----------------------------------

Heap 0
generation 0 has 1 objects (55d2c0b47990->55d2c0b47998)
generation 1 has 0 objects (55d2c0b47990->55d2c0b47990)
generation 2 has 0 objects (55d2c0b47990->55d2c0b47990)
Ready for finalization 0 objects (55d2c0b47a60->55d2c0b47a60)
------------------------------
Statistics for all finalizable objects (including all objects ready for finalization):
         Address               MT           Size
    7f1df9c0a4e8     7f1e3fa1b2c8             64

Statistics:
          MT Count TotalSize Class Name
7f1e3fa1b2c8     1        64 System.IO.FileStream
Total 1 objects, 64 bytes
`;
const DETAIL = `0:000> !finalizequeue -detail
The sync blocks to be cleaned by the finalizer thread:
SyncBlock              RCW      CCW      ComClassFactory
001a2b3c 001b0a10 00000000 00000000
SyncBlocks to be cleaned up: 1
RuntimeCallableWrappers (RCWs) to be cleaned:
     RCW  CONTEXT   THREAD Apartment
001b0a10 00184b18 00000000 (MTA)
001b0b58 00184c60 0019f2d8 (STA)
Free-Threaded Interfaces to be released: 0
MTA Interfaces to be released: 1
STA Interfaces to be released: 1
----------------------------------
generation 0 has 0 finalizable objects (0015bc90->0015bc90)
generation 1 has 0 finalizable objects (0015bc90->0015bc90)
generation 2 has 0 finalizable objects (0015bc90->0015bc90)
Ready for finalization 0 objects (0015bc90->0015bc90)
Statistics for all finalizable objects (including all objects ready for finalization):
      MT    Count    TotalSize Class Name
Total 0 objects
`;

test("what waits, what has a finalizer, and of which types", () => {
  const [block] = read(X86);
  expect([block?.outcome, block?.thread]).toEqual(["read", 60]);
  const report = queueOf(block);
  expect([report.syncBlocksToBeCleanedUp, report.freeThreadedInterfacesToBeReleased]).toEqual([0, null]);
  expect([report.mtaInterfacesToBeReleased, report.staInterfacesToBeReleased]).toEqual([0, 1212]);
  expect(report.heaps).toEqual([
    {
      line: 6,
      heap: null,
      generations: [
        { line: 6, generation: 0, objects: 4 },
        { line: 7, generation: 1, objects: 0 },
        { line: 8, generation: 2, objects: 2 },
      ],
      readyForFinalization: 1,
    },
  ]);
  expect([report.readyForFinalization, report.totalObjects, report.complete]).toEqual([1, 7, true]);
  expect(report.statistics.map(({ count, type }) => [count, type])).toEqual([
    [3, "Microsoft.Win32.SafeHandles.SafeFileHandle"],
    [4, "System.IO.StreamWriter"],
  ]);
});

test("the server collector has a queue for each heap", () => {
  const report = queueOf(read(HEAPS_X64)[0]);
  expect(report.heaps.map(({ heap, readyForFinalization }) => [heap, readyForFinalization])).toEqual([
    [0, 5],
    [1, 2],
  ]);
  expect([report.readyForFinalization, report.notRooted]).toEqual([7, ["1803e1f08", "1803e2140"]]);
  expect(report.complete).toBe(true);
});

test("1.1 and dotnet-dump word it otherwise", () => {
  const old = queueOf(read(OLD)[0]);
  expect([old.syncBlocksToBeCleanedUp, old.staInterfacesToBeReleased, old.readyForFinalization]).toEqual([86, 3, 2]);
  expect([old.totalObjects, old.totalSizeBytes, old.complete]).toEqual([4, 64, true]);
  const [block] = read(CORE);
  const core = queueOf(block);
  expect(block?.mode).toBe("dotnet-dump");
  expect(core.objects).toMatchObject([{ address: "7f1df9c0a4e8", methodTable: "7f1e3fa1b2c8", sizeBytes: 64 }]);
  expect([core.readyForFinalization, core.totalObjects, core.complete]).toEqual([0, 1, true]);
});

test("-detail lists what is to be cleaned up", () => {
  const [block] = read(DETAIL);
  expect(block?.outcome).toBe("read");
  const report = queueOf(block);
  expect(report.syncBlocks).toEqual([{ line: 4, syncBlock: "1a2b3c", rcw: "1b0a10", ccw: "0", comClassFactory: "0" }]);
  expect(report.runtimeCallableWrappers.map(({ rcw, thread, apartment }) => [rcw, thread, apartment])).toEqual([
    ["1b0a10", "0", "MTA"],
    ["1b0b58", "19f2d8", "STA"],
  ]);
});

test.each([
  ["32 bits", X86],
  ["heaps", HEAPS_X64],
  ["1.1", OLD],
  ["dotnet-dump", CORE],
])("%s reads the same without the command and with single blanks", (_name, text) => {
  const whole = withoutLines(queueOf(read(text)[0]));
  const bare = text.slice(text.indexOf("\n") + 1);
  for (const other of [bare, collapsed(text), collapsed(bare), text.replaceAll("\n", "\r\n")]) {
    expect(read(other).map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(queueOf(read(other)[0]))).toEqual(whole);
  }
});

test("a count that contradicts its range is left unread", () => {
  const [block] = read(X86.replace("has 4 finalizable", "has 40 finalizable"));
  expect([block?.outcome, block?.unread]).toEqual(["partly-read", [[6, 6]]]);
  expect([queueOf(block).readyForFinalization, queueOf(block).complete]).toEqual([null, false]);
});

test("without the heading of its heap a count belongs to none", () => {
  const cut = HEAPS_X64.split("\n").toSpliced(12, 3).join("\n");
  const report = queueOf(read(cut)[0]);
  expect(report.heaps.map(({ heap, generations }) => [heap, generations.length])).toEqual([[0, 3]]);
  expect([report.readyForFinalization, report.complete]).toEqual([null, false]);
});

test.each([X86, HEAPS_X64, OLD, CORE])("an output cut anywhere is never called complete, nor wrong", (text) => {
  const whole = queueOf(read(text)[0]);
  for (let at = text.indexOf("\n") + 1; at < text.search(/^Total \d+ objects/m) + 7; at += 2) {
    const report = read(text.slice(0, at))[0]?.report;
    if (report?.kind !== "finalize-queue") continue;
    expect([at, report.complete]).toEqual([at, false]);
    expect([null, whole.readyForFinalization]).toContain(report.readyForFinalization);
    expect([null, whole.staInterfacesToBeReleased]).toContain(report.staInterfacesToBeReleased);
    for (const address of report.notRooted) expect(whole.notRooted).toContain(address);
  }
});

test.each([
  ["0:000> !finalizequeue\nError requesting details\n", "HEAP_NOT_READABLE"],
  ["0:000> !finalizequeue\nNo export finalizequeue found\n", "SOS_NOT_LOADED"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-finalizequeue", "unusable", code]);
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const published = (name: string) =>
    readTranscript(corpusTranscript(name), 0)
      .filter(({ parser }) => parser === "sos-finalizequeue")
      .map(queueOf);
  const [sql] = published("finalizequeue-do-sqlcommand-clr4-x64-siteserver");
  expect([sql?.heaps.length, sql?.readyForFinalization, sql?.totalObjects, sql?.complete]).toEqual([8, 0, 5306, true]);
  expect(sql?.statistics).toContainEqual(
    expect.objectContaining({ type: "System.Data.SqlClient.SqlConnection", count: 744, totalSizeBytes: 154752 }),
  );
  const [core] = published("sos-set-dotnet-dump-net10-linux");
  expect([core?.readyForFinalization, core?.totalObjects, core?.totalSizeBytes]).toEqual([0, 26, 1864]);
  expect([core?.objects.length, core?.statistics.at(-1)?.type]).toEqual([
    26,
    "System.Diagnostics.Tracing.EventSource+OverrideEventProvider",
  ]);
  expect(publishedFor("sos-finalizequeue")).toEqual([
    "finalizequeue-do-sqlcommand-clr4-x64-siteserver",
    "sos-set-dotnet-dump-net10-linux",
  ]);
});

test("what WinDbg says of missing symbols in between takes nothing from the counts", () => {
  const [block] = read(`0:008> !FinalizeQueue

************* Symbol Loading Error Summary **************
Module name            Error
clr                    The system cannot find the file specified : srv*c:\\symbols*https://msdl.example/download/symbols

You can troubleshoot most symbol related issues by turning on symbol loading diagnostics (!sym noisy) and repeating the command that caused symbols to be loaded.
You should also verify that your symbol search path (.sympath) is correct.
SyncBlocks to be cleaned up: 0
Free-Threaded Interfaces to be released: 0
MTA Interfaces to be released: 0
STA Interfaces to be released: 0
----------------------------------
generation 0 has 165 finalizable objects (0000000000a70ed0->0000000000a713f8)
generation 1 has 0 finalizable objects (0000000000a70ed0->0000000000a70ed0)
generation 2 has 0 finalizable objects (0000000000a70ed0->0000000000a70ed0)
Ready for finalization 0 objects (0000000000a713f8->0000000000a713f8)
Statistics for all finalizable objects (including all objects ready for finalization):
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  expect(queueOf(block).readyForFinalization).toBe(0);
});

test("a queue that was pasted from its first heap on begins with that heap", () => {
  const [block] = read(`Heap 0
generation 0 has 12 finalizable objects (000001f09db65198->000001f09db651f8)
generation 1 has 4 finalizable objects (000001f09db65178->000001f09db65198)
generation 2 has 0 finalizable objects (000001f09db65178->000001f09db65178)
Ready for finalization 3 objects (000001f09db651f8->000001f09db65210)
------------------------------
Heap 1
generation 0 has 2 finalizable objects (000001f0463019f0->000001f046301a00)
generation 1 has 0 finalizable objects (000001f0463019f0->000001f0463019f0)
generation 2 has 0 finalizable objects (000001f0463019f0->000001f0463019f0)
Ready for finalization 1 objects (000001f046301a00->000001f046301a08)
------------------------------
`);
  expect([block?.parser, block?.outcome, block?.lines[0], block?.unread]).toEqual(["sos-finalizequeue", "read", 1, []]);
  const { heaps } = reportOf(block, "sos-finalizequeue", "finalize-queue");
  expect(heaps.map(({ heap, readyForFinalization }) => [heap, readyForFinalization])).toEqual([
    [0, 3],
    [1, 1],
  ]);
});
