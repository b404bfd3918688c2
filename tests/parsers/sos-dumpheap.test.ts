import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const heapOf = (block: Block | undefined) => reportOf(block, "sos-dumpheap", "heap-objects");

const STAT_X64 = `0:031> !dumpheap -stat
Statistics:
              MT    Count    TotalSize Class Name
00007ffb6482d9e0        1           24 System.IO.SyncTextReader
00000236ca26cca0      893      1242848      Free
00007ffb64797a90    40185      3815384 System.Collections.Generic.Dictionary\`2[[System.String, mscorlib],[System.Int32, mscorlib]]
Total 41079 objects
Fragmented blocks larger than 0.5 MB:
            Addr     Size      Followed by
00000236d3511ad8    0.6MB 00000236d35ac668 System.Byte[]
`;
const HEAPS_X86 = `0:019> !dumpheap -type Contoso.Stock.Entry
------------------------------
Heap 0
 Address       MT     Size
01a09304 0024338c       12
01a09310 0015a498     7296 Free
total 2 objects
------------------------------
Heap 1
 Address       MT     Size
total 0 objects
------------------------------
total 2 objects
Statistics:
      MT    Count TotalSize Class Name
0024338c        1        12 Contoso.Stock.Entry
0015a498        1      7296      Free
Total 2 objects
`;
const OLD = `0:014> !dumpheap -type String -min 85000
Using our cache to search the heap.
Address    MT           Size     Gen
0x2c1d0030 0x79b94638   86,812   -1 System.String id=7&sort
0x2c2d0030 0x79b94638   86,688    2 System.String id=9
Statistics:
        MT      Count     TotalSize Class Name
0x79b94638          2       173,500 System.String
Total 2 objects, Total size: 173,500
`;
const LOCKS = `0:000> !dumpheap -thinlock
         Address               MT     Size
000001d34a8b3f10 00007ffb647e4a78       24 ThinLock owner e (0000021c51a07e30), Recursive 0
000001d34a8b5528 00007ffb647e4a78       24 ThinLock owner 1 (0000021c51a01c20), Recursive 12
Found 2 objects.
`;
const CORE = `> dumpheap -type Contoso.Stock
         Address               MT           Size
    7f1df9c0a4e8     7f1e3fa1b2c8             24
    7f1df9c0a500     7f1e3fa0a998          1,048 Free

Statistics:
          MT Count TotalSize Class Name
7f1e3fa1b2c8     1        24 Contoso.Stock.Entry<System.String, System.Int32>
7f1e3fa0a998     1     1,048 Free
Total 2 objects, 1,072 bytes
`;
const CORE_LOCKS = `> dumpheap -thinlock
      Object           Thread             OSId  Recursion
7f1df9c0a4e8     7f1e40021b90               71          0
`;

test("the statistics count each type, gaps between objects as Free", () => {
  const [block] = read(STAT_X64);
  expect([block?.outcome, block?.thread, block?.unread]).toEqual(["read", 31, []]);
  const report = heapOf(block);
  expect(report.statistics.map(({ line, count, totalSizeBytes, type }) => [line, count, totalSizeBytes, type])).toEqual(
    [
      [4, 1, 24, "System.IO.SyncTextReader"],
      [5, 893, 1242848, "Free"],
      [
        6,
        40185,
        3815384,
        "System.Collections.Generic.Dictionary`2[[System.String, mscorlib],[System.Int32, mscorlib]]",
      ],
    ],
  );
  expect(report.statistics[0]?.methodTable).toBe("7ffb6482d9e0");
  expect([report.totalObjects, report.totalSizeBytes, report.complete]).toEqual([41079, null, true]);
  expect(report.fragmentedBlocks).toEqual([
    { line: 10, address: "236d3511ad8", sizeBytes: 629146, followedBy: "236d35ac668", type: "System.Byte[]" },
  ]);
});

test("the server collector's heaps are listed one by one", () => {
  const report = heapOf(read(HEAPS_X86)[0]);
  expect(report.heaps.map(({ heap, totalObjects }) => [heap, totalObjects])).toEqual([
    [0, 2],
    [1, 0],
  ]);
  expect(
    report.objects.map(({ address, methodTable, sizeBytes, free }) => [address, methodTable, sizeBytes, free]),
  ).toEqual([
    ["1a09304", "24338c", 12, false],
    ["1a09310", "15a498", 7296, true],
  ]);
  expect([report.totalObjects, report.complete]).toEqual([2, true]);
});

test("1.1 says the generation and the type of each object", () => {
  const report = heapOf(read(OLD)[0]);
  expect(report.objects.map(({ sizeBytes, generation, type }) => [sizeBytes, generation, type])).toEqual([
    [86812, -1, "System.String"],
    [86688, 2, "System.String"],
  ]);
  expect([report.totalObjects, report.totalSizeBytes, report.complete]).toEqual([2, 173500, true]);
});

test("locks in object headers name their owner by the runtime's number, in hex", () => {
  const report = heapOf(read(LOCKS)[0]);
  expect(report.thinLocks).toMatchObject([
    { object: "1d34a8b3f10", managedThreadId: 14, thread: "21c51a07e30", osThreadId: null, recursion: 0 },
    { object: "1d34a8b5528", managedThreadId: 1, thread: "21c51a01c20", sizeBytes: 24, recursion: 18 },
  ]);
  expect([report.totalObjects, report.complete]).toEqual([2, true]);
});

test("from .NET 7 on digits are grouped, and a lock's owner has an OS id", () => {
  const [block] = read(CORE);
  expect([block?.mode, block?.outcome]).toEqual(["dotnet-dump", "read"]);
  const report = heapOf(block);
  expect(report.objects.map(({ sizeBytes, free }) => [sizeBytes, free])).toEqual([
    [24, false],
    [1048, true],
  ]);
  expect(report.statistics[0]?.type).toBe("Contoso.Stock.Entry<System.String, System.Int32>");
  expect([report.totalObjects, report.totalSizeBytes, report.complete]).toEqual([2, 1072, true]);
  expect(heapOf(read(CORE_LOCKS)[0]).thinLocks).toMatchObject([
    { object: "7f1df9c0a4e8", thread: "7f1e40021b90", osThreadId: "71", recursion: 0, managedThreadId: null },
  ]);
});

test("digits grouped as other languages do are the same numbers", () => {
  for (const mark of [".", "\u00a0", "\u202f", "’"]) {
    const text = CORE.replaceAll(/(?<=\d),(?=\d)/g, mark);
    expect(withoutLines(heapOf(read(text)[0]))).toEqual(withoutLines(heapOf(read(CORE)[0])));
  }
});

test("a list of addresses is one of objects", () => {
  const [block] = read("> dumpheap -mt 7f1e3fa1b2c8 -short\n7f1df9c0a4e8\n7f1df9c0a500\n");
  expect(heapOf(block).objects).toMatchObject([
    { address: "7f1df9c0a4e8", methodTable: null, sizeBytes: null },
    { address: "7f1df9c0a500", methodTable: null, sizeBytes: null },
  ]);
  expect(heapOf(block).complete).toBe(false);
});

test.each([
  ["statistics", STAT_X64],
  ["heaps", HEAPS_X86],
  ["1.1", OLD],
  ["thin locks", LOCKS],
  ["Core", CORE],
  ["thin locks of Core", CORE_LOCKS],
])("%s read the same without the command and with single blanks", (_name, text) => {
  const whole = withoutLines(heapOf(read(text)[0]));
  const bare = text.slice(text.indexOf("\n") + 1);
  for (const other of [bare, collapsed(text), collapsed(bare), text.replaceAll("\n", "\r\n")]) {
    const blocks = read(other);
    expect(blocks.map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(heapOf(blocks[0]))).toEqual(whole);
  }
});

test("two listings without commands stay apart", () => {
  const bare = (text: string): string => text.slice(text.indexOf("\n") + 1);
  const blocks = read(bare(STAT_X64) + bare(HEAPS_X86) + bare(CORE));
  expect(blocks.map((block) => heapOf(block).totalObjects)).toEqual([41079, 2, 2]);
});

test.each([STAT_X64, HEAPS_X86, OLD, CORE])("a listing cut anywhere is never called complete with less", (text) => {
  const whole = heapOf(read(text)[0]);
  const end = text.search(/^Total .*$/m);
  for (let at = text.indexOf("\n") + 1; at < end + 7; at++) {
    const report = read(text.slice(0, at))[0]?.report;
    if (report?.kind !== "heap-objects") continue;
    expect([at, report.complete]).toEqual([at, false]);
    for (const { address, sizeBytes } of report.objects) {
      expect(whole.objects).toContainEqual(expect.objectContaining({ address, sizeBytes }));
    }
    for (const row of report.statistics) {
      expect(whole.statistics).toContainEqual(
        expect.objectContaining({ count: row.count, totalSizeBytes: row.totalSizeBytes }),
      );
    }
  }
});

test("a listing with a gap, or one that was stopped, is not complete", () => {
  const row = "00000236ca26cca0      893      1242848      Free\n";
  expect(heapOf(read(STAT_X64.replace(row, "...\n"))[0]).complete).toBe(false);
  const stopped = `0:000> !dumpheap -mt 0024338c
 Address       MT     Size
01a09304 0024338c       12
Command cancelled at the user's request.
`;
  const [block] = read(stopped);
  expect([block?.outcome, heapOf(block).objects.length, heapOf(block).complete]).toEqual(["read", 1, false]);
});

test("a collection that was moving objects is told", () => {
  const warned = STAT_X64.replace(
    "Statistics:",
    `The garbage collector data structures are not in a valid state for traversal.
It is either in the "plan phase," where objects are being moved around, or
we are at the initialization or shutdown of the gc heap. Commands related to
displaying, finding or traversing objects as well as gc heap segments may not
work properly. !dumpheap and !verifyheap may incorrectly complain of heap
consistency errors.
Statistics:`,
  );
  const [block] = read(warned);
  expect([block?.outcome, heapOf(block).gcInProgress, heapOf(block).complete]).toEqual(["read", true, true]);
});

test.each([
  [
    "0:000> !dumpheap -stat\nThe garbage collector data structures are not in a valid state for traversal.\n",
    "GC_IN_PROGRESS",
  ],
  ["0:000> !dumpheap -stat\nError requesting GC Heap data\n", "HEAP_NOT_READABLE"],
  ["0:000> !dumpheap -stat\nNo export dumpheap found\n", "SOS_NOT_LOADED"],
  ["> dumpheap -stat\nFailed to load data access DLL, 0x80004005\n", "DAC_MISMATCH"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-dumpheap", "unusable", code]);
});

test("the statistics of other commands are not taken for the heap's", () => {
  const table = STAT_X64.slice(STAT_X64.indexOf("Statistics:"));
  expect(read(`0:000> !gchandles\n${table}`).map(({ parser }) => parser)).toEqual([null]);
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const published = (name: string) =>
    readTranscript(corpusTranscript(name), 0)
      .filter(({ parser }) => parser === "sos-dumpheap")
      .map(heapOf);
  const top = (report: ReturnType<typeof heapOf> | undefined) => {
    const last = report?.statistics.at(-1);
    return [report?.totalObjects, last?.type, last?.count, last?.totalSizeBytes, report?.complete];
  };
  const [alc] = published("alc-unload-dumpheap-gcroot-all-clrstack-netcore3-x64-dotnetdocs");
  expect(alc?.objects).toMatchObject([
    { address: "2b78000ce40", methodTable: "7ffadc93a288", sizeBytes: 48 },
    { address: "2b78000ceb0", methodTable: "7ffadc93a218", sizeBytes: 24 },
  ]);
  expect(top(alc)).toEqual([2, "System.Reflection.LoaderAllocator", 1, 48, true]);
  const [typed, stat] = published("clrstack-a-do-dumpheap-clr2-x86-vs2008");
  expect([typed?.objects.length, ...top(typed)]).toEqual([2, 2, "Home.Andir.Examples.A", 2, 24, true]);
  expect([stat?.statistics.length, stat?.totalObjects, stat?.complete]).toEqual([4, 7737, false]);
  const [alpine] = published("clrstack-clrthreads-dotnet-dump-alpine-netcore22");
  expect(alpine?.statistics).toMatchObject([
    { count: 1, totalSizeBytes: 24, type: "sample_netcore_app.Providers.FibonacciProvider" },
  ]);
  expect(published("eeheap-dumpheap-free-clr2-x86-servergc-maoni").map(top)).toEqual([
    [409, "Free", 409, 7296540, true],
  ]);
  expect(published("highcpu-threadpool-dumpheap-dumpobj-stackify-md-escaped").map(top)).toEqual([
    [177826, "System.Diagnostics.Tracing.EventDispatcher", 177825, 8535600, true],
    [305, "StackifyHttpTracer.StackifyHttpModule", 305, 9760, true],
    [7112, "StackifyHttpTracer.EventListener", 7112, 341376, true],
  ]);
  const [leak, arrays] = published("memleak-dumpheap-gcroot-dso-address-net5-x64-japanese");
  expect(top(leak)).toEqual([3124273, "System.Byte[]", 1000006, 1024007885, false]);
  expect(leak?.statistics).toContainEqual(
    expect.objectContaining({ type: "Free", count: 123893, totalSizeBytes: 11242848 }),
  );
  expect(arrays?.objects.map(({ sizeBytes }) => sizeBytes)).toEqual([41, 58, 1024, 1024]);
  const [blog] = published("syncblk-runaway-clrstack-dumpheap-collapsed-csdn");
  expect([blog?.totalObjects, blog?.statistics.at(-1)]).toEqual([
    104448,
    expect.objectContaining({ type: "System.Byte[]", count: 1401, totalSizeBytes: 3657601 }),
  ]);
  const [sql] = published("finalizequeue-do-sqlcommand-clr4-x64-siteserver").slice(-1);
  expect(sql?.objects).toMatchObject([{ address: "180d371f0", methodTable: "7fed6cd6998", sizeBytes: 208 }]);
});

test("what follows a fragmented block may have an address of decimal digits only", () => {
  const text = `0:003> !dumpheap -stat
Statistics:
      MT    Count    TotalSize Class Name
0024338c        1           24 System.Char[]
Total 1 objects
Fragmented blocks larger than 0.5 MB:
    Addr     Size      Followed by
02154438    3.8MB 02521105 System.Byte[]
02158ba8    5.9MB 02737904 System.Char[]
`;
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(heapOf(block).fragmentedBlocks.map(({ followedBy, type }) => [followedBy, type])).toEqual([
    ["2521105", "System.Byte[]"],
    ["2737904", "System.Char[]"],
  ]);
});
