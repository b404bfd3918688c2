import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const lockOf = (block: Block | undefined): ReportOf<"rw-lock"> => reportOf(block, "sosex-rwlock", "rw-lock");

const SLIM = `0:000> !rwlock 00000170a04be8d0
WriteLockOwnerThread:             0x1a
UpgradableReadLockOwnerThread:    None
ReaderCount:                      0
ReaderThreadIds:                  None
WaitingReaderCount:               3
WaitingReaderThreadIds:           0x2f,0x38,0x4b
WaitingWriterCount:               0
WaitingWriterThreadIds:           None
WaitingUpgradableReaderCount:     0
WaitingUpgradableReaderThreadIds: None
WaitingWriterUpgradeCount:        0
WaitingWriterUpgradeThreadIds:    None
`;

test("a lock has its address, its owner and those who wait", () => {
  const [block] = read(SLIM);
  expect(block?.outcome).toBe("read");
  const { fields, ...report } = lockOf(block);
  expect(fields).toHaveLength(12);
  expect(report).toEqual({
    kind: "rw-lock",
    address: "170a04be8d0",
    writeLockOwner: { clrThread: "1a", dead: false },
    upgradableReadLockOwner: null,
    readerCount: 0,
    readerThreadIds: [],
    waitingReaderCount: 3,
    waitingReaderThreadIds: ["2f", "38", "4b"],
    waitingWriterCount: 0,
    waitingWriterThreadIds: [],
    waitingUpgradableReaderCount: 0,
    waitingWriterUpgradeCount: 0,
    complete: true,
  });
});

test("an owner that has ended is told, on x86 and without the command", () => {
  const bare = SLIM.replace("0x1a", "0x5c (DEAD)")
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/\s+/g, " ").trim());
  const [block] = read(bare.join("\n"));
  expect([block?.command, block?.echoed, block?.outcome]).toEqual(["!rwlock", false, "read"]);
  expect(lockOf(block)).toMatchObject({
    address: null,
    writeLockOwner: { clrThread: "5c", dead: true },
    complete: true,
  });
});

test("a list of ids may wrap", () => {
  const [block] = read(SLIM.replace("0x2f,0x38,", "0x2f,0x38,\n"));
  expect([block?.outcome, lockOf(block).waitingReaderThreadIds]).toEqual(["read", ["2f", "38", "4b"]]);
});

test("a paste that ends inside a value gives none", () => {
  for (let end = SLIM.indexOf("0x1a") + 3; end < SLIM.indexOf("WaitingWriterCount"); end++) {
    const report = lockOf(read(SLIM.slice(0, end))[0]);
    expect(report.complete).toBe(false);
    expect([null, "1a"]).toContain(report.writeLockOwner?.clrThread ?? null);
    expect([null, 3]).toContain(report.waitingReaderCount);
    expect(report.waitingReaderThreadIds).toEqual([]);
  }
});

test("a debugger without sosex is told as such", () => {
  expect(read("0:000> !rwlock 0a31c7f4\nNo export rwlock found\n")[0]).toMatchObject({
    parser: "sosex-rwlock",
    outcome: "unusable",
  });
});

test.skipIf(!hasCorpus)("the published lock holds what its reader saw", () => {
  const blocks = readTranscript(corpusTranscript("deadlock-threadpool-mwaits-mlocks-dlk-rwlock-sosex"), 0);
  const report = lockOf(blocks.find((block) => block.parser === "sosex-rwlock"));
  expect(report).toMatchObject({
    address: "8003fbb8",
    writeLockOwner: { clrThread: "1f", dead: false },
    waitingReaderCount: 125,
    complete: true,
  });
});

test("the remark on an orphaned lock belongs to the output", () => {
  const [block] = read(`${SLIM.trimEnd()}\n*This lock's writer lock is orphaned.\n`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
});
