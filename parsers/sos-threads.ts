import {
  canonicalHex,
  type Hex,
  isNullHex,
  type Line,
  type ManagedThreadRow,
  type ManagedThreadsReport,
} from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { unfold } from "./folded";
import { ADDRESS, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { readWrapped } from "./soft-wrap";

/**
 * `!threads` / `!clrthreads` (SOS, psscor) and `clrthreads` (dotnet-dump): the threads that ran managed code.
 *
 * .NET 1.1 SOS: the number behind the debugger's is the OS id.
 * ```sample sos-1.1
 * 0:022> !threads
 * ThreadCount: 3
 * UnstartedThread: 0
 * BackgroundThread: 2
 * PendingThread: 0
 * DeadThread: 1
 *                                   PreEmptive   GC Alloc                     Lock
 *         ID  ThreadOBJ       State     GC       Context           Domain     Count APT Exception
 *  13  0x9b4 0x0015a2c8    0x200b220 Enabled  0x00000000:0x00000000 0x001542d8     0 MTA (Finalizer)
 *  22  0x8a4 0x0a5d1c60   0x1800220 Disabled 0x02c4a1f8:0x02c4b000 0x0a5d2e18     1 MTA (Threadpool Worker)
 * XXX      0 0x00165f10      0x1820 Enabled  0x00000000:0x00000000 0x001542d8     0 Ukn System.InvalidOperationException
 * ```
 * .NET 2.0: managed ids in hex, and an OS id of their own; dead threads print none or 0.
 * ```sample sos-2
 * 0:017> !threads
 * ThreadCount:      3
 * UnstartedThread:  0
 * BackgroundThread: 3
 * PendingThread:    0
 * DeadThread:       1
 * Hosted Runtime:   no
 *                                       PreEmptive   GC Alloc           Lock
 *        ID OSID ThreadOBJ    State     GC       Context       Domain   Count APT Exception
 *   12    2  9b4 0a5c1e70      b220 Enabled  00000000:00000000 001a7cd0     0 MTA (Finalizer)
 *   17    a 1b08 0a5d8e10   180b220 Disabled 02d1b77c:02d1c000 0a5d2e18     1 MTA (Threadpool Worker) System.ArgumentException (02d1b5b0)
 * XXXX    5      0a5da0c8     19820 Enabled  00000000:00000000 001a7cd0     0 Ukn
 * ```
 * .NET 4.x:
 * ```sample sos-4
 * 0:031> !threads
 * ThreadCount:      3
 * UnstartedThread:  0
 * BackgroundThread: 2
 * PendingThread:    0
 * DeadThread:       1
 * Hosted Runtime:   no
 *                                                                                                         Lock
 *        ID OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception
 *    0    1 2b10 0000021c51a01c20    28220 Preemptive  0000000000000000:0000000000000000 0000021c4bd8a6e0 0     Ukn
 *   31   14 1f4c 0000021c51a07e30  1029220 Cooperative 0000021C0A3C22E0:0000021C0A3C4000 0000021c4be02f10 1     MTA (Threadpool Worker)
 * XXXX   16    0 0000021c51a0b250  1039820 Preemptive  0000000000000000:0000000000000000 0000021c4bd8a6e0 0     Ukn (Threadpool Worker)
 *
 *        OSID Special thread type
 *     3  1c70 DbgHelper
 *     5  2f9c GC SuspendEE
 * ```
 * dotnet-dump:
 * ```sample dotnet-dump
 * > clrthreads
 * ThreadCount:      2
 * UnstartedThread:  0
 * BackgroundThread: 1
 * PendingThread:    0
 * DeadThread:       0
 * Hosted Runtime:   no
 *                                                                                                             Lock
 *  DBG   ID     OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception
 *    0    1        1 00007F1E40014C30  2020020 Preemptive  00007F1DF9C0A4E8:00007F1DF9C0BFD0 00007F1E3FF81D60 -00001 Ukn System.OperationCanceledException 00007f1df9c0b1d0
 *    8    2       71 00007F1E40021B90    21220 Preemptive  0000000000000000:0000000000000000 00007F1E3FF81D60 -00001 Ukn (Finalizer)
 * ```
 *
 * First column: debugger thread number, `XXX` or `XXXX` for a thread that is dead or not in the debugger's
 * list, `<<<<` for a fiber that is switched out. GC: whether the thread lets a collection run at any time
 * (Enabled, Preemptive) or must be stopped first. Count: locks held; Core prints -00001 for "not known".
 * Not read: the allocation context, and the fiber column of a hosted runtime.
 */
const COUNT = /^\s*(?<name>ThreadCount|UnstartedThread|BackgroundThread|PendingThread|DeadThread):\s*(?<count>\d+)$/i;
// Hosted Runtime: no      Hosted Runtime: noDBG ID OSID …
const HOSTED = /^\s*Hosted Runtime:\s*(?<hosted>(?:no|yes)(?=DBG\b)|\S{1,40}(?=\s|$))/i;
const HEADING = /\bID\s+(?:OSID\s+)?ThreadOBJ\b/i;
const HEADING_WORD =
  /^(?:DBG|ID|OSID|ThreadOBJ|State|GC|Mode|Alloc|Context|Domain|Lock|Count\w*|Apt|Exception|PreEmptive|Fiber)$/i;
const SPECIAL_HEADING = /^\s*OSID\s+Special thread type\b/i;
const SPECIAL = rx(
  "^\\s*(?:(?:(?<thread>\\d+)|X{3,4})\\s+)?(?<osId>",
  HEX,
  ")\\s+(?<type>[A-Za-z]\\S*(?: \\S+){0,5})$",
);
const NOTE =
  /^\s*(?:Failed to request (?:Thread|Context) at|Special thread information is not available|-special not supported)/i;

// 26    1 1dfc 0000000006f10080    28220 Preemptive  0000000000000000:0000000000000000 00000000036b6e50 0     MTA (Finalizer)
const ROW = rx(
  "^\\s*(?<thread>\\d{1,5}|X{3,4}|<{4})\\s+(?<id>(?:0x)?[0-9a-f]{1,8})\\s+(?:(?<osId>(?:0x)?[0-9a-f]{1,8})\\s+)?",
  "(?<object>",
  ADDRESS,
  ")\\s+(?<state>(?:0x)?[0-9a-f]{1,8})\\s+(?<gc>Enabled|Disabled|Preemptive|Cooperative)\\s+",
  "(?:",
  HEX,
  ":",
  HEX,
  "\\s+)?(?<domain>",
  HEX,
  ")\\s+(?<locks>-?\\d{1,10})\\s+(?<apartment>[A-Z][A-Za-z]{2})(?<tail>(?:\\s.*)?)$",
);
// 26    1 1dfc 0000000006f10080        the front of a row that goes on in the next line
const ROW_START = rx(
  "^\\s*(?:\\d{1,5}|X{3,4}|<{4})\\s+(?:0x)?[0-9a-f]{1,8}\\s+(?:(?:0x)?[0-9a-f]{1,8}\\s+)?",
  ADDRESS,
  "(?:\\s|$)",
);
// ThreadCount: 2 UnstartedThread: 0 …        a listing on one line
const FOLDED = [/\bThreadCount:\s*\d+\s+\S/i];
const STARTS = [
  "(?:ThreadCount|UnstartedThread|BackgroundThread|PendingThread|DeadThread|Hosted Runtime):\\s",
  "OSID\\s+Special thread type|PreEmptive\\s+GC Alloc|(?:DBG\\s+)?ID\\s+(?:OSID\\s+)?ThreadOBJ",
  `(?:\\d{1,5}|X{3,4}|<{4})\\s+(?:0x)?[0-9a-f]{1,8}\\s+(?:(?:0x)?[0-9a-f]{1,8}\\s+)?${ADDRESS}\\s+(?:0x)?[0-9a-f]{1,8}\\s+[EDPC][a-z]+\\s`,
].join("|");
const ROLE = /^\s*\((?<role>[A-Za-z][\w -]*)\)/;
// (Finalizer)        System.ArgumentException (02d1b5b0)        what mail wraps off the end of a row
const TAIL = /^\s*(?:\([A-Za-z][\w ]*\)|[A-Z][\w.+`]*Exception\b)/;
const MOST_TAIL_LINES = 3;
const FIBER = /^\s*[0-9a-f]{8,16}(?=\s|$)/i;

function isHeading(text: string): boolean {
  return (
    HEADING.test(text) ||
    text
      .trim()
      .split(/\s+/)
      .every((word) => HEADING_WORD.test(word))
  );
}

/** Behind the apartment: roles in parentheses, then the last exception. */
function readTail(tail: string): { roles: string[]; exception: string | null } {
  const roles: string[] = [];
  let rest = tail.replace(FIBER, "");
  for (let role = ROLE.exec(rest); role; role = ROLE.exec(rest)) {
    roles.push(group(role, "role") ?? "");
    rest = rest.slice(role[0].length);
  }
  return { roles, exception: rest.trim() || null };
}

/** One id is the OS id in .NET 1.1; later it is the managed id of a dead thread without OS id. */
function idsOf(match: RegExpExecArray, old: boolean): { managedThreadId: number | null; osThreadId: Hex | null } {
  const id = group(match, "id") ?? "";
  const osId = hexGroup(match, "osId") ?? (old ? canonicalHex(id) : "0");
  const decimal = /^[PC]/i.test(group(match, "gc") ?? "") && /^\d+$/.test(id);
  return {
    managedThreadId: old ? null : Number.parseInt(id, decimal ? 10 : 16),
    osThreadId: isNullHex(osId) ? null : osId,
  };
}

function isOldRow(match: RegExpExecArray): boolean {
  return group(match, "osId") === null && !/^X{4}$/i.test(group(match, "thread") ?? "");
}

function toRow(match: RegExpExecArray, line: Line): ManagedThreadRow {
  const locks = Number(group(match, "locks"));
  const number = group(match, "thread") ?? "";
  return {
    line: line.number,
    thread: /^\d+$/.test(number) ? Number(number) : null,
    ...idsOf(match, isOldRow(match)),
    threadObject: hexGroup(match, "object") ?? "0",
    state: hexGroup(match, "state") ?? "0",
    gcMode: /^[EP]/i.test(group(match, "gc") ?? "") ? "preemptive" : "cooperative",
    domain: hexGroup(match, "domain"),
    lockCount: locks < 0 ? null : locks,
    apartment: group(match, "apartment"),
    ...readTail(group(match, "tail") ?? ""),
  };
}

function standsAlone(text: string): boolean {
  return ROW_START.test(text) || COUNT.test(text) || isHeading(text) || SPECIAL_HEADING.test(text) || isChatter(text);
}

/** Reads a row however it is wrapped; not whole when a parenthesis was left open. */
function readRow(lines: readonly Line[], at: number): { row: ManagedThreadRow; used: number; whole: boolean } | null {
  const line = lines[at];
  if (!line || !ROW_START.test(line.text)) return null;
  const found = readWrapped((text) => ROW.exec(text), lines, at, standsAlone);
  if (!found) return null;
  let { row: match, used } = found;
  for (const most = used + MOST_TAIL_LINES; used < most; used++) {
    const next = lines[at + used]?.text ?? "";
    const goesOn = isOpen(match[0]) ? next.includes(")") : TAIL.test(next);
    const longer = goesOn && !standsAlone(next) ? ROW.exec(`${match[0]} ${next.trim()}`) : null;
    if (!longer) break;
    match = longer;
  }
  const closed = isOpen(match[0]) ? ROW.exec(match[0].slice(0, match[0].lastIndexOf("("))) : match;
  return closed ? { row: toRow(closed, line), used, whole: closed === match } : null;
}

function isOpen(text: string): boolean {
  return text.lastIndexOf("(") > text.lastIndexOf(")");
}

function parse(source: Source): Reading<ManagedThreadsReport> {
  const counts = new Map<string, number | null>();
  const threads: ManagedThreadRow[] = [];
  const specialThreads: ManagedThreadsReport["specialThreads"][number][] = [];
  const unread: number[] = [];
  const lines = unfold(source.lines, FOLDED, STARTS);
  let hostedRuntime: string | null = null;
  let headed = false;
  let inSpecial = false;

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line) break;
    const { text, number } = line;
    const count = COUNT.exec(text);
    const row = inSpecial ? null : readRow(lines, at);
    const special = inSpecial ? SPECIAL.exec(text) : null;
    if (count) counts.set(group(count, "name")?.toLowerCase() ?? "", numberGroup(count, "count"));
    else if (row) {
      threads.push(row.row);
      if (!row.whole) unread.push(number);
      at += row.used - 1;
    } else if (special) {
      const [thread, osThreadId] = [numberGroup(special, "thread"), hexGroup(special, "osId") ?? "0"];
      specialThreads.push({ line: number, thread, osThreadId, type: group(special, "type") ?? "" });
    } else if (SPECIAL_HEADING.test(text)) inSpecial = true;
    else if (HOSTED.test(text)) hostedRuntime = HOSTED.exec(text)?.groups?.hosted?.trim() ?? null;
    else if (isChatter(text) || NOTE.test(text) || isAnnotation(text)) continue;
    else if (isHeading(text)) headed ||= HEADING.test(text);
    else unread.push(number);
  }
  const end = lines.findLast((line) => line.text.trim() !== "");
  const cut = end && source.openEnd ? COUNT.exec(end.text) : null;
  if (end && cut) {
    // The paste ends here and may end inside the number.
    counts.set(group(cut, "name")?.toLowerCase() ?? "", null);
    unread.push(end.number);
  }
  if (counts.size === 0 && threads.length === 0 && specialThreads.length === 0 && !headed) return null;
  const threadCount = counts.get("threadcount") ?? null;
  return {
    report: {
      kind: "managed-threads",
      threadCount,
      unstartedThread: counts.get("unstartedthread") ?? null,
      backgroundThread: counts.get("backgroundthread") ?? null,
      pendingThread: counts.get("pendingthread") ?? null,
      deadThread: counts.get("deadthread") ?? null,
      hostedRuntime,
      threads,
      specialThreads,
      complete: threadCount !== null && threads.length >= threadCount,
    },
    unread,
  };
}

export const sosThreads: Parser<ManagedThreadsReport> = {
  id: "sos-threads",
  name: "!threads",
  mode: "user",
  command: /^!?(?:clr)?threads(?:\s+-\w+)*$/,
  recognise: [/^\s*ThreadCount:\s*\d/i, /\bID\s+(?:OSID\s+)?ThreadOBJ\s+State\b/i, ROW, SPECIAL_HEADING],
  keeps: [COUNT, HOSTED, HEADING],
  restarts: /^\s*ThreadCount:/i,
  errors: [
    {
      // Failed to request ThreadStore
      line: /^\s*Failed to request ThreadStore/i,
      problem: {
        code: "THREADS_NOT_READABLE",
        what: "SOS could not read the runtime's list of threads: its data access library does not fit the dump, or the dump lacks that memory.",
        fix: "Let the debugger fetch the right library; if that changes nothing, take a full memory dump.",
        commands: [".cordll -ve -u -l", "!threads"],
      },
    },
  ],
  parse,
};
