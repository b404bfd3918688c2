import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const listOf = (block: Block | undefined): ReportOf<"filter-instances"> =>
  reportOf(block, "fltmc-instances", "filter-instances");

const HEAD = `Filter                Volume Name                              Altitude        Instance Name       Frame   SprtFtrs  VlStatus
--------------------  -------------------------------------  ------------  ----------------------  -----   --------  --------
`;
const ROWS = `AcmeBkp               D:                                       281999.5   AcmeBkp - Top Instance    0     0000000f
RsFx0603              \\Device\\Mup                             41006.03  RsFx0603 MiniFilter Instance    0     00000000
WdFilter                                                        328010     WdFilter Instance         0     0000000f
WdFilter              E:\\Mounted Data\\2019\\Logs                328010     WdFilter Instance         0     0000000F  Detached
bfs                   \\Device\\NamedPipe                         150000     bfs                       1     0000000f
`;
const OLD = `Filter                Volume Name                              Altitude        Instance Name       Frame
--------------------  -------------------------------------  ------------  ----------------------  -----
AcmeBkp               C:                                        281999     AcmeBkp Instance          0
AcmeBkp               \\Device\\Mup                               281999     AcmeBkp Instance          0
luafv                 C:                                        135000     luafv                     0
`;
const ON_VOLUME = `C:\\>fltmc instances -v D:
Filter                Altitude        Instance Name       Frame   SprtFtrs  VlStatus
--------------------  ------------  ----------------------  -----   --------  --------
AcmeBkp                281999     AcmeBkp Instance          0     0000000f
WdFilter               328010     WdFilter Instance         0     0000000f
`;
const OF_FILTER = `Volume Name                              Altitude        Instance Name       Frame   SprtFtrs  VlStatus
-------------------------------------  ------------  ----------------------  -----   --------  --------
C:                                        281999     AcmeBkp Instance          0     0000000f
                                          281999     AcmeBkp Instance          0     0000000f
`;

test("a list with rows left out is not complete", () => {
  expect(listOf(read(`${HEAD}${ROWS}[snip]\n`)[0]).complete).toBe(false);
});

test("every instance is read with filter, volume, altitude, name, frame, features and status", () => {
  const [block] = read(`C:\\Windows\\system32>fltmc instances\n${HEAD}${ROWS}`);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["fltmc instances", "read", "shell"]);
  const tail = { frame: 0, supportedFeatures: "0000000f", volumeStatus: null };
  expect(listOf(block)).toEqual({
    kind: "filter-instances",
    instances: [
      { line: 4, filter: "AcmeBkp", volume: "D:", altitude: "281999.5", instance: "AcmeBkp - Top Instance", ...tail },
      {
        line: 5,
        filter: "RsFx0603",
        volume: "\\Device\\Mup",
        altitude: "41006.03",
        instance: "RsFx0603 MiniFilter Instance",
        ...tail,
        supportedFeatures: "00000000",
      },
      { line: 6, filter: "WdFilter", volume: null, altitude: "328010", instance: "WdFilter Instance", ...tail },
      {
        line: 7,
        filter: "WdFilter",
        volume: "E:\\Mounted Data\\2019\\Logs",
        altitude: "328010",
        instance: "WdFilter Instance",
        ...tail,
        volumeStatus: "Detached",
      },
      { line: 8, filter: "bfs", volume: "\\Device\\NamedPipe", altitude: "150000", instance: "bfs", ...tail, frame: 1 },
    ],
    scope: { volume: null, filter: null },
    complete: true,
  });
});

test("collapsed white space changes nothing", () => {
  expect(listOf(read((HEAD + ROWS).replace(/ +/g, " "))[0])).toEqual(listOf(read(HEAD + ROWS)[0]));
  expect(listOf(read(OLD.replace(/ +/g, " "))[0])).toEqual(listOf(read(OLD)[0]));
});

test("Server 2003 to 2008 print no features", () => {
  const [block] = read(OLD);
  expect(block?.outcome).toBe("read");
  expect(
    listOf(block).instances.map(({ filter, volume, instance, supportedFeatures }) => [
      filter,
      volume,
      instance,
      supportedFeatures,
    ]),
  ).toEqual([
    ["AcmeBkp", "C:", "AcmeBkp Instance", null],
    ["AcmeBkp", "\\Device\\Mup", "AcmeBkp Instance", null],
    ["luafv", "C:", "luafv", null],
  ]);
});

test("rows without a head are recognised, and do not claim to be the whole list", () => {
  const rows = (HEAD + ROWS).split("\n").slice(2).join("\n");
  const [block] = read(rows);
  expect([block?.outcome, listOf(block).instances.length, listOf(block).complete]).toEqual(["read", 5, false]);
});

test("a list for one volume keeps the volume as its scope", () => {
  const report = listOf(read(ON_VOLUME)[0]);
  expect(report.scope).toEqual({ volume: "D:", filter: null });
  expect(report.instances.map(({ filter, volume }) => [filter, volume])).toEqual([
    ["AcmeBkp", null],
    ["WdFilter", null],
  ]);
});

test("a list for one filter takes the filter from the command or from the line above it", () => {
  const [typed] = read(`C:\\>fltmc instances -f AcmeBkp\n\n${OF_FILTER}`);
  const [told] = read(`Instances for AcmeBkp filter:\n\n${OF_FILTER}`).slice(-1);
  expect([typed?.outcome, listOf(typed).instances.map(({ filter, volume }) => [filter, volume])]).toEqual([
    "read",
    [
      ["AcmeBkp", "C:"],
      ["AcmeBkp", null],
    ],
  ]);
  expect(listOf(typed).scope.filter).toBe("AcmeBkp");
  expect(told?.parser).toBe("fltmc-instances");
});

test("a list for one filter that does not say which is unusable", () => {
  const [block] = read(OF_FILTER);
  expect([block?.outcome, block?.problem?.code]).toEqual(["unusable", "FILTER_NOT_NAMED"]);
});

test("a bare command line with its options names the list", () => {
  const [block] = read(ON_VOLUME.replace("C:\\>", ""));
  expect([block?.command, block?.echoed, listOf(block).scope.volume]).toEqual(["fltmc instances -v D:", true, "D:"]);
});

test("cut anywhere, no row comes out wrong", () => {
  const whole = HEAD + ROWS;
  const rows = listOf(read(whole)[0]).instances;
  for (let length = HEAD.length + 60; length < whole.length; length++) {
    const report = listOf(read(whole.slice(0, length))[0]);
    for (const row of report.instances) {
      const same = rows.find(({ line }) => line === row.line);
      // The features column may be missing; what is there is right.
      expect({ ...row, supportedFeatures: null, volumeStatus: null }).toEqual({
        ...same,
        supportedFeatures: null,
        volumeStatus: null,
      });
      expect([null, same?.supportedFeatures]).toContain(row.supportedFeatures);
    }
  }
});

test.each([
  ["C:\\>fltmc instances\nInstance listing failed with error: 0x80070005\nAccess is denied.\n", "NEEDS_ELEVATION"],
  ["C:\\>fltmc instances -v Q:\nInstance listing failed with error: 0x801f0010\n", "FLTMC_FAILED"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["fltmc-instances", "unusable", code]);
});

test.skipIf(!hasCorpus)("published lists are read as their facts say", () => {
  const [sql] = readTranscript(corpusTranscript("fltmc-instances-sqlserver-antivirus-msdocs"), 0);
  const rows = listOf(sql).instances;
  expect([sql?.outcome, rows.length]).toEqual(["read", 41]);
  expect([...new Set(rows.map(({ filter }) => filter))]).toEqual(
    "CldFlt FileInfo MsSecFlt RsFx0603 WdFilter Wof bfs bindflt luafv npsvctrig storqosflt".split(" "),
  );
  expect(rows.filter(({ filter, volume }) => filter === "WdFilter" && volume).map(({ volume }) => volume)).toEqual([
    "C:",
    "X:\\MSSQL15.SQL10\\MSSQL\\DATA",
    "\\Device\\HarddiskVolumeShadowCopy3",
    "\\Device\\Mup",
    "\\Device\\RsFx0603",
  ]);
  const slow = listOf(readTranscript(corpusTranscript("fltmc-filters-instances-win11-slow"), 0)[3]);
  expect([
    slow.instances.length,
    slow.instances.filter(({ volume }) => volume === "C:").map(({ filter }) => filter),
  ]).toEqual([31, "CldFlt FileInfo UCPD WdFilter Wof bfs bindflt gameflt luafv storqosflt".split(" ")]);
});

test("flags spelled with 0x are the same flags", () => {
  const spelled = ON_VOLUME.replace(/\b[0-9a-f]{8}\b/g, "0x$&");
  expect(spelled).not.toEqual(ON_VOLUME);
  expect(listOf(read(spelled)[0])).toEqual(listOf(read(ON_VOLUME)[0]));
});

test("two rows on one line are no filter with a long instance", () => {
  const row = "AcmeBkp D: 281999.5 AcmeBkp - Top Instance 0 0000000f";
  const [block] = read(`C:\\>fltmc instances\n${HEAD}\n${row} ${row}\n${row}`);
  expect([listOf(block).instances.length, block?.unread]).toEqual([1, [[5, 5]]]);
});
