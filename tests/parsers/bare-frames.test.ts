import { expect, test } from "vitest";
import { read, reportOf } from "../support/reading";

const stacksOf = (text: string): (string | null)[][] =>
  read(text)
    .filter(({ parser }) => parser === "windbg-stack")
    .flatMap((block) => reportOf(block, "windbg-stack", "native-stacks").stacks)
    .map(({ frames }) => frames.map(({ module, symbol }) => (symbol ? `${module}!${symbol}` : module)));

const SHOP = ["ntdll!NtWaitForMultipleObjects", "KERNELBASE!WaitForMultipleObjectsEx", "shop", "shop!Cache::Fill"];

test("a stack of names alone, as a ticket quotes it", () => {
  const text = `All dumps show the main thread in:

ntdll!NtWaitForMultipleObjects+0x14
KERNELBASE!WaitForMultipleObjectsEx+0x123
shop+0xa0df4
shop!Cache::Fill+0x31    ; or shop+0x8ce87

For size reasons not attached.
`;
  expect(stacksOf(text)).toEqual([SHOP]);
  expect(read(text)[1]?.mode).toBe("user");
});

test("what Process Explorer and Visual Studio copy is named as the debugger names it", () => {
  const explorer = `ntdll.dll!NtWaitForMultipleObjects+0x14
KERNELBASE.dll!WaitForMultipleObjectsEx+0x123
shop.exe+0xa0df4
shop.exe!Cache::Fill+0x31
`;
  const numbered = explorer
    .split("\n")
    .map((row, at) => (row === "" ? row : `${at}, ${row}`))
    .join("\n");
  const studio = `>\tntdll.dll!NtWaitForMultipleObjects()\tUnknown
 \tKERNELBASE.dll!WaitForMultipleObjectsEx()\tUnknown
 \tshop.exe!Cache::Fill(int from) Line 12\tC++
`;
  expect(stacksOf(explorer)).toEqual([SHOP]);
  expect(stacksOf(numbered)).toEqual([SHOP]);
  expect(stacksOf(studio)).toEqual([[...SHOP.slice(0, 2), "shop!Cache::Fill"]]);
});

test("stacks below the rows of their threads, and one behind the other, are told apart", () => {
  const rows = ["ntdll!NtWaitForSingleObject+0x14", "shop!Wait+0x31", "KERNEL32!BaseThreadInitThunk+0x14"];
  const one = `${rows.join("\n")}\nntdll!RtlUserThreadStart+0x21\n`;
  expect(stacksOf(one + one)).toHaveLength(2);
  expect(stacksOf(`Thread A:\n${rows.slice(0, 2).join("\n")}\nshop!Run+0x5\nThread B:\n${one}`)).toHaveLength(2);
  const listed = `   0  Id: b5c.f34 Suspend: 1 Teb: 00000049\`c2ad1000 Unfrozen\n${one}\n   1  Id: b5c.f38 Suspend: 1 Teb: 00000049\`c2ad3000 Unfrozen\n${one}`;
  const [block] = read(listed);
  expect(reportOf(block, "windbg-stack", "native-stacks").stacks.map(({ thread }) => thread)).toEqual([0, 1]);
});

test("two names, or names of other things, are no stack", () => {
  expect(stacksOf("ntdll!NtWaitForSingleObject+0x14\nshop!Wait+0x31\n")).toEqual([]);
  expect(stacksOf("shop+0x31\nshop+0x35\nshop+0x39\n")).toEqual([]);
  expect(stacksOf("App.dll!App.Program.Main()\nApp.dll!App.Run()\nApp.dll!App.Work()\n")).toEqual([]);
});

test("code that the linker has moved away is a row like any other", () => {
  const rows = ["ntdll!NtWaitForSingleObject+0x14", "ntdll! ?? ::FNODOBFM::`string'+0x22b94", "shop!Wait+0x31"];
  expect(stacksOf(`${rows.join("\n")}\n`)).toEqual([
    ["ntdll!NtWaitForSingleObject", "ntdll!?? ::FNODOBFM::`string'", "shop!Wait"],
  ]);
});

test("inlined calls and the marks of Visual Studio do not end its stack", () => {
  const [block, ...others] = read(`>	ntdll.dll!NtWaitForAlertByThreadId()	Unknown
 	ntdll.dll!RtlEnterCriticalSection()	Unknown
 	[Inline Frame] shop.exe!Cache::Lock() Line 319	C++
 	[Managed to Native Transition]
 	Shop.dll!Shop.Cart.Add(int count) Line 12	C#
 	[External Code]
 	shop.exe!Cache::Fill(int from) Line 12	C++
`);
  expect([block?.outcome, others]).toEqual(["read", []]);
  const { stacks } = reportOf(block, "windbg-stack", "native-stacks");
  expect(stacks.map(({ frames }) => frames.map(({ symbol, inline }) => [symbol, inline]))).toEqual([
    [
      ["NtWaitForAlertByThreadId", false],
      ["RtlEnterCriticalSection", false],
      ["Cache::Lock", true],
      ["Shop.Cart.Add", false],
      ["Cache::Fill", false],
    ],
  ]);
});
