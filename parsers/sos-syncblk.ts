import { canonicalHex, isNullHex, type Line, type SyncBlockRow, type SyncBlocksReport } from "@/evidence";
import { isChatter } from "./chatter";
import { group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!syncblk` (SOS, psscor) and `syncblk` (dotnet-dump): the managed locks that are held or waited for.
 *
 * .NET 1.1 SOS: nine values under eight titles, hex with `0x`, then who waits.
 * ```sample sos-1.1
 * 0:014> !syncblk
 * Index SyncBlock  MonitorHeld Recursion   Thread  ThreadID     Object Waiting
 *    77 0x0018ab3c          9         1 0x19f2d8   0x8a4  14 0x01a3c5f0 System.Web.HttpApplicationFactory
 *    Waiting threads: 15 16 18 21
 * Total 96
 * ComCallWrapper 1
 * ComPlusWrapper 0
 * ComClassFactory 0
 * Free 12
 * ```
 * .NET 2.0 and later:
 * ```sample sos-2
 * 0:031> !syncblk
 * Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
 *    57 0000021c4be1a2d8           15         1 0000021c51a07e30  1f4c  31   0000021c0a3b55f0 Contoso.Pricing.RateCache
 *    58 0000021c4be1a328            8         0 0000000000000000     none    0000021c0a3b5610 System.Object
 * -----------------------------
 * Total           412
 * CCW             2
 * RCW             5
 * ComClassFactory 0
 * Free            61
 * ```
 * psscor2 prints the second form with a tab-indented `Waiting threads:` below each row.
 *
 * MonitorHeld: 1 for the owner plus 2 for each waiter. The owner column is an OS id (hex) and a
 * debugger thread number (decimal), or `none`, `orphaned`, or the id with `XXX` when the debugger
 * no longer lists the thread. Not read: the notes `SyncBlock N is invalid, continuing...`.
 */
const HEADING = /Index\s+SyncBlock\s+MonitorHeld/i;

// 6840 0x0aaabd20 145 1 0xaa4fed8 0x360 39 0x1c316400 System.Web.HttpApplicationFactory
const ROW = rx(
  "^\\s*(?<index>\\d+)\\s+(?<syncBlock>", HEX, ")\\s+(?<held>\\d+)\\s+(?<recursion>\\d+)\\s+(?<owningThread>", HEX, ")\\s+",
  "(?:(?<state>none|orphaned)|(?<osId>", HEX, ")\\s+(?<thread>\\d+|XXX))\\s+(?<object>", HEX, ")\\s+(?<type>\\S.*)$",
);
const WAITING = /^\s*Waiting threads:(?<list>[\s\d]*)$/i;
const MORE_WAITING = /^\s*\d+(?:\s+\d+)*$/;
const TRAILER = /^\s*(?<name>Total|CCW|RCW|ComCallWrapper|ComPlusWrapper|ComClassFactory|Free)\s+(?<count>\d+)\s*$/i;
const INVALID = /^\s*SyncBlock \d+ is invalid, continuing/i;

function toRow(match: RegExpExecArray, line: Line): SyncBlockRow {
  const state = group(match, "state")?.toLowerCase();
  const thread = group(match, "thread");
  const owningThread = hexGroup(match, "owningThread") ?? "0";
  return {
    line: line.number,
    index: numberGroup(match, "index") ?? 0,
    syncBlock: hexGroup(match, "syncBlock") ?? "0",
    monitorHeld: numberGroup(match, "held") ?? 0,
    recursion: numberGroup(match, "recursion") ?? 0,
    owningThread: isNullHex(owningThread) || state === "orphaned" ? null : owningThread,
    osThreadId: hexGroup(match, "osId"),
    thread: thread && thread !== "XXX" ? Number(thread) : null,
    owner: state === "none" || state === "orphaned" ? state : thread?.toUpperCase() === "XXX" ? "not-in-debugger" : "thread",
    object: hexGroup(match, "object") ?? canonicalHex(""),
    type: group(match, "type")?.trim() ?? "",
    waitingThreads: null,
    waitingThreadsLine: null,
  };
}

function parse(source: Source): Reading<SyncBlocksReport> {
  const rows: SyncBlockRow[] = [];
  const trailer = new Map<string, number>();
  const unread: number[] = [];
  let heading: string | null = null;
  let waitingOpen = false;

  for (const line of source.lines) {
    const { text, number } = line;
    const row = ROW.exec(text);
    if (row) {
      rows.push(toRow(row, line));
      waitingOpen = false;
      continue;
    }
    const last = rows.at(-1);
    const waiting = WAITING.exec(text) ?? (waitingOpen ? MORE_WAITING.exec(text) : null);
    if (waiting && last) {
      const listed = (waiting.groups?.list ?? text).split(/\s+/).filter(Boolean).map(Number);
      const all = [...(waitingOpen ? (last.waitingThreads ?? []) : []), ...listed];
      rows[rows.length - 1] = { ...last, waitingThreads: all, waitingThreadsLine: last.waitingThreadsLine ?? number };
      waitingOpen = true;
      continue;
    }
    waitingOpen = false;
    const total = TRAILER.exec(text);
    if (total) trailer.set(total.groups?.name?.toLowerCase() ?? "", numberGroup(total, "count") ?? 0);
    else if (HEADING.test(text)) heading = text;
    else if (!isChatter(text) && !INVALID.test(text)) unread.push(number);
  }

  if (heading === null && rows.length === 0 && trailer.size === 0) return null;
  const listed = rows.some((row) => row.waitingThreads !== null);
  const old = heading !== null && !/Owning Thread Info/i.test(heading);
  return {
    report: {
      kind: "sync-blocks",
      rows,
      total: trailer.get("total") ?? null,
      ccw: trailer.get("ccw") ?? trailer.get("comcallwrapper") ?? null,
      rcw: trailer.get("rcw") ?? trailer.get("compluswrapper") ?? null,
      comClassFactory: trailer.get("comclassfactory") ?? null,
      free: trailer.get("free") ?? null,
      complete: trailer.has("total"),
      dialect: old ? "sos-1.1" : listed ? "psscor" : "sos-2",
    },
    unread,
  };
}

export const sosSyncblk: Parser<SyncBlocksReport> = {
  id: "sos-syncblk",
  name: "!syncblk",
  mode: "user",
  command: /^!?syncblk\b/,
  recognise: [HEADING, ROW, /^\s*(?:ComCallWrapper|ComPlusWrapper|CCW|RCW|ComClassFactory)\s+\d+\s*$/],
  keeps: [TRAILER, WAITING],
  restarts: HEADING,
  parse,
};
