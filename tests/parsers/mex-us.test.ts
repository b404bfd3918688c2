import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const stacksIn = (block: Block | undefined) => reportOf(block, "mex-us", "unique-stacks");

const USER = `0:000> !mex.us
1 thread [stats]: 0
    00007ff92bb6f8a4 ntdll!NtWaitForMultipleObjects+0x14
    00007ff6bbf12e67 Shop!main+0xe7                           (C:\\src\\shop (old)\\main.cpp @ 146)
    (Inline)         Shop!invoke_main+0x22                    (D:\\src\\startup\\exe_common.inl @ 78)
    00007ff92bb2aa68 ntdll!RtlUserThreadStart+0x28

1 thread [stats]: 17
    0000000000000000 0x0

12 threads [stats]: 1 2 3 4 5 6 7 8 9 10 ...
    00007ff92bb6edd4 ntdll!NtWaitForSingleObject+0x14
    000000000040305f beacon+0x305f
    000002548e0b1271 0x2548e0b1271

3 stack(s) with 14 threads displayed (14 Total threads)
`;
const KERNEL = `1: kd> !mex.us -cpu
1 thread: ffffc181ef7ea540 --> waits for a spin lock
    fffff80149a1c2d0 nt!KxWaitForSpinLockAndAcquire+0x30

2 threads: ffffc181f0960040 ffffc181f17e7080
    fffff80149a1d000 nt!KiIdleLoop+0x9e

Threads matching filter: 3 out of 1480
`;

test("each stack has its threads, and its frames with their sources", () => {
  const [block] = read(USER);
  const report = stacksIn(block);
  expect([block?.outcome, block?.mode, report.bits, report.complete]).toEqual(["read", "user", 64, true]);
  expect(report.stacks.map(({ count, threads, frames }) => [count, threads, frames.length])).toEqual([
    [1, [0], 4],
    [1, [17], 1],
    [12, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3],
  ]);
  expect(report.stacks[0]?.frames[1]).toEqual({
    line: 4,
    address: "7ff6bbf12e67",
    module: "Shop",
    symbol: "main",
    offset: "e7",
    callSite: "Shop!main+0xe7",
    inline: false,
    source: "C:\\src\\shop (old)\\main.cpp @ 146",
  });
  expect(report.stacks[0]?.frames[2]).toMatchObject({ address: null, inline: true, symbol: "invoke_main" });
  expect(report.stacks[2]?.frames.map(({ module, symbol, callSite }) => [module, symbol, callSite])).toEqual([
    ["ntdll", "NtWaitForSingleObject", "ntdll!NtWaitForSingleObject+0x14"],
    ["beacon", null, "beacon+0x305f"],
    [null, null, "0x2548e0b1271"],
  ]);
});

test("threads of a kernel dump are addresses", () => {
  const [block] = read(KERNEL);
  const report = stacksIn(block);
  expect([block?.outcome, block?.mode, report.complete]).toEqual(["read", "kernel", true]);
  expect(report.stacks.map(({ threads, kernelThreads }) => [threads, kernelThreads])).toEqual([
    [[], ["ffffc181ef7ea540"]],
    [[], ["ffffc181f0960040", "ffffc181f17e7080"]],
  ]);
  expect([report.threadsDisplayed, report.threadsTotal, report.stackCount]).toEqual([3, 1480, null]);
});

test("a list that is shorter than it counts is not taken, unless dots say so", () => {
  const block = read(USER.replace("9 10 ...", "9 10"))[0];
  expect([block?.outcome, stacksIn(block).stacks[2]?.threads, stacksIn(block).stacks[2]?.count]).toEqual([
    "partly-read",
    [],
    12,
  ]);
});

test("rows below a gap belong to no stack", () => {
  const report = stacksIn(read(USER.replace(/1 thread \[stats\]: 17\n/, "...\n"))[0]);
  expect(report.stacks.map(({ frames }) => frames.length)).toEqual([4, 3]);
  expect(report.complete).toBe(false);
});

test("threads that run are read the same way", () => {
  const text = `0:010> !mex.running
Display all threads that are not currently waiting
==================================================
WARNING: Thread 1afc access failure during dump writing, NTSTATUS 0xC0000022
WARNING: Teb 5 pointer is NULL - defaulting to 00000000\`7ffde000
WARNING: 00000000\`7ffde000 does not appear to be a TEB
1 thread [stats]: 5
    0000000000000000 0x0

Threads matching filter: 1 out of 6
`;
  const [block, ...others] = read(text);
  expect([others, block?.outcome, stacksIn(block).stacks[0]?.threads]).toEqual([[], "read", [5]]);
});

test("links of the debugger's window do not hide the threads", () => {
  const report = stacksIn(read(USER.replace("[stats]: 17", "[stats]: 17[!mex.t 17]"))[0]);
  expect(report.stacks[1]?.threads).toEqual([17]);
});

test.each([
  ["a process", USER],
  ["a kernel", KERNEL],
])("the stacks of %s read the same without the command and with single blanks", (_name, text) => {
  const bare = text.split("\n").slice(1).join("\n");
  for (const changed of [bare, collapsed(text), collapsed(bare)]) {
    const [block, ...others] = read(changed);
    expect([block?.outcome, others]).toEqual(["read", []]);
    expect(withoutLines(stacksIn(block))).toEqual(withoutLines(stacksIn(read(text)[0])));
  }
});

test("an author's text below the counts takes nothing from the list", () => {
  const report = stacksIn(read(`${USER}\nTwelve threads wait for the same beacon.\n...\nWho sends it?\n`)[0]);
  expect(report).toMatchObject({ complete: true, stacks: stacksIn(read(USER)[0]).stacks });
});
