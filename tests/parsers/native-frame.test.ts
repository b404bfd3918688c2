import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isPlainRow,
  NATIVE_STACK_LINES,
  parseDamagedFrames,
  parseNativeFrame,
  parseNativeFrames,
} from "@/parsers/native-frame";
import { readStackHeading } from "@/parsers/stack-heading";

const at = (text: string) => ({ number: 7, last: 7, text });

test("a row of kb gives its addresses, three arguments and the call site", () => {
  expect(
    parseNativeFrame(at("0193f55c 77E61D1E 000007c4 00000000 00000000 ntdll!ZwQueryDirectoryFile+0xc"), false),
  ).toEqual({
    line: 7,
    childSp: "193f55c",
    returnAddress: "77e61d1e",
    args: ["7c4", "0", "0"],
    module: "ntdll",
    symbol: "ZwQueryDirectoryFile",
    offset: "c",
    callSite: "ntdll!ZwQueryDirectoryFile+0xc",
    unreliable: false,
    inline: false,
    frameNumber: null,
    source: null,
    notes: [],
  });
});

test.each([
  [
    "kv notes",
    "0193f55c 77e61d1e 000007c4 00000000 00000000 msvcr80!_endthreadex+0x1f (FPO: [1,0,0]) (CONV: cdecl) [f:\\crt\\threadex.c @ 412]",
    {
      symbol: "_endthreadex",
      offset: "1f",
      notes: ["FPO: [1,0,0]", "CONV: cdecl"],
      source: "f:\\crt\\threadex.c @ 412",
    },
  ],
  [
    "code that the linker has moved away",
    "0193f55c 77e61d1e 000007c4 00000000 00000000 nt! ?? ::FNODOBFM::`string'+0x1f4b4",
    {
      module: "nt",
      symbol: "?? ::FNODOBFM::`string'",
      offset: "1f4b4",
      callSite: "nt! ?? ::FNODOBFM::`string'+0x1f4b4",
    },
  ],
  [
    "a trap frame",
    "8b487d44 779b5e74 041cf1f8 00100000 041cf1bc nt!KiFastCallEntry+0x12a (FPO: [0,3] TrapFrame @ 8b487d64)",
    { symbol: "KiFastCallEntry", notes: ["FPO: [0,3] TrapFrame @ 8b487d64"] },
  ],
  [
    "a frame number",
    "0e 06abfebc 7c933a23 769ad0b9 76990000 00000003 ole32!DllMain+0x147",
    { frameNumber: 14, childSp: "6abfebc", symbol: "DllMain" },
  ],
  [
    "x64 columns",
    "000000c9`d5f7e288 00007ffc`17c51e93 : 00000241`00000001 00000000`00000000 000000c9`d5f7e310 00007ffc`1ab3a000 : ntdll!NtReadFile+0x14",
    {
      childSp: "c9d5f7e288",
      returnAddress: "7ffc17c51e93",
      args: ["24100000001", "0", "c9d5f7e310", "7ffc1ab3a000"],
      symbol: "NtReadFile",
    },
  ],
  [
    "x64 columns without back-ticks",
    "000000c9d5f7e288 00007ffc17c51e93 : 0000024100000001 0000000000000000 000000c9d5f7e310 00007ffc1ab3a000 : ntdll!NtReadFile+0x14",
    { childSp: "c9d5f7e288", args: ["24100000001", "0", "c9d5f7e310", "7ffc1ab3a000"] },
  ],
  [
    "back-ticks that a page escaped",
    "000000c9\\`d5f7e288 00007ffc\\`17c51e93 ntdll!NtReadFile+0x14",
    { childSp: "c9d5f7e288", returnAddress: "7ffc17c51e93" },
  ],
  [
    "the newer kb, which leaves out the stack pointer",
    "00 00007ffc`17c51e93     : 00000241`00000001 00000000`00000000 00000000`00000000 00000000`00000000 : ntdll!NtReadFile+0x14",
    { frameNumber: 0, childSp: null, returnAddress: "7ffc17c51e93" },
  ],
  [
    "an inline frame",
    "0b (Inline Function) --------`--------     coreclr!RunMain+0x57 [f:\\vm\\callhelpers.cpp @ 70]",
    {
      frameNumber: 11,
      inline: true,
      childSp: null,
      returnAddress: null,
      symbol: "RunMain",
      source: "f:\\vm\\callhelpers.cpp @ 70",
    },
  ],
  [
    "a raw address",
    "0e8cf3d0 02548e0b 1c94d790 1086eae8 1086eae8 0x1bda78a",
    { module: null, symbol: null, offset: null, callSite: "0x1bda78a" },
  ],
  [
    "a raw x64 address",
    "00000000`0869d270 000007fe`f1feeb52 0x7ff`001e86c8",
    { module: null, callSite: "0x7ff`001e86c8" },
  ],
  [
    "a module without symbols",
    "06f5f4cc 799a67a2 103e44f8 103e47fc 799b4168 mscorlib_79990000+0x28dad",
    { module: "mscorlib_79990000", symbol: null, offset: "28dad" },
  ],
  [
    "an unloaded module",
    "06f5f4cc 799a67a2 103e44f8 103e47fc 799b4168 <Unloaded_old.dll>+0x1234",
    { module: "Unloaded_old.dll", symbol: null, offset: "1234" },
  ],
  [
    "template text that a page ate",
    "0e8cf854 791cc1f5 000d9948 000d9948 0e8cf870 mscorsvr!EEHashTable,0>::FindItem+0x1b",
    { symbol: "EEHashTable,0>::FindItem", offset: "1b" },
  ],
  [
    "a template with blanks",
    "0e8cf854 791cc1f5 000d9948 000d9948 0e8cf870 app!std::basic_string<char,std::char_traits<char> >::operator+=+0xaa",
    { symbol: "std::basic_string<char,std::char_traits<char> >::operator+=", offset: "aa" },
  ],
  [
    "a lambda",
    "0e8cf854 791cc1f5 000d9948 000d9948 0e8cf870 app!<lambda_0f9e>::operator()+0xa",
    { symbol: "<lambda_0f9e>::operator()" },
  ],
  [
    "the parameters of kp",
    '0e8cf854 791cc1f5 app!main(int argc = 0n1, char ** argv = 0x0012ff00 "a (b)")+0x1b',
    { symbol: "main", offset: "1b" },
  ],
  [
    "a remark behind the row",
    "0e8cf2d8 01bda78a 242edcd8 0aaf4540 00000004 kernel32!FindNextFileW+0xaa   <<< slow",
    { symbol: "FindNextFileW", callSite: "kernel32!FindNextFileW+0xaa" },
  ],
  [
    "a row of !dumpstack",
    "000000483858fb10 00007ff9b9582651 ntdll!RtlUserThreadStart+0x21, calling ntdll!guard_dispatch_icall_nop",
    null,
  ],
  ["a row of a .NET 1.1 stack", "0x0e8cf370 0x02549395 [DEFAULT] Void System.Web.HttpRuntime.Init()", null],
  ["a row of a managed stack", "002fee1c 5cddad21 System.Threading.WaitHandle.WaitOne(Int32, Boolean)", null],
  ["a memory dump", "0012f900  7c90df3c 7c8025db 0000007c 00000000", null],
  ["a disassembly", "77f5c534 ff152c10 call    ntdll!ZwWaitForSingleObject (7c90df3c)", null],
  ["a module list", "000007fe`f1d30000 000007fe`f26cc000   mscorwks   (deferred)", null],
] as const)("%s: is read for what it is", (_what, text, expected) => {
  const frame = parseNativeFrame(at(text), false);
  if (expected === null) expect(frame).toBeNull();
  else expect(frame).toMatchObject(expected);
});

test("arguments are left out when a page dropped one of the columns", () => {
  expect(parseNativeFrame(at("0e8cf2d8 01bda78a 242edcd8 0aaf4540 kernel32!FindNextFileW+0xaa"), false)?.args).toEqual(
    [],
  );
});

test("a managed method in a native stack loses its parameters and token", () => {
  const frame = parseNativeFrame(
    at(
      "16 006fed94 55a535a7 00000001 17a018ec 00000000 mscorlib_ni!System.Threading.ExecutionContext.Run(System.Object, Boolean)$##6003C30+0xc4",
    ),
    false,
  );
  expect(frame).toMatchObject({ module: "mscorlib_ni", symbol: "System.Threading.ExecutionContext.Run", offset: "c4" });
});

test("two numbered rows that ran together come apart, though the number stuck to the offset", () => {
  const frames = parseNativeFrames(
    at(
      "0e 06abfebc 7c933a23 769ad0b9 76990000 00000003 ntdll!LdrpCallInitRoutine+0x140f 06abff34 7c80c126 0012f144 7c92e900 0190cd00 ntdll!LdrShutdownThread+0xd7 (FPO: [Non-Fpo])",
    ),
    false,
  );
  expect(frames.map((frame) => [frame.frameNumber, frame.childSp, frame.callSite])).toEqual([
    [14, "6abfebc", "ntdll!LdrpCallInitRoutine+0x14"],
    [15, "6abff34", "ntdll!LdrShutdownThread+0xd7"],
  ]);
});

test("two rows that ran together come apart, though the next address stuck to the offset", () => {
  const frames = parseNativeFrames(
    at(
      "f2522ddc 804fa4da f7e69552 824c7338 00000000 nt!PspSystemThreadStartup+0x300000000 00000000 00000000 00000000 00000000 nt!KiThreadStartup+0x16",
    ),
    false,
  );
  expect(frames.map((frame) => [frame.childSp, frame.offset])).toEqual([
    ["f2522ddc", "3"],
    ["0", "16"],
  ]);
});

test("rows behind a warning on the same line are unreliable", () => {
  const frames = parseNativeFrames(
    at(
      "286cf5fc 77e67143 00000001 286cf648 00000000 ntdll!NtWaitForSingleObject+0xc WARNING: Frame IP not in any known module. Following frames may be wrong. 286cf8e0 79217188 00000000 02b89fe8 1085a520 0x25459f2",
    ),
    false,
  );
  expect(frames.map((frame) => frame.unreliable)).toEqual([false, true]);
});

test.each([
  ["ChildEBP RetAddr  Args to Child", { childSp: true, args: true }],
  ["ChildEBP RetAddr", { childSp: true, args: false }],
  [" # Child-SP          RetAddr               Call Site", { childSp: true, args: false }],
  ["Child-SP RetAddr : Args to Child : Call Site", { childSp: true, args: true }],
  [
    " # RetAddr               : Args to Child                    : Call Site",
    { childSp: false, returnAddress: true, args: true },
  ],
  ["Child-SP          Child-BSP         RetAddr", { childBsp: true }],
  ["  Memory  ChildEBP RetAddr", { memory: true }],
  [" # Call Site", { returnAddress: false }],
  ["FramePtr  RetAddr   Param1   Param2   Param3   Function Name", { childSp: true, args: true }],
] as const)("%s is a heading", (text, columns) => {
  expect(readStackHeading(text)).toMatchObject(columns);
});

test.each([
  "Child-SP         RetAddr          Caller, Callee",
  "Child SP       IP Call Site",
  "ESP       EIP",
  "RetAddr is the return address",
])("%s is no heading of a native stack", (text) => {
  expect(readStackHeading(text)).toBeNull();
});

const digits = (width: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef0000"), minLength: width, maxLength: width });
const address = fc.oneof(
  digits(8),
  digits(16),
  fc.tuple(digits(8), digits(8)).map(([high, low]) => `${high}\`${low}`),
  digits(7),
  digits(8).map((text) => text.toUpperCase()),
  fc.constant("--------`--------"),
);
const callSite = fc.oneof(
  fc.constantFrom(
    "ntdll!ZwWaitForSingleObject+0xc",
    "mscorlib_79990000+0x28dad",
    "0x1bda78a",
    "app!main(int argc = 0n1)+0x1b",
    "nt!KiSwapContext+0x26 (FPO: [Uses EBP] [0,0,4])",
    "msvcr80!_endthreadex+0x1f (FPO: [1,0,0]) [f:\\crt\\threadex.c @ 412]",
    "coreclr!RunMain+0x57 (Inline Function)",
    "kernel32!Sleep+0xf, calling ntdll!NtDelayExecution+0x0",
    "nt!PspSystemThreadStartup+0x300000000 00000000 00000000 nt!KiThreadStartup+0x16",
    "Contoso.Rates.Feed.Load(System.String)",
    "+0x10",
    "call    ntdll!ZwWaitForSingleObject (7c90df3c)",
  ),
  fc.string({ maxLength: 30 }),
);
const row = fc
  .tuple(
    fc.option(fc.constantFrom("00 ", "0a ", "1f7 ", " ", "# "), { nil: "" }),
    fc.array(fc.oneof({ weight: 9, arbitrary: address }, fc.constantFrom(":", "x")), { maxLength: 9 }),
    fc.constantFrom(" ", "  ", "     "),
    callSite,
  )
  .map(([number, columns, blanks, site]) => `${number}${columns.join(" ")}${blanks}${site}`.trimEnd());
const plainRow = fc
  .tuple(
    fc.constantFrom("", "03 "),
    fc.constantFrom(
      digits(8),
      digits(16),
      fc.tuple(digits(8), digits(8)).map((halves) => halves.join("`")),
    ),
    fc.constantFrom("A A ", "A A A A A ", "A A : A A A A : ", "A     : A A A A : "),
    callSite,
  )
  .chain(([number, column, layout, site]) =>
    fc.array(column, { minLength: 6, maxLength: 6 }).map((columns) => {
      const left = [...columns];
      return `${number}${layout.replaceAll("A", () => left.pop() ?? "")}${site}`.trimEnd();
    }),
  );
const heading = fc.constantFrom(
  null,
  ...[
    "ChildEBP RetAddr  Args to Child",
    " # Child-SP          RetAddr               : Args to Child : Call Site",
    "Child-SP          Child-BSP         RetAddr",
    "  Memory  ChildEBP RetAddr",
    "Call Site",
  ].map(readStackHeading),
);

test("a row that is read at once is read as the tolerant way reads it", () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.oneof(row, plainRow), heading, fc.boolean(), (text, columns, unreliable) => {
      if (isPlainRow(at(text))) plain++;
      expect(parseNativeFrames(at(text), unreliable, columns)).toEqual(
        parseDamagedFrames(at(text), unreliable, columns),
      );
    }),
    { numRuns: 3000 },
  );
  expect(plain).toBeGreaterThan(300);
});

test("a row that keeps itself in its stack is one that the patterns know", () => {
  fc.assert(
    fc.property(fc.oneof(row, plainRow), (text) => {
      if (isPlainRow(at(text))) expect(NATIVE_STACK_LINES.some((pattern) => pattern.test(text))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
