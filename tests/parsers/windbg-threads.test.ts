import fc from "fast-check";
import { expect, test } from "vitest";
import type { ThreadListReport } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { damaged, readWithoutLoss } from "../support/damage";
import { read } from "../support/reading";

const lists = (text: string) =>
  read(text).flatMap((block) => (block.report?.kind === "thread-list" ? [block.report as ThreadListReport] : []));

const X86 = `0:001> ~
   0  Id: b5c.f34 Suspend: 1 Teb: 7ffdd000 Unfrozen
.  1  Id: b5c.f60 Suspend: 1 Teb: 7ffdc000 Unfrozen
#  2  Id: b5c.10a8 Suspend: 2 Teb: 7ffdb000 Frozen`;

test("details below rows that were left out belong to no thread", () => {
  const [list] = lists(`${X86}\n[snip]\n      Priority: 2  Priority class: 32  Affinity: f\n`);
  expect([list?.complete, list?.threads.map(({ priority }) => priority)]).toEqual([false, [null, null, null]]);
});

test("every thread comes with its number, its ids and its marks", () => {
  const [list] = lists(X86);
  expect(list?.complete).toBe(true);
  expect(
    list?.threads.map((row) => [
      row.line,
      row.thread,
      row.processId,
      row.osThreadId,
      row.current,
      row.event,
      row.frozen,
    ]),
  ).toEqual([
    [2, 0, "b5c", "f34", false, false, false],
    [3, 1, "b5c", "f60", true, false, false],
    [4, 2, "b5c", "10a8", false, true, true],
  ]);
  expect(list?.threads[0]).toMatchObject({ teb: "7ffdd000", suspendCount: 1, name: null });
});

test("a list without its command is recognised, also with its blanks collapsed", () => {
  const bare = X86.split("\n")
    .slice(1)
    .map((line) => line.replace(/\s+/g, " ").trim());
  const [block] = read(bare.join("\n"));
  expect(block).toMatchObject({ parser: "windbg-threads", outcome: "read", command: "~", echoed: false });
  expect(block?.report).toMatchObject({ threads: [{ thread: 0 }, { thread: 1 }, { thread: 2 }] });
});

test("names of newer debuggers are kept", () => {
  const [list] = lists(`0:000> ~
.  0  Id: 1a34.2b08 Suspend: 1 Teb: 00000049\`c2ad1000 Unfrozen "main"
   1  Id: 1a34.19c4 Suspend: 1 Teb: 00000049\`c2ad9000 Unfrozen ".NET Finalizer"`);
  expect(list?.threads.map((row) => [row.name, row.teb])).toEqual([
    ["main", "49c2ad1000"],
    [".NET Finalizer", "49c2ad9000"],
  ]);
});

test("~. is no complete list and brings the start routine", () => {
  const [list] = lists(`0:049> ~.
. 49  Id: 20ec.28a4 Suspend: 0 Teb: 000007ff\`ffe9e000 Unfrozen
      Start: mscorwks!Thread::intermediateThreadProc     (000007fe\`f1e1b564)
      Priority: 0  Priority class: 32  Affinity: ffff`);
  expect(list).toMatchObject({
    complete: false,
    threads: [{ thread: 49, start: "mscorwks!Thread::intermediateThreadProc", priority: 0 }],
  });
});

test("a list with gaps or a cut row is not complete", () => {
  expect(lists(X86.replace(/^ {3}0.*\n/m, ""))[0]?.complete).toBe(false);
  const [block] = read(X86.slice(0, -20));
  expect(block).toMatchObject({
    outcome: "partly-read",
    unread: [[4, 4]],
    report: { complete: false, threads: [{ thread: 0 }, { thread: 1 }] },
  });
});

test("rows that head stacks are left to the stacks", () => {
  const text = `   0  Id: b5c.f34 Suspend: 1 Teb: 7ffdd000 Unfrozen
ChildEBP RetAddr
0012f900 7c90df3c ntdll!KiFastSystemCallRet
0012f904 7c8025db ntdll!NtWaitForSingleObject+0xc`;
  expect(read(text).map((block) => block.parser)).toEqual(["windbg-stack"]);
});

test("the stack below a list does not belong to the list's last thread", () => {
  const text = `   0  Id: b5c.f34 Suspend: 1 Teb: 7ffdd000 Unfrozen
   1  Id: b5c.f60 Suspend: 1 Teb: 7ffdc000 Unfrozen

ChildEBP RetAddr
0012f900 7c90df3c ntdll!KiFastSystemCallRet
0012f904 7c8025db ntdll!NtWaitForSingleObject+0xc`;
  expect(read(text).map((block) => [block.parser, block.thread])).toEqual([
    ["windbg-threads", null],
    ["windbg-stack", null],
  ]);
  expect(read(text)[1]?.report).toMatchObject({ stacks: [{ thread: null }] });
});

test("a thread number nobody has is said to be one", () => {
  const [block] = read("0:000> ~360\n              ^ Illegal thread error in '~360'");
  expect(block).toMatchObject({ outcome: "unusable", problem: { code: "NO_SUCH_THREAD" } });
});

test.skipIf(!hasCorpus)("published lists give the threads their readers saw", () => {
  const explorer = lists(corpusTranscript("hang-locks-threads-kv-explorer-html-drmiru").text)[0];
  expect(explorer?.threads).toHaveLength(23);
  expect(explorer?.complete).toBe(true);
  expect(explorer?.threads.find((row) => row.osThreadId === "3918")?.thread).toBe(12);
  expect(new Set(explorer?.threads.map((row) => row.processId))).toEqual(new Set(["465c"]));

  const exit = lists(corpusTranscript("hang-exit-kvn-handle-wow64-chinese-littlemali").text)[0];
  expect(exit?.threads.map((row) => [row.thread, row.processId, row.osThreadId])).toEqual([
    [0, "448c", "2cb4"],
    [10, "448c", "4674"],
  ]);
  expect(exit?.complete).toBe(false);

  const orphan = lists(corpusTranscript("orphan-critsec-kb-dt-x86-xp").text)[0];
  expect(orphan?.threads.map((row) => row.osThreadId)).toEqual(["848", "e9c"]);

  const [current, some] = lists(corpusTranscript("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto").text);
  expect(current?.threads.map((row) => row.thread)).toEqual([49]);
  expect(some?.threads.map((row) => [row.osThreadId, row.thread])).toEqual([
    ["28a4", 49],
    ["2188", 50],
    ["26a4", 51],
  ]);
});

test("no damage makes a list throw, lose a line or invent a thread", () => {
  fc.assert(
    fc.property(damaged(X86), (text) => {
      for (const block of readWithoutLoss(text)) {
        if (block.report?.kind !== "thread-list") continue;
        for (const row of block.report.threads) expect(["f34", "f60", "10a8"]).toContain(row.osThreadId);
      }
    }),
  );
});

test("the current thread keeps its mark below a row as wide as a console", () => {
  const row = '1 Id: 1a88.20bc Suspend: 2 Teb: 000000c9`d4a27000 Unfrozen "Contoso: price feed"';
  const text = `0:002> ~\n0 Id: 1a88.206c Suspend: 2 Teb: 000000c9${"`"}d4a25000 Unfrozen\n${row}\n. 2 Id: 1a88.20cc Suspend: 2 Teb: 000000c9${"`"}d4a28000 Unfrozen\n`;
  expect(row).toHaveLength(80);
  expect(readTranscript({ name: "paste", text }, 0)[0]?.report).toMatchObject({
    threads: [{ current: false }, { current: false }, { current: true }],
  });
});

test("an address in which the paste breaks off is not part of where a thread began", () => {
  const cut =
    "0:001> ~*\n   0  Id: 9e8.a10 Suspend: 1 Teb: 7ffdd000 Unfrozen\n      Start: w3wp!wmainCRTStartup (00000";
  expect(lists(cut)[0]?.threads[0]?.start).toBe("w3wp!wmainCRTStartup");
});

test("the rows of Windows NT 4, without a suspend count", () => {
  const [block] = read(`0:024> ~ 
  0  id: 16.15   Teb 7ffdd000 Unfrozen
  1  id: 16.13   Teb 7ffdb000 Unfrozen
 24  id: 16.6d   Teb 7ffb8000 Unfrozen
`);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({
    threads: [
      { thread: 0, osThreadId: "15", suspendCount: null, teb: "7ffdd000" },
      { thread: 1, osThreadId: "13", suspendCount: null, frozen: false },
      { thread: 24, osThreadId: "6d", suspendCount: null },
    ],
  });
});
