import { canonicalHex, type Hex, type Line, type StackObjectsReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { unfold } from "./folded";
import { ADDRESS, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
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

function toObject(match: RegExpExecArray, line: Line, more: string): StackObject {
  const { type, rest } = takeTypeName(joinTypeName(group(match, "name") ?? "", more));
  const location = group(match, "location") ?? "";
  return {
    line: line.number,
    location: new RegExp(`^${REGISTER}$`, "i").test(location) ? location.toLowerCase() : canonicalHex(location),
    object: hexGroup(match, "object") ?? "0",
    type,
    value: rest === "" || INVALID_TEXT.test(rest) || isAnnotation(rest) ? null : rest,
  };
}

function parse(source: Source): Reading<StackObjectsReport> {
  const objects: StackObject[] = [];
  const unread: number[] = [];
  let thread: number | null = source.thread;
  let osThreadId: Hex | null = source.osThreadId;
  let headed = false;

  const lines = unfold(source.lines, FOLDED, STARTS);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line) break;
    const { text, number } = line;
    const row = ROW.exec(text);
    const named = headed ? null : (OS_THREAD.exec(text) ?? THREAD.exec(text));
    if (row) {
      const next = lines[at + 1]?.text ?? "";
      const wrapped = isOpenTypeName(group(row, "name") ?? "") && TYPE_PART.test(next) && !ROW.test(next);
      objects.push(toObject(row, line, wrapped ? next : ""));
      if (wrapped) at++;
    } else if (named) {
      thread = numberGroup(named, "thread") ?? thread;
      osThreadId = hexGroup(named, "osId") ?? osThreadId;
    } else if (HEADING.test(text)) headed = true;
    else if (!isChatter(text) && !NOTE.test(text) && !isAnnotation(text)) unread.push(number);
  }
  if (!headed && objects.length === 0) return null;
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
