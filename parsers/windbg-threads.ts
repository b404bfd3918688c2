import type { Line, ThreadListReport, ThreadListRow } from "@/evidence";
import { beginsBareStack } from "./bare-frames";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { parseNativeFrames } from "./native-frame";
import type { Parser, Reading, Source } from "./parser";
import { isStackHeading } from "./stack-heading";
import { isThreadRow, parseThreadDetail, parseThreadRows, THREAD_ROW } from "./thread-heading";

/**
 * `~` (WinDbg, cdb, ntsd in user mode): the threads of the process.
 * ```sample x86
 * 0:001> ~
 *    0  Id: b5c.f34 Suspend: 1 Teb: 7ffdd000 Unfrozen
 * .  1  Id: b5c.f60 Suspend: 1 Teb: 7ffdc000 Unfrozen
 * #  2  Id: b5c.10a8 Suspend: 2 Teb: 7ffdb000 Frozen
 * ```
 * Newer debuggers print the names that threads were given:
 * ```sample x64-names
 * 0:000> ~
 * .  0  Id: 1a34.2b08 Suspend: 1 Teb: 00000049`c2ad1000 Unfrozen "main"
 *    1  Id: 1a34.19c4 Suspend: 1 Teb: 00000049`c2ad9000 Unfrozen ".NET Finalizer"
 * ```
 * `~*` and `~.` add where the thread began and its priority:
 * ```sample details
 * 0:007> ~*
 *    0  Id: 9e8.a10 Suspend: 1 Teb: 000007ff`fffdd000 Unfrozen
 *       Start: w3wp!wmainCRTStartup (00000000`ff0a2c54)
 *       Priority: 0  Priority class: 32  Affinity: f
 * .  1  Id: 9e8.a44 Suspend: 1 Teb: 000007ff`fffdb000 Unfrozen
 *       Start: 00000000`77b1fbc0
 *       Priority: 0  Priority class: 32  Affinity: f
 * ```
 *
 * The number in front is the debugger's own (decimal); `Id` is process.thread in hex.
 * The same row stands above each stack of `~*k`; there it belongs to the stack.
 * Not read: priority class and affinity. In kernel mode `~` means processors and prints none of this.
 */

/** First line from `at` that carries something, walking by `step`. */
function filled(lines: readonly Line[], at: number, step: 1 | -1): Line | null {
  for (let index = at; index >= 0 && index < lines.length && Math.abs(index - at) < 8; index += step) {
    const line = lines[index];
    if (line && !isChatter(line.text) && !parseThreadDetail(line.text)) return line;
  }
  return null;
}

/** True when the thread row at `at` names the stack below it, not a member of a list. */
export function headsStack(lines: readonly Line[], at: number): boolean {
  const below = filled(lines, at + 1, 1);
  if (!below) return false;
  const isStack = isStackHeading(below.text) || parseNativeFrames(below, false).length > 0;
  if (!isStack && !beginsBareStack(lines, lines.indexOf(below, at))) return false;
  const above = filled(lines, at - 1, -1);
  return !above || !isThreadRow(above.text);
}

function complete(rows: readonly ThreadListRow[], source: Source): boolean {
  if (rows.length < 2 || (source.args !== "" && !source.allThreads)) return false;
  return rows.every((row, index) => row.thread === index);
}

function parse(source: Source): Reading<ThreadListReport> {
  const threads: ThreadListRow[] = [];
  const unread: number[] = [];
  /** Rows were left out, so details below are of another thread. */
  let elided = false;
  let detached = false;
  for (const line of source.lines) {
    if (isElision(line.text)) elided = detached = true;
    const rows = parseThreadRows(line);
    const whole = rows.flatMap((row) => (row.frozen === null ? [] : [{ ...row, frozen: row.frozen }]));
    if (rows.length > 0) {
      detached = false;
      threads.push(...whole);
      if (whole.length < rows.length) unread.push(line.number);
      continue;
    }
    const detail = parseThreadDetail(line.text);
    const last = threads.at(-1);
    if (detail && last && !detached) {
      threads[threads.length - 1] = {
        ...last,
        start: detail.start ?? last.start,
        priority: detail.priority ?? last.priority,
      };
    } else if (!isChatter(line.text)) unread.push(line.number);
  }
  if (threads.length === 0) return null;
  return {
    report: { kind: "thread-list", threads, complete: unread.length === 0 && !elided && complete(threads, source) },
    unread,
  };
}

export const windbgThreads: Parser<ThreadListReport> = {
  id: "windbg-threads",
  name: "~",
  mode: "user",
  command: /^~$/,
  bareCommand: /^\s{0,8}~\s?[*.]?\s{0,4}$/,
  recognise: [THREAD_ROW],
  confirm: (lines, at) => !headsStack(lines, at),
  keeps: [/^\s*(?:Start|Priority):\s/],
  parse,
};
