import { expect, test } from "vitest";
import type { ManagedStack } from "@/evidence";
import { corpusTranscript, corpusTranscripts, hasCorpus } from "../support/corpus";
import { read, reportOf, reportsOf } from "../support/reading";

const stacks = (text: string): ManagedStack[] =>
  reportsOf(text, "managed-stacks").flatMap((report) => [...report.stacks]);
const methods = (stack: ManagedStack | undefined) => stack?.frames.map((frame) => frame.method);
const shape = (stack: ManagedStack) => [stack.thread, stack.osThreadId, stack.frames.length, stack.walk];
const published = (name: string) => stacks(corpusTranscript(name).text);

test.skipIf(!hasCorpus)("published stacks of the .NET Framework have the rows their readers counted", () => {
  expect(published("clrstack-a-do-dumpheap-clr2-x86-vs2008").map(shape)).toEqual([[null, "1984", 3, "walked"]]);
  expect(published("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto").map(shape)).toEqual([
    [49, "28a4", 36, "walked"],
    [51, "26a4", 27, "walked"],
  ]);
  expect(published("deadlock-syncblk-cs-kvl-clrstack-clr2-x64-bitauto")[0]?.frames[0]).toMatchObject({
    method: "BitAuto.AutoAlbum.Logic.DataStorage.DataStorageService..ctor",
    ip: null,
    returnAddress: "7fef1feeb52",
  });
  const visualStudio = published("deadlock-kv-handle-clrstack-visualstudio-clr4-x86-chinese");
  expect(visualStudio.map(shape)).toEqual([
    [0, "5734", 2, "walked"],
    [0, "5734", 26, "walked"],
    [11, "1d30", 0, "failed"],
    [12, "65a0", 25, "walked"],
  ]);
  expect(visualStudio.map((stack) => stack.cut)).toEqual([true, false, false, true]);
  expect(published("hang-syncblk-asyncblock-clr4-x86-gabrielweyer").map((stack) => stack.thread)).toEqual([
    143, 136, 123, 42,
  ]);
  expect(
    published("hang-clrstack-winforms-userpreferencechanged-clr4-x86-chinese").map((stack) => [
      stack.thread,
      stack.osThreadId,
      stack.cut,
    ]),
  ).toEqual([[0, "4eb688", true]]);
  expect(published("syncblk-runaway-clrstack-dumpheap-collapsed-csdn").map(shape)).toEqual([[39, "14b4", 8, "walked"]]);
  expect(methods(published("deadlock-syncblk-dlk-clr4-x64-osisoft")[0])?.[3]).toBe(
    "OSIsoft.AF.Support.AFTransactable.AutoCheckOut",
  );
});

test.skipIf(!hasCorpus)(
  "a published listing of eighteen threads tells the failed walks from the unmanaged threads",
  () => {
    const found = published("sqlwait-clrstack-dso-w3wp-clr4-x64-siteserver");
    expect(found).toHaveLength(18);
    const numbers = (walk: ManagedStack["walk"]) =>
      found.filter((stack) => stack.walk === walk).map((stack) => stack.thread);
    expect(numbers("failed")).toEqual([64, 65, 67, 68, 70, 71, 72, 73, 74, 75, 76, 77, 79, 81]);
    expect(numbers("none")).toEqual([69, 80]);
    const sql = found.find((stack) => stack.thread === 66);
    expect([sql?.osThreadId, sql?.frames.length, sql?.frames[0]?.method]).toEqual([
      "2ffe8",
      54,
      ".SNIReadSyncOverAsync",
    ]);
    expect(methods(found.find((stack) => stack.thread === 78))?.slice(0, 2)).toEqual([
      "System.Security.Cryptography.Utils._AcquireCSP",
      "System.Security.Cryptography.CryptoAPITransform..ctor",
    ]);
  },
);

test.skipIf(!hasCorpus)("published stacks of .NET Core have the rows their readers counted", () => {
  expect(published("clrstack-clrthreads-dotnet-dump-alpine-netcore22").map(shape)).toEqual([[0, "7", 10, "walked"]]);
  expect(published("clrstack-lldb-wrapped-net8-linux-dotnetdocs").map(shape)).toEqual([[1, "497", 8, "walked"]]);
  expect(methods(published("clrstack-lldb-wrapped-net8-linux-dotnetdocs")[0])?.slice(0, 3)).toEqual([
    "System.Threading.Monitor.ObjWait",
    "System.Threading.Monitor.Wait",
    "System.Threading.ManualResetEventSlim.Wait",
  ]);
  expect(published("clrstack-pe-lines-dotnet-dump-linux-netcore-dotnetdocs").map(shape)).toEqual([
    [0, "573d", 8, "walked"],
  ]);
  expect(published("deadlock-pstacks-dotnet-dump-x86-functions").map(shape)).toEqual([[8, "4b90", 5, "walked"]]);
  expect(published("sqlwait-clrthreads-clrstack-dotnet-dump-linux-bulkcopy").map(shape)).toEqual([
    [11, "260d", 30, "walked"],
  ]);
  expect(published("sos-set-dotnet-dump-net10-linux").map(shape)).toEqual([
    [null, "72", 8, "walked"],
    [null, "77", 1, "walked"],
    [null, "78", 1, "walked"],
    [null, "79", 6, "walked"],
  ]);
  expect(
    published("alc-unload-dumpheap-gcroot-all-clrstack-netcore3-x64-dotnetdocs").map((stack) => [
      stack.thread,
      stack.walk,
      stack.frames.length,
    ]),
  ).toEqual([
    [0, "walked", 5],
    [1, "none", 0],
    [2, "none", 0],
    [3, "none", 0],
    [4, "none", 0],
    [5, "walked", 1],
    [6, "failed", 0],
    [7, "walked", 7],
  ]);
  const hang = published("kvn-threads-clrstack-inline-netcore31-x64-hanganalyzer");
  expect(hang.map((stack) => [stack.thread, stack.walk, stack.frames.length])).toEqual([
    [0, "walked", 12],
    ...[1, 2, 3, 4].map((thread) => [thread, "none", 0]),
    [5, "walked", 1],
    [6, "none", 0],
    [7, "none", 0],
    [8, "walked", 0],
  ]);
});

test.skipIf(!hasCorpus)("no published output without a managed stack is taken for one", () => {
  const holders = corpusTranscripts().filter((transcript) => stacks(transcript.text).length > 0);
  expect(
    holders
      .map((transcript) => transcript.name)
      .filter((name) => !/OS Thread Id|clrstack/i.test(corpusTranscript(name).text)),
  ).toEqual([]);
});

test("with -f the frames of the runtime have no address of code, and native calls have parameters and places", () => {
  const [block] = read(`> clrstack -f
OS Thread Id: 0x3e5 (7)
        Child SP               IP Call Site
00007F3D9FFFC8A0 00007F3E2A3C9E2E libpthread.so.0!pthread_cond_wait@@GLIBC_2.3.2 + 510
00007F3D9FFFC960 00007F3E298E6A5A libcoreclr.so!CorUnix::Synchronization::Wait(CorUnix::_Data*, unsigned int) + 330 at /src/pal/synch.cpp:465:13 [opt]
00007F3D9FFFCB10                  [HelperMethodFrame_1OBJ: 00007f3d9fffcb10] System.Threading.Monitor.ReliableEnter(System.Object, Boolean ByRef)
00007F3D9FFFCC60 00007F3DB1234567 Contoso.Shop.dll!Contoso.Shop.Cache.Get(System.String) + 87 [/src/Cache.cs @ 40]
00007F3D9FFFCCA0                  [InlinedCallFrame: 00007f3d9fffcca0]
00007F3D9FFFCD00 00007F3E296A4AAE libcoreclr.so!CallDescrWorkerInternal + 124
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const [stack] = reportOf(block, "sos-clrstack", "managed-stacks").stacks;
  expect(stack?.frames.map(({ ip, transition, module, method }) => [ip, transition, module, method])).toEqual([
    ["7f3e2a3c9e2e", null, "libpthread.so.0", "pthread_cond_wait@@GLIBC_2.3.2"],
    ["7f3e298e6a5a", null, "libcoreclr.so", "CorUnix::Synchronization::Wait"],
    [null, "HelperMethodFrame_1OBJ", null, "System.Threading.Monitor.ReliableEnter"],
    ["7f3db1234567", null, "Contoso.Shop.dll", "Contoso.Shop.Cache.Get"],
    [null, "InlinedCallFrame", null, null],
    ["7f3e296a4aae", null, "libcoreclr.so", "CallDescrWorkerInternal"],
  ]);
  expect(stack?.frames[1]).toMatchObject({
    parameters: "CorUnix::_Data*, unsigned int",
    source: "/src/pal/synch.cpp:465",
  });
});

test("with -i the arguments and locals have types and addresses", () => {
  const [block] = read(`(lldb) clrstack -i -a
Dumping managed stack and managed variables using ICorDebug.
=============================================================================
Child SP         IP               Call Site
00007FFFFFFFDCC8 00007ffff77c0571 [NativeStackFrame]
00007FFFFFFFDD18 (null) [Internal call: 00007FFFFFFFDD18]
00007FFFFFFFDE50 00007fff7e25317a [DEFAULT] Void Contoso.Program.Main(SZArray String) (/app/Contoso.dll)

PARAMETERS:
+ string[] args   (empty)

LOCALS:
+ System.Collections.Generic.List\`1<int> ids @ 0x7fff48008758
    |- int[] _items   (4 elements)
    |- int _size  = 3

00007FFFFFFFDE90 00007ffff762aa27 [NativeStackFrame]
Stack walk complete.
=============================================================================
(lldb) exit
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const frames = reportOf(block, "sos-clrstack", "managed-stacks").stacks[0]?.frames ?? [];
  expect(frames.map(({ transition, method }) => transition ?? method)).toEqual([
    "NativeStackFrame",
    "Internal call",
    "Contoso.Program.Main",
    "NativeStackFrame",
  ]);
  expect(frames[2]?.values.map(({ section, name, value }) => [section, name, value])).toEqual([
    ["parameter", "string[] args", "empty"],
    ["local", "System.Collections.Generic.List`1<int> ids", "7fff48008758"],
    ["local", "int[] _items", "4 elements"],
    ["local", "int _size", "3"],
  ]);
});

test("native frames of -f stay in the stack that was pasted without its command", () => {
  const blocks = read(`OS Thread Id: 0x5b21 (14)
        Child SP               IP Call Site
00007F21B8FFC410 00007F21B9E5C471 libcoreclr.so!CorUnix::Waits::BlockThread(CorUnix::CPalThread*, unsigned int) + 465
00007F21B8FFC6D0 00007F21B9C1D2EC libcoreclr.so!Thread::DoAppropriateWait(int, void**, WaitMode) + 1308
00007F21B8FFC990                  [HelperMethodFrame_1OBJ: 00007f21b8ffc990] System.Threading.Monitor.ReliableEnter(System.Object, Boolean ByRef)
00007F21B8FFCAC0 00007F21B9C95B38 libcoreclr.so!JIT_MonReliableEnter_Portable + 40
00007F21B8FFCB00 00007F20FAA11B2B Contoso.Shop.dll!Contoso.Shop.Cache.Get() + 107 [/src/Cache.cs @ 40]
00007F21B8FFCD10 00007F21B9B5A2B7 libcoreclr.so!(anonymous namespace)::Run(void*) + 20
00007F21B8FFCD80 00007F21B9B5B3C8 libcoreclr.so!MethodDesc::operator new(unsigned long) + 12
`);
  expect(blocks.map(({ parser, outcome, unread }) => [parser, outcome, unread])).toEqual([
    ["sos-clrstack", "read", []],
  ]);
  const [stack] = reportOf(blocks[0], "sos-clrstack", "managed-stacks").stacks;
  expect(stack?.frames.map(({ module, method, parameters }) => [module, method, parameters])).toEqual([
    ["libcoreclr.so", "CorUnix::Waits::BlockThread", "CorUnix::CPalThread*, unsigned int"],
    ["libcoreclr.so", "Thread::DoAppropriateWait", "int, void**, WaitMode"],
    [null, "System.Threading.Monitor.ReliableEnter", "System.Object, Boolean ByRef"],
    ["libcoreclr.so", "JIT_MonReliableEnter_Portable", null],
    ["Contoso.Shop.dll", "Contoso.Shop.Cache.Get", ""],
    ["libcoreclr.so", "(anonymous namespace)::Run", "void*"],
    ["libcoreclr.so", "MethodDesc::operator new", "unsigned long"],
  ]);
});

test("with -i errors stand in place of values, a transition repeats its address, and a rule ends the output", () => {
  const [block] = read(`> clrstack -i -a

Dumping managed stack and managed variables using ICorDebug.
=============================================================================
Child SP         IP               Call Site
00007F8E07AFC730 00007f8e7f7ac06b 00007F8E07AFC740 (null) [Managed to Unmanaged transition: 00007F8E07AFC740]
00007F8E07AFC7C0 00007f8e7fbad25c [DEFAULT] [hasThis] Void Contoso.Shop.Loop.Run() (/app/Contoso.Shop.dll)

PARAMETERS:
  + Contoso.Shop.Loop this @ 0x7f8e081a02e8

LOCALS:
  + bool stopped  = false
  + (Error 0x80004005 retrieving local variable 'count')

00007F8E07AFC810 00007f8e7fbad219 [DEFAULT] [hasThis] Void Contoso.Shop.Start.Begin(Object) (/app/Contoso.Shop.dll)

LOCALS: (none)

Stack walk complete.
=============================================================================
`);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
  const frames = reportOf(block, "sos-clrstack", "managed-stacks").stacks[0]?.frames ?? [];
  expect(frames.map(({ transition, method }) => transition ?? method)).toEqual([
    "Managed to Unmanaged transition",
    "Contoso.Shop.Loop.Run",
    "Contoso.Shop.Start.Begin",
  ]);
  expect(frames[1]?.values.map(({ name, value }) => [name, value])).toEqual([
    ["Contoso.Shop.Loop this", "7f8e081a02e8"],
    ["bool stopped", "false"],
    ["count", null],
  ]);
  expect(frames[2]?.values).toEqual([]);
});
