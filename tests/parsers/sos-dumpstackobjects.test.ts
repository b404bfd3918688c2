import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, read, reportOf } from "../support/reading";

const objectsOf = (block: Block | undefined): ReportOf<"stack-objects"> =>
  reportOf(block, "sos-dumpstackobjects", "stack-objects");

const OLD = `0:022> !dso
Thread 22
ESP/REG    Object     Name
ebx        0x02c4a1f8 System.String    /orders/list.aspx
0x1b7ef2c8 0x02c49d40 Contoso.Orders.Ledger
0x1b7ef2f0 0x02c49d40 Contoso.Orders.Ledger
`;

const X86 = `0:017> !dso
OS Thread Id: 0x1b08 (17)
ESP/REG  Object   Name
esi      02d1a3c4 System.Web.HttpContext
0B3FE8A4 02d1a410 System.Object[]    (System.String[])
0B3FE8C8 02d1b77c System.String    Contoso.Orders
`;

const X64 = `0:031> !DumpStackObjects
OS Thread Id: 0x1f4c (31)
RSP/REG          Object           Name
r12              0000021c0a3b55f0 Contoso.Pricing.RateCache
000000C9D5F7E2A8 0000021c0a3c10d8 System.Collections.Generic.Dictionary\`2[[System.String, mscorlib],[System.Object, mscorlib]]
000000C9D5F7E2D0 0000021c0a3c22e0 System.String    <String is invalid or too large to print>
`;

const DOTNET_DUMP = `> dso
OS Thread Id: 0x71 (8)
          SP/REG           Object Name
             rdi     7f1df9c0a4e8 Contoso.Mailer.Outbox
    7ffe1b3c0a90     7f1df9c0b1d0 System.Threading.Tasks.Task<System.Collections.Generic.List<System.Int32>>
`;

test("the worker request of the case study is on the owner's stack", () => {
  const blocks = readTranscript(CASE_STUDY[5] ?? { name: "", text: "" }, 0);
  const block = blocks.find((candidate) => candidate.parser === "sos-dumpstackobjects");
  expect([block?.command, block?.outcome, block?.lines]).toEqual(["!dso", "read", [1, 6]]);
  expect(objectsOf(block)).toEqual({
    kind: "stack-objects",
    thread: 39,
    osThreadId: null,
    objects: [
      {
        line: 4,
        location: "e8cf5a4",
        object: "1030886c",
        type: "System.Web.Hosting.ISAPIWorkerRequestInProcForIIS6",
        value: null,
      },
      { line: 5, location: "e8cf5a8", object: "1030b6cc", type: "System.Web.HttpRuntime", value: null },
      {
        line: 6,
        location: "e8cf6b4",
        object: "10308850",
        type: "System.Runtime.Remoting.Messaging.LogicalCallContext",
        value: null,
      },
    ],
  });
});

test("registers, duplicates and the text of strings are kept", () => {
  const report = objectsOf(read(OLD)[0]);
  expect([report.thread, report.osThreadId]).toEqual([22, null]);
  expect(report.objects.map((row) => [row.location, row.object, row.type, row.value])).toEqual([
    ["ebx", "2c4a1f8", "System.String", "/orders/list.aspx"],
    ["1b7ef2c8", "2c49d40", "Contoso.Orders.Ledger", null],
    ["1b7ef2f0", "2c49d40", "Contoso.Orders.Ledger", null],
  ]);
});

test("an array tells its element type behind its own", () => {
  const report = objectsOf(read(X86)[0]);
  expect([report.thread, report.osThreadId]).toEqual([17, "1b08"]);
  expect(report.objects.map((row) => [row.location, row.type, row.value])).toEqual([
    ["esi", "System.Web.HttpContext", null],
    ["b3fe8a4", "System.Object[]", "(System.String[])"],
    ["b3fe8c8", "System.String", "Contoso.Orders"],
  ]);
});

test("a generic type keeps its blanks, and an unprintable string has no text", () => {
  expect(objectsOf(read(X64)[0]).objects.map((row) => [row.location, row.object, row.type, row.value])).toEqual([
    ["r12", "21c0a3b55f0", "Contoso.Pricing.RateCache", null],
    [
      "c9d5f7e2a8",
      "21c0a3c10d8",
      "System.Collections.Generic.Dictionary`2[[System.String, mscorlib],[System.Object, mscorlib]]",
      null,
    ],
    ["c9d5f7e2d0", "21c0a3c22e0", "System.String", null],
  ]);
});

test("the addresses of dotnet-dump have twelve digits", () => {
  const [block] = read(DOTNET_DUMP);
  expect(block?.mode).toBe("dotnet-dump");
  expect(objectsOf(block)).toMatchObject({
    thread: 8,
    osThreadId: "71",
    objects: [
      { location: "rdi", object: "7f1df9c0a4e8" },
      {
        location: "7ffe1b3c0a90",
        type: "System.Threading.Tasks.Task<System.Collections.Generic.List<System.Int32>>",
      },
    ],
  });
});

test.each([
  ["1.1", OLD],
  ["x86", X86],
  ["x64", X64],
  ["dotnet-dump", DOTNET_DUMP],
])("a %s listing reads the same without its command and with single blanks", (_name, text) => {
  const whole = objectsOf(read(text)[0]);
  const [block, ...more] = read(bare(text));
  expect([block?.command, block?.echoed, block?.outcome, more]).toEqual(["!dso", false, "read", []]);
  expect(objectsOf(block)).toEqual({ ...whole, objects: whole.objects.map((row) => ({ ...row, line: row.line - 1 })) });
});

test("without a thread line the thread is the one the command was sent to", () => {
  const rows = OLD.split("\n").slice(2).join("\n");
  expect(objectsOf(read(`0:000> ~22e !dso\n${rows}`)[0]).thread).toBe(22);
  expect(objectsOf(read(`0:022> !dso\n${rows}`)[0]).thread).toBe(22);
  expect(objectsOf(read(`0:000> ~~[1b08]e !dso\n${rows}`)[0])).toMatchObject({ thread: null, osThreadId: "1b08" });
  expect(objectsOf(read(rows)[0]).thread).toBeNull();
});

test("a listing of every thread gives one block for each", () => {
  const blocks = read(`0:000> ~*e !dso\n${X86.split("\n").slice(1).join("\n")}${X64.split("\n").slice(1).join("\n")}`);
  expect(blocks.map((block) => [objectsOf(block).thread, objectsOf(block).objects.length, block.lines])).toEqual([
    [17, 3, [1, 6]],
    [31, 3, [7, 11]],
  ]);
});

test("a second listing whose thread line is missing is not put down to the first thread", () => {
  const blocks = read(`${X86.split("\n").slice(1).join("\n")}${OLD.split("\n").slice(2).join("\n")}`);
  expect(blocks.map((block) => [objectsOf(block).thread, objectsOf(block).objects.length])).toEqual([
    [17, 3],
    [null, 3],
  ]);
});

test("a managed stack pasted right below is not taken for objects", () => {
  const blocks = read(`${X86}OS Thread Id: 0x1b0c (22)
ESP       EIP
0c3fe8a4 7d61d10d System.Threading.WaitHandle.WaitOne(Int32, Boolean)
0c3fe8c0 7d61d200 Contoso.Orders.Ledger.Post(System.String)
`);
  expect(blocks.map((block) => [block.parser, block.lines])).toEqual([
    ["sos-dumpstackobjects", [1, 6]],
    ["sos-clrstack", [7, 10]],
  ]);
});

test("a native stack pasted right below is not taken for objects", () => {
  const blocks = read(`${X86}0c3fe8a4 7d61d10d 00000234 00000000 0219fcc8 ntdll!NtWaitForSingleObject+0x15\n`);
  expect(objectsOf(blocks[0]).objects).toHaveLength(3);
});

test("nothing found is a proper answer", () => {
  const [block] = read("0:005> !dso\nOS Thread Id: 0x9b4 (5)\nESP/REG  Object   Name\n");
  expect([block?.outcome, objectsOf(block).objects]).toEqual(["read", []]);
});

test("a type that mail wrapped is put together again", () => {
  const [block] = read(X64.replace("[[System.String, mscorlib]", "[[System.String,\nmscorlib]"));
  expect([block?.outcome, objectsOf(block).objects.map((row) => row.line)]).toEqual(["read", [4, 5, 7]]);
  expect(objectsOf(block).objects[1]?.type).toContain("[[System.String, mscorlib],");
});

test("a listing on one line is taken apart", () => {
  const [block] = read(`0:022> !dso\n${OLD.split("\n").slice(1).join(" ")}`);
  expect(objectsOf(block)).toMatchObject({
    thread: 22,
    objects: [{ location: "ebx" }, {}, { type: "Contoso.Orders.Ledger" }],
  });
});

test("half a listing holds no object that the whole does not hold", () => {
  for (const text of [OLD, X86, X64, DOTNET_DUMP]) {
    const whole = objectsOf(read(text)[0]).objects;
    const half = objectsOf(read(text.split("\n").slice(0, 5).join("\n"))[0]).objects;
    expect(half.length).toBeGreaterThan(0);
    expect(whole).toEqual(expect.arrayContaining([...half]));
  }
});

test.each([
  ["No export dso found", "SOS_NOT_LOADED"],
  ["Failed to load data access DLL, 0x80004005", "DAC_MISMATCH"],
  ["Cannot walk heap.", "HEAP_NOT_WALKABLE"],
])("%s is unusable, and the fix is named", (line, code) => {
  const [block] = read(`0:000> !dso\n${line}\n`);
  expect(block).toMatchObject({ parser: "sos-dumpstackobjects", outcome: "unusable", problem: { code } });
});

test.skipIf(!hasCorpus)("published listings hold the objects that their readers counted", () => {
  const reportOf = (name: string): ReportOf<"stack-objects"> =>
    objectsOf(readTranscript(corpusTranscript(name), 0).find((block) => block.parser === "sos-dumpstackobjects"));
  const exceptions = reportOf("pe-dso-clrstack-ip2md-clr4-x86-devenv-path-too-long");
  expect([exceptions.thread, exceptions.osThreadId, exceptions.objects.length]).toEqual([0, "cd8", 16]);
  expect(exceptions.objects.flatMap((row) => row.value ?? [])).toEqual([
    "Invalid URI: The format of the URI could not be determined.",
    "\\Fonts\\",
  ]);
  const waiting = reportOf("sqlwait-clrstack-dso-w3wp-clr4-x64-siteserver");
  expect([waiting.thread, waiting.osThreadId, waiting.objects.length]).toEqual([60, "2c604", 193]);
  expect(waiting.objects.filter((row) => /^[a-z]\w{1,2}$/.test(row.location))).toHaveLength(1);
  const query = waiting.objects.find((row) => row.object === "300e48508");
  expect(query?.value).toMatch(/^SELECT COUNT\(\*\) AS TotalNum FROM au_Content WHERE .*\)\)$/);
  expect(waiting.objects.find((row) => row.object === "4809bcbd0")?.type).toBe("System.Web.HttpContext");
  const list = reportOf("memleak-dumpheap-gcroot-dso-address-net5-x64-japanese");
  expect([list.thread, list.osThreadId, list.objects.length]).toEqual([0, "1a68", 4]);
  const shell = reportOf("clrstack-p-dso-do-ellipsis-clr4-x64-powershell");
  expect([shell.thread, shell.objects.map((row) => row.value)]).toEqual([12, [null, null, null]]);
});

test("a paste that ends in the thread is that command's, without the thread", () => {
  const [block] = readTranscript({ name: "paste", text: "0:006> !dso\nOS Thread Id: 0x57" }, 0);
  expect(block?.parser).toBe("sos-dumpstackobjects");
  expect(block?.report).toMatchObject({ osThreadId: null, objects: [] });
});

test("a row that the paste breaks off in is not what the row above says", () => {
  const text = `0:006> !dso
OS Thread Id: 0x5748 (6)
ESP/REG  Object   Name
04c2f008 0231b3b8 Contoso.Stock.Ledger
04C2F00`;
  const report = readTranscript({ name: "paste", text }, 0)[0]?.report;
  expect(report).toMatchObject({ objects: [{ type: "Contoso.Stock.Ledger", value: null }] });
});
