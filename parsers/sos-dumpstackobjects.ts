import { canonicalHex, type Hex, type Line, type StackObjectsReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { unfold } from "./folded";
import { ADDRESS, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { plainWidth } from "./managed-frame";
import type { Parser, Reading, Source } from "./parser";
import { remembered } from "./remembered";
import { scanned } from "./scanned-line";
import { isOpenTypeName, joinTypeName, takeTypeName } from "./type-name";

/**
 * `!dso` / `!dumpstackobjects` (SOS) and `dso` (dotnet-dump): objects that the thread's stack and registers refer to.
 *
 * .NET 1.1 SOS, hex with `0x`:
 * ```sample sos-1.1
 * 0:022> !dso
 * Thread 22
 * ESP/REG    Object     Name
 * ebx        0x02c4a1f8 System.String    /orders/list.aspx
 * 0x1b7ef2c8 0x02c49d40 Contoso.Orders.Ledger
 * 0x1b7ef2f0 0x02c49d40 Contoso.Orders.Ledger
 * ```
 * .NET 2.0 to 4.x:
 * ```sample sos-x86
 * 0:017> !dso
 * OS Thread Id: 0x1b08 (17)
 * ESP/REG  Object   Name
 * esi      02d1a3c4 System.Web.HttpContext
 * 0B3FE8A4 02d1a410 System.Object[]    (System.String[])
 * 0B3FE8C8 02d1b77c System.String    Contoso.Orders
 * ```
 * ```sample sos-x64
 * 0:031> !DumpStackObjects
 * OS Thread Id: 0x1f4c (31)
 * RSP/REG          Object           Name
 * rbx              0000021c0a3b55f0 Contoso.Pricing.RateCache
 * 000000C9D5F7E2A8 0000021c0a3c10d8 System.Collections.Generic.Dictionary`2[[System.String, mscorlib],[System.Object, mscorlib]]
 * 000000C9D5F7E2D0 0000021c0a3c22e0 System.String    <String is invalid or too large to print>
 * ```
 * dotnet-dump and new builds of SOS:
 * ```sample dotnet-dump
 * > dso
 * OS Thread Id: 0x71 (8)
 *           SP/REG           Object Name
 *              rdi     7f1df9c0a4e8 Contoso.Mailer.Outbox
 *     7ffe1b3c0a90     7f1df9c0b1d0 System.Threading.Tasks.Task<System.Collections.Generic.List<System.Int32>>
 * ```
 *
 * First column: a stack address or a register; then the object and its type, and for a string what it
 * says, for an array of objects its element type. An object appears once per place that refers to it,
 * and places that are no longer in use count too. A heading without rows is a proper answer: nothing found.
 */
const HEADING = /^\s*[ER]?SP\/REG\s+Object\s+Name\b/i;
// OS Thread Id: 0x360 (39)
const OS_THREAD = rx("^\\s*OS Thread Id:\\s*(?<osId>", HEX, ")(?:\\s+\\((?<thread>\\d+)\\))?\\s*$");
// Thread 39
const THREAD = /^\s*Thread\s+(?<thread>\d+)\s*$/i;
const REGISTER = "(?:[er]?[abcd]x|[er]?[sd]i|[er]?[bs]p|[rwx]\\d{1,3}[dw]?|fp|lr|reg\\d{1,3})";
// 0xe8cf5a4 0x1030886c System.Web.HttpRuntime        rax 0000017c3f761020 System.String    text
// Neither a symbol nor a call may follow the addresses: those rows are stacks.
const ROW = rx(
  "^\\s*(?<location>",
  REGISTER,
  "|",
  ADDRESS,
  ")\\s+(?<object>",
  ADDRESS,
  ")\\s+",
  "(?<name>(?![0-9a-f]{6,16}(?:\\s|$))[^\\s\\d(!][^\\s(!]*(?:\\s.*)?)$",
);
const NAME = /^(?![0-9a-f]{6,16}(?:\s|$))[^\s\d(!][^\s(!]*(?:\s.*)?$/i;
const LOCATION = new RegExp(`^${REGISTER}$`, "i");
// OS Thread Id: 0x360 (39) ESP/REG Object Name 0e8cf5a4 1030886c …        a listing on one line
const FOLDED = [/SP\/REG\s+Object\s+Name\s+\S/i];
const STARTS = `[ER]?SP/REG\\s+Object\\s+Name|(?:${REGISTER}|${ADDRESS})\\s+${ADDRESS}\\s+(?=[A-Za-z_<])`;
const NOTE = /^\s*Note: Thread appears to be on alternate signal stack/i;
const INVALID_TEXT = /^<?String is invalid or too large to print>?$/i;
const TYPE_PART = /^[\w.+`$<>[\], =-]+$/;
const RESTART = /^\s*(?:[ER]?SP\/REG\s+Object\s+Name\b|OS Thread Id:\s|Thread\s+\d+\s*$)/i;

/** First line from `at` on that is not blank. */
function filledFrom(lines: readonly Line[], at: number): string {
  for (let next = at; next < lines.length && next < at + 4; next++) {
    const text = lines[next]?.text ?? "";
    if (!isChatter(text) && !NOTE.test(text)) return text;
  }
  return "";
}

function filledBefore(lines: readonly Line[], at: number): string {
  for (let before = at - 1; before >= 0 && before >= at - 4; before--) {
    const text = lines[before]?.text ?? "";
    if (!isChatter(text) && !NOTE.test(text)) return text;
  }
  return "";
}

function isThreadLine(text: string): boolean {
  return OS_THREAD.test(text) || THREAD.test(text);
}

/** The thread line opens a block when the heading follows, and the heading when no thread line stands above it. */
function confirm(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  if (isThreadLine(text)) return HEADING.test(filledFrom(lines, at + 1));
  return HEADING.test(text) && !isThreadLine(filledBefore(lines, at));
}

type StackObject = StackObjectsReport["objects"][number];

interface Named {
  type: string;
  value: string | null;
  /** The type goes on in the next line. */
  open: boolean;
  /** Stands where a row has its name. */
  fits: boolean;
}

function readName(name: string, more: string): Named {
  const { type, rest } = takeTypeName(joinTypeName(name, more));
  const value = rest === "" || INVALID_TEXT.test(rest) || isAnnotation(rest) ? null : rest;
  return { type, value, open: isOpenTypeName(name), fits: NAME.test(name) };
}

const wholeName = remembered((name: string): Named => readName(name, ""));

interface Row {
  location: Hex;
  object: Hex;
  name: string;
}

function readRow(line: Line): Row | null {
  const { text } = line;
  const width = plainWidth(line);
  if (width > 0) {
    const name = text.slice(scanned(line).rest);
    if (wholeName(name).fits) {
      const start = text.length - text.trimStart().length;
      const object = text.slice(start + width, text.length - name.length).trim();
      return { location: canonicalHex(text.slice(start, start + width)), object: canonicalHex(object), name };
    }
  }
  const row = ROW.exec(text);
  if (!row) return null;
  const location = group(row, "location") ?? "";
  return {
    location: LOCATION.test(location) ? location.toLowerCase() : canonicalHex(location),
    object: hexGroup(row, "object") ?? "0",
    name: group(row, "name") ?? "",
  };
}

function toObject({ location, object, name }: Row, line: Line, more: string): StackObject {
  const { type, value } = more === "" ? wholeName(name) : readName(name, more);
  return { line: line.number, location, object, type, value };
}

function parse(source: Source): Reading<StackObjectsReport> {
  const objects: StackObject[] = [];
  const unread: number[] = [];
  let thread: number | null = source.thread;
  let osThreadId: Hex | null = source.osThreadId;
  let headed = false;
  let titled = false;

  const lines = unfold(source.lines, FOLDED, STARTS);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line) break;
    const { text, number } = line;
    const row = readRow(line);
    const named = row || headed ? null : (OS_THREAD.exec(text) ?? THREAD.exec(text));
    if (row) {
      const next = lines[at + 1]?.text ?? "";
      const wrapped = wholeName(row.name).open && TYPE_PART.test(next) && !ROW.test(next);
      objects.push(toObject(row, line, wrapped ? next : ""));
      if (wrapped) at++;
    } else if (named) {
      titled = true;
      // The paste may have broken off inside the number.
      if (source.openEnd && at === lines.length - 1 && !text.endsWith(")")) continue;
      thread = numberGroup(named, "thread") ?? thread;
      osThreadId = hexGroup(named, "osId") ?? osThreadId;
    } else if (HEADING.test(text)) headed = true;
    else if (!isChatter(text) && !NOTE.test(text) && !isAnnotation(text)) unread.push(number);
  }
  if (!headed && objects.length === 0 && !(titled && source.command !== null)) return null;
  return { report: { kind: "stack-objects", thread, osThreadId, objects }, unread };
}

export const sosDumpstackobjects: Parser<StackObjectsReport> = {
  id: "sos-dumpstackobjects",
  name: "!dso",
  mode: "user",
  command: /^!?(?:dso|dumpstackobjects)\b/,
  recognise: [HEADING, OS_THREAD, THREAD],
  confirm,
  keeps: [HEADING, ROW],
  restarts: RESTART,
  errors: [
    {
      // Cannot walk heap.
      line: /^\s*Cannot walk heap/i,
      problem: {
        code: "HEAP_NOT_WALKABLE",
        what: "SOS found no managed heap it could walk, so it cannot tell objects from other values.",
        fix: "Use a full memory dump (one with the whole heap), then run the command again on the same thread.",
        commands: ["procdump -ma <pid>", "dotnet-dump collect -p <pid> --type Full"],
      },
    },
  ],
  parse,
};
