import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const spaceIn = (block: Block | undefined) => reportOf(block, "windbg-address", "address-space");

const NEW = `0:000> !address -summary

                                     
Mapping file section regions...
Mapping module regions...

--- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal
Free                                     63     7dfe\`953cf000 ( 125.994 TB)           98.43%
<unknown>                               152      201\`6726b000 (   2.005 TB) 100.00%    1.57%
Image                                   197        0\`02d28000 (  45.156 MB)   0.00%    0.00%
TEB                                       5        0\`0000a000 (  40.000 kB)   0.00%    0.00%

--- Type Summary (for busy) ------ RgnCount ----------- Total Size -------- %ofBusy %ofTotal
MEM_MAPPED                               80      200\`033ce000 (   2.000 TB)  99.73%    1.56%

--- State Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal
MEM_FREE                                 63     7dfe\`953cf000 ( 125.994 TB)           98.43%
MEM_COMMIT                              330        0\`4b214000 (   1.174 GB)   0.06%    0.00%

--- Protect Summary (for commit) - RgnCount ----------- Total Size -------- %ofBusy %ofTotal
PAGE_READWRITE|PAGE_GUARD                 5        0\`00011000 (  68.000 kB)   0.00%    0.00%

--- Largest Region by Usage ----------- Base Address -------- Region Size ----------
Free                                    236\`fe910000     7bbd\`6ba00000 ( 123.740 TB)
<unknown>                              7dfe\`47771000      1f6\`fda67000 (   1.965 TB)
Image                                  7ffb\`c29a4000        0\`008ca000 (   8.789 MB)
TEB                                      4b\`34c7b000        0\`00002000 (   8.000 kB)
`;
const OLD = `0:000> !address -summary
-------------------- Usage SUMMARY --------------------------
    TotSize (      KB)   Pct(Tots) Pct(Busy)   Usage
      701000 (    7172) : 00.34%    20.69%    : RegionUsageIsVAD
    7de15000 ( 2062420) : 98.35%    00.00%    : RegionUsageFree
           0 (       0) : 00.00%    00.00%    : RegionUsagePageHeap
       Tot: 7fff0000 (2097088 KB) Busy: 021db000 (34668 KB)

-------------------- Type SUMMARY --------------------------
    TotSize (      KB)   Pct(Tots)  Usage
    7de15000 ( 2062420) : 98.35%   : <free>
     1452000 (   20808) : 00.99%   : MEM_IMAGE

-------------------- State SUMMARY --------------------------
    TotSize (      KB)   Pct(Tots)  Usage
     1a58000 (   26976) : 01.29%   : MEM_COMMIT
    7de15000 ( 2062420) : 98.35%   : MEM_FREE

Largest free region: Base 01432000 - Size 707ee000 (1843128 KB)
`;

test("all tables are read, with the exact sizes", () => {
  const [block] = read(NEW);
  const report = spaceIn(block);
  expect([block?.outcome, report.complete]).toEqual(["read", true]);
  expect(report.usages[0]).toEqual({
    line: 8,
    name: "Free",
    regionCount: 63,
    totalBytes: 0x7dfe953cf000,
    percentOfBusy: null,
    percentOfTotal: 98.43,
  });
  expect(report.usages.map(({ name, percentOfBusy }) => [name, percentOfBusy])).toEqual([
    ["Free", null],
    ["<unknown>", 100],
    ["Image", 0],
    ["TEB", 0],
  ]);
  expect(report.types.map(({ name }) => name)).toEqual(["MEM_MAPPED"]);
  expect(report.states.map(({ name, totalBytes }) => [name, totalBytes])).toEqual([
    ["MEM_FREE", 0x7dfe953cf000],
    ["MEM_COMMIT", 0x4b214000],
  ]);
  expect(report.protections.map(({ name, regionCount }) => [name, regionCount])).toEqual([
    ["PAGE_READWRITE|PAGE_GUARD", 5],
  ]);
  expect(report.largestRegions[0]).toEqual({ line: 24, name: "Free", base: "236fe910000", bytes: 0x7bbd6ba00000 });
});

test("the older tables are read, with their sums", () => {
  const [block] = read(OLD);
  const report = spaceIn(block);
  expect([block?.outcome, report.complete, report.totalBytes, report.busyBytes]).toEqual([
    "read",
    true,
    0x7fff0000,
    0x21db000,
  ]);
  expect(report.usages.map((row) => [row.name, row.totalBytes, row.percentOfTotal, row.percentOfBusy])).toEqual([
    ["RegionUsageIsVAD", 0x701000, 0.34, 20.69],
    ["RegionUsageFree", 0x7de15000, 98.35, 0],
    ["RegionUsagePageHeap", 0, 0, 0],
  ]);
  expect(report.types.map(({ name }) => name)).toEqual(["<free>", "MEM_IMAGE"]);
  expect(report.largestRegions).toEqual([{ line: 19, name: "free", base: "1432000", bytes: 0x707ee000 }]);
});

test("a name that a page swallowed is not known, and no other row's", () => {
  const report = spaceIn(read(NEW.replaceAll("<unknown>", ""))[0]);
  expect(report.usages.map(({ name, regionCount }) => [name, regionCount])).toEqual([
    ["Free", 63],
    [null, 152],
    ["Image", 197],
    ["TEB", 5],
  ]);
  expect(report.largestRegions.map(({ name }) => name)).toEqual(["Free", null, "Image", "TEB"]);
});

test("a size that is not the one rounded behind it is left unread", () => {
  const block = read(NEW.replace("0`02d28000", "0`02d88000"))[0];
  expect([block?.outcome, spaceIn(block).usages.map(({ name }) => name), spaceIn(block).complete]).toEqual([
    "partly-read",
    ["Free", "<unknown>", "TEB"],
    false,
  ]);
});

test("a row that lost one of its shares does not give the other for it", () => {
  const report = spaceIn(read(NEW.replace("99.73%    1.56%", "99.73%"))[0]);
  expect([report.types, report.complete]).toEqual([[], false]);
});

test.each([
  ["new", NEW],
  ["old", OLD],
])("the %s form reads the same without its command and with single blanks", (_name, text) => {
  const bare = text.split("\n").slice(1).join("\n");
  for (const changed of [bare, collapsed(text), collapsed(bare)]) {
    const told = read(changed).filter(({ parser, unread }) => parser !== null || unread.length > 0);
    expect(told.map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(spaceIn(told[0]))).toEqual(withoutLines(spaceIn(read(text)[0])));
  }
});

test.skipIf(!hasCorpus)("published summaries hold what their readers saw", () => {
  const blocks = (name: string): Block[] =>
    read(corpusTranscript(name).text).filter(({ parser }) => parser === "windbg-address");
  const [wow] = blocks("address-summary-blank-unknown-wow64-chinese");
  const report = spaceIn(wow);
  const row = (name: string | null) => report.usages.find((one) => one.name === name);
  expect([wow?.outcome, report.complete]).toEqual(["read", true]);
  expect([report.usages.length, report.types.length, report.states.length, report.protections.length]).toEqual([
    13, 3, 3, 6,
  ]);
  expect(report.largestRegions.length).toBe(13);
  expect([row("Free")?.regionCount, row("Free")?.percentOfTotal]).toEqual([101, 95.6]);
  expect([row("Image")?.regionCount, row("Image")?.percentOfBusy]).toEqual([294, 38.49]);
  expect([row(null)?.regionCount, row(null)?.totalBytes, row(null)?.percentOfBusy]).toEqual([7, 0x113a000, 19.1]);
  expect(row("MappedFile")?.regionCount).toBe(12);
  const commit = report.states.find(({ name }) => name === "MEM_COMMIT");
  expect(((commit?.totalBytes ?? 0) / 2 ** 20).toFixed(3)).toBe("42.848");

  const [japanese] = blocks("memleak-dumpheap-gcroot-dso-address-net5-x64-japanese");
  expect(spaceIn(japanese).usages.map(({ name }) => name)).toEqual([
    "Free",
    "<unknown>",
    "Image",
    "Stack",
    "Heap",
    "Other",
    "TEB",
    "PEB",
  ]);
  expect([japanese?.outcome, japanese?.unread]).toEqual(["partly-read", [[157, 157]]]);
});
