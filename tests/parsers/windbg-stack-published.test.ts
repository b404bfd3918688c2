import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { NativeStack } from "@/evidence";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { reportsOf } from "../support/reading";

const shape = (stack: NativeStack) => [stack.thread, stack.frames.length, stack.frames[0]?.callSite];
const reports = (name: string) => reportsOf(corpusTranscript(name).text, "native-stacks");
const published = (name: string): NativeStack[] => reports(name).flatMap((report) => [...report.stacks]);

test.skipIf(!hasCorpus)("published x86 stacks have the frames their readers counted", () => {
  expect(published("kvn-loaderlock-ole32-x86-xp").map(shape)).toEqual([[37, 21, "ntdll!KiFastSystemCallRet"]]);
  expect(published("orphan-critsec-kb-dt-x86-xp").map(shape)).toEqual([
    [0, 7, "SharedUserData!SystemCallStub+0x4"],
    [1, 2, "ntdll!DbgBreakPoint"],
  ]);
  expect(published("deadlock-kv-handle-clrstack-visualstudio-clr4-x86-chinese").map(shape)).toEqual([
    [0, 58, "win32u!NtUserMsgWaitForMultipleObjectsEx+0xc"],
  ]);
  expect(
    published("deadlock-kv-cs-x86-xp-caloni-html").map((stack) => [
      stack.thread,
      stack.osThreadId,
      stack.frames.length,
    ]),
  ).toEqual([
    [0, null, 12],
    [0, "39c", 12],
    [1, "6a4", 5],
  ]);
  expect(published("cs-kbn-html-spans-korean-cubedisk").map(shape)).toEqual([
    [14, 35, "ntdll_771d0000!NtWaitForSingleObject+0x15"],
  ]);
  expect(published("cs-kbn-html-spans-korean-cubedisk")[0]?.frames[2]?.args[0]).toBe("100d0078");
  expect(published("gchang-kn-dt-mscorwks-clr2-x86-coreclr-test").map(shape)).toEqual([
    [null, 20, "ntdll!KiFastSystemCallRet"],
  ]);
});

test.skipIf(!hasCorpus)("published x64 and WOW64 stacks have the frames their readers counted", () => {
  expect(published("hang-exit-kvn-handle-wow64-chinese-littlemali").map(shape)).toEqual([
    [0, 9, "wow64cpu!CpupSyscallStub+0xc"],
    [0, 9, "ntdll_77280000!NtWaitForSingleObject+0xc"],
    [10, 8, "ntdll_77280000!NtWaitForSingleObject+0xc"],
  ]);
  expect(reports("hang-exit-kvn-handle-wow64-chinese-littlemali").map((report) => report.bits)).toEqual([64, 32, 32]);
  expect(published("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto").map(shape)).toEqual([
    [49, 20, "ntdll!ZwWaitForSingleObject+0xa"],
    [51, 20, "ntdll!ZwWaitForMultipleObjects+0xa"],
  ]);
  const [explorer] = published("hang-locks-threads-kv-explorer-html-drmiru");
  expect(explorer && [shape(explorer), explorer.frames.at(-1)?.callSite]).toEqual([
    [null, 14, "ntdll!NtWaitForSingleObject+0xa"],
    "ntdll!RtlUserThreadStart+0x1d",
  ]);
  expect(published("k-handle-loader-wait-getprocaddress-x64").map(shape)).toEqual([
    [5, 7, "ntdll!NtWaitForSingleObject+0x14"],
  ]);
  expect(published("k-kd-x64-avscan-devicelock-filter-recursion").map(shape)).toEqual([
    [null, 54, "DeviceLockDMK0!DmkCommonWrite"],
  ]);
});

test.skipIf(!hasCorpus)("published listings of all threads match their facts", () => {
  const facts: {
    facts: { nativeThreads: { thread: number; os: string; frames: number; inlineFrames?: number; top: string }[] };
  } = JSON.parse(
    readFileSync(
      join(
        import.meta.dirname,
        "../../../shared/corpus/kvn-threads-clrstack-inline-netcore31-x64-hanganalyzer/meta.json",
      ),
      "utf8",
    ),
  );
  const found = published("kvn-threads-clrstack-inline-netcore31-x64-hanganalyzer");
  expect(
    found.map((stack) => [
      stack.thread,
      stack.osThreadId,
      stack.frames.length,
      stack.frames.filter((frame) => frame.inline).length,
      stack.frames[0]?.callSite,
    ]),
  ).toEqual(
    facts.facts.nativeThreads.map((fact) => [fact.thread, fact.os, fact.frames, fact.inlineFrames ?? 0, fact.top]),
  );
  expect(published("uniqstack-itanium-msdocs").map((stack) => [stack.thread, stack.frames.length])).toEqual([
    [0, 12],
    [1, 9],
    [13, 2],
  ]);
});
