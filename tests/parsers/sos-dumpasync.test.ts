import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, read, reportOf } from "../support/reading";

const asyncOf = (block: Block | undefined): ReportOf<"async-stacks"> =>
  reportOf(block, "sos-dumpasync", "async-stacks");

const STACKS = `> dumpasync
STACK 1
<< Awaiting: 0000023a1c0f5d18 00007ffc5d2e1b40 System.Runtime.CompilerServices.TaskAwaiter >>
  0000023a1c0f5c60 00007ffc5d3a9e10 (0) Contoso.Orders.Catalog+<LoadAsync>d__4 @ 7ffc5d2a81f0
    0000023a1c0f5e08 00007ffc5d3aa2c8 (2) Contoso.Orders.Program+<RunAsync>d__1 @ 7ffc5d2a8b60
      0000023a1c0f6010 00007ffc5d3ab550 (WaitingForActivation) System.Threading.Tasks.Task

STACK 2
0000023a1c0f7c60 00007ffc5d3a9e10 (-1) Contoso.Orders.Catalog+<LoadAsync>d__4
`;

const OLD = `0:000> !dumpasync -stacks -roots
Statistics:
              MT    Count    TotalSize Class Name
0a3a9e10        2           96 Contoso.Orders.Catalog+<LoadAsync>d__4
Total 2 objects
In 1 chains.
 Address       MT     Size      State Description
1c0f5c60 0a3a9e10       96          0 Contoso.Orders.Catalog+<LoadAsync>d__4
Async "stack":
.1c0f5e08 System.Threading.Tasks.Task+SetOnInvokeMres
GC roots:
    Thread 4f2c:
        1d57e8c0 0b580a29 System.Threading.Tasks.Task.Wait() [/_/src/Task.cs @ 2939]
            ebp+10: 1d57e930
                ->  1c0f5c60 System.Object
`;

test("each chain has what waits first, then what continues after it", () => {
  const [block] = read(STACKS);
  expect([block?.outcome, block?.mode]).toEqual(["read", "dotnet-dump"]);
  const { stacks } = asyncOf(block);
  expect(stacks.map((stack) => [stack.frames.length, stack.awaiting])).toEqual([
    [3, "System.Runtime.CompilerServices.TaskAwaiter"],
    [1, null],
  ]);
  expect(stacks[0]?.frames[0]).toEqual({
    line: 4,
    address: "23a1c0f5c60",
    methodTable: "7ffc5d3a9e10",
    state: 0,
    status: null,
    description: "Contoso.Orders.Catalog+<LoadAsync>d__4",
    count: 1,
  });
  expect(stacks[0]?.frames[2]).toMatchObject({ state: null, status: "WaitingForActivation" });
  expect(stacks[1]?.frames[0]?.state).toBe(-1);
});

test("merged chains and statistics keep their counts", () => {
  const merged = read("> dumpasync --coalesce\nSTACKS 1\n[1,038] 00007ffc5d3a9e10 (0) Contoso.A+<Run>d__4\n")[0];
  expect([merged?.outcome, asyncOf(merged).stacks[0]?.frames[0]?.count]).toEqual(["read", 1038]);
  const stats = read(
    "> dumpasync --stats\nMT               Count    Type\n00007ffc5d3a9e10 1,038    Contoso.A+<Run>d__4\n",
  )[0];
  expect(stats?.outcome).toBe("read");
  expect(asyncOf(stats).types).toEqual([
    { line: 3, methodTable: "7ffc5d3a9e10", count: 1038, totalSize: null, type: "Contoso.A+<Run>d__4" },
  ]);
});

test("the older form of x86 has statistics, a chain and the thread that holds it", () => {
  const [block] = read(OLD);
  expect(block?.outcome).toBe("read");
  const report = asyncOf(block);
  expect([report.totalObjects, report.chains, report.types[0]?.count, report.types[0]?.totalSize]).toEqual([
    2, 1, 2, 96,
  ]);
  expect(report.stacks).toMatchObject([{ rootThreads: ["4f2c"], rootFrames: 1, frames: [{ state: 0 }, {}] }]);
});

test.each([
  ["newer", STACKS],
  ["older", OLD],
])("the %s form reads the same without its command and with single blanks", (_name, text) => {
  const [block, ...rest] = read(bare(text));
  expect([block?.echoed, block?.outcome, rest]).toEqual([false, "read", []]);
  const methods = (one: Block | undefined): unknown =>
    asyncOf(one).stacks.map((stack) => stack.frames.map((frame) => frame.description));
  expect(methods(block)).toEqual(methods(read(text)[0]));
});

test("a debugger without SOS is told as such", () => {
  expect(read("0:000> !dumpasync\nNo export dumpasync found\n")[0]).toMatchObject({
    parser: "sos-dumpasync",
    outcome: "unusable",
  });
});

test.skipIf(!hasCorpus)("the published chain holds what its reader saw", () => {
  const blocks = readTranscript(corpusTranscript("dumpasync-stacks-roots-netcore3-x64-indented"), 0);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([["sos-dumpasync", "read"]]);
  const report = asyncOf(blocks[0]);
  expect([report.totalObjects, report.chains]).toEqual([1, 1]);
  expect(report.stacks).toMatchObject([
    {
      rootThreads: ["bc20"],
      rootFrames: 5,
      frames: [
        { address: "209915d21a8", state: 0, description: "StackOverflow41476418_Core.Program+<Hang>d__1" },
        { description: "System.Threading.Tasks.Task+SetOnInvokeMres" },
      ],
    },
  ]);
});

test("what a console broke off a row is read", () => {
  const text = `> dumpasync
STACK 1
  025d07a4 01c0b434 (1) Contoso.Shop.Basket+<>c__DisplayClass4_0+<<Close>b__0>d
@ 25bdb41
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
});

test("dots before an address tell how deep it stands, and mail may break the line behind them", () => {
  const broken = `Contoso.Shop.Basket+<CloseAsync>d__4.${"x".repeat(60)}`;
  const [block] = read(`${OLD.slice(0, OLD.indexOf("GC roots:"))}..1c0f6010 (1)\n${broken}\n`);
  expect(block?.unread).toEqual([]);
  expect(asyncOf(block).stacks[0]?.frames.map(({ address }) => address)).toEqual(["1c0f5c60", "1c0f5e08", "1c0f6010"]);
});

test("a type that ends where a console does keeps the line below apart", () => {
  const full = "System.Private.CoreLib],[Contoso.Orders.Catalog+<LoadAsync>d__4, Contoso.Orders]]".slice(-80);
  const text = `0:005> !dumpasync -stacks\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ffbbc2a3300        1          192 System.Runtime.CompilerServices.AsyncTask\nMethodBuilder\`1+AsyncStateMachineBox\`1[[System.Threading.Tasks.VoidTaskResult, S\n${full}\nTotal 1 objects\nIn 1 chains.\n`;
  expect(asyncOf(read(text)[0]).totalObjects).toBe(1);
});

const DOTTED = `0:000> !dumpasync
1c0f5c60 <0> Contoso.Orders.Catalog+<LoadAsync>d__4
.1c0f5e08 <2> Contoso.Orders.Program+<RunAsync>d__1
..1c0f6010 <0> Contoso.Orders.Rpc\`1+<>c__DisplayClass2_1+<<Map>b__2>d[[Contoso.Orders.IService, Contoso.Orders]]

1c0f7c60 <5> Contoso.Orders.Feed+<ReadAsync>d__20
`;

test("SosThreadingTools prints a chain with one more dot for each step", () => {
  for (const text of [DOTTED, bare(DOTTED)]) {
    const [block] = read(text);
    expect([block?.outcome, block?.unread]).toEqual(["read", []]);
    const { stacks } = asyncOf(block);
    expect(stacks.map(({ frames }) => frames.map(({ address, state }) => [address, state]))).toEqual([
      [
        ["1c0f5c60", 0],
        ["1c0f5e08", 2],
        ["1c0f6010", 0],
      ],
      [["1c0f7c60", 5]],
    ]);
  }
});

test("a step whose chain was cut off continues no other one", () => {
  const [block] = read(DOTTED.replace(/^\.1c0f5e08.*\n/m, ""));
  expect(asyncOf(block).stacks.map(({ frames }) => frames.length)).toEqual([1, 1]);
  expect(block?.unread).toEqual([[3, 3]]);
});

test("fields of a shortened type are fields too", () => {
  const [block] = read(`> dumpasync --fields
STACK 1
0000023a1c0f5c60 00007ffc5d3a9e10 (0) Contoso.Orders.Catalog+<LoadAsync>d__4
                 Address               MT Type                                        Value Name
        0000000000000000 00007ffc5d2345e8 ...Threading.Tasks.TaskScheduler             null m_taskScheduler
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  expect(asyncOf(block).stacks.map(({ frames }) => frames.length)).toEqual([1]);
});
