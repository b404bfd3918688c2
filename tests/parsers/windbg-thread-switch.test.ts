import { expect, test } from "vitest";
import type { ThreadSwitchReport } from "@/evidence";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { read } from "../support/reading";

const switches = (text: string) =>
  read(text).flatMap((block) => (block.report?.kind === "thread-switch" ? [block.report as ThreadSwitchReport] : []));

const X86 = `0:031> ~14s
eax=00000000 ebx=0193f690 ecx=0193f558 edx=7c82860c esi=00000000 edi=7ffd4000
eip=7c82860c esp=0193f558 ebp=0193f5cc iopl=0         nv up ei pl zr na pe nc
cs=001b  ss=0023  ds=0023  es=0023  fs=003b  gs=0000             efl=00000246
ntdll!KiFastSystemCallRet:
7c82860c c3              ret`;
const X64 = `0:000> ~31s
ntdll!NtQueryDirectoryFile+0x14:
00007ffc\`1ab3d5e4 c3              ret`;

test("a register that the paste cut through is not read", () => {
  const x86 = X86.slice(0, X86.indexOf("edx=7c82") + 8);
  expect(switches(`${x86}\niopl=0`)[0]?.registers).toEqual({ eax: "0", ebx: "193f690", ecx: "193f558" });
  const x64 = "0:031> r\nrax=0000000000000035 rbx=000000c9d5f7e310 rcx=0000000000\n";
  expect(switches(x64)[0]?.registers).toEqual({ rax: "35", rbx: "c9d5f7e310" });
});

test("the case study's switch gives thread 39 and its registers", () => {
  const [found] = switches(CASE_STUDY[4]?.text ?? "");
  expect(found).toMatchObject({ thread: 39, line: 1, bits: 32, instructionPointer: "7c82ed54", instruction: "ret" });
  expect(found?.registers).toMatchObject({ esp: "e8cf25c", ebp: "e8cf2d8", edi: "0", efl: "246" });
});

test("x86 registers, call site and instruction are read", () => {
  expect(read(X86)).toMatchObject([{ parser: "windbg-thread-switch", outcome: "read", thread: 14 }]);
  expect(switches(X86)[0]).toMatchObject({
    callSite: "ntdll!KiFastSystemCallRet",
    instruction: "ret",
    registers: { ecx: "193f558" },
  });
});

test("x64 prints the instruction alone", () => {
  expect(switches(X64)).toEqual([
    {
      kind: "thread-switch",
      line: 1,
      thread: 31,
      registers: {},
      instructionPointer: "7ffc1ab3d5e4",
      callSite: "ntdll!NtQueryDirectoryFile+0x14",
      instruction: "ret",
      bits: 64,
    },
  ]);
});

test("registers without a command name no thread", () => {
  const bare = X86.split("\n").slice(1).join("\n");
  expect(read(bare)).toMatchObject([{ parser: "windbg-thread-switch", outcome: "read", thread: null }]);
  expect(switches(bare.replace(/ +/g, " "))[0]).toMatchObject({ thread: null, registers: { eip: "7c82860c" } });
});

test("a stop after g may be on any thread", () => {
  expect(switches(X86.replace("~14s", "g"))[0]?.thread).toBeNull();
});

test("the memory an instruction points at is left out", () => {
  const text =
    "0:035> ~39s\nmscorlib_ni+0x4d9586:\n00007ffa`c3e99586 488b4610        mov     rax,qword ptr [rsi+10h] ds:000000f5`95cf9510=000000f495c35318";
  expect(switches(text)[0]).toMatchObject({
    callSite: "mscorlib_ni+0x4d9586",
    instruction: "mov rax,qword ptr [rsi+10h]",
  });
});

test("what follows ~39s belongs to thread 39, not to the prompt's thread", () => {
  const stack =
    "ChildEBP RetAddr\n0193f558 7c827d29 ntdll!KiFastSystemCallRet\n0193f55c 77e61d1e ntdll!ZwQueryDirectoryFile+0xc";
  const blocks = read(`${X86.replace("~14s", "~14s;k")}\n${stack}`);
  expect(blocks.map((block) => [block.parser, block.thread])).toEqual([
    ["windbg-thread-switch", 14],
    ["windbg-stack", 14],
  ]);
});

test("a switch by OS id names no debugger thread", () => {
  expect(read(X64.replace("~31s", "~~[1f4c]s"))[0]).toMatchObject({ outcome: "read", thread: null });
});

test("a disassembly of several instructions is no switch", () => {
  const text =
    "ntdll!NtQueryDirectoryFile+0x14:\n00007ffc`1ab3d5e4 c3 ret\n00007ffc`1ab3d5e5 cd2e int 2Eh\n00007ffc`1ab3d5e7 c3 ret";
  expect(switches(text)).toEqual([]);
});

test("the wrong number is said to be one", () => {
  const [block] = read("0:000> ~360s\n            ^ Illegal thread error in '~360s'");
  expect(block).toMatchObject({
    parser: "windbg-thread-switch",
    outcome: "unusable",
    problem: { code: "NO_SUCH_THREAD" },
  });
});

test.skipIf(!hasCorpus)("published switches are read", () => {
  expect(switches(corpusTranscript("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto").text)).toMatchObject([
    { thread: 49, callSite: "ntdll!ZwWaitForSingleObject+0xa" },
    { thread: 51, callSite: "ntdll!ZwWaitForMultipleObjects+0xa" },
  ]);
  expect(switches(corpusTranscript("deadlock-kv-handle-clrstack-visualstudio-clr4-x86-chinese").text)).toMatchObject([
    { thread: 0, bits: 32, callSite: "win32u!NtUserMsgWaitForMultipleObjectsEx+0xc", instruction: "ret 14h" },
  ]);
  expect(switches(corpusTranscript("hang-exit-kvn-handle-wow64-chinese-littlemali").text)).toMatchObject([
    { thread: 10, instruction: "ret 0Ch" },
  ]);
  expect(switches(corpusTranscript("syncblk-runaway-clrstack-dumpheap-collapsed-csdn").text)).toMatchObject([
    { thread: 39, bits: 64 },
  ]);
});

test("the flags and the memory that a mail broke off are read over", () => {
  const text = `0:009> ~9s
eax=00dacfe0 ebx=ffffffff ecx=00000002 edx=0000089d esi=0231b3b8
edi=00000018
eip=0259b46a esp=04e2f0e0 ebp=04e2f0e0 iopl=0         nv up ei pl zr na pe
nc
cs=001b  ss=0023  ds=0023  es=0023  fs=003b  gs=0000
efl=00000246
ntdll!KiFastSystemCallRet+0x17a:
0259b46a 8b4108          mov     eax,dword ptr [ecx+8]
ds:0023:02c4f9a8=00000000
`;
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({ instructionPointer: "259b46a", instruction: "mov eax,dword ptr [ecx+8]" });
});

test("an instruction keeps out the memory that the paste breaks off in", () => {
  const text = "0:009> ~9s\nntdll!Foo+0x17a:\n0259b46a 8b4108          mov     eax,dword ptr [ecx+8] ds:0023:02c4f";
  expect(switches(text)[0]?.instruction).toBe("mov eax,dword ptr [ecx+8]");
});

test("a stop in the kernel is of a kernel target, prompt or not", () => {
  expect(read("\nnt!DebugService2+0x10:\n808110f3 cc              int     3\n")[0]).toMatchObject({
    parser: "windbg-thread-switch",
    mode: "kernel",
  });
});

test("a disassembly of which one instruction is left is no switch either", () => {
  expect(
    read("0:014> u 10062647\nshop!Check+0x2f7:\n10062647 7410            je      shop!Check+0x30f (1006265f)\n")[0]
      ?.report,
  ).toBeNull();
});
