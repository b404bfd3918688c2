import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const stacksOf = (block: Block | undefined) => reportOf(block, "sos-dumpstack", "scraped-stacks");

const X86 = `0:012> !dumpstack
OS Thread Id: 0x1978 (12)
Current frame: ntdll!ZwWaitForSingleObject+0x15
ChildEBP RetAddr  Caller, Callee
0618f0d0 739d878c clr!MethodDesc::MakeJitWorker+0x36e, calling clr!UnsafeJitFunction
0618f2bc 0648012f (MethodDesc 06293878 +0x47 Contoso.Orders.Catalog.Get(Int32)), calling 0629c041
0618f2d4 06480099 (MethodDesc 062937e0 +0x49 Contoso.Orders.Program.Main(System.String[])), calling (MethodDesc 06293878 +0 Contoso.Orders.Catalog.Get(Int32))
0618f2f8 73a80aac clr!CallDescrWorkerInternal+0x34
`;
const ALL_X64 = `0:000> !eestack -short
---------------------------------------------
Thread   3
Current frame: ntdll!NtWaitForMultipleObjects+0x14
Child-SP         RetAddr          Caller, Callee
000000483858fa40 00007ffb924e29b8 KERNELBASE!WaitForMultipleObjectsEx+0x108, calling ntdll!NtWaitForMultipleObjects
000000483858fb10 00007ffb95772651 (MethodDesc 00007ffb01d3e5a8 +0x2b Contoso.Feed.Load())
000000483858fb40 00007ffb95772a10 clr!RaiseTheExceptionInternalOnly+0x10, calling KERNELBASE!RaiseException ====> Exception Code e0434352 cxr@4838587000 exr@4838587540
---------------------------------------------
Thread  11
Current frame: ntdll!NtDelayExecution+0x14
Child-SP         RetAddr          Caller, Callee
0000004838c8fa40 00007ffb924d1e4f KERNELBASE!SleepEx+0xaf, calling ntdll!NtDelayExecution
`;

test("a row has a caller and what it calls, native, managed or without a name", () => {
  const [block] = read(X86);
  expect([block?.outcome, block?.thread]).toEqual(["read", 12]);
  const report = stacksOf(block);
  expect([report.stacks.length, report.managedOnly]).toEqual([1, false]);
  const [stack] = report.stacks;
  expect(stack).toMatchObject({ line: 2, lastLine: 8, thread: 12, osThreadId: "1978", cut: false });
  expect(stack?.currentFrame).toEqual({
    name: "ntdll!ZwWaitForSingleObject",
    methodDesc: null,
    offset: "15",
    address: null,
  });
  expect(stack?.frames).toMatchObject([
    {
      line: 5,
      childSp: "618f0d0",
      returnAddress: "739d878c",
      caller: { name: "clr!MethodDesc::MakeJitWorker", offset: "36e" },
      callee: { name: "clr!UnsafeJitFunction", offset: null },
    },
    {
      caller: { name: "Contoso.Orders.Catalog.Get(Int32)", methodDesc: "6293878", offset: "47" },
      callee: { name: null, address: "629c041" },
    },
    { callee: { name: "Contoso.Orders.Catalog.Get(Int32)", methodDesc: "6293878", offset: "0" } },
    { caller: { name: "clr!CallDescrWorkerInternal" }, callee: null, exception: null },
  ]);
});

test("all threads stand below one another, and handled exceptions are told", () => {
  const report = stacksOf(read(ALL_X64)[0]);
  expect(report.stacks.map(({ thread, osThreadId, frames }) => [thread, osThreadId, frames.length])).toEqual([
    [3, null, 3],
    [11, null, 1],
  ]);
  expect(report.stacks[0]?.frames[2]?.exception).toEqual({
    code: "e0434352",
    context: "4838587000",
    record: "4838587540",
  });
});

test("-EE asks for managed methods only", () => {
  const text = `0:000> !dumpstack -EE
OS Thread Id: 0x46ac (0)
Current frame: ntdll!NtDelayExecution+0x14
ChildEBP RetAddr  Caller,Callee
0618f2bc 0648012f (MethodDesc 0x6293878 +0x47 [DEFAULT] [hasThis] Void Contoso.Orders.Catalog.Get(I4))
`;
  const [block] = read(text);
  expect([block?.outcome, stacksOf(block).managedOnly]).toEqual(["read", true]);
  expect(stacksOf(read(text.slice(text.indexOf("\n") + 1))[0]).managedOnly).toBeNull();
});

test.each([
  ["one thread", X86],
  ["all threads", ALL_X64],
])("%s reads the same without the command and with single blanks", (_name, text) => {
  const whole = withoutLines(stacksOf(read(text)[0]).stacks);
  const bare = text.slice(text.indexOf("\n") + 1);
  for (const other of [bare, collapsed(text), collapsed(bare), text.replaceAll("\n", "\r\n")]) {
    expect(read(other).map(({ outcome }) => outcome)).toEqual(["read"]);
    expect(withoutLines(stacksOf(read(other)[0]).stacks)).toEqual(whole);
  }
});

test("below a gap among all threads it is not known whose frames they are", () => {
  const lines = ALL_X64.split("\n").toSpliced(6, 5, "...");
  const report = stacksOf(read(lines.join("\n"))[0]);
  expect(report.stacks.map(({ thread, cut, frames }) => [thread, cut, frames.length])).toEqual([
    [3, true, 1],
    [null, false, 1],
  ]);
  const single = X86.split("\n").toSpliced(5, 1, "…");
  expect(stacksOf(read(single.join("\n"))[0]).stacks.map(({ cut, frames }) => [cut, frames.length])).toEqual([
    [true, 3],
  ]);
});

test.each([X86, ALL_X64])("a place that the paste was cut in is not taken for another", (text) => {
  const whole = stacksOf(read(text)[0]).stacks.flatMap(({ frames }) => frames);
  for (let at = text.indexOf("Callee") + 7; at < text.length; at++) {
    const report = read(text.slice(0, at))[0]?.report;
    if (report?.kind !== "scraped-stacks") continue;
    for (const frame of report.stacks.flatMap(({ frames }) => frames)) {
      const same = whole.find(({ line }) => line === frame.line);
      expect([null, same?.caller.offset]).toContain(frame.caller.offset);
      expect([null, same?.callee?.address]).toContain(frame.callee?.address ?? null);
      expect([null, same?.exception?.record]).toContain(frame.exception?.record ?? null);
    }
  }
});

test("the stack's objects and the walked stack are other commands", () => {
  expect(read("0:000> !dumpstackobjects\nOS Thread Id: 0x46ac (0)\nESP/REG  Object   Name\n")[0]?.parser).not.toBe(
    "sos-dumpstack",
  );
  expect(read("0:000> !clrstack\nOS Thread Id: 0x46ac (0)\nChild SP IP Call Site\n")[0]?.parser).not.toBe(
    "sos-dumpstack",
  );
});

test("without SOS it is unusable", () => {
  const [block] = read("0:000> !eestack\nNo export eestack found\n");
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual([
    "sos-dumpstack",
    "unusable",
    "SOS_NOT_LOADED",
  ]);
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const blocks = readTranscript(corpusTranscript("clrstack-p-dso-do-ellipsis-clr4-x64-powershell"), 0);
  const [stack] = stacksOf(blocks.find(({ parser }) => parser === "sos-dumpstack")).stacks;
  expect([stack?.thread, stack?.osThreadId, stack?.cut]).toEqual([12, "46ac", true]);
  expect(stack?.currentFrame).toMatchObject({ name: "clr!ArrayNative::ArrayCopy", offset: "1ac" });
  expect(stack?.frames.map(({ caller, callee }) => [caller.name, callee?.name])).toEqual([
    ["ntdll!RtlUserThreadStart", "ntdll!guard_dispatch_icall_nop"],
  ]);
  expect(publishedFor("sos-dumpstack")).toEqual(["clrstack-p-dso-do-ellipsis-clr4-x64-powershell"]);
});

test("an address of half the digits was cut by a console", () => {
  const text = `0:001> !dumpstack
OS Thread Id: 0x1a4 (1)
Child-SP         RetAddr          Caller, Callee
000000c9e5b70040 00007ffbbc572802 clr!CallDescrWorkerInternal+0x34, calling 00007ffb
bc572802
000000c9e5b70080 00007ffbbc572900 clr!CallDescrWorkerInternal+0x83, calling clr!Work
`;
  const report = readTranscript({ name: "paste", text }, 0)[0]?.report;
  expect(report).not.toMatchObject({ stacks: [{ frames: [{ callee: { address: "7ffb" } }] }] });
});

test("newer SOS puts a blank behind the plus sign, and names no current frame of managed stacks", () => {
  const [block] = read(`0:006> !eestack -short -ee
---------------------------------------------
Thread   0
Current frame: 
Child-SP         RetAddr          Caller, Callee
000000483858fa40 00007ff7f3fb4141 (MethodDesc 00007ff7f4099978 + 0xa1 Contoso.Feed.Read(IntPtr, Int32 ByRef))
---------------------------------------------
Thread   4
Current frame: 
Child-SP         RetAddr          Caller, Callee
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const { stacks } = stacksOf(block);
  expect(stacks.map(({ thread, frames }) => [thread, frames.length])).toEqual([
    [0, 1],
    [4, 0],
  ]);
  expect(stacks[0]?.frames[0]?.caller).toMatchObject({ name: "Contoso.Feed.Read(IntPtr, Int32 ByRef)", offset: "a1" });
});

test("offset and source line behind a native call are no part of its name", () => {
  const [block] = read(`(lldb) eestack
---------------------------------------------
Thread   8
Current frame: ntdll!NtWaitForSingleObject + 0x14
Child-SP         RetAddr          Caller, Callee
000000554eb3eea0 00007ff93e320f3b coreclr!Thread::Wait + 0x2c3 [e:\\a\\_work\\37\\s\\src\\vm\\threads.cpp:3780], calling coreclr!Holder::~Holder [e:\\a\\_work\\37\\s\\src\\vm\\threads.h:7442]
00007f9503ffe6e0 00007f9513021f5a libcoreclr.so!JIT_MonEnter_Helper(Object*, unsigned char*) + 0x14a, calling libcoreclr.so!ObjHeader::EnterObjMonitor()
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const [stack] = stacksOf(block).stacks;
  expect([stack?.currentFrame?.name, stack?.currentFrame?.offset]).toEqual(["ntdll!NtWaitForSingleObject", "14"]);
  expect(stack?.frames.map(({ caller, callee }) => [caller.name, caller.offset, callee?.name])).toEqual([
    ["coreclr!Thread::Wait", "2c3", "coreclr!Holder::~Holder"],
    ["libcoreclr.so!JIT_MonEnter_Helper(Object*, unsigned char*)", "14a", "libcoreclr.so!ObjHeader::EnterObjMonitor()"],
  ]);
});

test("what SOS says of a stack whose size it guesses parts no heading from its stack", () => {
  const [block] = read(`OS Thread Id: 0x2d (7)
TEB information is not available so a stack size of 0xFFFF is assumed
Current frame: libpthread_2_31!pthread_cond_wait + 0xc0
Child-SP         RetAddr          Caller, Callee
00007F5E1316BB00 00007f5e1514277b libcoreclr!CorUnix::Waits::ThreadNativeWait + 0x13b [/src/pal/waits.cpp:488], calling libcoreclr + 0x760c0
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const [stack] = stacksOf(block).stacks;
  expect([stack?.thread, stack?.osThreadId, stack?.frames.length]).toEqual([7, "2d", 1]);
});
