import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const locksOf = (block: Block | undefined): ReportOf<"thread-locks"> => reportOf(block, "sosex-locks", "thread-locks");

const HELD = `0:000> !mlocks
Examining SyncBlocks...
Scanning for ReaderWriterLock instances...

ClrThread  DbgThread  OsThread    LockType    Lock              LockLevel
------------------------------------------------------------------------------
0x1a       41         0x2d14      RWLockSlim  00000170a04be8d0  Writer
0x1a       41         0x2d14      thinlock    00000170a04c1120  (recursion:0)
0x33       -1         0xffffffff  RWLockSlim  00000170a04d7f48  Writer
0x2f       57         0x1be0      SyncBlock   0000016f8c0fe3a8
`;

const WAITED = `0:000> !mwaits
ClrThread  DbgThread  OsThread    LockType    Lock      LockLevel
------------------------------------------------------------------------------
0x6        12         0x1b3c      CritSec     00d1f4a0
0x7        13         0x1b40      RWLock      02c5e9b0  Reader
`;

test("each row says who holds which lock, and an ended thread has no number", () => {
  const [block] = read(HELD);
  expect(block?.outcome).toBe("read");
  const report = locksOf(block);
  expect([report.relation, report.cut]).toEqual(["holds", false]);
  expect(report.rows[0]).toEqual({
    line: 7,
    clrThread: "1a",
    thread: 41,
    osThreadId: "2d14",
    lockType: "RWLockSlim",
    lock: "170a04be8d0",
    lockLevel: "Writer",
  });
  expect(report.rows.map((row) => [row.thread, row.osThreadId, row.lockLevel])).toEqual([
    [41, "2d14", "Writer"],
    [41, "2d14", "(recursion:0)"],
    [null, null, "Writer"],
    [57, "1be0", null],
  ]);
});

test("the waiters of an x86 process are read as such", () => {
  const report = locksOf(read(WAITED)[0]);
  expect(report.relation).toBe("waits");
  expect(report.rows.map((row) => [row.lockType, row.lock])).toEqual([
    ["CritSec", "d1f4a0"],
    ["RWLock", "2c5e9b0"],
  ]);
});

test("without the command it stays open whether they hold or wait", () => {
  const bare = HELD.split("\n")
    .slice(4)
    .map((line) => line.replace(/\s+/g, " ").trim());
  const [block] = read(bare.join("\n"));
  expect([block?.echoed, block?.outcome]).toEqual([false, "read"]);
  expect(locksOf(block)).toMatchObject({ relation: "unknown", rows: [{}, {}, {}, {}] });
});

test("both lists in one paste are two blocks", () => {
  expect(read(HELD + WAITED).map((block) => locksOf(block).relation)).toEqual(["holds", "waits"]);
});

test("a row that was cut is not read", () => {
  const [block] = read(`${HELD}0x30       58         0x1b`);
  expect([block?.outcome, locksOf(block).rows.length]).toEqual(["partly-read", 4]);
});

test("a debugger without sosex is told as such", () => {
  expect(read("0:000> !mlocks\nNo export mlocks found\n")[0]).toMatchObject({
    parser: "sosex-locks",
    outcome: "unusable",
  });
});

test.skipIf(!hasCorpus)("the published lists hold the rows their reader counted", () => {
  const blocks = readTranscript(corpusTranscript("deadlock-threadpool-mwaits-mlocks-dlk-rwlock-sosex"), 0);
  const found = blocks.filter((block) => block.parser === "sosex-locks").map(locksOf);
  expect(found.map(({ relation, rows, cut }) => [relation, rows.length, cut])).toEqual([
    ["waits", 19, true],
    ["holds", 9, true],
  ]);
  expect(found[1]?.rows[0]).toMatchObject({ clrThread: "1f", thread: 116, lock: "8003fbb8" });
});
