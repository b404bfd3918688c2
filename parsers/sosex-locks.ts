import type { Line, ThreadLockRow, ThreadLocksReport } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { isSosexProgress, resultBelow, SOSEX_PROGRESS } from "./sosex-progress";

/**
 * `!mlocks` (locks that threads hold) and `!mwaits` (locks that threads wait for), both of sosex.
 *
 * ```sample held
 * 0:000> !mlocks
 * Examining SyncBlocks...
 * Scanning for ReaderWriterLock instances...
 * Examining CriticalSections...
 *
 * ClrThread  DbgThread  OsThread    LockType    Lock              LockLevel
 * ------------------------------------------------------------------------------
 * 0x1a       41         0x2d14      RWLockSlim  00000170a04be8d0  Writer
 * 0x1a       41         0x2d14      thinlock    00000170a04c1120  (recursion:0)
 * 0x33       -1         0xffffffff  RWLockSlim  00000170a04d7f48  Writer
 * 0x2f       57         0x1be0      SyncBlock   0000016f8c0fe3a8
 * ```
 * ```sample waited-for
 * 0:000> !mwaits
 * Examining SyncBlocks...
 * Scanning for threads waiting on SyncBlocks...
 *
 * ClrThread  DbgThread  OsThread    LockType    Lock              LockLevel
 * ------------------------------------------------------------------------------
 * 0x2f       57         0x1be0      RWLockSlim  00000170a04be8d0  Reader
 * 0x31       60         0x22a4      SyncBlock   0000016f8c0fe3a8
 * ```
 * x86:
 * ```sample x86
 * 0:000> !mwaits
 * ClrThread  DbgThread  OsThread    LockType    Lock      LockLevel
 * ------------------------------------------------------------------------------
 * 0x6        12         0x1b3c      CritSec     00d1f4a0
 * ```
 *
 * ClrThread and OsThread are hex, DbgThread is decimal and -1 for a thread that has ended. The two commands
 * print the same columns, so without the command it stays open which one it was.
 */
const HEADING = /^\s*ClrThread\s+DbgThread\s+OsThread\s+LockType\s+Lock\b/i;
// 0x1a       41         0x2d14      RWLockSlim  00000170a04be8d0  Writer
const ROW = rx(
  "^\\s*(?<clr>0x[0-9a-f]{1,8}|-1|None)\\s+(?<thread>-?\\d{1,5})\\s+(?<os>0x[0-9a-f]{1,8}|-1)\\s+(?<type>thinlock|SyncBlock|RWLock|RWLockSlim|CritSec|ReaderWriterLock|ReaderWriterLockSlim|CriticalSection)\\s+(?<lock>",
  ADDRESS,
  ")(?:\\s+(?<level>[A-Z][A-Za-z]{2,30}|\\([a-z]{2,20}:\\s?\\d{1,9}\\)))?$",
);
const NO_LOCKS = /^\s*No (?:locks|waits|waiting threads|threads)\b[^\n]{0,80}$/i;
/** Digits of an address; a lock that ends the paste with fewer is cut. */
const WIDTHS: readonly number[] = [8, 16];

function toRow(match: RegExpExecArray, line: Line): ThreadLockRow {
  const thread = numberGroup(match, "thread");
  const clr = match.groups?.clr ?? "";
  const os = match.groups?.os ?? "";
  const ended = thread === null || thread < 0;
  return {
    line: line.number,
    clrThread: clr.startsWith("0x") ? hexGroup(match, "clr") : null,
    thread: ended ? null : thread,
    osThreadId: /^(?:-1|0xffffffff)$/i.test(os) ? null : hexGroup(match, "os"),
    lockType: match.groups?.type ?? "",
    lock: hexGroup(match, "lock") ?? "0",
    lockLevel: match.groups?.level?.trim() ?? null,
  };
}

/** True for the last row when it breaks off inside its address. */
function isCutRow(match: RegExpExecArray): boolean {
  const digits = (match.groups?.lock ?? "").replace(/^0x|[`'´]/gi, "");
  return match.groups?.level === undefined && !WIDTHS.includes(digits.length);
}

function relationOf(command: string | null): ThreadLocksReport["relation"] {
  if (command?.startsWith("!mlocks")) return "holds";
  return command?.startsWith("!mwaits") ? "waits" : "unknown";
}

function parse(source: Source): Reading<ThreadLocksReport> {
  const rows: ThreadLockRow[] = [];
  const unread: number[] = [];
  let known = false;
  let cut = false;
  const end = source.lines.findLast(({ text }) => text.trim() !== "");
  for (const line of source.lines) {
    const text = withoutAnnotation(line.text);
    const row = ROW.exec(text);
    if (row && line === end && isCutRow(row)) unread.push(line.number);
    else if (row) rows.push(toRow(row, line));
    else if (isElision(text)) cut = true;
    else if (HEADING.test(text) || isSosexProgress(text) || NO_LOCKS.test(text)) known = true;
    else if (!isChatter(text) && !isAnnotation(line.text)) unread.push(line.number);
  }
  if (rows.length === 0 && !known) return null;
  return { report: { kind: "thread-locks", relation: relationOf(source.command), rows, cut }, unread };
}

export const sosexLocks: Parser<ThreadLocksReport> = {
  id: "sosex-locks",
  name: "!mlocks",
  mode: "user",
  command: /^!(?:mlocks|mwaits)\b/,
  recognise: [HEADING, ROW, SOSEX_PROGRESS],
  confirm(lines, at) {
    const result = resultBelow(lines, at);
    return HEADING.test(result) || ROW.test(result);
  },
  restarts: HEADING,
  parse,
};
