import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const sectionsOf = (block: Block | undefined): ReportOf<"critical-sections"> =>
  reportOf(block, "ntsdexts-locks", "critical-sections");

const DECODED = `0:041> !locks

CritSec ntdll!LdrpLoaderLock+0 at 7c8877a0
WaiterWoken        No
LockCount          12
RecursionCount     1
OwningThread       11dc
EntryCount         0
ContentionCount    1c
*** Locked

CritSec +339fb8 at 00339fb8
WaiterWoken        Yes
LockCount          0
RecursionCount     2
OwningThread       ad0
EntryCount         0
ContentionCount    0
*** Locked

Scanned 1,412 critical sections
`;

test("lines below what was left out belong to no section, and the list is not complete", () => {
  const cut = DECODED.replace(/OwningThread {7}11dc(?:\n.*){6}\n/, "...\n");
  const report = sectionsOf(read(cut)[0]);
  expect([report.sections, report.scanned, report.complete]).toEqual([[], 1412, false]);
});

test("an owner that the paste cut through is not read", () => {
  const report = sectionsOf(read(DECODED.slice(0, DECODED.indexOf("ad0") + 2))[0]);
  expect(report.sections.map(({ owningThread }) => owningThread)).toEqual(["11dc"]);
});

test("critical sections give their owners and how many threads wait", () => {
  const [block] = read(DECODED);
  expect([block?.outcome, block?.mode, block?.thread]).toEqual(["read", "user", 41]);
  expect(sectionsOf(block)).toEqual({
    kind: "critical-sections",
    sections: [
      {
        line: 3,
        name: "ntdll!LdrpLoaderLock+0",
        address: "7c8877a0",
        lockCount: 12,
        waiterWoken: false,
        recursionCount: 1,
        owningThread: "11dc",
        entryCount: 0,
        contentionCount: 28,
        locked: true,
      },
      {
        line: 12,
        name: null,
        address: "339fb8",
        lockCount: 0,
        waiterWoken: true,
        recursionCount: 2,
        owningThread: "ad0",
        entryCount: 0,
        contentionCount: 0,
        locked: true,
      },
    ],
    scanned: 1412,
    complete: true,
  });
});

test("the sections read the same without the command, with collapsed blanks and on a single line", () => {
  const bare = DECODED.split("\n").slice(1).join("\n");
  const expected = sectionsOf(read(DECODED)[0]).sections.map(({ line: _line, ...section }) => section);
  for (const text of [bare, bare.replace(/[ \t]+/g, " "), bare.replace(/\n(?!CritSec|Scanned)/g, " ")]) {
    const blocks = read(text);
    expect(blocks.map((block) => [block.outcome, block.mode])).toEqual([["read", "user"]]);
    expect(sectionsOf(blocks[0]).sections.map(({ line: _line, ...section }) => section)).toEqual(expected);
  }
});

test("a section that nobody holds is not locked", () => {
  const text = `0:000> !locks -v

CritSec SHELL32!g_lockObject+0 at 00007ff94d3684b0
LockCount          NOT LOCKED
RecursionCount     0
OwningThread       0
EntryCount         0
ContentionCount    0

Scanned 26 critical sections`;
  expect(sectionsOf(read(text)[0]).sections).toMatchObject([{ lockCount: 0, owningThread: null, locked: false }]);
});

test("a process without held sections has a complete and empty list", () => {
  const [block] = read("0:000> !locks\n\nScanned 412 critical sections\n");
  expect([block?.outcome, sectionsOf(block)]).toMatchObject(["read", { sections: [], scanned: 412, complete: true }]);
});

test("remarks behind the values are no evidence", () => {
  const text = [
    "CritSec winsrv!_ScrollBufferLock at 5ffa9f9c        5ffa9f9c is the first one",
    "LockCount          5     #-1 means free",
    "RecursionCount     1",
    "OwningThread       88    // here's the owning thread",
    "EntryCount         11c",
    "ContentionCount    135",
    "*** Locked               #now",
  ].join("\n");
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(sectionsOf(block).sections).toMatchObject([
    { address: "5ffa9f9c", lockCount: 5, waiterWoken: null, owningThread: "88", entryCount: 284, contentionCount: 309 },
  ]);
});

test("one section of !critsec is read", () => {
  const text = DECODED.split("\n").slice(2, 9).join("\n");
  const [block] = read(`0:000> !critsec ntdll!LdrpLoaderLock\n\n${text}\n`);
  expect([block?.parser, block?.outcome]).toEqual(["ntsdexts-locks", "read"]);
  expect(sectionsOf(block)).toMatchObject({ sections: [{ owningThread: "11dc" }], complete: false });
});

test("a list cut at any line is not complete and drops the section that lost its count or its owner", () => {
  const lines = DECODED.split("\n");
  for (let length = 3; length < lines.length - 2; length++) {
    const [block] = read(`${lines.slice(0, length).join("\n")}\n`);
    const report = sectionsOf(block);
    const expected = length < 7 ? 0 : length < 16 ? 1 : 2;
    expect([length, report.complete, report.sections.length]).toEqual([length, false, expected]);
    const whole = length >= 7 && (length < 12 || length >= 16);
    expect([length, block?.outcome]).toEqual([length, whole ? "read" : "partly-read"]);
  }
});

test("the content decides between the two commands named !locks", () => {
  const blocks = read(`0: kd> !locks\n${DECODED.split("\n").slice(1).join("\n")}`);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([["ntsdexts-locks", "read"]]);
});

test("sections that cannot be read are told and do not hide the others", () => {
  const text = `${DECODED.replace("Scanned", "CritSec at 5ff05158 could not be read\nPerhaps the critical section was a global variable in a dll that was unloaded?\n\nScanned")}`;
  const [block] = read(text);
  expect([block?.outcome, sectionsOf(block).sections.length]).toEqual(["read", 2]);
});

test("missing symbols are told with their way out", () => {
  const [block] = read(
    "0:000> !locks\nNTSDEXTS: Unable to resolve ntdll!RTL_CRITICAL_SECTION_DEBUG type\nNTSDEXTS: Please check your symbols\n",
  );
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual([
    "ntsdexts-locks",
    "unusable",
    "NTDLL_SYMBOLS_MISSING",
  ]);
});

test.skipIf(!hasCorpus)("the sections of an old IIS are read", () => {
  const blocks = readTranscript(corpusTranscript("locks-critsec-iis-x86-msdocs"), 0);
  expect(blocks.map((block) => block.outcome)).toEqual(["read"]);
  expect(sectionsOf(blocks[0]).sections).toMatchObject([
    {
      name: "w3svc!g_pWamDictator+a0",
      address: "68c2c298",
      lockCount: 0,
      waiterWoken: null,
      recursionCount: 1,
      owningThread: "d1",
      entryCount: 1,
      contentionCount: 0,
      locked: true,
    },
    { name: "SMTPSVC+66a30", address: "67906a30", owningThread: "d0" },
  ]);
});

test.skipIf(!hasCorpus)("a section inside a blog's markup is read", () => {
  const [block] = readTranscript(corpusTranscript("hang-locks-threads-kv-explorer-html-drmiru"), 0);
  expect(block?.outcome).toBe("read");
  expect(sectionsOf(block).sections).toMatchObject([
    {
      name: "sechost!SccCritsec+0",
      address: "7fefe299378",
      lockCount: 4,
      recursionCount: 1,
      owningThread: "3918",
      contentionCount: 0x26b,
      locked: true,
    },
  ]);
});
