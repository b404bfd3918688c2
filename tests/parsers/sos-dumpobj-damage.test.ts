import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { read, reportOf } from "../support/reading";

const objectOf = (block: Block | undefined): ReportOf<"object"> => reportOf(block, "sos-dumpobj", "object");

test("a table address that the paste cut through is not read", () => {
  const report = objectOf(read("0:017> !do 02d1a3c4\nName:        Contoso.Basket\nMethodTable: 0a2f\n")[0]);
  expect([report.name, report.methodTable]).toEqual(["Contoso.Basket", null]);
});

test("a string ends at a symbol note, and at the field list even when its star is gone", () => {
  const text = `0:022> !do 0x02c4a1f8
Name: System.String
MethodTable 0x79b946b0
EEClass 0x79b949fc
String: /orders/list.aspx
NOTE
FieldDesc: 0x79b94a60
        MT      Field     Offset                 Type       Attr      Value Name
0x79b946b0 0x4000013      0x4         System.Int32   instance 17 m_arrayLength
`;
  expect(objectOf(read(text.replace("NOTE\n", ""))[0]).string).toBe("/orders/list.aspx");
  const noted = text.replace(
    "NOTE",
    "*** ERROR: Symbol file could not be found.  Defaulted to export symbols for x.dll - ",
  );
  expect(objectOf(read(noted)[0]).string).toBe("/orders/list.aspx");
});

const HEAD = `0:001> !do 0247ff20
Name:        System.String
MethodTable: 01c0ac58
EEClass:     01c0ac88
Size:        248(0xf8) bytes
`;

test("the file keeps its name where a mail broke it", () => {
  const text = `${HEAD}File:        C:\\Program Files
(x86)\\dotnet\\shared\\Microsoft.NETCore.App\\8.0.11\\System.Private.CoreLib.dll
String:      GET
Fields:
      MT    Field   Offset                 Type VT     Attr    Value Name
01c0acc0  4000415        4         System.Int32  1 instance    10683 _size
`;
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({
    file: "C:\\Program Files (x86)\\dotnet\\shared\\Microsoft.NETCore.App\\8.0.11\\System.Private.CoreLib.dll",
    string: "GET",
  });
});

test("progress dots are no part of a string, and one that was shortened is not told", () => {
  const string = (inside: string): unknown => {
    const text = `${HEAD}String:      GET\n${inside}\nFields:\n01c0acc0  4000415        4         System.Int32  1 instance    10683 _size\n`;
    return read(text)[0]?.report;
  };
  expect(string(".".repeat(63))).toMatchObject({ string: "GET" });
  expect(string("[snip]")).toMatchObject({ string: null });
  expect(string("..\\views\\start.aspx")).toMatchObject({ string: "GET\n..\\views\\start.aspx" });
});

test("a domain whose value was taken out does not get the next domain for it", () => {
  const text = `${HEAD}Fields:
01c0acc0  4000415        4         System.Object  0   shared   static _cache
    >> Domain:Value  00da3010: 00da3118:02276ccc  <<
`;
  const report = read(text)[0]?.report;
  expect(report).toMatchObject({ fields: [{ name: "_cache", perDomain: [] }] });
});

test("a console may cut the list of domains anywhere", () => {
  const text = `0:004> !do 022e5c44
Name: System.String
MethodTable 0x01c08ef8
EEClass 0x01c08fa8
Size 184(0xb8) bytes
        MT      Field     Offset                 Type       Attr      Value Name
0x01c0909c 0x4001313        0x8            VALUETYPE     shared   static _last
    >> Domain:Value  0x00db36d0:0x02324558   0x00db39a0:0x02328fc8   0x00db3c10:
0x02329df0 <<
`;
  const [block] = read(text);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({
    fields: [{ perDomain: [{ domain: "db36d0" }, { domain: "db39a0" }, { domain: "db3c10", value: "0x02329df0" }] }],
  });
});

test("a name keeps the next line out whose address cannot be read", () => {
  const text = `0:007> !do O22b7ad4
Name: System.Web.Hosting.ISAPIWorkerRequestInProcForIIS6
MethodTable: Olc08a60
EEClass: 01c08a9c
Size: 92(0x5c) bytes
Fields:
01c0acc0  4000415        4         System.Int32  1 instance    10683 _size
`;
  const report = read(text)[0]?.report;
  expect(report).toMatchObject({ name: "System.Web.Hosting.ISAPIWorkerRequestInProcForIIS6", methodTable: null });
});

test("the note on fields that cannot be shown leaves the others", () => {
  const [block] = read(`(lldb) sos DumpObj 00007f2dc83fa388
Name:        Contoso.Shop.Basket
MethodTable: 00007f2ef2130048
EEClass:     00007f2ef2099720
Size:        64(0x40) bytes
File:        /app/Contoso.Shop.dll
Fields:
              MT    Field   Offset                 Type VT     Attr            Value Name
Unable to display fields
00007f2eeeec6c30  4000003       30 ...o.Shop.Provider  0 instance 00007f2cc80e3648 _provider
`);
  expect([block?.parser, block?.outcome, block?.unread]).toEqual(["sos-dumpobj", "read", []]);
});
