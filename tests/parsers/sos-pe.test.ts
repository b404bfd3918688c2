import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { collapsed, publishedFor, read, reportOf, withoutLines } from "../support/reading";

const exceptionsOf = (block: Block | undefined) => reportOf(block, "sos-pe", "exceptions");

const X86 = `0:014> !pe
Exception object: 02a71c84
Exception type:   Contoso.Orders.StockException
Message:          Item 4711 could not be reserved.
InnerException:   System.TimeoutException, Use !PrintException 02a71a20 to see more.
StackTrace (generated):
    SP       IP       Function
    0021EC40 002C0F3E Contoso_Orders!Contoso.Orders.Stock.Reserve(Int32, System.String)+0x9e
    0021ECB8 002C05D1 Contoso_Orders!Contoso.Orders.Basket.Close()+0x41

StackTraceString: <none>
HResult: 80131500
There are nested exceptions on this thread. Run with -nested for details
`;
const X64 = `> pe -lines -nested
Exception object: 00007f2b1c0a3d88
Exception type:   System.AggregateException
Message:          One or more errors occurred.
(Two of them.)
InnerException:   System.IO.IOException, Use printexception 00007F2B1C0A39F0 to see more.
StackTrace (generated):
    SP               IP               Function
    00007FFE8A1D0C20 0000000000000000 System.Private.CoreLib.dll!System.Threading.Tasks.Task.Wait()
    00007FFE8A1D0D90 00007F2BB30C41D7 Shop.dll!Contoso.Shop.Program.Main(System.String[])+0x57 [/src/Program.cs @ 31]

StackTraceString: <none>
HResult: 80131500

Nested exception -------------------------------------------------------------
Exception object: 00007f2b1c0a3120
Exception type:   System.IO.IOException
Message:          <none>
InnerException:   <none>
StackTrace (generated):
<none>
StackTraceString: <none>
HResult: 80131620
`;

test("type, message, inner exception and stack are read", () => {
  const [block] = read(X86);
  expect([block?.outcome, block?.thread, block?.unread]).toEqual(["read", 14, []]);
  const report = exceptionsOf(block);
  expect([report.exceptions.length, report.moreNested, report.none]).toEqual([1, true, null]);
  expect(report.exceptions[0]).toMatchObject({
    line: 2,
    lastLine: 12,
    object: "2a71c84",
    type: "Contoso.Orders.StockException",
    message: "Item 4711 could not be reserved.",
    innerExceptionType: "System.TimeoutException",
    innerException: "2a71a20",
    stackTraceString: null,
    hResult: "80131500",
    nested: false,
    complete: true,
  });
  expect(report.exceptions[0]?.frames.map(({ line, ip, module, method }) => [line, ip, module, method])).toEqual([
    [8, "2c0f3e", "Contoso_Orders", "Contoso.Orders.Stock.Reserve"],
    [9, "2c05d1", "Contoso_Orders", "Contoso.Orders.Basket.Close"],
  ]);
});

test("nested exceptions, places in the source and messages of several lines are read", () => {
  const { exceptions, moreNested } = exceptionsOf(read(X64)[0]);
  expect([exceptions.map(({ nested }) => nested), moreNested]).toEqual([[false, true], false]);
  const [outer, nested] = exceptions;
  expect(outer?.message).toBe("One or more errors occurred.\n(Two of them.)");
  expect(outer?.frames.map(({ ip, source }) => [ip, source])).toEqual([
    [null, null],
    ["7f2bb30c41d7", "/src/Program.cs @ 31"],
  ]);
  expect([nested?.type, nested?.message, nested?.innerException, nested?.frames.length, nested?.hResult]).toEqual([
    "System.IO.IOException",
    null,
    null,
    0,
    "80131620",
  ]);
});

test("a stack that is kept as text is read as text", () => {
  const text = X86.replace(
    "StackTraceString: <none>",
    "StackTraceString:    at Contoso.A.Run()\n   at Contoso.B.Main()",
  );
  const [exception] = exceptionsOf(read(text)[0]).exceptions;
  expect([exception?.stackTraceString, exception?.hResult]).toEqual([
    "at Contoso.A.Run()\nat Contoso.B.Main()",
    "80131500",
  ]);
});

test("a message may look like another output", () => {
  const message = "Exception type: Odd\nTotal 12\n    57 0000021c4be1a2d8           15         1";
  const [block, ...others] = read(X86.replace("Item 4711 could not be reserved.", message));
  expect(others).toEqual([]);
  expect(exceptionsOf(block).exceptions[0]).toMatchObject({
    type: "Contoso.Orders.StockException",
    message: message.replace(/\n\s+/g, "\n"),
    innerException: "2a71a20",
  });
});

test.each([
  ["There is no current managed exception on this thread", "no-exception"],
  ["There is no current managed exception on this thread\nThe current thread is unmanaged", "no-exception"],
  ["The current thread is unmanaged", "unmanaged-thread"],
])("a thread without one is told apart: %j", (text, none) => {
  const [block] = read(`0:000> !pe\n${text}\n`);
  const report = exceptionsOf(block);
  expect([block?.outcome, report.exceptions, report.none]).toEqual(["read", [], none]);
});

test("blanks lost, angle brackets eaten and the command not pasted change nothing", () => {
  for (const text of [X86, X64]) {
    const whole = withoutLines(exceptionsOf(read(text)[0]));
    expect(withoutLines(exceptionsOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(exceptionsOf(read(text.replaceAll("<none>", ""))[0]))).toEqual(whole);
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!pe", "read"]]);
    expect(withoutLines(exceptionsOf(blocks[0]))).toEqual(whole);
  }
});

test("rows cut out of the stack leave the rest readable", () => {
  const [block] = read(X86.replace(/^ {4}0021EC40.*$/m, "..."));
  expect([block?.outcome, exceptionsOf(block).exceptions[0]?.frames.length]).toEqual(["read", 1]);
});

test("an output cut anywhere never says what was not there", () => {
  for (const text of [X86, X64]) {
    const whole = exceptionsOf(read(text)[0]).exceptions;
    for (let end = text.indexOf("\n") + 1; end < text.length; end += 3) {
      const report = read(text.slice(0, end))[0]?.report;
      if (report?.kind !== "exceptions") continue;
      report.exceptions.forEach((exception, index) => {
        const same = whole[index];
        expect(exception.object).toBe(same?.object);
        expect([same?.type, null]).toContain(exception.type);
        expect(same?.message?.startsWith(exception.message ?? "") ?? exception.message === null).toBe(true);
        expect([same?.innerException, null]).toContain(exception.innerException);
        expect([same?.hResult, null]).toContain(exception.hResult);
        expect(same?.frames.map(({ method }) => method)).toEqual(
          expect.arrayContaining(exception.frames.map(({ method }) => method)),
        );
      });
    }
  }
});

test.each([
  ["0:000> !pe 1234\nInvalid exception object 1234\n", "NOT_AN_EXCEPTION"],
  ["0:000> !pe 1234\nInvalid exception object 1234\nThe current thread is unmanaged\n", "NOT_AN_EXCEPTION"],
  ["0:000> !pe\nNo export pe found\n", "SOS_NOT_LOADED"],
  ["> pe\nFailed to load data access DLL, 0x80004005\n", "DAC_MISMATCH"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["sos-pe", "unusable", code]);
});

test.skipIf(!hasCorpus)("published outputs are read as their facts say, and no other is taken for one", () => {
  const published = (name: string) =>
    readTranscript(corpusTranscript(name), 0)
      .filter(({ parser }) => parser === "sos-pe")
      .map(exceptionsOf);
  const [linux] = published("clrstack-pe-lines-dotnet-dump-linux-netcore-dotnetdocs");
  expect(linux?.exceptions[0]).toMatchObject({
    object: "7fb18c038590",
    type: "System.Reflection.TargetInvocationException",
    message: "Exception has been thrown by the target of an invocation.",
    innerExceptionType: "System.Exception",
    innerException: "7fb18c038368",
    hResult: "80131604",
  });
  expect(linux?.exceptions[0]?.frames).toHaveLength(6);
  const [korean] = published("crash-analyze-v-pe-do-clr2-x86-html-korean-cubedisk");
  expect(korean?.exceptions[0]).toMatchObject({
    object: "2481d24",
    message: "구성 시스템을 초기화하지 못했습니다.",
    innerException: "2481a7c",
    hResult: "80131902",
  });
  expect([korean?.exceptions[0]?.frames.length, korean?.moreNested]).toEqual([13, true]);
  const devenv = published("pe-dso-clrstack-ip2md-clr4-x86-devenv-path-too-long");
  expect(devenv.map(({ none, exceptions }) => [none, exceptions[0]?.type, exceptions[0]?.hResult])).toEqual([
    ["no-exception", undefined, undefined],
    [null, "System.UriFormatException", "80131537"],
  ]);
  const [set] = published("sos-set-dotnet-dump-net10-linux");
  expect(
    set?.exceptions.map(({ type, message, innerExceptionType, hResult }) => [
      type,
      message,
      innerExceptionType,
      hResult,
    ]),
  ).toEqual([
    ["System.ExecutionEngineException", null, "System.InvalidOperationException", "80131506"],
    ["System.InvalidOperationException", "simulated failure for the dotnet-sos demo dump", null, "80131509"],
  ]);
  expect(publishedFor("sos-pe")).toHaveLength(4);
});

test("the words broken off the inner exception's line are read", () => {
  const text = `0:002> !pe
Exception object: 0000021c0a49c680
Exception type:   System.IO.IOException
Message:          Not enough quota.
InnerException:   System.TimeoutException, Use !PrintException 0000021c0abcd638${" "}
to see more.
StackTrace (generated):
<none>
StackTraceString: <none>
HResult: 80131620
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect([block?.outcome, block?.unread]).toEqual(["read", []]);
});

test("a word that the paste breaks off in is no stack trace", () => {
  const [block] = read(X86.slice(0, X86.indexOf("<none>") + 4));
  expect(exceptionsOf(block).exceptions[0]?.stackTraceString).toBeNull();
});
