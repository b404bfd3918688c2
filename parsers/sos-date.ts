import type { DateReport, FieldRow, Line } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { dateDataOf, instantOf, spanTicks, ticksOf } from "./clock-ticks";
import { unfold } from "./folded";
import { addressesIn, group } from "./grammar";
import { FIELD_HEADING, isObjectName, ObjectListing } from "./object-listing";
import type { Parser, Reading, Source } from "./parser";
import { addressOf, OBJECT_ERRORS, objectProblem } from "./sos-dumpobj";

/**
 * A point in time inside the process: `!convertvtdatetodate` (`cvtdd`), `!convertticksToDate` (`ctd`) and
 * `!printdatetime` of psscor and .NET 1.1 SOS, and `!dumpvc` or `!do` of a System.DateTime.
 *
 * psscor prints every value both ways, whatever it is:
 * ```sample psscor
 * 0:022> !convertvtdatetodate 02c49d5c
 * As a TimeSpan: 733214.07:41:12.2530000
 * As a DateTime: 06/22/2008 07:41:12
 * ```
 * A duration has no date, and psscor says 1753 for it:
 * ```sample psscor-duration
 * 0:022> !printdatetime 0x02c4b7e0
 * As a TimeSpan: 3.06:15:00
 * As a DateTime: 01/01/1753 00:00:00
 * ```
 * .NET 1.1 keeps the ticks in a field of that name:
 * ```sample dumpvc-1.1
 * 0:022> !dumpvc 0x01c08a78 0x02c49d5c
 * Name: System.DateTime
 * MethodTable 0x01c08a78
 * EEClass 0x01c0d0a4
 * Size 16(0x10) bytes
 * mdToken: 0x02000024  (c:\windows\microsoft.net\framework\v1.1.4322\mscorlib.dll)
 * FieldDesc*: 0x01c087c0
 *         MT      Field     Offset                 Type       Attr      Value Name
 * 0x01c08a78 0x40000bc      0x0         System.Int64   instance 633497172722530000 ticks
 * ```
 * .NET 2.0 and later put the kind into the two top bits:
 * ```sample dumpvc
 * 0:031> !dumpvc 00007ffc1a21e7a0 000000c9d5f7e400
 * Name:        System.DateTime
 * MethodTable: 00007ffc1a21e7a0
 * EEClass:     00007ffc1a1f4d18
 * Size:        24(0x18) bytes
 * File:        C:\Program Files\dotnet\shared\Microsoft.NETCore.App\8.0.4\System.Private.CoreLib.dll
 * Fields:
 *               MT    Field   Offset                 Type VT     Attr            Value Name
 * 00007ffc1a1d3c88  4000270        0        System.UInt64  1 instance 5249723653573640192 _dateData
 * 00007ffc1a1f4e10  4000260       48       System.Int32[]  0   static 0000021c0a001a38 s_daysToMonth365
 * ```
 *
 * The TimeSpan counts from 1 January of year 1 and has the fraction that the DateTime lacks; the DateTime
 * is written month first. Kind: 0 unspecified, 1 UTC, 2 and 3 local. `_startTime` of a request is UTC
 * although its kind does not say so.
 */
const SPAN = /^\s*As a TimeSpan:\s*(?<span>\S+)$/i;
const WHOLE_SPAN = /\.\d{7}$/;
const DATE = /^\s*As a DateTime:\s*(?<date>\d[\d/.-]{7,9})\s+(?<time>[\d:]{7,8})(?:\s*(?<half>[AP]M))?$/i;
const FOLDED = [/As a TimeSpan:/i, /As a DateTime:/i];
const DATE_TIME = /^\s*Name:\s+System\.DateTime$/i;
/** The earliest year that psscor can print; earlier values are durations. */
const FIRST_YEAR_TICKS = ticksOf(1753, 1, 1, 0, 0, 0);
const TICKS_PER_SECOND = 10_000_000n;

/** Every reading of a printed date, month first before day first. */
function datesOf(match: RegExpExecArray): bigint[] {
  const [hour = 0, minute = 0, second = 0] = (group(match, "time") ?? "").split(":").map(Number);
  const half = group(match, "half")?.toUpperCase();
  const hours = half ? (hour % 12) + (half === "PM" ? 12 : 0) : hour;
  const [a = 0, b = 0, c = 0] = (group(match, "date") ?? "").split(/[/.-]/).map(Number);
  const orders =
    a > 31
      ? [[a, b, c]]
      : [
          [c, a, b],
          [c, b, a],
        ];
  const dotted = group(match, "date")?.includes(".") === true;
  return (dotted ? orders.reverse() : orders).flatMap(([year = 0, month = 0, day = 0]) => {
    const ticks = ticksOf(year, month, day, hours, minute, second);
    return ticks === null ? [] : [ticks];
  });
}

interface Printed<T> {
  value: T;
  line: number;
}

function readPrinted(source: Source): Reading<DateReport> {
  let span: Printed<bigint> | null = null;
  let date: Printed<readonly bigint[]> | null = null;
  const unread: number[] = [];
  const end = source.openEnd ? source.lines.at(-1)?.number : undefined;
  for (const { text, number } of unfold(source.lines, FOLDED, "As a (?:TimeSpan|DateTime):")) {
    // A duration that ends the paste may have had more digits.
    const cut = number === end && !WHOLE_SPAN.test(text);
    const spanMatch: RegExpExecArray | null = span || cut ? null : SPAN.exec(text);
    const dateMatch: RegExpExecArray | null = date ? null : DATE.exec(text);
    const ticks: bigint | null = spanMatch ? spanTicks(group(spanMatch, "span") ?? "") : null;
    const readings: readonly bigint[] = dateMatch ? datesOf(dateMatch) : [];
    if (ticks !== null) span = { value: ticks, line: number };
    else if (readings.length > 0) date = { value: readings, line: number };
    else if (!isChatter(text) && !isAnnotation(text)) unread.push(number);
  }
  const line = date?.line ?? span?.line;
  if (line === undefined) return null;
  const ofTicks = /^!?(?:ctd|convertticks)/.test(source.command ?? "");
  const address = ofTicks ? null : (addressesIn(source.args)[0] ?? null);
  const base = { kind: "date", line, address, dateKind: "unspecified" } as const;
  const ticks = settle(span?.value ?? null, date?.value ?? null);
  if (ticks === null) {
    // The two lines contradict each other, so neither can be believed.
    const both = [span?.line, date?.line].filter((number) => number !== undefined);
    return { report: { ...base, instant: null, ticks: null }, unread: [...unread, ...both].sort((a, b) => a - b) };
  }
  const isDate = FIRST_YEAR_TICKS !== null && ticks > FIRST_YEAR_TICKS;
  // Only the duration has parts of a second.
  return { report: { ...base, instant: isDate ? instantOf(ticks) : null, ticks: span && ticks.toString() }, unread };
}

/** The ticks that both lines agree on; null when they do not. */
function settle(span: bigint | null, dates: readonly bigint[] | null): bigint | null {
  if (span === null) return dates?.[0] ?? null;
  if (dates === null) return span;
  const near = (date: bigint): boolean => span - date < TICKS_PER_SECOND && date - span < TICKS_PER_SECOND;
  if (dates.some(near)) return span;
  return dates.includes(FIRST_YEAR_TICKS ?? -1n) ? span : null;
}

function dataField(fields: readonly FieldRow[]): { row: FieldRow; withKind: boolean } | null {
  const row = fields.find((field) => /^_?(?:dateData|ticks)$/i.test(field.name) && /instance/i.test(field.attr));
  return row ? { row, withKind: /dateData/i.test(row.name) } : null;
}

function readObject(source: Source): Reading<DateReport> {
  const problem = objectProblem(source.lines);
  if (problem) return problem;
  const object = new ObjectListing(source.lines, source.openEnd ?? false);
  if (object.line === null) return null;
  const data = dataField(object.report().fields);
  const date = data ? dateDataOf(data.row.value ?? "", data.withKind) : null;
  return {
    report: {
      kind: "date",
      line: data?.row.line ?? object.line,
      address: addressOf(source),
      instant: date === null ? null : instantOf(date.ticks),
      ticks: date === null ? null : date.ticks.toString(),
      dateKind: date?.kind ?? "unspecified",
    },
    unread: data && !date ? [...object.unread, data.row.line].sort((a, b) => a - b) : object.unread,
  };
}

function parse(source: Source): Reading<DateReport> {
  return source.lines.some((line) => DATE_TIME.test(line.text)) ? readObject(source) : readPrinted(source);
}

function confirm(lines: readonly Line[], at: number): boolean {
  return !DATE_TIME.test(lines[at]?.text ?? "") || isObjectName(lines, at);
}

export const sosDate: Parser<DateReport> = {
  id: "sos-date",
  name: "!convertvtdatetodate",
  mode: "user",
  command: /^!?(?:convertvtdatetodate|cvtdd|convertticks(?:todate)?|ctd|printdatetime|dumpvc|do|dumpobj)\b/,
  recognise: [/^\s*As a (?:TimeSpan|DateTime):/i, DATE_TIME],
  confirm,
  keeps: [FIELD_HEADING],
  restarts: /^\s*As a TimeSpan:|^\s*Name:\s+System\.DateTime$/i,
  errors: [
    {
      // No export convertvtdatetodate found
      line: /^\s*No export (?:convert\w*|cvtdd|ctd|printdatetime) found/i,
      problem: {
        code: "PSSCOR_NOT_LOADED",
        what: "Only psscor and the SOS of .NET 1.1 have this command, and neither is loaded.",
        fix: "Load psscor for the runtime in the dump, or show the DateTime with !dumpvc: the method table and the value stand in the row of the field.",
        commands: [".load psscor2", ".load psscor4", "!dumpvc <MT> <Value>"],
      },
    },
    ...OBJECT_ERRORS,
  ],
  parse,
};
