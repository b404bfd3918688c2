import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const filtersOf = (block: Block | undefined) => reportOf(block, "fltkd-filters", "filter-manager-filters");

const FILTERS = `0: kd> !fltkd.filters

Filter List: ffffa50f5b3a50d0 "Frame 1" 
   FLT_FILTER: ffffa50f5b386010 "AcmeAudit" "385420"
      FLT_INSTANCE: ffffa50f5f1e04e0 "AcmeAudit Instance" "385420"
      FLT_INSTANCE: ffffa50f5f1e1a80 "AcmeAudit Instance" "385420"
Filter List: ffffa50f5b3a60d0 "Frame 0" 
   FLT_FILTER: ffffa50f5b3957e0 "storqosflt" "244000"
   FLT_FILTER: ffffa50f5b3ba020 "AcmeBkp" "281999.5"
      FLT_INSTANCE: ffffa50f5bb5fa80 "AcmeBkp Top" "281999.5"
`;
const FRAMES = `kd> !fltkd.frames

Frame List: f8050fcb 
   FLTP_FRAME: 8a4c5020 "Frame 0" "0 to 409800"
      FLT_FILTER: 8a4b6010 "AcmeAudit" "385420"
         FLT_INSTANCE: 8a41e4e0 "AcmeAudit Instance" "385420"
`;
const FILTER = `0: kd> !fltkd.filter ffffa50f5b386010 4

FLT_FILTER: ffffa50f5b386010 "AcmeAudit" "385420"
   FLT_OBJECT: ffffa50f5b386010  [02000000] Filter
      RundownRef               : 0x0000000000000002 (1)
      PointerCount             : 0x00000001
   Frame                    : ffffa50f5b3a5020 "Frame 0"
   Flags                    : [00000002] FilteringInitiated
   FilterUnload             : fffff8013b5512ac AcmeAudit+0x12ac
   InstanceList             : (ffffa50f5b386078)
      FLT_INSTANCE: ffffa50f5f1e04e0 "AcmeAudit Instance" "385420"
`;

test("filters are read in their order, with their instances and frames", () => {
  const [block] = read(FILTERS);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!fltkd.filters", "read", "kernel"]);
  const report = filtersOf(block);
  expect(report.filters).toEqual([
    {
      line: 4,
      address: "ffffa50f5b386010",
      name: "AcmeAudit",
      altitude: "385420",
      frame: "Frame 1",
      instances: [
        { line: 5, address: "ffffa50f5f1e04e0", name: "AcmeAudit Instance", altitude: "385420" },
        { line: 6, address: "ffffa50f5f1e1a80", name: "AcmeAudit Instance", altitude: "385420" },
      ],
    },
    {
      line: 8,
      address: "ffffa50f5b3957e0",
      name: "storqosflt",
      altitude: "244000",
      frame: "Frame 0",
      instances: [],
    },
    {
      line: 9,
      address: "ffffa50f5b3ba020",
      name: "AcmeBkp",
      altitude: "281999.5",
      frame: "Frame 0",
      instances: [{ line: 10, address: "ffffa50f5bb5fa80", name: "AcmeBkp Top", altitude: "281999.5" }],
    },
  ]);
  expect([report.frames.map(({ name }) => name), report.complete]).toEqual([["Frame 1", "Frame 0"], true]);
});

test("frames give the altitudes they span, on a 32-bit machine too", () => {
  const report = filtersOf(read(FRAMES)[0]);
  expect(report.frames).toEqual([{ line: 4, address: "8a4c5020", name: "Frame 0", altitudes: "0 to 409800" }]);
  expect(report.filters).toMatchObject([{ name: "AcmeAudit", frame: "Frame 0", instances: [{ address: "8a41e4e0" }] }]);
});

test("one filter in full is read, and claims to be no list", () => {
  const [block] = read(FILTER);
  expect([block?.outcome, filtersOf(block).complete]).toEqual(["read", false]);
  expect(filtersOf(block).filters).toMatchObject([{ name: "AcmeAudit", frame: null, instances: [{ line: 11 }] }]);
});

test("blanks lost and the command not pasted change nothing", () => {
  for (const text of [FILTERS, FRAMES, FILTER]) {
    const whole = withoutLines(filtersOf(read(text)[0]));
    expect(withoutLines(filtersOf(read(collapsed(text))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!fltkd.filters", "read"]]);
    expect(withoutLines(filtersOf(blocks[0]))).toEqual(whole);
  }
});

test("a list on one line is read", () => {
  const [command = "", ...lines] = FILTERS.split("\n");
  const folded = filtersOf(read(`${command}\n${lines.join(" ").replace(/\s+/g, " ")}\n`)[0]);
  expect(withoutLines(folded)).toEqual(withoutLines(filtersOf(read(FILTERS)[0])));
});

test("rows that somebody cut out make the list incomplete", () => {
  for (const mark of ["...", "<snipped>", "[...]"]) {
    const [block] = read(
      FILTERS.replace("   FLT_FILTER: ffffa50f5b3957e0", `${mark}\n   FLT_FILTER: ffffa50f5b3957e0`),
    );
    expect([mark, block?.unread.length, filtersOf(block).complete]).toEqual([mark, 0, false]);
  }
});

test("a list cut anywhere never says what was not there", () => {
  const whole = filtersOf(read(FILTERS)[0]).filters;
  for (let end = FILTERS.indexOf("Filter List"); end < FILTERS.length; end += 3) {
    const [block] = read(FILTERS.slice(0, end));
    if (block?.report?.kind !== "filter-manager-filters") continue;
    block.report.filters.forEach(({ name, altitude, instances }, index) => {
      const same = whole[index];
      expect([name, altitude ?? same?.altitude]).toEqual([same?.name, same?.altitude]);
      expect(instances.map((row) => row.name)).toEqual(
        same?.instances.slice(0, instances.length).map((row) => row.name),
      );
    });
  }
});

test.each([
  ["0: kd> !fltkd.filters\nNo export filters found\n", "FLTKD_NOT_LOADED"],
  ["0: kd> !fltkd.filters\nThe call to LoadLibrary(fltkd) failed, Win32 error 0n2\n", "FLTKD_NOT_LOADED"],
  ["0: kd> !fltkd.filters\nCould not find type fltmgr!_GLOBALS\n", "FLTMGR_SYMBOLS_MISSING"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["fltkd-filters", "unusable", code]);
});

test.skipIf(!hasCorpus)("published lists are read as their facts say, and no other output is taken for one", () => {
  const counts = (name: string): [string, string | null, number][] =>
    filtersOf(readTranscript(corpusTranscript(name), 0)[0]).filters.map(({ name: filter, altitude, instances }) => [
      filter,
      altitude,
      instances.length,
    ]);
  expect(counts("fltkd-filters-instance-kd-x64-win7-qq-sysmon")).toEqual([
    ["TFsFlt", "389700", 5],
    ["QQSysMonX64", "327125", 6],
    ["luafv", "135000", 1],
  ]);
  expect(counts("fltkd-filters-kd-x64-win7-sysdiag-chinese")).toEqual([
    ["sysdiag", "324600", 4],
    ["luafv", "135000", 1],
    ["FileInfo", "45000", 4],
  ]);
  const eleven = counts("fltkd-filters-portlist-kd-x64-win11-windows-internals");
  expect([eleven.length, eleven[1], eleven[6], eleven[3]]).toEqual([
    12,
    ["FsDepends", "407000", 6],
    ["bfs", "150000", 9],
    ["storqosflt", "244000", 0],
  ]);
  const [list, , frames] = readTranscript(corpusTranscript("fltkd-filters-volumes-frames-kd-x64-minifilter-poc"), 0);
  expect(filtersOf(list).filters).toHaveLength(11);
  expect(filtersOf(list).filters.flatMap(({ instances }) => instances)).toHaveLength(17);
  expect(filtersOf(frames).frames).toMatchObject([{ name: "Frame 0", altitudes: "0 to 409800" }]);
  expect(filtersOf(frames).filters).toHaveLength(11);
  expect(publishedFor("fltkd-filters")).toEqual([
    "fltkd-filters-instance-kd-x64-win7-qq-sysmon",
    "fltkd-filters-kd-x64-win7-sysdiag-chinese",
    "fltkd-filters-portlist-kd-x64-win11-windows-internals",
    "fltkd-filters-volumes-frames-kd-x64-minifilter-poc",
  ]);
});

test("a list whose first rows were left out is not whole", () => {
  const text =
    '3: kd> !fltkd.filters\n\n[snip]\n   FLT_FILTER: 891c9020 "AcmeBkp" "281999"\n\nFilter List: 8926c220 "Frame 1" \n   FLT_FILTER: 89123e10 "bindflt" "409800"\n';
  expect(read(text)[0]?.report).toMatchObject({ complete: false });
});
