import type { Hex, Line, ObjectReport } from "@/evidence";
import { unfold } from "./folded";
import { ADDRESS, addressesIn } from "./grammar";
import { FIELD_HEADING, isObjectName, ObjectListing } from "./object-listing";
import type { OutputError, Parser, Reading, Source } from "./parser";

/**
 * `!do` / `!dumpobj`, `!dumpvc` and `!dumparray` (SOS, psscor, dotnet-dump): the fields of one object.
 *
 * .NET 1.1 SOS; a struct's value is the address it begins at:
 * ```sample sos-1.1
 * 0:022> !do 0x02c49d40
 * Name: Contoso.Orders.Ledger
 * MethodTable 0x0203f1c4
 * EEClass 0x01fe7a30
 * Size 48(0x30) bytes
 * GC Generation: 2
 * mdToken: 0x0200001e  (d:\sites\orders\bin\contoso.orders.dll)
 * FieldDesc*: 0x0203f0a0
 *         MT      Field     Offset                 Type       Attr      Value Name
 * 0x0203f1c4 0x4000051      0x4                CLASS   instance 0x02c4a1f8 _path
 * 0x0203f1c4 0x4000052     0x1c            VALUETYPE   instance start at 02c49d5c _openedAt
 * 0x0203f1c4 0x4000050        0                CLASS     shared   static Instances
 *     >> Domain:Value 0x001542d8:NotInit  0x0a5d1c60:0x02c40b18 <<
 * ```
 * .NET 2.0:
 * ```sample sos-2
 * 0:017> !do 02d1a3c4
 * Name: Contoso.Orders.Basket
 * MethodTable: 0a2f61b8
 * EEClass: 0a2e9d10
 * Size: 28(0x1c) bytes
 *  (D:\sites\orders\bin\Contoso.Orders.dll)
 * Fields:
 *       MT    Field   Offset                 Type VT     Attr    Value Name
 * 790fd0f0  4000018        4 ...ections.Hashtable  0 instance 02d1b77c _lines
 * 790fe920  4000019        8         System.Int32  1 instance        3 _count
 * 7910c878  400001a        c      System.DateTime  1 instance 02d1a3d0 _since
 * ThinLock owner 5 (0a5d8e10), Recursive 0
 * ```
 * .NET 4.x and Core; a string's text stands in the head, an array's length too:
 * ```sample sos-x64
 * 0:031> !DumpObj /d 0000021c0a3c22e0
 * Name:        System.String
 * MethodTable: 00007ffc1a2059c0
 * EEClass:     00007ffc1a1e2ec0
 * Size:        58(0x3a) bytes
 * File:        C:\Windows\Microsoft.Net\assembly\GAC_64\mscorlib\v4.0_4.0.0.0__b77a5c561934e089\mscorlib.dll
 * String:      SELECT *
 * FROM Prices
 * Fields:
 *               MT    Field   Offset                 Type VT     Attr            Value Name
 * 00007ffc1a2085a0  4000283        8         System.Int32  1 instance               20 m_stringLength
 * 00007ffc1a206838  4000284        c          System.Char  1 instance               53 m_firstChar
 * 00007ffc1a2059c0  4000288       e0        System.String  0   shared           static Empty
 *                                  >> Domain:Value  0000021c09b58030:NotInit  <<
 * ```
 * ```sample array
 * > dumparray 7f1df9c0b1d0
 * Name:        Contoso.Mailer.Letter[]
 * MethodTable: 00007f1e38a1b6f0
 * EEClass:     00007f1e38a1b660
 * Size:        40(0x28) bytes
 * Array:       Rank 1, Number of elements 2, Type CLASS
 * Element Methodtable: 00007f1e38a1a918
 * [0] 00007f1df9c0c040
 * [1] null
 * ```
 *
 * Columns of a field: method table, token, offset, type (cut in front with `...` when long), VT (1 for a
 * value type; .NET 1.1 writes VALUETYPE), attribute, value, name. Values stay as printed. Not read: the
 * canonical method table, RCW and CCW, per-thread values of statics. A DateTime is sos-date's.
 */
const DATE_TIME = /^\s*Name:\s+System\.DateTime$/i;

// Name: X MethodTable: 00007ff9952359c0 EEClass: …        a listing on one line
const FOLDED = [/^\s*Name:/i, /\sMethodTable:?\s/i, /\s(?:Size|EEClass)\b/i];
const STARTS = [
  "Name:\\s|Element Methodtable:|(?<!Element )(?:Canonical )?MethodTable:?\\s|EEClass:?\\s|Size:?\\s+\\d+\\(|GC Generation:|mdToken:|FieldDesc\\*:|File:\\s",
  "String:\\s|Array:\\s|Fields:|MT\\s+Field\\s+Offset|>>\\s+(?:Domain|Thread):Value|ThinLock owner",
  `${ADDRESS}\\s+(?:0x)?4[0-9a-f]{6}\\s+(?:0x)?[0-9a-f]{1,8}\\s`,
].join("|");

export const OBJECT_ERRORS: readonly OutputError[] = [
  {
    // <Note: this object has an invalid CLASS field>        Invalid object
    line: /^\s*<?Note: this object has an invalid CLASS field>?|^\s*Invalid object\b|^\s*Not a (?:valid |managed )object/i,
    problem: {
      code: "NOT_AN_OBJECT",
      what: "There is no managed object at that address; what is printed for it cannot be trusted.",
      fix: "List the objects of the stack again and take an address from the Object column, not from the stack column. A struct inside an object needs its method table as well.",
      commands: ["!dso", "!dumpvc <method table> <address>"],
    },
  },
  {
    // Free Object
    line: /^\s*Free Object$/i,
    problem: {
      code: "OBJECT_WAS_FREED",
      what: "The memory at that address belongs to no object any more; the stack only kept an old pointer.",
      fix: "Take another address: list the objects of the stack again and choose one that is still printed with its type.",
      commands: ["!dso"],
    },
  },
  {
    // Not a value class        Not an array, please use !DumpObj instead
    line: /^\s*Not a value class|^\s*Not an array, please use !DumpObj/i,
    problem: {
      code: "OBJECT_NEEDS_DUMPOBJ",
      what: "That command is for structs or arrays, and the address holds an ordinary object.",
      fix: "Show it with !do instead.",
      commands: ["!do <address>"],
    },
  },
  {
    // 0000236a235e728 is not a MethodTable        Missing MethodTable address
    line: /is not a MethodTable\b|^\s*Missing MethodTable address|^\s*Invalid (?:MethodTable|EEClass) address/i,
    problem: {
      code: "WRONG_METHOD_TABLE",
      what: "The first address given to !dumpvc is no method table.",
      fix: "Take both addresses from the row of the field: the MT column first, then the Value column.",
      commands: ["!do <object>", "!dumpvc <MT> <Value>"],
    },
  },
  {
    // Invalid parameter 12x
    line: /^\s*Invalid parameter\b/i,
    problem: {
      code: "ADDRESS_NOT_UNDERSTOOD",
      what: "SOS could not read the address that was given.",
      fix: "Copy the address again, as hex, from the output that lists it.",
    },
  },
];

/** The value's address: the only one of `!do`, the second of `!dumpvc`. */
export function addressOf({ command, args }: Source): Hex | null {
  const addresses = addressesIn(args);
  return addresses[/^!?dumpvc\b/.test(command ?? "") ? 1 : 0] ?? null;
}

/** The problem one of the lines announces, for outputs that print an error and then go on. */
export function objectProblem(lines: readonly Line[]): Reading<never> {
  for (const { text, number } of lines) {
    const error = OBJECT_ERRORS.find((known) => known.line.test(text));
    if (error && typeof error.problem !== "function") return { problem: error.problem, line: number };
  }
  return null;
}

function confirm(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  if (DATE_TIME.test(text)) return false;
  if (!FIELD_HEADING.test(text)) return isObjectName(lines, at);
  // A class prints the same heading over its fields.
  return !lines.slice(Math.max(0, at - 4), at).some((line) => /^\s*NumStaticFields:/i.test(line.text));
}

function parse(source: Source): Reading<ObjectReport> {
  if (source.lines.some((line) => DATE_TIME.test(line.text))) return null;
  const problem = objectProblem(source.lines);
  if (problem) return problem;
  const object = new ObjectListing(unfold(source.lines, FOLDED, STARTS), source.openEnd ?? false);
  if (!object.found || object.line === null) return null;
  return {
    report: { kind: "object", line: object.line, address: addressOf(source), ...object.report() },
    unread: object.unread,
  };
}

export const sosDumpobj: Parser<ObjectReport> = {
  id: "sos-dumpobj",
  name: "!do",
  mode: "user",
  command: /^!?(?:do|dumpobj|dumpvc|da|dumparray)\b/,
  recognise: [/^\s*Name:\s+\S/i, FIELD_HEADING],
  confirm,
  keeps: [FIELD_HEADING],
  restarts: /^\s*Name:\s+(?!System\.DateTime$)\S/i,
  errors: OBJECT_ERRORS,
  parse,
};
