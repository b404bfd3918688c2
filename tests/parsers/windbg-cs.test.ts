import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, read, reportOf } from "../support/reading";

const sectionsOf = (block: Block | undefined): ReportOf<"critical-section-details"> =>
  reportOf(block, "windbg-cs", "critical-section-details");

const X86 = `0:019> !cs 00d1f4a0
-----------------------------------------
Critical section   = 0x00d1f4a0 (ContosoNative!g_cacheLock+0x0)
DebugInfo          = 0x0726d640
LOCKED
LockCount          = 0x1a
WaiterWoken        = No
OwningThread       = 0x00001b3c
RecursionCount     = 0x2
LockSemaphore      = 0x10C0
SpinCount          = 0x00000000
`;

const LIST = `0:000> !cs -l -o
-----------------------------------------
DebugInfo          = 0x00007ffd2a61f7c8
Critical section   = 0x00007ffd2a61f7a0 (ntdll!LdrpLoaderLock+0x0)
LOCKED
LockCount          = 0x2
WaiterWoken        = Yes
OwningThread       = 0x0000000000002d14
RecursionCount     = 0x1
LockSemaphore      = 0x1A4
SpinCount          = 0x0000000004000000
OwningThread DbgId = ~12s
OwningThread Stack =
-----------------------------------------
Critical section   = 0x000001f04c2be1a8 (+0x1F04C2BE1A8)
DebugInfo          = 0x000001f04c2c0010
NOT LOCKED
LockSemaphore      = 0x0
SpinCount          = 0x00000000020007d0
`;

const MEMORY = `0:001> dt ntdll!_RTL_CRITICAL_SECTION 00d1f4a0
   +0x000 DebugInfo        : 0x77fc4240 _RTL_CRITICAL_SECTION_DEBUG
   +0x004 LockCount        : 0n-6
   +0x008 RecursionCount   : 0n1
   +0x00c OwningThread     : 0x00001b3c Void
   +0x010 LockSemaphore    : (null)
   +0x014 SpinCount        : 0
`;

test("a section has its owner, and its counts as numbers", () => {
  const [block] = read(X86);
  expect([block?.outcome, sectionsOf(block).complete]).toEqual(["read", true]);
  expect(sectionsOf(block).sections).toEqual([
    {
      line: 3,
      form: "decoded",
      address: "d1f4a0",
      name: "ContosoNative!g_cacheLock+0x0",
      debugInfo: "726d640",
      locked: true,
      lockCount: 26,
      waiterWoken: false,
      recursionCount: 2,
      owningThread: "1b3c",
      thread: null,
      lockSemaphore: "10c0",
      spinCount: "0",
    },
  ]);
});

test("a list tells locked sections from free ones and keeps the debugger's number of the owner", () => {
  const [block] = read(LIST);
  expect(block?.outcome).toBe("read");
  const rows = sectionsOf(block).sections.map((one) => [
    one.name,
    one.locked,
    one.lockCount,
    one.thread,
    one.debugInfo,
    one.waiterWoken,
  ]);
  expect(rows).toEqual([
    ["ntdll!LdrpLoaderLock+0x0", true, 2, 12, "7ffd2a61f7c8", true],
    [null, false, null, null, "1f04c2c0010", null],
  ]);
});

test("the fields in memory keep their sign, and the address comes from the command", () => {
  const [block] = read(MEMORY);
  expect(block?.outcome).toBe("read");
  expect(sectionsOf(block).sections).toMatchObject([
    { form: "memory", address: "d1f4a0", lockCount: -6, recursionCount: 1, owningThread: "1b3c", lockSemaphore: null },
  ]);
});

test.each([
  ["!cs", X86],
  ["!cs -l", LIST],
  ["dt", MEMORY],
])("%s reads the same without its command and with single blanks", (_name, text) => {
  const [block, ...rest] = read(bare(text));
  expect([block?.echoed, block?.outcome, rest]).toEqual([false, "read", []]);
  const plain = (one: Block | undefined): unknown =>
    sectionsOf(one).sections.map(({ line, address, ...section }) => section);
  expect(plain(block)).toEqual(plain(read(text)[0]));
});

test("a paste that ends inside a number does not give it", () => {
  for (let end = X86.indexOf("0x1a") + 3; end < X86.indexOf("SpinCount"); end++) {
    const block = read(X86.slice(0, end))[0];
    const report = sectionsOf(block);
    const section = report.sections[0];
    expect([null, 26]).toContain(section?.lockCount ?? null);
    expect([null, "1b3c"]).toContain(section?.owningThread ?? null);
    expect([null, 2]).toContain(section?.recursionCount ?? null);
    expect(report.complete).toBe(false);
  }
});

test("the fields of another structure are none of a critical section", () => {
  const [block] = read("0:000> dt nt!_FOO 00d1f4a0\n   +0x000 Next : 0x77fc4240\n   +0x004 LockCount : 3\n");
  expect([block?.parser, block?.outcome]).toEqual([null, "unknown"]);
});

test.each([
  ["Unable to resolve ntdll!RTL_CRITICAL_SECTION", "NTDLL_SYMBOLS_MISSING"],
  ["Cannot read structure field value at 0x00d1f4a0, error 0", "CRITICAL_SECTION_NOT_READABLE"],
])("%s is unusable, and the fix is named", (line, code) => {
  expect(read(`0:000> !cs 00d1f4a0\n${line}\n`)[0]).toMatchObject({
    parser: "windbg-cs",
    outcome: "unusable",
    problem: { code },
  });
});

test.skipIf(!hasCorpus)("published sections hold what their readers saw", () => {
  const one = (name: string): unknown =>
    readTranscript(corpusTranscript(name), 0)
      .filter((block) => block.parser === "windbg-cs")
      .flatMap((block) => sectionsOf(block).sections)
      .map((row) => [row.address, row.locked, row.lockCount, row.owningThread, row.recursionCount]);
  expect(one("cs-kbn-html-spans-korean-cubedisk")).toEqual([["100d0078", true, 1, "3004", 1]]);
  expect(one("deadlock-kv-cs-x86-xp-caloni-html")).toEqual([["40e940", true, 1, "39c", 1]]);
  expect(one("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto")).toEqual([["7339ba0", true, 5, "26a4", 1]]);
  expect(one("orphan-critsec-kb-dt-x86-xp")).toEqual([["446dc8", null, 1, "5dc", 1]]);
});

test("a spin count that the paste breaks off in is not known", () => {
  const cut =
    "0:005> !cs\n-----------------------------------------\nDebugInfo          = 0x77fc8680\nCritical section   = 0x00d1f4a0 (shop!g_lock+0x0)\nNOT LOCKED\nLockSemaphore      = 0x0\nSpinCount          = 0x000";
  expect(read(cut)[0]?.report).toMatchObject({ sections: [{ spinCount: null }], complete: false });
});

test("a manual's rules that became headings are read over", () => {
  const [block, ...others] = read(`## 0:001> !cs

DebugInfo          = 0x6A261D60
Critical section   = 0x6A262820 (ntdll!RtlCriticalSectionLock+0x0)
LOCKED
LockCount          = 0x0
OwningThread       = 0x460
RecursionCount     = 0x1
LockSemaphore      = 0x0
## SpinCount          = 0x20

DebugInfo          = 0x6A261D80
Critical section   = 0x6A262580 (ntdll!DeferedCriticalSection+0x0)
NOT LOCKED
LockSemaphore      = 0x7FC
## SpinCount          = 0x0
`);
  expect([block?.command, block?.thread, block?.outcome, others]).toEqual(["!cs", 1, "read", []]);
  const { sections } = reportOf(block, "windbg-cs", "critical-section-details");
  expect(sections.map(({ address, spinCount }) => [address, spinCount])).toEqual([
    ["6a262820", "20"],
    ["6a262580", "0"],
  ]);
});
