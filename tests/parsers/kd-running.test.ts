import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const runningOf = (block: Block | undefined) => reportOf(block, "kd-running", "running-threads");

const NEW = `0: kd> !running -it

System Processors:  (0000000000000007)
  Idle Processors:  (0000000000000006)

       Prcbs             Current         (pri) Next            (pri) Idle
  0    fffff8012ad61180  ffffa50f6c2d1080 ( 8) ffffa50f6d0b7040 (14) fffff8012bd15c00  ................

 # Child-SP          RetAddr               Call Site
00 fffff90e\`6b1c2630 fffff801\`3b5512ac     nt!KeWaitForSingleObject+0x377
01 fffff90e\`6b1c2640 fffff801\`2d0a4b1c     AcmeBkp+0x12ac

  1    ffffa50f5f7a1180  ffffa50f5f7b0340 ( 0)                       ffffa50f5f7b0340  .O..............

 # Child-SP          RetAddr               Call Site
00 fffff90e\`6c1c2630 fffff801\`3b5512ac     nt!KiIdleLoop+0x54

  2    ffffa50f5f8a1180  ffffa50f5f8b0340 ( 0)                       ffffa50f5f8b0340  ................
`;
const OLD = `0: kd> !running -it

System Processors 3 (affinity mask)
  Idle Processors 3
All processors idle.

     Prcb      Current   Next
  0  ffdff120  805495a0            ................

ChildEBP RetAddr
8053e3f0 80533464 nt!_KeUpdateSystemTime+0x126
ffdff980 ffdff980 nt!KiIdleLoop+0x14

 1  f87e0120  f87e2e60  88e8a020  ...............W

ChildEBP RetAddr
f87e0980 f87e0980 nt!KiIdleLoop+0x14
`;

test("each processor is read with its thread, the next one, and its stack", () => {
  const [block] = read(NEW);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!running -it", "read", "kernel"]);
  const report = runningOf(block);
  expect([report.systemProcessors, report.idleProcessors, report.allIdle]).toEqual(["7", "6", false]);
  expect(report.processors[0]).toMatchObject({
    line: 7,
    lastLine: 11,
    processor: 0,
    prcb: "fffff8012ad61180",
    current: "ffffa50f6c2d1080",
    currentPriority: 8,
    next: "ffffa50f6d0b7040",
    nextPriority: 14,
    idle: "fffff8012bd15c00",
    queuedLocks: "................",
  });
  expect(report.processors[1]).toMatchObject({ currentPriority: 0, next: null, idle: "ffffa50f5f7b0340" });
  expect(
    report.processors.map(({ queuedLocks, frames }) => [queuedLocks, frames.map(({ callSite }) => callSite)]),
  ).toEqual([
    ["................", ["nt!KeWaitForSingleObject+0x377", "AcmeBkp+0x12ac"]],
    [".O..............", ["nt!KiIdleLoop+0x54"]],
    ["................", []],
  ]);
});

test("older outputs without priorities are read", () => {
  const [block] = read(OLD);
  const report = runningOf(block);
  expect([block?.outcome, report.systemProcessors, report.idleProcessors, report.allIdle]).toEqual([
    "read",
    "3",
    "3",
    true,
  ]);
  expect(
    report.processors.map(({ processor, current, next, idle, currentPriority, frames }) => [
      processor,
      current,
      next,
      idle,
      currentPriority,
      frames.length,
    ]),
  ).toEqual([
    [0, "805495a0", null, null, null, 2],
    [1, "f87e2e60", "88e8a020", null, null, 1],
  ]);
});

test("masks of several groups of processors are one number", () => {
  const text = NEW.replace("(0000000000000007)", "(0000000000000007)(0000000000000001)");
  expect(runningOf(read(text)[0]).systemProcessors).toBe("10000000000000007");
});

test("blanks lost and the command not pasted change nothing", () => {
  for (const text of [NEW, OLD]) {
    const whole = withoutLines(runningOf(read(text)[0]));
    expect(withoutLines(runningOf(read(collapsed(text))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!running", "read"]]);
    expect(withoutLines(runningOf(blocks[0]))).toEqual(whole);
  }
});

test("an output cut behind any line gives the processors that were there", () => {
  const whole = runningOf(read(NEW)[0]).processors;
  const lines = NEW.split("\n");
  for (let count = 3; count < lines.length; count++) {
    const { processors } = runningOf(read(`${lines.slice(0, count).join("\n")}\n`)[0]);
    processors.forEach(({ current, next, frames }, index) => {
      const same = whole[index];
      expect([current, next]).toEqual([same?.current, same?.next]);
      expect(same?.frames.slice(0, frames.length)).toEqual(frames);
    });
  }
});

test("a kernel stack of its own is no list of processors", () => {
  const stack =
    "0: kd> k\n # Child-SP          RetAddr               Call Site\n00 fffff90e`6b1c2630 fffff801`3b5512ac     nt!KiIdleLoop+0x54\n";
  expect(read(stack).map(({ parser }) => parser)).toEqual(["windbg-stack"]);
});

test.each([["0:000> !running -it\nNo export running found\n", "NEEDS_KERNEL_TARGET"]])(
  "%j is unusable and says what to do",
  (text, code) => {
    const [block] = read(text);
    expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-running", "unusable", code]);
  },
);

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const [itanium, xp] = readTranscript(corpusTranscript("running-kd-itanium-x86-msdocs"), 0);
  const busy = runningOf(itanium);
  expect([busy.idleProcessors, busy.processors.map(({ current, next }) => [current, next])]).toEqual([
    "0",
    [
      ["e0000000818f9e50", "e0000000866f12f0"],
      ["e00000008620ebe0", "e000000086eddbc0"],
    ],
  ]);
  expect(busy.processors.find(({ queuedLocks }) => queuedLocks?.includes("O"))?.processor).toBe(1);
  const idle = runningOf(xp);
  expect([idle.allIdle, idle.idleProcessors, idle.processors.map(({ current }) => current)]).toEqual([
    true,
    "f",
    ["805495a0", "f87e2e60", "f87f2e60", "f8802e60"],
  ]);
  expect([itanium?.unread, xp?.unread]).toEqual([[], []]);
  expect(publishedFor("kd-running")).toEqual(["running-kd-itanium-x86-msdocs"]);
});

test("a mask that the paste breaks off in is not known", () => {
  const [block] = read("lkd> !running\n\nSystem Processors ffff (affinity mask)\n  Idle Processors f");
  expect(block?.report).toMatchObject({ systemProcessors: "ffff", idleProcessors: null });
});
