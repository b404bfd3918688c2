import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const filtersOf = (block: Block | undefined): ReportOf<"filters"> => reportOf(block, "fltmc", "filters");

const HEAD = `Filter Name                     Num Instances    Altitude    Frame
------------------------------  -------------  ------------  -----
`;
const ROWS = `AcmeBkp                                 4       281999         0
UCPD                                    9       385250.5       0
Data Watch 2                            0       145200         1
wcifs                                   0       189900         0
`;
const LEGACY = `OldScan                                         329998.99   <Legacy>
cbfsconnect2017                                             <Legacy>
WdFilter                                4       328010         0
`;

const names = (text: string): string[] => filtersOf(read(text)[0]).filters.map(({ name }) => name);

test("a list with rows left out is not complete", () => {
  expect(filtersOf(read(`${HEAD}AcmeBkp 4 281999 0\n...\nluafv 1 135000 0\n`)[0]).complete).toBe(false);
});

test("every filter is read with its instances, altitude and frame, names with blanks too", () => {
  const [block] = read(`C:\\Windows\\system32>fltmc filters\n\n${HEAD}${ROWS}`);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["fltmc filters", "read", "shell"]);
  expect(filtersOf(block)).toEqual({
    kind: "filters",
    filters: [
      { line: 5, name: "AcmeBkp", instances: 4, altitude: "281999", frame: 0, legacy: false },
      { line: 6, name: "UCPD", instances: 9, altitude: "385250.5", frame: 0, legacy: false },
      { line: 7, name: "Data Watch 2", instances: 0, altitude: "145200", frame: 1, legacy: false },
      { line: 8, name: "wcifs", instances: 0, altitude: "189900", frame: 0, legacy: false },
    ],
    complete: true,
  });
});

test("legacy filters are told by their mark, with or without an altitude", () => {
  const { filters } = filtersOf(read(HEAD + LEGACY)[0]);
  expect(
    filters.map(({ name, altitude, instances, frame, legacy }) => [name, altitude, instances, frame, legacy]),
  ).toEqual([
    ["OldScan", "329998.99", null, null, true],
    ["cbfsconnect2017", null, null, null, true],
    ["WdFilter", "328010", 4, 0, false],
  ]);
});

test("legacy filters are told when a web page has eaten their mark", () => {
  const eaten = (HEAD + LEGACY).replaceAll("<Legacy>", "");
  const [block] = read(eaten);
  expect(block?.outcome).toBe("read");
  expect(filtersOf(block).filters.map(({ name, altitude, legacy }) => [name, altitude, legacy])).toEqual([
    ["OldScan", "329998.99", true],
    ["cbfsconnect2017", null, true],
    ["WdFilter", "328010", false],
  ]);
});

test("an escaped mark is a mark, in English and in Japanese", () => {
  const { filters } = filtersOf(read(HEAD + LEGACY.replaceAll("<Legacy>", "&lt;Legacy&gt;"))[0]);
  expect(filters.map(({ legacy }) => legacy)).toEqual([true, true, false]);
  expect(filtersOf(read(HEAD + LEGACY.replaceAll("<Legacy>", "<レガシ>"))[0]).filters[0]?.legacy).toBe(true);
});

test("collapsed white space changes nothing", () => {
  const collapsed = (HEAD + ROWS + LEGACY).replace(/ +/g, " ");
  expect(filtersOf(read(collapsed)[0])).toEqual(filtersOf(read(HEAD + ROWS + LEGACY)[0]));
});

test("two rows without a head are recognised, and do not claim to be the whole list", () => {
  const [block] = read("please see\nAcmeBkp 4 281999 0\nWdFilter 4 328010 0\n").slice(1);
  expect(filtersOf(block).filters.map(({ name }) => name)).toEqual(["AcmeBkp", "WdFilter"]);
  expect(filtersOf(block).complete).toBe(false);
});

test("a head in another language is passed over", () => {
  const german = `C:\\>fltmc\n\nFiltername                      Anzahl Instanzen   Höhe      Rahmen\n${HEAD.split("\n")[1]}\n${ROWS}`;
  const [block] = read(german);
  expect([block?.outcome, filtersOf(block).filters.length, filtersOf(block).complete]).toEqual(["read", 4, true]);
});

test("a command typed without a prompt names the list below it", () => {
  const blocks = read(`we ran this on the server\nfltmc (Admin PowerShell)\n\n${HEAD}${ROWS}`);
  expect(blocks.map(({ command, parser, echoed }) => [command, parser, echoed])).toEqual([
    ["", null, false],
    ["fltmc (Admin PowerShell)", "fltmc", true],
  ]);
});

test("what somebody wrote behind and between the rows is passed over", () => {
  const remarked =
    HEAD + ROWS.replace(/0$/m, "0   << the backup, look here").replace("UCPD", "// and this one is Microsoft's\nUCPD");
  const [block] = read(remarked);
  expect([block?.outcome, names(remarked)]).toEqual(["read", ["AcmeBkp", "UCPD", "Data Watch 2", "wcifs"]]);
});

test("a long name that pushed its figures to the next line is put together", () => {
  const text = `${HEAD}AVeryLongFilterNameThatNoColumnHolds\n                                        4       281999         0\nWdFilter                                4       328010         0\n`;
  const [block] = read(text);
  expect([block?.outcome, filtersOf(block).filters[0]]).toEqual([
    "read",
    {
      line: 3,
      name: "AVeryLongFilterNameThatNoColumnHolds",
      instances: 4,
      altitude: "281999",
      frame: 0,
      legacy: false,
    },
  ]);
});

test("a row that was cut before its frame is not read, since its altitude may be cut too", () => {
  const whole = HEAD + ROWS;
  for (let length = HEAD.length; length < whole.length; length++) {
    const cut = whole.slice(0, length);
    const block = read(cut)[0];
    const all = filtersOf(read(whole)[0]).filters;
    for (const row of filtersOf(block).filters) expect(all).toContainEqual(row);
  }
  const [block] = read(
    `${HEAD}AcmeBkp                                 4       281999         0\nWdFilter                                4       3280`,
  );
  expect([block?.outcome, block?.unread, filtersOf(block).complete]).toEqual(["partly-read", [[4, 4]], false]);
});

test("the altitude of a last legacy row that lost its mark may be cut, and is left out", () => {
  const { filters } = filtersOf(read(`${HEAD}WdFilter    4   328010   0\nOldScan     32999`)[0]);
  expect(filters[1]).toMatchObject({ name: "OldScan", altitude: null, legacy: true });
});

test("prose below the list is not read and does not make the list incomplete", () => {
  const [block] = read(`${HEAD}${ROWS}\nThat is all we have, ticket 313998\n`);
  expect([names(HEAD + ROWS), block?.unread, filtersOf(block).complete]).toEqual([
    ["AcmeBkp", "UCPD", "Data Watch 2", "wcifs"],
    [[8, 8]],
    true,
  ]);
});

test("two lists in one paste are two blocks", () => {
  expect(read(`${HEAD}${ROWS}\n${HEAD}${LEGACY}`).map((block) => filtersOf(block).filters.length)).toEqual([4, 3]);
});

test.each([
  ["C:\\>fltmc\nFilter listing failed with error: 0x80070005\nAccess is denied.\n", "NEEDS_ELEVATION"],
  ["Filter listing failed with error: 0x80070005\n", "NEEDS_ELEVATION"],
  ["C:\\>fltmc filters\nFehler beim Auflisten der Filter: 0x80070005\nZugriff verweigert\n", "NEEDS_ELEVATION"],
  ["C:\\>fltmc\nFilter listing failed with error: 0x801f0001\n", "FLTMC_FAILED"],
  [
    "C:\\>fltmc\n'fltmc' is not recognized as an internal or external command,\noperable program or batch file.\n",
    "COMMAND_NOT_FOUND",
  ],
])("%j is unusable and says how to get the list", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["fltmc", "unusable", code]);
});

test("rows of numbers, stacks and other tables are no filters", () => {
  expect(read("12 4 281999 0\n13 4 328010 0\n")[0]?.parser).toBe(null);
  expect(CASE_STUDY.flatMap((transcript) => readTranscript(transcript, 0)).map(({ parser }) => parser)).not.toContain(
    "fltmc",
  );
});

test.skipIf(!hasCorpus)("published lists are read as their facts say", () => {
  const [list] = readTranscript(corpusTranscript("fltmc-win11-26100-schur"), 0).slice(1);
  const filters = filtersOf(list).filters;
  expect([filters.length, filters.filter((row) => row.instances === 0).map(({ name }) => name)]).toEqual([
    13,
    ["storqosflt", "wcifs", "FileCrypt", "UnionFS"],
  ]);
  const [, , slow, instances] = readTranscript(corpusTranscript("fltmc-filters-instances-win11-slow"), 0);
  const order =
    "bindflt UCPD WdFilter storqosflt wcifs gameflt CldFlt bfs FileCrypt luafv UnionFS npsvctrig Wof FileInfo";
  expect(
    filtersOf(slow)
      .filters.map(({ name }) => name)
      .join(" "),
  ).toBe(order);
  expect([slow?.command, instances?.command]).toEqual(["fltmc filters", "fltmc instances"]);
});

test("the backslash of a chat's editor before a shell's prompt tells that it escaped the marks too", () => {
  const [block] = read(`C:\\Windows\\system32\\>fltmc\n\n${HEAD}\n${LEGACY.replace(/[<>]/g, "\\$&")}`);
  expect(filtersOf(block).filters).toEqual(
    filtersOf(read(`C:\\Windows\\system32>fltmc\n\n${HEAD}\n${LEGACY}`)[0]).filters,
  );
});

test("two rows on one line are no filter with a long name", () => {
  const [block] = read(`C:\\>fltmc\n${HEAD}\nOldScan 329998.99 <Legacy> WdFilter 4 328010 0\nluafv 1 135000 0`);
  expect([filtersOf(block).filters.map(({ name }) => name), block?.unread]).toEqual([["luafv"], [[5, 5]]]);
});
