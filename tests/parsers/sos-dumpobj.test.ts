import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { corpusTranscript, hasCorpus } from "../support/corpus";
import { bare, read, reportOf } from "../support/reading";

const objectOf = (block: Block | undefined): ReportOf<"object"> => reportOf(block, "sos-dumpobj", "object");

function published(name: string): ReportOf<"object">[] {
  return read(corpusTranscript(name).text)
    .filter((block) => block.parser === "sos-dumpobj")
    .map(objectOf);
}

const OLD = `0:022> !do 0x02c49d40
Name: Contoso.Orders.Ledger
MethodTable 0x0203f1c4
EEClass 0x01fe7a30
Size 48(0x30) bytes
GC Generation: 2
mdToken: 0x0200001e  (d:\\sites (x86)\\orders\\bin\\contoso.orders.dll)
FieldDesc*: 0x0203f0a0
        MT      Field     Offset                 Type       Attr      Value Name
0x0203f1c4 0x4000051      0x4                CLASS   instance 0x02c4a1f8 _path
0x0203f1c4 0x4000052     0x1c            VALUETYPE   instance start at 02c49d5c _openedAt
0x0203f1c4 0x4000053     0x24         System.Int32   instance -7 _state
0x0203f1c4 0x4000050        0                CLASS     shared   static Instances
    >> Domain:Value 0x001542d8:NotInit  0x0a5d1c60:0x02c40b18 <<
`;

const X86 = `0:017> !do 02d1a3c4
Name: Contoso.Orders.Basket
MethodTable: 0a2f61b8
EEClass: 0a2e9d10
Size: 28(0x1c) bytes
 (D:\\sites\\orders\\bin\\Contoso.Orders.dll)
Fields:
      MT    Field   Offset                 Type VT     Attr    Value Name
790fd0f0  4000018        4 ...ections.Hashtable  0 instance 02d1b77c _lines
790fe920  4000019        8         System.Int32  1 instance        3 _count
7910c878  400001a        c      System.DateTime  1 instance 02d1a3d0 _since
ThinLock owner 5 (0a5d8e10), Recursive 0
`;

const X64 = `0:031> !DumpObj /d 0000021c0a3c22e0
Name:        System.String
MethodTable: 00007ffc1a2059c0
EEClass:     00007ffc1a1e2ec0
Size:        58(0x3a) bytes
File:        C:\\Windows\\Microsoft.Net\\assembly\\GAC_64\\mscorlib\\v4.0_4.0.0.0__b77a5c561934e089\\mscorlib.dll
String:      SELECT *
FROM Prices

WHERE Rate > 1
Fields:
              MT    Field   Offset                 Type VT     Attr            Value Name
00007ffc1a2085a0  4000283        8         System.Int32  1 instance               20 m_stringLength
00007ffc1a206838  4000284        c          System.Char  1 instance               53 m_firstChar
00007ffc1a2059c0  4000288       e0        System.String  0   shared           static Empty
                                 >> Domain:Value  0000021c09b58030:NotInit  <<
`;

const CORE = `> dumpobj 7f1df9c0a4e8
Name:        System.Collections.Generic.List\`1[[System.String, System.Private.CoreLib]]
MethodTable: 00007f1e38a1b6f0
Canonical MethodTable: 00007f1e38a1b6f0
EEClass:     00007f1e38a1b660
Tracked Type: false
Size:        32(0x20) bytes
File:        /usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.4/System.Private.CoreLib.dll
Fields:
              MT    Field   Offset                 Type VT     Attr            Value Name
00007f1e38a1c048  4002160        8     System.__Canon[]  0 instance 00007f1df9c0b1d0 _items
00007f1e38a11b98  4002161       10         System.Int32  1 instance                2 _size
00007f1e38a1c048  4002163        8     System.__Canon[]  0   static dynamic statics NYI                 s_emptyArray
00007f1e38a1d148  4002164       28 ...eading.Tasks.Task  0 TLstatic  t_current
    >> Thread:Value 71:00007f1df9c0b1d0
00007f1e38a1d148  4002165       30 ...String, mscorlib]]  0 instance 0000000000000000 _names
`;

const ARRAY = `> dumparray 7f1df9c0b1d0
Name:        Contoso.Mailer.Letter[,]
MethodTable: 00007f1e38a1b6f0
EEClass:     00007f1e38a1b660
Size:        40(0x28) bytes
Array:       Rank 2, Number of elements 2, Type CLASS
Element Methodtable: 00007f1e38a1a918
[0][0] 00007f1df9c0c040
[0][1] null
`;

test("the worker request of the case study gives the address of its start time", () => {
  const blocks = readTranscript(CASE_STUDY[5] ?? { name: "", text: "" }, 0);
  const block = blocks.find((candidate) => candidate.parser === "sos-dumpobj");
  expect([block?.command, block?.outcome, block?.thread, block?.lines]).toEqual([
    "!do 0x1030886c",
    "read",
    39,
    [8, 17],
  ]);
  expect(objectOf(block)).toEqual({
    kind: "object",
    line: 9,
    address: "1030886c",
    name: "System.Web.Hosting.ISAPIWorkerRequestInProcForIIS6",
    methodTable: "2401fdc",
    eeClass: "2177fd0",
    sizeBytes: 200,
    gcGeneration: 2,
    file: "c:\\windows\\assembly\\gac\\system.web\\1.0.5000.0__b03f5f7f11d50a3a\\system.web.dll",
    string: null,
    array: null,
    elements: [],
    thinLock: null,
    fields: [
      {
        line: 17,
        methodTable: "1c08a78",
        field: "4000798",
        offset: "4",
        type: "VALUETYPE",
        valueType: true,
        attr: "instance",
        value: "10308870",
        name: "_startTime",
        perDomain: [],
      },
    ],
  });
});

test("a 1.1 object shows structs by address and statics per domain", () => {
  const object = objectOf(read(OLD)[0]);
  expect([object.sizeBytes, object.gcGeneration, object.file]).toEqual([
    48,
    2,
    "d:\\sites (x86)\\orders\\bin\\contoso.orders.dll",
  ]);
  expect(object.fields.map((row) => [row.name, row.type, row.valueType, row.attr, row.value])).toEqual([
    ["_path", "CLASS", false, "instance", "0x02c4a1f8"],
    ["_openedAt", "VALUETYPE", true, "instance", "02c49d5c"],
    ["_state", "System.Int32", false, "instance", "-7"],
    ["Instances", "CLASS", false, "shared static", null],
  ]);
  expect(object.fields[3]?.perDomain).toEqual([
    { domain: "1542d8", value: null },
    { domain: "a5d1c60", value: "0x02c40b18" },
  ]);
});

test("a 2.0 object shows value types, types cut in front and a thin lock", () => {
  const object = objectOf(read(X86)[0]);
  expect(object.fields.map((row) => [row.name, row.type, row.valueType, row.value])).toEqual([
    ["_lines", "...ections.Hashtable", false, "02d1b77c"],
    ["_count", "System.Int32", true, "3"],
    ["_since", "System.DateTime", true, "02d1a3d0"],
  ]);
  expect(object.thinLock).toEqual({ line: 12, managedThreadId: 5, threadObject: "a5d8e10", recursion: 0 });
  expect(object.file).toBe("D:\\sites\\orders\\bin\\Contoso.Orders.dll");
});

test("a string keeps its lines", () => {
  const object = objectOf(read(X64)[0]);
  expect([object.address, object.string]).toEqual(["21c0a3c22e0", "SELECT *\nFROM Prices\n\nWHERE Rate > 1"]);
  expect(object.fields.map((row) => row.name)).toEqual(["m_stringLength", "m_firstChar", "Empty"]);
});

test("a 1.1 string ends before the lines of its type", () => {
  const [block] = read(`0:022> !do 0x02c4a1f8
Name: System.String
MethodTable 0x79b94638
EEClass 0x79b94984
Size 38(0x26) bytes
GC Generation: 2
mdToken: 0x0200000f  (c:\\windows\\microsoft.net\\framework\\v1.1.4322\\mscorlib.dll)
String: /orders/\nlist.aspx
FieldDesc*: 0x79b949e8
        MT      Field     Offset                 Type       Attr      Value Name
0x79b94638 0x4000013      0x4         System.Int32   instance         11 m_arrayLength
`);
  expect([block?.outcome, objectOf(block).string]).toEqual(["read", "/orders/\nlist.aspx"]);
});

test("statics of Core without a value and types with blanks are read", () => {
  const object = objectOf(read(CORE)[0]);
  expect(object.fields.map((row) => [row.name, row.type, row.attr, row.value])).toEqual([
    ["_items", "System.__Canon[]", "instance", "00007f1df9c0b1d0"],
    ["_size", "System.Int32", "instance", "2"],
    ["s_emptyArray", "System.__Canon[]", "static", null],
    ["t_current", "...eading.Tasks.Task", "TLstatic", null],
    ["_names", "...String, mscorlib]]", "instance", "0000000000000000"],
  ]);
});

test("an array shows its elements", () => {
  const object = objectOf(read(ARRAY)[0]);
  expect(object.array).toEqual({ rank: 2, length: 2, elementType: "CLASS" });
  expect(object.elements).toEqual([
    { line: 8, index: "0,0", address: "7f1df9c0c040" },
    { line: 9, index: "0,1", address: null },
  ]);
});

test("a 1.1 array tells its length and type on lines of their own", () => {
  const [block] = read(`0:022> !do 0x02c4a1f8
Name: System.Object[]
MethodTable 0x0193209c
EEClass 0x01932018
Size 32(0x20) bytes
GC Generation: 0
Array: Rank 1, Type CLASS
Element Type: System.Object
Content: 4 items
------ Will only dump out valid managed objects ----
`);
  expect(objectOf(block).array).toEqual({ rank: 1, length: 4, elementType: "System.Object" });
});

test.each([
  ["1.1", OLD],
  ["2.0", X86],
  ["4.x", X64],
  ["Core", CORE],
  ["array", ARRAY],
])("a %s object reads the same without its command and with single blanks", (_name, text) => {
  const whole = objectOf(read(text)[0]);
  const [block, ...more] = read(bare(text));
  expect([block?.command, block?.echoed, block?.outcome, more]).toEqual(["!do", false, "read", []]);
  const up = <T extends { line: number }>(row: T): T => ({ ...row, line: row.line - 1 });
  expect(objectOf(block)).toEqual({
    ...up(whole),
    address: null,
    fields: whole.fields.map(up),
    elements: whole.elements.map(up),
    thinLock: whole.thinLock && up(whole.thinLock),
  });
});

test("the address is the one the command asked for", () => {
  const body = X86.split("\n").slice(1).join("\n");
  const addressAfter = (command: string): string | null => objectOf(read(`0:017> ${command}\n${body}`)[0]).address;
  expect(addressAfter("!dumpobj -nofields 0x02d1a3c4")).toBe("2d1a3c4");
  expect(addressAfter("!DumpObj /d 00000000`02d1a3c4")).toBe("2d1a3c4");
  expect(addressAfter("!sos.dumpvc 0a2f61b8 02d1a3d0")).toBe("2d1a3d0");
  expect(addressAfter("!dumpvc /d 0a2f61b8 02d1a3d0")).toBe("2d1a3d0");
  expect(addressAfter("!do poi(esp+4)")).toBeNull();
  expect(addressAfter("!dumpvc 0a2f61b8")).toBeNull();
});

test("objects pasted one below the other are one block each", () => {
  const blocks = read([OLD, X86, X64].map((text) => text.split("\n").slice(1).join("\n")).join(""));
  expect(blocks.map((block) => [block.outcome, objectOf(block).name, objectOf(block).fields.length])).toEqual([
    ["read", "Contoso.Orders.Ledger", 4],
    ["read", "Contoso.Orders.Basket", 3],
    ["read", "System.String", 3],
  ]);
});

test("fields alone are an object whose name the paste left out", () => {
  const [block] = read(X86.split("\n").slice(7).join("\n"));
  expect(objectOf(block)).toMatchObject({ name: "", methodTable: null, fields: [{ name: "_lines" }, {}, {}] });
});

test("a column that the page dropped and rows that mail wrapped are read", () => {
  const [block] = read(`0:017> !do 02d1a3c4
Name: Contoso.Orders.Basket
MethodTable: 0a2f61b8
Fields:
Field   Offset                 Type VT     Attr    Value Name
4000018        4 ...ections.Hashtable  0 instance 02d1b77c
\\_lines
4000019        8         System.Int32  1 instance        3 _count
`);
  expect(block?.outcome).toBe("read");
  expect(objectOf(block).fields.map((row) => [row.methodTable, row.field, row.value, row.name])).toEqual([
    [null, "4000018", "02d1b77c", "_lines"],
    [null, "4000019", "3", "_count"],
  ]);
});

test("an object on one line is taken apart", () => {
  const [block] = read(X86.split("\n").slice(1).join(" "));
  expect(objectOf(block)).toMatchObject({
    name: "Contoso.Orders.Basket",
    sizeBytes: 28,
    fields: [{}, {}, { name: "_since" }],
  });
});

test("values by domain below rows that were left out belong to no field", () => {
  const [report] = read(OLD.replace(/^0x0203f1c4 0x4000050.*$/m, "...")).map(objectOf);
  expect(report?.fields.map(({ perDomain }) => perDomain)).toEqual([[], [], []]);
});

test("a value by domain that the paste cut through is not read", () => {
  const [report] = read(OLD.slice(0, OLD.indexOf("02c40b18") + 4)).map(objectOf);
  expect(report?.fields.at(-1)?.perDomain).toEqual([{ domain: "1542d8", value: null }]);
});

test("no cut makes a field with a wrong value", () => {
  for (const text of [OLD, X86]) {
    const whole = objectOf(read(text)[0]).fields;
    for (let end = text.indexOf("Name\n") + 5; end < text.length; end++) {
      const report = read(text.slice(0, end))[0]?.report;
      if (report?.kind !== "object") continue;
      for (const field of report.fields) {
        const same = whole.find((row) => row.line === field.line);
        expect(same?.name.startsWith(field.name), `${field.name} at ${end}`).toBe(true);
        expect(field.value).toBe(same?.value);
      }
    }
  }
});

test.each([
  ["<Note: this object has an invalid CLASS field>\nInvalid object", "NOT_AN_OBJECT"],
  ["Invalid object", "NOT_AN_OBJECT"],
  ["<Note: this object has an invalid CLASS field>\nName: System.Foo\nMethodTable: 12345678", "NOT_AN_OBJECT"],
  ["Free Object\nSize 12(0xc) bytes", "OBJECT_WAS_FREED"],
  ["Invalid parameter 12zz", "ADDRESS_NOT_UNDERSTOOD"],
  ["No export do found", "SOS_NOT_LOADED"],
  ["Failed to load data access DLL, 0x80004005", "DAC_MISMATCH"],
])("!do answered by %s is unusable", (text, code) => {
  const [block] = read(`0:000> !do 02d1a3c4\n${text}\n`);
  expect(block).toMatchObject({ parser: "sos-dumpobj", outcome: "unusable", report: null, problem: { code } });
});

test.each([
  ["!dumpvc 02d1a3c4", "02d1a3c4 is not a MethodTable", "WRONG_METHOD_TABLE"],
  ["!dumpvc 0a2f61b8 02d1a3c4", "Not a value class", "OBJECT_NEEDS_DUMPOBJ"],
  ["!dumparray 02d1a3c4", "Not an array, please use !DumpObj instead", "OBJECT_NEEDS_DUMPOBJ"],
])("%s answered by %s is unusable", (command, text, code) => {
  expect(read(`0:000> ${command}\n${text}\n`)[0]).toMatchObject({ outcome: "unusable", problem: { code } });
});

test("what describes a class, a method table or a module is no object", () => {
  const blocks = read(`0:000> !dumpmt 0a2f61b8
EEClass: 0a2e9d10
Module: 0a2f5c1c
Name: Contoso.Orders.Basket
mdToken: 02000012  (D:\\sites\\orders\\bin\\Contoso.Orders.dll)
BaseSize: 0x1c
0:000> !dumpclass 0a2e9d10
Class Name: Contoso.Orders.Basket
mdToken: 02000012  (D:\\sites\\orders\\bin\\Contoso.Orders.dll)
Method Table: 0a2f61b8
NumInstanceFields: 2
NumStaticFields: 0
      MT    Field   Offset                 Type VT     Attr    Value Name
790fd0f0  4000018        4 ...ections.Hashtable  0 instance           _lines
`);
  expect(blocks.map((block) => block.parser)).toEqual([null, null]);
});

test.skipIf(!hasCorpus)("published objects have the fields that their readers saw", () => {
  expect(
    published("clrstack-a-do-dumpheap-clr2-x86-vs2008").map((object) => [
      object.address,
      object.name,
      object.sizeBytes,
      object.string,
      object.fields.map((row) => [row.name, row.value]),
    ]),
  ).toEqual([
    ["1a09290", "System.String", 62, "Hello debugging world!", []],
    ["1a09304", "Home.Andir.Examples.A", 12, null, [["<Value>k__BackingField", "3735928559"]]],
    ["1a09310", "Home.Andir.Examples.A", 12, null, [["<Value>k__BackingField", "3203391149"]]],
  ]);
  const [outer, inner, text] = published("crash-analyze-v-pe-do-clr2-x86-html-korean-cubedisk");
  expect([outer?.methodTable, outer?.sizeBytes, outer?.fields.length]).toEqual(["6e3f6ae4", 92, 21]);
  expect(outer?.fields.find((row) => row.name === "_innerException")?.value).toBe("02481a7c");
  expect(outer?.fields.find((row) => row.name === "_message")?.value).toBe("02481dd0");
  expect(inner?.fields.find((row) => row.name === "_firstFilename")?.value).toBe("02449fec");
  expect([text?.sizeBytes, text?.string?.includes("startup"), text?.fields.length]).toEqual([78, true, 5]);
  expect(published("finalizequeue-do-sqlcommand-clr4-x64-siteserver")[0]).toMatchObject({
    address: "500e1ddc8",
    name: "System.String",
    sizeBytes: 336,
    string: expect.stringMatching(/^SELECT COUNT\(\*\) AS TotalNum FROM cms_ContentVote WHERE .*\)\)$/),
  });
  const [bytes, array, byte, list] = published("memleak-dumpheap-gcroot-dso-address-net5-x64-japanese");
  expect([bytes?.name, bytes?.sizeBytes, bytes?.array?.length]).toEqual(["System.Byte[]", 1024, 1000]);
  expect(array?.elements.map((row) => row.index)).toEqual(["0", "1", "2", "997", "998", "999"]);
  expect([byte?.address, byte?.fields[0]?.value]).toEqual(["236cc3e925f", "0"]);
  expect(list?.fields.find((row) => row.name === "_size")?.value).toBe("1000000");
  expect(published("clrstack-p-dso-do-ellipsis-clr4-x64-powershell")[0]).toMatchObject({
    address: "17c3f761020",
    sizeBytes: 419430426,
    string: null,
  });
  expect(published("highcpu-threadpool-dumpheap-dumpobj-stackify-md-escaped").map((object) => object.name)).toEqual([
    "System.Diagnostics.Tracing.EventDispatcher",
    "StackifyHttpTracer.EventListener",
  ]);
});
