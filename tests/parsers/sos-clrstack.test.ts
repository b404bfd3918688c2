import { expect, test } from "vitest";
import type { ManagedStack, ManagedStacksReport } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { sosClrstack } from "@/parsers/sos-clrstack";
import { CASE_STUDY } from "../support/case-study";
import { secondsOf } from "../support/processor-time";
import { read, reportsOf } from "../support/reading";

const reports = (text: string): ManagedStacksReport[] => reportsOf(text, "managed-stacks");
const stacks = (text: string): ManagedStack[] => reports(text).flatMap((report) => [...report.stacks]);
const methods = (stack: ManagedStack | undefined) => stack?.frames.map((frame) => frame.method);
const shape = (stack: ManagedStack) => [stack.thread, stack.osThreadId, stack.frames.length, stack.walk];

const SOS_11 = `0:014> !clrstack
Loaded Son of Strike data table version 5 from "C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\mscorwks.dll"
Thread 14
ESP         EIP
0x0193f3c8 0x7c82860c [FRAME: HelperMethodFrame]
0x0193f41c 0x03a51b7d [DEFAULT] [hasThis] ValueClass System.DateTime Contoso.Rates.Feed.Load(String,ByRef Class System.Object)
0x0193f4b0 0x79217188 [FRAME: ContextTransitionFrame]`;

const SOS_4 = `0:000> ~*e !clrstack
OS Thread Id: 0x1d30 (0)
Unable to walk the managed stack. The current thread is likely not a
managed thread. You can run !threads to get a list of managed threads in
the process
Failed to start stack walk: 80070057
OS Thread Id: 0x1d44 (1)
Child SP       IP Call Site
GetFrameContext failed: 1
00000000 00000000
OS Thread Id: 0x8a4 (2)
Child SP       IP Call Site
0193f3c8 7712eb2c [GCFrame: 0193f3c8]
0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String) [d:\\src\\Feed.cs @ 41]`;

const CORE = `> clrstack
OS Thread Id: 0x4f1 (12)
        Child SP               IP Call Site
00007F6B2CFF7B40 00007f6f7aee5b6d [InlinedCallFrame: 00007f6b2cff7b40] Interop+Sys.Receive(System.IntPtr, Byte*)
00007F6B2CFF7BD0 00007F6F0185475B Contoso.Rates.Feed+<LoadAsync>d__4.MoveNext() [/_/src/Feed.cs @ 41]`;

test("the compilation mutex waiter of the case study stands in CompilationMutex.WaitOne", () => {
  const [stack] = stacks(CASE_STUDY[0]?.text ?? "");
  expect(stack).toMatchObject({ line: 3, thread: 109, osThreadId: null, walk: "walked", cut: false });
  expect(stack?.frames[1]).toEqual({
    line: 5,
    childSp: "6f5f338",
    ip: "25f332b",
    returnAddress: null,
    transition: null,
    module: null,
    method: "System.Web.Compilation.CompilationMutex.WaitOne",
    parameters: "",
    source: null,
    values: [],
  });
});

test("the waiter of the case study stands in GetApplicationInstance", () => {
  const [stack] = stacks(CASE_STUDY[2]?.text ?? "");
  expect(stack?.thread).toBe(81);
  expect(stack?.frames.map((frame) => frame.transition)).toEqual([
    "GCFrame",
    "HelperMethodFrame",
    null,
    null,
    null,
    null,
    "ContextTransitionFrame",
    "ComMethodFrame",
  ]);
  expect(methods(stack)?.[2]).toBe("System.Web.HttpApplicationFactory.GetApplicationInstance");
});

test("the owner of the case study removes old temporary files", () => {
  const [stack] = stacks(CASE_STUDY[4]?.text ?? "");
  expect(stack?.thread).toBe(39);
  expect(stack?.frames).toHaveLength(18);
  expect(methods(stack)?.slice(0, 6)).toEqual([
    "System.Web.UnsafeNativeMethods.FindNextFile",
    "System.Web.Compilation.PreservedAssemblyEntry.RemoveOldTempFiles",
    "System.Web.Compilation.PreservedAssemblyEntry.DoFirstTimeInit",
    "System.Web.Compilation.PreservedAssemblyEntry.EnsureFirstTimeInit",
    "System.Web.Compilation.PreservedAssemblyEntry.GetPreservedAssemblyEntry",
    "System.Web.UI.TemplateParser.GetParserCacheItemFromPreservedCompilation",
  ]);
  expect(stack?.frames[1]?.line).toBe(33);
});

test("every dialect gives thread, OS id and methods", () => {
  expect(stacks(SOS_11).map(shape)).toEqual([[14, null, 3, "walked"]]);
  expect(methods(stacks(SOS_11)[0])).toEqual([null, "Contoso.Rates.Feed.Load", null]);
  expect(stacks(CORE).map(shape)).toEqual([[12, "4f1", 2, "walked"]]);
  expect(methods(stacks(CORE)[0])).toEqual(["Interop+Sys.Receive", "Contoso.Rates.Feed+<LoadAsync>d__4.MoveNext"]);
});

test("threads without managed code are told from those whose walk failed", () => {
  expect(read(SOS_4)).toMatchObject([{ parser: "sos-clrstack", outcome: "read", thread: null }]);
  expect(reports(SOS_4)[0]?.allThreads).toBe(true);
  expect(stacks(SOS_4).map(shape)).toEqual([
    [0, "1d30", 0, "none"],
    [1, "1d44", 0, "failed"],
    [2, "8a4", 2, "walked"],
  ]);
});

test("a single thread without managed code is a reading, not an error", () => {
  const [block] = read(
    "0:003> !clrstack\nOS Thread Id: 0x1880 (3)\nUnable to walk the managed stack. The current thread is likely not a managed thread. You can run !threads to get a list of managed threads in the process\nFailed to start stack walk: 80070057",
  );
  expect(block).toMatchObject({ outcome: "read", report: { stacks: [{ thread: 3, walk: "none", frames: [] }] } });
  expect(stacks("0:003> !clrstack\nThread 3\nNot a managed thread.").map(shape)).toEqual([[3, null, 0, "none"]]);
  expect(stacks("0:003> !clrstack\nOS Thread Id: 0x1880 (3)\nFailed to start stack walk: 80004005").map(shape)).toEqual(
    [[3, "1880", 0, "failed"]],
  );
});

test("collapsed blanks change nothing", () => {
  for (const text of [SOS_11, SOS_4, CORE.replace("> clrstack\n", "")]) {
    const collapsed = text
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ").trim())
      .join("\n");
    expect(reports(collapsed)).toEqual(reports(text));
  }
});

test("without its command a stack is recognised, and all threads in order are taken for all of them", () => {
  for (const text of [SOS_11, SOS_4, CORE]) {
    const bare = text.split("\n").slice(1).join("\n");
    expect(read(bare)).toMatchObject([
      { parser: "sos-clrstack", command: "!clrstack", echoed: false, outcome: "read" },
    ]);
  }
  expect(reports(SOS_4.split("\n").slice(1).join("\n"))[0]?.allThreads).toBe(true);
  expect(reports(CORE.split("\n").slice(1).join("\n"))[0]?.allThreads).toBe(false);
});

test("rows alone, without heading and command, are recognised", () => {
  const rows = [
    "0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String)",
    "0193f45c 03a51c91 Contoso.Rates.Feed.Refresh()",
  ];
  expect(read(rows.join("\n"))).toMatchObject([{ parser: "sos-clrstack", report: { stacks: [{ thread: null }] } }]);
});

test("a bare clrstack -all names the block", () => {
  const [block] = read(CORE.replace("> clrstack", "clrstack -all"));
  expect(block).toMatchObject({ command: "clrstack -all", report: { allThreads: true } });
});

test("parameters and locals are kept with their frame", () => {
  const [stack] = stacks(`0:014> !clrstack -a
OS Thread Id: 0x8a4 (14)
ESP       EIP
0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String)
    PARAMETERS:
        this (<CLR reg>) = 0x01a3c5f0
        <no data>
    LOCALS:
        0x0193f430 = 0x00000000

0193f4b0 79217188 [GCFrame: 0193f4b0] `);
  expect(
    stack?.frames.map((frame) => frame.values.map((value) => [value.line, value.section, value.name, value.value])),
  ).toEqual([
    [
      [6, "parameter", "this", "1a3c5f0"],
      [7, "parameter", null, null],
      [9, "local", null, "0"],
    ],
    [],
  ]);
});

test("Visual Studio repeats the OS id where the thread number belongs", () => {
  expect(
    stacks(
      "!clrstack\n  OS Thread Id: 0x1984 (6532)\n  ESP       EIP\n  0012ec2c 013b0178 Home.Program.Main(System.String[])",
    ).map(shape),
  ).toEqual([[null, "1984", 1, "walked"]]);
});

test("a debugger warning in the middle of a row does not cost the method", () => {
  const [stack] = stacks(`0:005> !clrstack
OS Thread Id: 0xf30 (5)
        Child SP               IP Call Site
0000006deca5e020 00007ff940ad756b *** ERROR: Module load completed but symbols could not be loaded for C:\\Contoso.dll
Contoso.Rates.Feed.Load(Boolean, Boolean)
0000006deca5e090 00007ff940ad7601 Contoso.Rates.Feed.Refresh()`);
  expect(methods(stack)).toEqual(["Contoso.Rates.Feed.Load", "Contoso.Rates.Feed.Refresh"]);
});

test("wrapped rows are put together", () => {
  const wrapped = `0:012> !clrstack
OS Thread Id: 0x4f1 (12)
        Child SP               IP Call Site
000000858C5FD2E0 00007ffc087cccc9 System.Threading.Monitor.Wait(System.Object,
Int32) [/_/src/Monitor.cs @ 156]
000000858C5FD310 00007ffc087cd027
System.Threading.ManualResetEventSlim.Wait(Int32)
000000858C5FD3D0 00007ffc087cc4f2 System.Threading.Tasks.Task.Wait(Int32)
[/_/src/Task.cs @ 3072]`;
  expect(read(wrapped)[0]?.outcome).toBe("read");
  expect(stacks(wrapped)[0]?.frames.map((frame) => [frame.method, frame.parameters, frame.source])).toEqual([
    ["System.Threading.Monitor.Wait", "System.Object, Int32", "/_/src/Monitor.cs @ 156"],
    ["System.Threading.ManualResetEventSlim.Wait", "Int32", null],
    ["System.Threading.Tasks.Task.Wait", "Int32", "/_/src/Task.cs @ 3072"],
  ]);
});

test("a stack cut in half loses rows but invents no method", () => {
  for (const text of [SOS_11, SOS_4, CORE]) {
    const known = new Set(stacks(text).flatMap((stack) => stack.frames.map((frame) => frame.method)));
    for (let length = text.length; length > 20; length -= 3) {
      for (const stack of stacks(text.slice(0, length))) {
        const named = stack.frames.filter((frame) => frame.transition === null || frame.method !== null);
        for (const frame of named) expect(known).toContain(frame.method);
      }
    }
  }
});

test("rows that an author cut out are told", () => {
  expect(stacks(SOS_11)[0]?.cut).toBe(false);
  expect(stacks(SOS_11.replace("0x0193f4b0", "...\n0x0193f4b0"))[0]?.cut).toBe(true);
});

test("an exception's trace below the stack is not part of it", () => {
  const text = `${CORE}
Exception object: 000076ad6aebbe88
StackTrace (generated):
    SP               IP               Function
    00007FFEAC276C80 000076BC1EE91BDD app.dll!Program.Main(System.String[])+0x37d`;
  expect(stacks(text)[0]?.frames).toHaveLength(2);
});

test.each([
  [
    "the objects on a .NET 1.1 stack",
    "0:039> !dso\nThread 39\nESP/REG Object Name\n0xe8cf5a4 0x1030886c System.Web.Hosting.ISAPIWorkerRequestInProcForIIS6",
  ],
  [
    "the objects on a stack",
    "0:060> !dso\nOS Thread Id: 0x2c604 (60)\nRSP/REG          Object           Name\n000000001AE5AF28 0000000480042ef0 System.Data.SqlClient.SNIHandle",
  ],
  [
    "a raw stack",
    "0:012> !dumpstack\nOS Thread Id: 0x46ac (12)\nCurrent frame: clr!ArrayNative::ArrayCopy+0x1ac\nChild-SP         RetAddr          Caller, Callee",
  ],
  [
    "the roots of an object",
    "0:000> !gcroot 2b78000ce40\nThread 4ac:\n    000000cf9499dd20 00007ffa7d0236bc example.Program.Main(System.String[]) [E:\\example\\Program.cs @ 70]\n        rbp-20: 000000cf9499dd90",
  ],
  [
    "a native stack",
    "0:051> kL\nChild-SP          RetAddr           Call Site\n00000000`08d4b268 000007fe`fdac1430 ntdll!ZwWaitForMultipleObjects+0xa\n00000000`08d4b270 00000000`77922ce3 KERNELBASE!WaitForMultipleObjectsEx+0xe8",
  ],
] as const)("%s: not taken for a managed stack", (_what, text) => {
  expect(reports(text)).toEqual([]);
});

test.each([
  ["No export clrstack found", "SOS_NOT_LOADED"],
  [
    "Failed to find runtime DLL (clr.dll), 0x80004005\nExtension commands need clr.dll in order to have something to do.",
    "RUNTIME_NOT_FOUND",
  ],
  [
    "Failed to load data access DLL, 0x80004005\nVerify that 1) you have a recent build of the debugger (6.2.14 or newer)",
    "DAC_MISMATCH",
  ],
  ["OS Thread Id: 0x1a4 (0)\nFailed to load data access DLL, 0x80004005", "DAC_MISMATCH"],
  ["SOS does not support the current target architecture.", "WRONG_BITNESS"],
  ["c0000005 Exception in C:\\sos.ClrStack debugger extension.", "EXTENSION_FAULT"],
] as const)("%s: unusable, and says what to do", (text, code) => {
  const [block] = read(`0:000> !clrstack\n${text}`);
  expect(block).toMatchObject({ outcome: "unusable", problem: { code } });
});

test("time grows with the length of the text, not faster", () => {
  const row = "0193f41c 03a51b7d Contoso.Rates.Feed.Load(System.String)";
  const texts = [
    "OS Thread Id: 0x8a4 (2)",
    ...Array.from({ length: 20_000 }, () => row),
    `${row} `.repeat(3000),
    `${" ".repeat(200_000)}x`,
    `0193f41c 03a51b7d A.B${"(".repeat(100_000)}`,
    `0193f41c 03a51b7d A.B${"[<".repeat(50_000)}`,
    `this${" ".repeat(200_000)}x`,
  ];
  const lines = texts.map((text, index) => ({ number: index + 1, last: index + 1, text }));
  const source = {
    command: null,
    args: "",
    thread: null,
    osThreadId: null,
    allThreads: false,
    commandLine: null,
  } as const;
  const seconds = secondsOf(() => {
    expect(sosClrstack.parse({ ...source, mode: "user", lines })).not.toBeNull();
  });
  expect(seconds).toBeLessThan(4);
});

test("a native stack without its command, under the same column titles, stays native", () => {
  const text = [
    "Child-SP          RetAddr           Call Site",
    "fffff90e`6b1c2a10 fffff801`2a0c1d47 nt!KiSwapContext+0x76",
    "fffff90e`6b1c2b50 fffff801`2a0c18a9 nt!KiSwapThread+0x297",
    "fffff90e`6b1c2d00 fffff801`2d0a4b1c AcmeBkp+0x12ac",
  ].join("\n");
  const blocks = readTranscript({ name: "k", text }, 0);
  expect(blocks.map((block) => [block.parser, block.outcome, block.mode])).toEqual([
    ["windbg-stack", "read", "kernel"],
  ]);
});
