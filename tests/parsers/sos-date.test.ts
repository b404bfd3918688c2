import fc from "fast-check";
import { expect, test } from "vitest";
import type { Block, ReportOf } from "@/evidence";
import { readTranscript } from "@/parsers/read";
import { CASE_STUDY } from "../support/case-study";
import { read, reportOf } from "../support/reading";

const dateOf = (block: Block | undefined): ReportOf<"date"> => reportOf(block, "sos-date", "date");

function printed(span: string, date: string): Block | undefined {
  return read(`0:022> !cvtdd 02c49d5c\nAs a TimeSpan: ${span}\nAs a DateTime: ${date}\n`)[0];
}

function dumped(field: string, value: string, type = "System.UInt64"): Block | undefined {
  return read(`0:031> !dumpvc 00007ffc1a21e7a0 000000c9d5f7e400
Name:        System.DateTime
MethodTable: 00007ffc1a21e7a0
EEClass:     00007ffc1a1f4d18
Size:        24(0x18) bytes
Fields:
              MT    Field   Offset                 Type VT     Attr            Value Name
00007ffc1a1d3c88  4000270        0        ${type}  1 instance ${value} ${field}
00007ffc1a1f4e10  4000260       48       System.Int32[]  0   static 0000021c0a001a38 s_daysToMonth365
00007ffc1a1f4e10  4000262       50      System.DateTime  1   static 0000021c0a001b08 MinValue
`)[0];
}

const PRINTED = `0:022> !convertvtdatetodate 02c49d5c
As a TimeSpan: 733214.07:41:12.2530000
As a DateTime: 06/22/2008 07:41:12
`;

const OLD_STRUCT = `0:022> !dumpvc 0x01c08a78 0x02c49d5c
Name: System.DateTime
MethodTable 0x01c08a78
EEClass 0x01c0d0a4
Size 16(0x10) bytes
mdToken: 0x02000024  (c:\\windows\\microsoft.net\\framework\\v1.1.4322\\mscorlib.dll)
FieldDesc*: 0x01c087c0
        MT      Field     Offset                 Type       Attr      Value Name
0x01c08a78 0x40000bc      0x0         System.Int64   instance 633497172722530000 ticks
0x01c08a78 0x40000b8     0x30            VALUETYPE     shared   static MinValue
    >> Domain:Value 0x001542d8:0x01c2a110 <<
`;

const BOXED = `0:017> !do 0x02d1a3d0
Name: System.DateTime
MethodTable: 7910c878
EEClass: 790ca1f4
Size: 16(0x10) bytes
GC Generation: 2
      MT    Field   Offset                 Type VT     Attr    Value Name
7910d2b4  40000f4        4        System.UInt64  1 instance 633497172722530000 dateData
7912e3a0  40000f0       30       System.Int32[]  0   shared   static DaysToMonth365
    >> Domain:Value  001a7cd0:02c3b1e8 <<
`;

test("a date without its duration is known to the second and has no ticks", () => {
  const report = dateOf(read("0:022> !cvtdd 02c49d5c\nAs a DateTime: 06/21/2007 09:25:40\n")[0]);
  expect([report.instant, report.ticks]).toEqual(["2007-06-21T09:25:40Z", null]);
});

test("the request of the case study began at 09:25:40.5338928 UTC", () => {
  const blocks = readTranscript(CASE_STUDY[5] ?? { name: "", text: "" }, 0);
  const block = blocks.find((candidate) => candidate.parser === "sos-date");
  expect([block?.command, block?.outcome, block?.thread, block?.lines]).toEqual([
    "!convertvtdatetodate 10308870",
    "read",
    39,
    [19, 21],
  ]);
  expect(dateOf(block)).toEqual({
    kind: "date",
    line: 21,
    address: "10308870",
    instant: "2007-06-21T09:25:40.5338928Z",
    ticks: "633180147405338928",
    dateKind: "unspecified",
  });
});

test("the date is written month first", () => {
  expect(dateOf(read("As a DateTime: 03/04/2009 12:30:27\n")[0]).instant).toBe("2009-03-04T12:30:27Z");
});

test("the span settles which number is the month", () => {
  // 733469 days after 1 January of year 1 is 4 March 2009, 733499 is 3 April.
  expect(dateOf(printed("733469.12:30:27", "03/04/2009 12:30:27")).instant).toBe("2009-03-04T12:30:27Z");
  expect(dateOf(printed("733499.12:30:27", "03/04/2009 12:30:27")).instant).toBe("2009-04-03T12:30:27Z");
});

test("dates written day first, with dots or with a 12-hour clock are read where they leave no doubt", () => {
  const instantOf = (date: string): string | null => dateOf(read(`As a DateTime: ${date}\n`)[0]).instant;
  expect(instantOf("21/06/2007 09:25:40")).toBe("2007-06-21T09:25:40Z");
  expect(instantOf("03.04.2009 12:30:27")).toBe("2009-04-03T12:30:27Z");
  expect(instantOf("6/21/2007 9:25:40 PM")).toBe("2007-06-21T21:25:40Z");
  expect(instantOf("6/21/2007 12:05:00 AM")).toBe("2007-06-21T00:05:00Z");
  expect(instantOf("2007-06-21 09:25:40")).toBe("2007-06-21T09:25:40Z");
});

test("a duration is no date", () => {
  const report = dateOf(printed("3.06:15:00", "01/01/1753 00:00:00"));
  expect([report.instant, report.ticks]).toEqual([null, "2817000000000"]);
  expect(dateOf(read("As a TimeSpan: 00:20:00\n")[0]).instant).toBeNull();
});

test("the span alone gives the instant", () => {
  expect(dateOf(read("As a TimeSpan: 733494.12:30:27.0770000\n")[0]).instant).toBe("2009-03-29T12:30:27.077Z");
});

test("two lines that contradict each other give no instant, and say so", () => {
  const block = printed("733494.12:30:27.0770000", "06/21/2007 09:25:40");
  expect([block?.outcome, block?.unread, dateOf(block).instant]).toEqual(["partly-read", [[2, 3]], null]);
});

test("a command that was given ticks was given no address", () => {
  const body = PRINTED.split("\n").slice(1).join("\n");
  expect(dateOf(read(`0:022> !ctd 633497172722530000\n${body}`)[0]).address).toBeNull();
  expect(dateOf(read(`0:022> !ConvertTicksToDate 633497172722530000\n${body}`)[0]).address).toBeNull();
  expect(dateOf(read(`0:022> !PrintDateTime 0x02c4b7e0\n${body}`)[0]).address).toBe("2c4b7e0");
});

test("a 1.1 struct keeps its ticks plain", () => {
  expect(dateOf(read(OLD_STRUCT)[0])).toEqual({
    kind: "date",
    line: 9,
    address: "2c49d5c",
    instant: "2008-06-22T07:41:12.253Z",
    ticks: "633497172722530000",
    dateKind: "unspecified",
  });
});

test("a boxed DateTime is a date, not an object", () => {
  const [block] = read(BOXED);
  expect([block?.outcome, dateOf(block)]).toEqual([
    "read",
    {
      kind: "date",
      line: 8,
      address: "2d1a3d0",
      instant: "2008-06-22T07:41:12.253Z",
      ticks: "633497172722530000",
      dateKind: "unspecified",
    },
  ]);
});

test("the two top bits are the kind, whatever the value is written in", () => {
  const ticks = 633180147405338928n;
  const read64 = (bits: bigint): unknown => {
    const { instant, dateKind } = dateOf(dumped("_dateData", bits.toString()));
    const hex = dateOf(dumped("dateData", bits.toString(16).padStart(16, "0")));
    expect([hex.instant, hex.dateKind]).toEqual([instant, dateKind]);
    expect(dateOf(dumped("dateData", `0x${bits.toString(16)}`)).instant).toBe(instant);
    return [instant, dateKind];
  };
  const instant = "2007-06-21T09:25:40.5338928Z";
  expect(read64(ticks)).toEqual([instant, "unspecified"]);
  expect(read64(ticks | (1n << 62n))).toEqual([instant, "utc"]);
  expect(read64(ticks | (1n << 63n))).toEqual([instant, "local"]);
  expect(read64(ticks | (3n << 62n))).toEqual([instant, "local"]);
  expect(dateOf(dumped("dateData", (ticks - (1n << 63n)).toString(), "System.Int64")).dateKind).toBe("local");
});

test("a value beyond the calendar is unread", () => {
  const block = dumped("dateData", "4000000000000000000");
  expect([block?.outcome, dateOf(block).instant, dateOf(block).ticks]).toEqual(["partly-read", null, null]);
});

test("every tick of the calendar keeps its last digit", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 10n ** 18n / 2n, max: 3155378975999999999n }),
      fc.constantFrom(0n, 1n, 2n),
      (ticks, kind) => {
        const report = dateOf(dumped("_dateData", (ticks | (kind << 62n)).toString()));
        expect(report.ticks).toBe(ticks.toString());
        const [whole = "", fraction = "Z"] = (report.instant ?? "").split(".");
        const seconds = BigInt(Date.parse(`${whole.replace("Z", "")}Z`)) / 1000n + 62135596800n;
        expect(seconds * 10_000_000n + BigInt(fraction.replace("Z", "").padEnd(7, "0"))).toBe(ticks);
      },
    ),
  );
});

test("without its command a date is recognised all the same", () => {
  for (const text of [PRINTED, OLD_STRUCT, BOXED]) {
    const whole = dateOf(read(text)[0]);
    const [block, ...more] = read(
      text
        .split("\n")
        .slice(1)
        .map((line) => line.replace(/\s+/g, " ").trim())
        .join("\n"),
    );
    expect([block?.outcome, more]).toEqual(["read", []]);
    expect(dateOf(block)).toEqual({ ...whole, address: null, line: whole.line - 1 });
  }
});

test("dates and objects pasted one below the other are told apart", () => {
  const object = "Name: Contoso.Orders.Ledger\nMethodTable 0x0203f1c4\nEEClass 0x01fe7a30\nSize 48(0x30) bytes\n";
  const bare = (text: string): string => text.split("\n").slice(1).join("\n");
  const blocks = read(`${bare(OLD_STRUCT)}${object}${bare(BOXED)}${bare(PRINTED)}${bare(PRINTED)}`);
  expect(blocks.map((block) => [block.parser, block.outcome])).toEqual([
    ["sos-date", "read"],
    ["sos-dumpobj", "read"],
    ["sos-date", "read"],
    ["sos-date", "read"],
    ["sos-date", "read"],
  ]);
});

test("no cut makes a wrong instant", () => {
  const halves = ["2008-06-22T07:41:12.253Z", "2008-06-22T07:41:12Z", null];
  for (let end = PRINTED.indexOf("As a"); end < PRINTED.length; end++) {
    const report = read(PRINTED.slice(0, end))[0]?.report;
    if (report?.kind === "date") expect(halves).toContain(report.instant);
  }
  for (let end = OLD_STRUCT.indexOf("Name:"); end < OLD_STRUCT.length; end++) {
    const report = read(OLD_STRUCT.slice(0, end))[0]?.report;
    if (report?.kind === "date") expect([halves[0], null]).toContain(report.instant);
  }
});

test.each([
  ["!cvtdd 02c49d5c", "No export cvtdd found", "PSSCOR_NOT_LOADED"],
  ["!convertvtdatetodate 02c49d5c", "No export convertvtdatetodate found", "PSSCOR_NOT_LOADED"],
  ["!printdatetime 02c49d5c", "Failed to load data access DLL, 0x80004005", "DAC_MISMATCH"],
])("%s answered by %s is unusable", (command, text, code) => {
  const [block] = read(`0:000> ${command}\n${text}\n`);
  expect(block).toMatchObject({ parser: "sos-date", outcome: "unusable", problem: { code } });
});

test("a DateTime is read under a heading that a mail broke", () => {
  const text = `0:009> !dumpvc 00007ffbbc2a0248 0000021c0a6da470
Name: System.DateTime
MethodTable: 00007ffbbc2a0248
EEClass: 00007ffbbc2a0328
Size: 24(0x18) bytes
Fields:
              MT    Field   Offset                 Type VT     Attr
  Value Name
00007ffbbc2a0248  40001d6        0        System.UInt64  1 instance
5249689575017268777 dateData
`;
  const [block] = readTranscript({ name: "paste", text }, 0);
  expect([block?.parser, block?.outcome]).toEqual(["sos-date", "read"]);
  expect(block?.report).toMatchObject({ ticks: "638003556589880873" });
});

test("a duration that the paste breaks off in gives no ticks", () => {
  const text = "0:009> !convertticksToDate 0n637147090754478975\nAs a TimeSpan: 737438.09:31:15";
  expect(readTranscript({ name: "paste", text }, 0)[0]?.report ?? null).toBeNull();
});
