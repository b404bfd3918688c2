import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const deadlocksOf = (block: Block | undefined): ReportOf<"deadlocks"> => reportOf(block, "sosex-dlk", "deadlocks");

const X64 = `0:000> !dlk
Examining SyncBlocks...
Scanning for ReaderWriterLock instances...
Failed to load App Domain data for the shared AppDomain. Error = 0x80070057
Scanning for threads waiting on CriticalSections...
*DEADLOCK DETECTED*
CLR thread 0x7 holds the Writer lock on ReaderWriterLockSlim 0000022d8040b1c8
...and is waiting for the lock on SyncBlock 0000022d6c1f92a8 OBJ:0000022d804c17f0[System.Object]
CLR thread 0xc holds the lock on SyncBlock 0000022d6c1f92a8 OBJ:0000022d804c17f0[System.Object]
...and is waiting for a Reader lock on ReaderWriterLockSlim 0000022d8040b1c8
CLR Thread 0x7 is waiting at Contoso.Cache.Store.Put(System.String)(+0x2c IL,+0x8a Native)
CLR Thread 0xc is waiting at System.Threading.WaitHandle.WaitOne(Int64, Boolean)(+0x23 Native)


1 deadlock detected.
`;

const X86 = `*DEADLOCK DETECTED*
CLR thread 0x2 holds the lock on SyncBlock 00c4e3f8 OBJ:027d51a4[Contoso.Bridge.Queue]
...and is waiting on CriticalSection 00b90d40
CLR thread 0x5 holds CriticalSection 00b90d40
...and is waiting for the lock on SyncBlock 00c4e3f8 OBJ:027d51a4[Contoso.Bridge.Queue]
CLR Thread 0x2 is waiting at clr!CrstBase::SpinEnter+0x92
`;

test("a cycle names its threads, what each holds and what each waits for", () => {
  const [block] = read(X64);
  expect(block?.outcome).toBe("read");
  const report = deadlocksOf(block);
  expect([report.count, report.complete]).toEqual([1, true]);
  expect(report.deadlocks[0]?.holders[0]).toEqual({
    line: 7,
    clrThread: "7",
    holds: { type: "ReaderWriterLockSlim", level: "Writer", address: "22d8040b1c8", object: null, objectType: null },
    waitsFor: {
      type: "SyncBlock",
      level: null,
      address: "22d6c1f92a8",
      object: "22d804c17f0",
      objectType: "System.Object",
    },
  });
  expect(report.deadlocks[0]?.places).toEqual([
    { line: 11, clrThread: "7", site: "Contoso.Cache.Store.Put(System.String)" },
    { line: 12, clrThread: "c", site: "System.Threading.WaitHandle.WaitOne(Int64, Boolean)" },
  ]);
});

test("critical sections are told from monitors, without the command and on x86", () => {
  const [block] = read(X86);
  expect([block?.command, block?.echoed, block?.outcome]).toEqual(["!dlk", false, "read"]);
  expect(deadlocksOf(block)).toMatchObject({
    complete: false,
    count: null,
    deadlocks: [
      {
        holders: [
          { clrThread: "2", waitsFor: { type: "CriticalSection", address: "b90d40" } },
          { clrThread: "5", holds: { type: "CriticalSection", object: null } },
        ],
        places: [{ site: "clr!CrstBase::SpinEnter+0x92" }],
      },
    ],
  });
});

test("single blanks and wrapped lines change nothing", () => {
  const [block] = read(X64.replace(" OBJ:0000022d804c17f0[", "\nOBJ:0000022d804c17f0[").replace(/ {2,}/g, " "));
  expect(block?.outcome).toBe("read");
  expect(deadlocksOf(block).deadlocks[0]?.holders).toHaveLength(2);
});

test("no deadlock is a proper answer, and so is a search that did not end", () => {
  const none = read("0:000> !sosex.dlk\nExamining SyncBlocks...\nNo deadlocks detected.\n")[0];
  expect([none?.outcome, deadlocksOf(none)]).toMatchObject(["read", { deadlocks: [], count: 0, complete: true }]);
  const cut = read("0:000> !dlk\nExamining SyncBlocks...\n")[0];
  expect(deadlocksOf(cut)).toMatchObject({ deadlocks: [], count: null, complete: false });
});

test("a holder whose wait was cut off is no part of a cycle", () => {
  const [block] = read(X64.split("\n").slice(0, 9).join("\n"));
  expect(block?.outcome).toBe("partly-read");
  expect(deadlocksOf(block).deadlocks[0]?.holders.map((holder) => holder.clrThread)).toEqual(["7"]);
  expect(deadlocksOf(block).complete).toBe(false);
});

test("a debugger without sosex is told as such", () => {
  expect(read("0:000> !dlk\nNo export dlk found\n")[0]).toMatchObject({ parser: "sosex-dlk", outcome: "unusable" });
});

test.skipIf(!hasCorpus)("published deadlocks hold what their readers saw", () => {
  const one = (name: string): ReportOf<"deadlocks"> =>
    deadlocksOf(readTranscript(corpusTranscript(name), 0).find((block) => block.parser === "sosex-dlk"));
  const first = one("deadlock-threadpool-mwaits-mlocks-dlk-rwlock-sosex");
  expect(first.count).toBe(1);
  expect(first.deadlocks[0]?.holders.map(({ clrThread, holds }) => [clrThread, holds.type, holds.address])).toEqual([
    ["1f", "ReaderWriterLockSlim", "8003fbb8"],
    ["c1", "SyncBlock", "786e190"],
  ]);
  const second = one("deadlock-syncblk-dlk-clr4-x64-osisoft");
  expect(second.deadlocks[0]?.holders.map((holder) => holder.clrThread)).toEqual(["4", "5"]);
});

test("a deadlock whose lines were left out is missing from the list", () => {
  const text = "0:001> !dlk\nExamining SyncBlocks...\n[snip]\n1 deadlock detected.\n";
  expect(readTranscript({ name: "paste", text }, 0)[0]?.report).toMatchObject({ count: 1, complete: false });
});

test("a console may break what a thread waits for within an address", () => {
  const [block] = read(
    "0:009> !dlk\nExamining SyncBlocks...\n*DEADLOCK DETECTED*\nCLR thread 0x3 holds CriticalSection 0000021c51a55790\n...and is waiting for the lock on SyncBlock 0000021c51a54630 OBJ:0000021c0a999db\n0[Contoso.Pricing.RateCache]\nCLR thread 0xb holds the lock on SyncBlock 0000021c51a54630 OBJ:0000021c0a999db0\n[Contoso.Pricing.RateCache]\n...and is waiting on CriticalSection 0000021c51a55790\n\n\n1 deadlock detected.\n",
  );
  expect(block?.unread).toEqual([]);
});
