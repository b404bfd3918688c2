import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const heapsOf = (block: Block | undefined) => reportOf(block, "sos-eeheap", "runtime-heaps");

const SERVER_X86 = `0:119> !eeheap -gc
Number of GC Heaps: 2
------------------------------
Heap 0 (0015ad08)
generation 0 starts at 0x02521f8c
generation 1 starts at 0x024d7f64
generation 2 starts at 0x02400038
ephemeral segment allocation context: none
 segment    begin allocated     size
02400000 02400038  0263ed28 0x0023ecf0(2354416)
Large object heap starts at 0x0a400038
 segment    begin allocated     size
0a400000 0a400038  0a4d0008 0x000cffd0(851920)
Heap Size  0x30ecc0(3206336)
------------------------------
Heap 1 (0015b688)
generation 0 starts at 0x06400050
generation 1 starts at 0x06400044
generation 2 starts at 0x06400038
ephemeral segment allocation context: none
 segment    begin allocated     size
06400000 06400038  06410038 0x00010000(65536)
Large object heap starts at 0x0c400038
 segment    begin allocated     size
0c400000 0c400038  0c400048 0x00000010(16)
Heap Size  0x10010(65552)
------------------------------
GC Heap Size  0x31ecd0(3271888)
`;
const X64 = `0:000> !eeheap -gc
Number of GC Heaps: 1
generation 0 starts at 0x0000000002868230
generation 1 starts at 0x0000000002861018
generation 2 starts at 0x0000000002861000
ephemeral segment allocation context: none
         segment             begin         allocated              size
0000000002860000  0000000002861000  0000000002868248  0x7248(29256)
Large object heap starts at 0x0000000012861000
         segment             begin         allocated              size
0000000012860000  0000000012861000  0000000012869948  0x8948(35144)
Total Size:              Size: 0xfb90 (64400) bytes.
------------------------------
GC Heap Size:            Size: 0xfb90 (64400) bytes.
`;
const REGIONS = `> eeheap -gc

DATAS = 
========================================

Number of GC Heaps: 1
----------------------------------------
Small object heap
         segment            begin        allocated        committed allocated size     committed size    
generation 0:
    7f1e3c07e250     7f1df9c00028     7f1df9ec3008     7f1df9ed1000 0x2c2fe0 (2895840) 0x2d1000 (2953216)
generation 1:
    7f1e3c07e1a8     7f1df9800028     7f1df9800028     7f1df9801000                    0x1000 (4096)     
Large object heap
         segment            begin        allocated        committed allocated size     committed size    
    7f1e3c07e2f8     7f1dfa000028     7f1dfa000028     7f1dfa001000                    0x1000 (4096)     
------------------------------
GC Allocated Heap Size:    Size: 0x2c2fe0 (2895840) bytes.
GC Committed Heap Size:    Size: 0x2d3000 (2961408) bytes.
`;
const LOADER = `0:000> !eeheap -loader
Loader Heap:
--------------------------------------
System Domain: 79bbd970
LowFrequencyHeap: Size: 0x0(0)bytes.
HighFrequencyHeap: 007e0000(10000:2000) Size: 0x2000(8192)bytes.
Virtual Call Stub Heap:
  IndcellHeap: Size: 0x0(0)bytes.
Total size: 0x2000(8192)bytes
--------------------------------------
Domain 1: 151a18
StubHeap: 007d0000(10000:7000) Size: 0x7000(28672)bytes.
Total size: 0x7000(28672)bytes
--------------------------------------
Module Thunk heaps:
Module 78c40000: Size: 0x0(0)bytes.
Total size: 0x0(0)bytes
--------------------------------------
Total LoaderHeap size: 0x9000(36864)bytes
=======================================
`;
const bare = (text: string): string => text.slice(text.indexOf("\n") + 1);
const BOTH = `0:000> !eeheap\n${bare(LOADER)}${bare(SERVER_X86)}`;

test("each heap of the server collector has its generations, segments and size", () => {
  const [block] = read(SERVER_X86);
  expect([block?.outcome, block?.thread]).toEqual(["read", 119]);
  const report = heapsOf(block);
  expect([report.numberOfGcHeaps, report.gcHeapSizeBytes, report.complete]).toEqual([2, 3271888, true]);
  expect(report.gcHeaps.map(({ line, heap, address, sizeBytes }) => [line, heap, address, sizeBytes])).toEqual([
    [4, 0, "15ad08", 3206336],
    [16, 1, "15b688", 65552],
  ]);
  expect(report.gcHeaps[0]?.generations).toEqual([
    { line: 5, generation: 0, startsAt: "2521f8c" },
    { line: 6, generation: 1, startsAt: "24d7f64" },
    { line: 7, generation: 2, startsAt: "2400038" },
  ]);
  expect(report.gcHeaps[0]?.segments).toMatchObject([
    { line: 10, segment: "2400000", begin: "2400038", allocated: "263ed28", sizeBytes: 2354416, kind: "small" },
    { line: 13, segment: "a400000", sizeBytes: 851920, committed: null, kind: "large" },
  ]);
});

test("the workstation's heap has no number", () => {
  const report = heapsOf(read(X64)[0]);
  expect(report.gcHeaps.map(({ heap, sizeBytes, segments }) => [heap, sizeBytes, segments.length])).toEqual([
    [null, 64400, 2],
  ]);
  expect([report.gcHeapSizeBytes, report.gcCommittedSizeBytes, report.complete]).toEqual([64400, null, true]);
});

test("a region belongs to one generation, and may hold nothing", () => {
  const [block] = read(REGIONS);
  expect([block?.mode, block?.outcome]).toEqual(["dotnet-dump", "read"]);
  const report = heapsOf(block);
  expect(
    report.gcHeaps[0]?.segments.map(({ kind, generation, sizeBytes, committedSizeBytes }) => [
      kind,
      generation,
      sizeBytes,
      committedSizeBytes,
    ]),
  ).toEqual([
    ["small", 0, 2895840, 2953216],
    ["small", 1, 0, 4096],
    ["large", null, 0, 4096],
  ]);
  expect([report.gcHeapSizeBytes, report.gcCommittedSizeBytes, report.complete]).toEqual([2895840, 2961408, true]);
});

test("of the runtime's own heaps the sums are kept", () => {
  const report = heapsOf(read(LOADER)[0]);
  expect(report.loaderHeaps).toEqual([
    { line: 4, name: "System Domain", address: "79bbd970", sizeBytes: 8192 },
    { line: 11, name: "Domain 1", address: "151a18", sizeBytes: 28672 },
    { line: 15, name: "Module Thunk heaps", address: null, sizeBytes: 0 },
  ]);
  expect([report.loaderHeapSizeBytes, report.gcHeaps, report.complete]).toEqual([36864, [], true]);
  expect(heapsOf(read(bare(LOADER))[0]).complete).toBe(false);
});

test("without options both are one output", () => {
  for (const text of [BOTH, bare(BOTH)]) {
    const blocks = read(text);
    expect(blocks).toHaveLength(1);
    const report = heapsOf(blocks[0]);
    expect([report.loaderHeapSizeBytes, report.gcHeapSizeBytes, report.complete]).toEqual([36864, 3271888, true]);
  }
});

test("the first versions of .NET 7 print heaps without a colon behind them", () => {
  const [block] = read(`> eeheap -loader
Loader Heap:
----------------------------------------
System Domain:        7f1e3c6a4d60
LoaderAllocator:      7f1e3c6a4d60
LowFrequencyHeap      7f1e3bb20000(4000:3000) 7f1e3bb30000(10000:10000) Size: 0x13000 (77824) bytes total.
Total size:           Size: 0x13000 (77824) bytes total, 0x1000 (4096) bytes wasted
----------------------------------------
Domain 1:             55d2c0a41230
LoaderAllocator:      7f1e3c6a4d60
No unique loader heaps found.
`);
  expect(block?.outcome).toBe("read");
  expect(heapsOf(block).loaderHeaps.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
    ["System Domain", 77824],
    ["Domain 1", 0],
  ]);
});

test.each([
  ["server", SERVER_X86],
  ["64 bits", X64],
  ["regions", REGIONS],
  ["both", BOTH],
])("%s reads the same without the command and with single blanks", (_name, text) => {
  const whole = withoutLines(heapsOf(read(text)[0]));
  for (const other of [bare(text), collapsed(text), collapsed(bare(text)), text.replaceAll("\n", "\r\n")]) {
    expect(read(other).map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(heapsOf(read(other)[0]))).toEqual(whole);
  }
});

test("a size that contradicts its row is left unread", () => {
  for (const [right, wrong] of [
    ["0x0023ecf0(2354416)", "0x0023ecf0(235441)"],
    ["0263ed28 0x", "0263ed29 0x"],
    ["0x31ecd0(3271888)", "0x31ecd0(3271889)"],
  ] as const) {
    const [block] = read(SERVER_X86.replace(right, wrong));
    expect([wrong, block?.outcome, heapsOf(block).complete]).toEqual([wrong, "partly-read", false]);
  }
});

test("what stands below a gap goes to a heap only when it must be that heap's", () => {
  const lines = SERVER_X86.split("\n");
  const cut = (from: number, to: number) => heapsOf(read(lines.toSpliced(from, to - from, "...").join("\n"))[0]);
  expect(cut(5, 12).gcHeaps.map(({ sizeBytes }) => sizeBytes)).toEqual([3206336, 65552]);
  expect(cut(12, 24).gcHeaps.map(({ heap, sizeBytes, segments }) => [heap, sizeBytes, segments.length])).toEqual([
    [0, null, 1],
  ]);
});

test.each([SERVER_X86, X64, REGIONS, BOTH])("an output cut anywhere is never called complete, nor wrong", (text) => {
  const whole = JSON.stringify(withoutLines(heapsOf(read(text)[0])));
  const end = text.trimEnd().length;
  for (let at = text.indexOf("\n") + 1; at < end - 8; at += 3) {
    const report = read(text.slice(0, at))[0]?.report;
    if (report?.kind !== "runtime-heaps") continue;
    expect([at, report.complete]).toEqual([at, false]);
    for (const heap of report.gcHeaps) {
      for (const row of [...heap.segments, ...heap.generations]) {
        expect(whole).toContain(JSON.stringify(withoutLines(row)));
      }
    }
  }
});

test.each([
  ["0:000> !eeheap -gc\nError requesting GC Heap data\n", "HEAP_NOT_READABLE"],
  [
    "0:000> !eeheap -gc\nThe garbage collector data structures are not in a valid state for traversal.\n",
    "GC_IN_PROGRESS",
  ],
  ["0:000> !eeheap -gc\nNo export eeheap found\n", "SOS_NOT_LOADED"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-eeheap", "unusable", code]);
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const published = (name: string) =>
    readTranscript(corpusTranscript(name), 0)
      .filter(({ parser }) => parser === "sos-eeheap")
      .map(heapsOf);
  const [maoni] = published("eeheap-dumpheap-free-clr2-x86-servergc-maoni");
  expect([maoni?.numberOfGcHeaps, maoni?.gcHeapSizeBytes, maoni?.loaderHeapSizeBytes]).toEqual([4, 569038764, 1986560]);
  expect(maoni?.gcHeaps.map(({ sizeBytes }) => sizeBytes)).toEqual([182868016, 133305276, 128821676, 124043796]);
  const [first] = maoni?.gcHeaps ?? [];
  expect(first?.generations.map(({ startsAt }) => startsAt)).toEqual(["49521f8c", "494d7f64", "7f0038"]);
  expect(first?.segments.filter(({ kind }) => kind === "small")).toHaveLength(5);
  expect(first?.segments.filter(({ kind }) => kind === "large")).toHaveLength(2);
  const [core] = published("sos-set-dotnet-dump-net10-linux");
  expect([core?.numberOfGcHeaps, core?.gcHeapSizeBytes, core?.gcCommittedSizeBytes, core?.complete]).toEqual([
    1,
    2921744,
    3100672,
    true,
  ]);
  expect(core?.gcHeaps[0]?.segments.map(({ generation }) => generation)).toEqual([0, 1, 2, null, null, null]);
  expect(publishedFor("sos-eeheap")).toEqual([
    "eeheap-dumpheap-free-clr2-x86-servergc-maoni",
    "sos-set-dotnet-dump-net10-linux",
  ]);
});
