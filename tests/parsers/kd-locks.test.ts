import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read, reportOf } from "../support/reading";

const locksOf = (block: Block | undefined): ReportOf<"resource-locks"> => reportOf(block, "kd-locks", "resource-locks");

const CONTENDED = `2: kd> !locks
**** DUMP OF ALL RESOURCE OBJECTS ****
KD: Scanning for held locks......

Resource @ Ntfs!NtfsData (0xfffff8012a34bc40)    Exclusively owned
    Contention Count = 2210
    NumberOfSharedWaiters = 1
    NumberOfExclusiveWaiters = 5
     Threads: ffffa50f6c2d1080-01<*> ffffa50f6d0b7040-01
     Threads Waiting On Exclusive Access:
              ffffa50f6e113040       ffffa50f6e2a7080       ffffa50f70d4c040       ffffa50f70e51080
              ffffa50f71f90040
KD: Scanning for held locks..

Resource @ 0xffffa50f5b7d9310    Shared 2 owning threads
     Threads: ffffa50f6c2d1080-01<*> ffffa50f70d4c040-0a<*>
9120 total locks, 2 locks currently held
`;

const VERBOSE = `kd> !locks -v 0x80d8b0b0

Resource @ 0x80d8b0b0    Shared 1 owning threads
     Threads: 80ed1023-01<*> *** Actual Thread 80ed1020

     THREAD 80ed1020  Cid 4.2c  Teb: 00000000 Win32Thread: 00000000 WAIT: (WrQueue) KernelMode Non-Alertable
         8055e100  QueueObject
     Not impersonating
     Owning Process            80edd120       Image:         System
     Wait Start TickCount      3001           Ticks: 12 (0:00:00:00.187)
     ChildEBP RetAddr
     fafc9d38 804dc6a6 nt!KiSwapContext+0x2e
     fafc9d44 804dc6f2 nt!KiSwapThread+0x46
1 total locks, 1 locks currently held
`;

test("waiters below lines that were left out belong to no resource, and the list is not complete", () => {
  const text = `0: kd> !locks
Resource @ 0x8a51c7f0    Exclusively owned
    Contention Count = 3
     Threads: 8a41c020-01<*>
... Lots of similar entries ...
     Threads Waiting On Exclusive Access:
              8a5e1130       8a5e2a70
5120 total locks, 2 locks currently held
`;
  const report = locksOf(read(text)[0]);
  expect(report.resources.map(({ exclusiveWaiters }) => exclusiveWaiters)).toEqual([[]]);
  expect([report.totalLocks, report.complete]).toEqual([5120, false]);
});

test("the held lock of the case study and its owner are read", () => {
  const [block] = readTranscript(CASE_STUDY[7] ?? { name: "", text: "" }, 0);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!locks", "read", "kernel"]);
  expect(locksOf(block)).toEqual({
    kind: "resource-locks",
    resources: [
      {
        line: 4,
        address: "88e9a518",
        name: null,
        access: "shared",
        owningThreads: 1,
        contentionCount: 1,
        numberOfSharedWaiters: 0,
        numberOfExclusiveWaiters: 0,
        owners: [{ line: 6, thread: "88e889a0", count: 1, marked: true }],
        sharedWaiters: [],
        exclusiveWaiters: [],
      },
    ],
    totalLocks: 6541,
    heldLocks: 1,
    threads: [],
    complete: true,
  });
});

test("a contended lock gives its owner, who waits for shared and who for exclusive access", () => {
  const report = locksOf(read(CONTENDED)[0]);
  expect(report.resources).toMatchObject([
    {
      name: "Ntfs!NtfsData",
      address: "fffff8012a34bc40",
      access: "exclusive",
      owningThreads: null,
      contentionCount: 2210,
      numberOfSharedWaiters: 1,
      numberOfExclusiveWaiters: 5,
      owners: [{ line: 9, thread: "ffffa50f6c2d1080", count: 1, marked: true }],
      sharedWaiters: ["ffffa50f6d0b7040"],
      exclusiveWaiters: [
        "ffffa50f6e113040",
        "ffffa50f6e2a7080",
        "ffffa50f70d4c040",
        "ffffa50f70e51080",
        "ffffa50f71f90040",
      ],
    },
    {
      access: "shared",
      owningThreads: 2,
      owners: [
        { thread: "ffffa50f6c2d1080", count: 1 },
        { thread: "ffffa50f70d4c040", count: 10 },
      ],
    },
  ]);
  expect([report.totalLocks, report.heldLocks, report.complete]).toEqual([9120, 2, true]);
});

test("the list reads the same without its command, with collapsed blanks and on a single line", () => {
  const resources = locksOf(read(CONTENDED)[0]).resources.map(({ line: _line, owners, ...rest }) => ({
    ...rest,
    owners: owners.map((owner) => owner.thread),
  }));
  const bare = CONTENDED.split("\n").slice(1).join("\n");
  for (const text of [bare, bare.replace(/[ \t]+/g, " "), bare.replace(/^\s+/gm, ""), bare.replace(/\s+/g, " ")]) {
    const blocks = read(text);
    expect(blocks.map((block) => [block.outcome, block.mode])).toEqual([["read", "kernel"]]);
    expect(
      locksOf(blocks[0]).resources.map(({ line: _line, owners, ...rest }) => ({
        ...rest,
        owners: owners.map((owner) => owner.thread),
      })),
    ).toEqual(resources);
  }
});

test("dots that fill pages do not hide the locks behind them", () => {
  const dots = ".".repeat(400);
  const text = `0: kd> !locks\nKD: Scanning for held locks${dots}\n${dots}\n${dots}Resource @ 0x8a51c7f0 Shared 1 owning threads\nThreads: 8a41c020-01<*>\nKD: Scanning for held locks${dots}5120 total locks, 1 locks currently held`;
  const report = locksOf(read(text)[0]);
  expect(report.resources.map((row) => row.owners.map((owner) => owner.thread))).toEqual([["8a41c020"]]);
  expect(report.heldLocks).toBe(1);
});

test("a server without held locks has a complete and empty list", () => {
  const report = locksOf(read("0: kd> !locks\nKD: Scanning for held locks....\n\n9120 total locks\n")[0]);
  expect([report.resources, report.totalLocks, report.heldLocks, report.complete]).toEqual([[], 9120, null, true]);
});

test("where a page ate the owner marks, the first thread of an exclusive lock is its owner", () => {
  const [row] = locksOf(read(CONTENDED.replaceAll("<*>", ""))[0]).resources;
  expect(row?.owners).toEqual([{ line: 9, thread: "ffffa50f6c2d1080", count: 1, marked: false }]);
  expect(row?.sharedWaiters).toEqual(["ffffa50f6d0b7040"]);
});

test("where a page ate the owner marks, a shared lock has as many owners as its heading says", () => {
  const text =
    "Resource @ 0x8a51c7f0 Shared 2 owning threads\nNumberOfSharedWaiters = 1\nThreads: 8a41c020-01 8a41d020-01 8a41e020-01\n1 total locks";
  const [row] = locksOf(read(text)[0]).resources;
  expect(row?.owners.map((owner) => [owner.thread, owner.marked])).toEqual([
    ["8a41c020", false],
    ["8a41d020", false],
  ]);
  expect(row?.sharedWaiters).toEqual(["8a41e020"]);
});

test("marks that a chat or a markdown page mangled still count", () => {
  for (const mark of ["<\\*>", "<>", "&lt;*&gt;"]) {
    const text = `Resource @ 0x8a51c7f0 Exclusively owned\nThreads: 8a41c020-01 8a41d020-01${mark}\n1 total locks`;
    expect(locksOf(read(text)[0]).resources[0]?.owners.map((owner) => owner.thread)).toEqual(["8a41d020"]);
  }
});

test("the actual thread counts where the owner is given with an offset", () => {
  const report = locksOf(read(VERBOSE)[0]);
  expect(report.resources[0]?.owners).toEqual([{ line: 4, thread: "80ed1020", count: 1, marked: true }]);
});

test("the threads that -v prints belong to the list of locks", () => {
  const blocks = read(VERBOSE);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([["kd-locks", "read"]]);
  expect(locksOf(blocks[0]).threads).toMatchObject([
    { address: "80ed1020", image: "System", waitReason: "WrQueue", ticks: 12, frames: [{}, {}] },
  ]);
});

test("a !thread pasted right behind the locks is an output of its own", () => {
  const thread = "THREAD ffffa50f6c2d1080  Cid 1c38.1f4c  Teb: 000000c9d4a1d000 Win32Thread: 0000000000000000 READY";
  const blocks = read(`${CONTENDED.split("\n").slice(1).join("\n")}\n${thread}\nNot impersonating\n`);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([
    ["kd-locks", "read"],
    ["kd-thread", "read"],
  ]);
});

test("remarks behind the values are no evidence", () => {
  const text = [
    "Resource @ 0x896d2a68    Shared 1 owning threads << the lock in question 8a41d020-01<*>",
    "    Contention Count = 15292 // since boot",
    "     Threads: 89bd1234-01<*> 896d2020-01    << owner 89bd1234, 896d2020 waits",
    "     Threads Waiting On Exclusive Access:",
    "              888ed020       87c036f8       << all of these wait for 89bd1234",
    "1 total locks, 1 locks currently held",
  ].join("\n");
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(locksOf(block).resources).toMatchObject([
    {
      contentionCount: 15292,
      owners: [{ thread: "89bd1234" }],
      sharedWaiters: ["896d2020"],
      exclusiveWaiters: ["888ed020", "87c036f8"],
    },
  ]);
});

test("the debugger's own doubts about the waiters are read over", () => {
  const text = [
    "Resource @ 0x896d2a68    Exclusively owned",
    "    NumberOfExclusiveWaiters = 900",
    "     Threads: 89bd1234-01<*>",
    "<< Too many exclusive waiters to list>>",
    "Resource @ 0x896d2b68    Available",
    "WARNING: Exclusive waiters in event waitlist (2) != count in resource (3)",
    "1 total locks",
  ].join("\n");
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(locksOf(block).resources.map((row) => [row.access, row.owners.length, row.exclusiveWaiters.length])).toEqual([
    ["exclusive", 1, 0],
    ["available", 0, 0],
  ]);
});

test("a list that was cut is not complete and holds no half addresses", () => {
  for (let end = CONTENDED.indexOf("Resource"); end < CONTENDED.length - 30; end++) {
    const report = read(CONTENDED.slice(0, end)).find((block) => block.parser === "kd-locks")?.report;
    if (report?.kind !== "resource-locks") continue;
    expect([end, report.complete]).toEqual([end, false]);
    const threads = report.resources.flatMap((row) => [
      ...row.owners.map((owner) => owner.thread),
      ...row.sharedWaiters,
      ...row.exclusiveWaiters,
    ]);
    expect([end, threads.filter((thread) => thread.length !== 16)]).toEqual([end, []]);
  }
});

test("a lock whose heading was cut is left unread, not guessed", () => {
  const [block] = read("0: kd> !locks\nResource @ 0x8a51c7f0\nThreads: 8a41c020-01<*>\n5120 total locks");
  expect([block?.outcome, block?.unread]).toEqual(["partly-read", [[2, 3]]]);
  expect(locksOf(block).resources).toEqual([]);
});

test("the content decides between the two commands named !locks", () => {
  const blocks = read(`0:000> !locks\n${CONTENDED.split("\n").slice(1).join("\n")}`);
  expect(blocks.map((block) => block.parser)).toEqual(["kd-locks"]);
});

test.each([
  ["GetPointerFromAddress: unable to read from fffff8012a2b4c08", "MEMORY_NOT_IN_DUMP"],
  ["NT symbols are incorrect, please fix symbols", "KERNEL_SYMBOLS_MISSING"],
  ["Unable to get address of nt!ExpSystemResourcesList", "KERNEL_SYMBOLS_MISSING"],
])("%s is told with its way out", (line, code) => {
  const [block] = read(`0: kd> !locks\n${line}\n`);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-locks", "unusable", code]);
});

test.skipIf(!hasCorpus)("an author's note inside the waiters is left out and told", () => {
  const block = readTranscript(corpusTranscript("hang-eresource-locks-thread-srtsp-ntfs-x86-vista"), 0)[0];
  expect([block?.outcome, block?.unread]).toEqual(["partly-read", [[9, 9]]]);
  expect(locksOf(block)).toMatchObject({
    resources: [
      {
        address: "85205ec8",
        access: "exclusive",
        contentionCount: 7,
        numberOfExclusiveWaiters: 7,
        owners: [{ thread: "88b9fcb0" }],
        exclusiveWaiters: ["850bbd78", "89b2b3f0", "89754030", "84753d78", "84e92b78", "853cf760", "89b44578"],
      },
    ],
    complete: false,
  });
});

test.skipIf(!hasCorpus)("a verbose lock in a source comment is read with its threads", () => {
  const blocks = readTranscript(corpusTranscript("locks-eresource-shared-threads-comment-prefix-win10-x64"), 0);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([["kd-locks", "read"]]);
  const report = locksOf(blocks[0]);
  expect(report.resources).toMatchObject([
    {
      address: "ffffd086d1972010",
      access: "shared",
      owningThreads: 1,
      contentionCount: 2285996,
      numberOfSharedWaiters: 1,
      numberOfExclusiveWaiters: 8,
      owners: [{ thread: "ffffd086d74d5080", marked: true }],
      sharedWaiters: ["ffffd086d7031080"],
    },
  ]);
  expect(report.resources[0]?.exclusiveWaiters).toHaveLength(8);
  expect(report.threads).toMatchObject([
    {
      address: "ffffd086d74d5080",
      processId: "23e4",
      osThreadId: "2280",
      image: "StartMenuExperienceHost.exe",
      state: "STANDBY",
      ticks: 392,
      waitSeconds: 6.125,
    },
    {
      address: "ffffd086d7031080",
      image: "explorer.exe",
      waitReason: "WrResource",
      waitMode: "KernelMode",
      ticks: 388,
    },
  ]);
  expect(report.threads.map((thread) => thread.frames.length)).toEqual([12, 12]);
});

test("waiters spelled with 0x are waiters", () => {
  const spelled = CONTENDED.replace(/(?<![\w`(])ffff[0-9a-f]{12}/g, "0x$&");
  const waiters = (text: string) => locksOf(read(text)[0]).resources.map(({ exclusiveWaiters }) => exclusiveWaiters);
  expect(spelled).not.toEqual(CONTENDED);
  expect(waiters(spelled)).toEqual(waiters(CONTENDED));
});

test("the scan's own dots, broken by a console, leave nothing out", () => {
  const [block] = read(
    CONTENDED.replace("KD: Scanning for held locks......", `KD: Scanning for held locks${".".repeat(53)}\n......`),
  );
  expect([block?.outcome, locksOf(block).complete]).toEqual(["read", true]);
});

test("a paste that ends in a thread's count tells neither the count nor who owns", () => {
  const [block] = read(
    "0: kd> !locks\n\nResource @ 0x8a51c7f0    Shared 2 owning threads\n    Contention Count = 4\n     Threads: 8a41c020-01<*> 8a41d020-0",
  );
  expect(locksOf(block).resources[0]?.owners.map(({ thread }) => thread)).toEqual(["8a41c020"]);
  expect(locksOf(block).resources[0]?.sharedWaiters).toEqual([]);
});

test("a paste that ends in a number does not tell it", () => {
  const [block] = read("0: kd> !locks\n\nResource @ 0x8a51c7f0    Exclusively owned\n    Contention Count = 12");
  expect(locksOf(block).resources[0]?.contentionCount).toBeNull();
});

test("a list is not whole that holds fewer locks than its end says", () => {
  const text =
    "0: kd> !locks\n**** DUMP OF ALL RESOURCE OBJECTS ****\nKD: Scanning for held locks.....\n...\nResource @ 0x8a51c7f0    Exclusively owned\n     Threads: 8a41c020-01<*> \nKD: Scanning for held locks.........\n1592 total locks, 2 locks currently held\n";
  expect(read(text)[0]?.report).toMatchObject({ heldLocks: 2, resources: [{}], complete: false });
});

test("an author's text below the totals takes nothing from the table", () => {
  const remarked = `${CONTENDED}\nThe first thread holds it and the other one waits.\n...\nSo look at the first.\n`;
  expect(locksOf(read(remarked)[0])).toMatchObject({
    complete: true,
    resources: locksOf(read(CONTENDED)[0]).resources,
  });
});
