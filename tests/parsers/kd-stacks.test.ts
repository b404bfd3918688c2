import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const stacksOf = (block: Block | undefined) => reportOf(block, "kd-stacks", "kernel-stacks");

const X64 = `2: kd> !stacks 2 AcmeBkp
Proc.Thread  .Thread  Ticks   ThreadState Blocker

Max cache size is       : 1048576 bytes (0x400 KB)
Total memory in cache   : 0 bytes (0 KB)
Number of regions cached: 0
0 full reads broken into 0 partial reads
    counts: 0 cached/0 uncached, 0.00% cached
    bytes : 0 cached/0 uncached, 0.00% cached
** Prototype PTEs are implicitly decoded
                            [fffff8013ed5d3c0 Idle]
                            [ffffa50f5b7d9080 w3wp.exe]
*** ERROR: Module load completed but symbols could not be loaded for AcmeBkp.sys
1c38.001f4c  ffffa50f6c2d1080 0000900 Blocked    nt!KiSwapContext+0x76
                                        nt!KeWaitForSingleObject+0x377
                                        AcmeBkp+0x12ac
                                        Ntfs!NtfsFsdDirectoryControl+0x12
1c38.001f50  ffffa50f6c2d4080 fffffffe RUNNING    AcmeBkp+0x3f10
                                        nt!IofCallDriver+0x59
                            [ffffa50f6e113040 AcmeSvc 2.exe]
 a04.000b18  ffffa50f6e2a7080 0000001 READY      nt!KiSwapContext+0x76
                                        AcmeBkp+0x88

Threads Processed: 1204
`;

const OLD = `kd> !stacks 1
Proc.Thread  .Thread  ThreadState  Blocker
                                     [System]
   4.000008  827d0030  Blocked    ntoskrnl!MmZeroPageThread+0x66
   4.000014  827cf030  Blocked    Stack paged out

                                     [w3wp.exe]
 d6c.0006d4  88e889a0  Blocked    +0xfe0343a5
`;

test("every thread is read with its process, ticks, state and frames", () => {
  const [block] = read(X64);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!stacks 2 AcmeBkp", "read", "kernel"]);
  const report = stacksOf(block);
  expect([report.detail, report.filter, report.threadsProcessed, report.complete]).toEqual([2, "AcmeBkp", 1204, true]);
  expect(report.processes).toEqual([
    { line: 11, address: "fffff8013ed5d3c0", image: "Idle" },
    { line: 12, address: "ffffa50f5b7d9080", image: "w3wp.exe" },
    { line: 20, address: "ffffa50f6e113040", image: "AcmeSvc 2.exe" },
  ]);
  expect(report.threads).toMatchObject([
    {
      line: 14,
      lastLine: 17,
      processId: "1c38",
      osThreadId: "1f4c",
      address: "ffffa50f6c2d1080",
      ticks: "900",
      waitTicks: 2304,
      state: "Blocked",
      blocker: "nt!KiSwapContext+0x76",
      stackResident: true,
      image: "w3wp.exe",
      process: "ffffa50f5b7d9080",
    },
    { line: 18, ticks: "fffffffe", waitTicks: null, state: "RUNNING", image: "w3wp.exe" },
    { line: 21, processId: "a04", osThreadId: "b18", waitTicks: 1, state: "READY", image: "AcmeSvc 2.exe" },
  ]);
  expect(report.threads.map(({ frames }) => frames.map(({ line, callSite }) => [line, callSite]))).toEqual([
    [
      [14, "nt!KiSwapContext+0x76"],
      [15, "nt!KeWaitForSingleObject+0x377"],
      [16, "AcmeBkp+0x12ac"],
      [17, "Ntfs!NtfsFsdDirectoryControl+0x12"],
    ],
    [
      [18, "AcmeBkp+0x3f10"],
      [19, "nt!IofCallDriver+0x59"],
    ],
    [
      [21, "nt!KiSwapContext+0x76"],
      [22, "AcmeBkp+0x88"],
    ],
  ]);
  expect(report.modulesWithoutSymbols).toEqual(["AcmeBkp.sys"]);
});

test("old debuggers print no ticks, no address of the process, and may have a stack paged out", () => {
  const [block] = read(OLD);
  const report = stacksOf(block);
  expect([block?.outcome, report.detail, report.filter, report.complete]).toEqual(["read", 1, null, false]);
  expect(report.processes.map(({ address, image }) => [address, image])).toEqual([
    [null, "System"],
    [null, "w3wp.exe"],
  ]);
  expect(
    report.threads.map(({ osThreadId, ticks, stackResident, blocker, frames }) => [
      osThreadId,
      ticks,
      stackResident,
      blocker,
      frames.length,
    ]),
  ).toEqual([
    ["8", null, true, "ntoskrnl!MmZeroPageThread+0x66", 1],
    ["14", null, false, "Stack paged out", 0],
    ["6d4", null, true, "+0xfe0343a5", 1],
  ]);
  expect(report.threads[2]?.frames[0]).toMatchObject({ module: null, symbol: null, offset: "fe0343a5" });
});

test("blanks lost and the command not pasted change nothing", () => {
  for (const text of [X64, OLD]) {
    const whole = stacksOf(read(text)[0]);
    expect(withoutLines(stacksOf(read(collapsed(text))[0]))).toEqual(withoutLines(whole));
    const [bare] = read(text.split("\n").slice(1).join("\n"));
    expect([bare?.command, bare?.outcome]).toEqual(["!stacks", "read"]);
    expect(withoutLines(stacksOf(bare).threads)).toEqual(withoutLines(whole.threads));
  }
});

test("a list that was put on one line, or wrapped within a row, is read", () => {
  const whole = stacksOf(read(X64)[0]);
  const [command = "", ...rows] = X64.split("\n");
  const listing = rows.filter((row) => !/cache|\*\*|partial reads/.test(row)).join(" ");
  const folded = stacksOf(read(`${command}\n${listing.replace(/\s+/g, " ")}`)[0]);
  expect(folded.threads.map(({ address, waitTicks, frames }) => [address, waitTicks, frames.length])).toEqual(
    whole.threads.map(({ address, waitTicks, frames }) => [address, waitTicks, frames.length]),
  );
  const [wrapped] = read(X64.replace("0000900 Blocked    nt!Ki", "0000900\nBlocked    nt!Ki"));
  expect([wrapped?.outcome, stacksOf(wrapped).threads[0]?.waitTicks]).toEqual(["read", 2304]);
});

test("rows that somebody cut out make the list incomplete", () => {
  for (const mark of ["..", "...", ".....", "[...]"]) {
    const [block] = read(X64.replace("1c38.001f50", `${mark}\n1c38.001f50`));
    expect([block?.outcome, stacksOf(block).complete]).toEqual(["read", false]);
  }
});

test("a list cut anywhere never says more than was there", () => {
  const whole = stacksOf(read(X64)[0]);
  for (let end = X64.indexOf("\n") + 1; end < X64.length; end += 7) {
    const [block] = read(X64.slice(0, end));
    if (block?.report?.kind !== "kernel-stacks") continue;
    for (const thread of block.report.threads) {
      const same = whole.threads.find(({ address }) => address === thread.address);
      expect([thread.processId, thread.osThreadId]).toEqual([same?.processId, same?.osThreadId]);
      const sites = thread.frames.map(({ symbol }) => symbol);
      expect(same?.frames.slice(0, sites.length).map(({ symbol }) => symbol)).toEqual(sites);
    }
    if (end < X64.indexOf("Threads Processed")) expect(block.report.complete).toBe(false);
  }
});

test.each([
  ["0: kd> !stacks 2\nUnable to get value of PsActiveProcessHead!\n", "KERNEL_SYMBOLS_MISSING"],
  ["0:000> !stacks 2\nNo export stacks found\n", "NEEDS_KERNEL_TARGET"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-stacks", "unusable", code]);
});

test("the outputs of the case study are none of this", () => {
  const parsers = CASE_STUDY.flatMap((transcript) => readTranscript(transcript, 0)).map(({ parser }) => parser);
  expect(parsers).not.toContain("kd-stacks");
});

test.skipIf(!hasCorpus)("the published list is read as its facts say, and no other output is taken for one", () => {
  const [block] = readTranscript(corpusTranscript("stacks-2-filter-drbd-ticks-kd-x64"), 0);
  const report = stacksOf(block);
  expect(report.processes.map(({ address, image }) => [address, image])).toEqual([
    ["fffff8013ed5d3c0", "Idle"],
    ["ffffe00000089040", "System"],
  ]);
  expect(report.threads).toMatchObject([
    { processId: "4", osThreadId: "cc", address: "ffffe00001019880", ticks: "fffffee1", state: "Blocked" },
  ]);
  expect(report.threads[0]?.frames.map(({ callSite }) => callSite)).toContain("drbd!run_singlethread_workqueue+0x8d");
  expect([report.threads[0]?.frames.length, block?.unread]).toEqual([7, []]);
  expect(report.modulesWithoutSymbols).toEqual(["mt_scflt.sys", "vmci.sys", "vsock.sys"]);
  expect(publishedFor("kd-stacks")).toEqual(["stacks-2-filter-drbd-ticks-kd-x64"]);
});

test("two places that a page ran together are two", () => {
  const [block] = read(
    "0: kd> !stacks 2\nProc.Thread  .Thread  Ticks   ThreadState Blocker\n" +
      "1590.002a6c  ffffe10a4c2d5670 0004ac0 RUNNING    nt!KeQueryPerformanceCounter AcmeBkp+0x98c0 nt!IofCallDriver fltmgr!FltpDispatch+0x80\n" +
      "\nThreads Processed: 1\n",
  );
  const sites = stacksOf(block).threads[0]?.frames.map(({ callSite }) => callSite);
  expect(sites).toEqual([
    "nt!KeQueryPerformanceCounter",
    "AcmeBkp+0x98c0",
    "nt!IofCallDriver",
    "fltmgr!FltpDispatch+0x80",
  ]);
});
