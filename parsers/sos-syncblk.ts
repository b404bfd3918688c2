import { isNullHex, type Line, type SyncBlockRow, type SyncBlocksReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { readWrapped } from "./soft-wrap";
import { isOpenTypeName, isRowFront, joinTypeName, takeTypeName } from "./type-name";

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
 * psscor prints the second form, with who waits (perhaps nobody) below each row.
 * ```sample psscor
 * 0:000> !syncblk
 * Index SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner
 *    12 0a61c7f4            5         1 0a5d8e10  1b08  17   02c4f9a0 Contoso.Orders.Ledger
 * 	Waiting threads: 22 23
 *    19 0a61c90c            1         1 0a5da0c8  2a1c XXX   02c51b34 System.Collections.Hashtable
 * 	Waiting threads:
 * -----------------------------
 * Total           88
 * CCW             0
 * RCW             3
 * ComClassFactory 0
 * Free            9
 * ```
 * dotnet-dump leaves out the counts of COM objects.
 * ```sample dotnet-dump
 * > syncblk
 * Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner
 *     4 00007F1E2C0016D8            3         1 00007F1E40021B90 71   8      00007f1df9c0a4e8 Contoso.Mailer.Outbox
 * -----------------------------
 * Total           4
 * Free            0
 * ```
 *
 * MonitorHeld: 1 for the owner plus 2 for each waiter. The owner column is an OS id (hex) and a
 * debugger thread number (decimal), or `none`, `orphaned`, or the id with `XXX` when the debugger
 * no longer lists the thread. `-all` adds sync blocks with MonitorHeld 0: nobody holds them or waits.
 * After the note `SyncBlock N is invalid, continuing...` the list is not complete. Not read: sync blocks without an object.
 */
const HEADING = /Index\s+SyncBlock\s+MonitorHeld/i;
// The end of a heading that was wrapped: `SyncBlock Owner`, `Object Waiting`
const HEADING_END = /^\s*(?:(?:(?:Info\s+)?SyncBlock\s+)?Owner|(?:Object\s+)?Waiting)\s*$/i;

// 6840 0x0aaabd20 145 1 0xaa4fed8 0x360 39 0x1c316400 System.Web.HttpApplicationFactory
const ROW = rx(
  "^\\s*(?<index>\\d+)\\s+(?<syncBlock>",
  ADDRESS,
  ")\\s+(?<held>\\d+)\\s+(?<recursion>\\d+)\\s+(?<owningThread>",
  HEX,
  ")\\s+(?:(?<state>none|orphaned)|(?<osId>",
  HEX,
  ")\\s+(?<thread>\\d+|XXX))\\s+(?<object>0|",
  ADDRESS,
  ")\\s+(?!",
  ADDRESS,
  "(?:\\s|$))(?<type>\\S.*)$",
);
// 6840 0x0aaabd20 145 1        the front of a row that goes on in the next line
const ROW_START = rx("^\\s*\\d+\\s+", ADDRESS, "(?:\\s+\\d+)?(?:\\s+\\d+)?(?:\\s|$)");
// 12 00000000 01a3c5f0         a sync block without a lock, from `-all`
const EMPTY_ROW = /^\s*\d+\s+(?:0x)?0{8,16}(?:\s+(?:0x)?[0-9a-f]{8,16})?\s*$/i;
const WAITING = /^\s*Waiting threads:(?<list>[\s\d,X]*)$/i;
const MORE_WAITING = /^\s*\d+(?:\s+\d+)*$/;
const TRAILER = /^\s*(?<name>Total|CCW|RCW|ComCallWrapper|ComPlusWrapper|ComClassFactory|Free)\s+(?<count>\d+)\s*$/i;
const COM_TRAILER = /^\s*(?:ComCallWrapper|ComPlusWrapper|CCW|RCW|ComClassFactory)\s+\d+\s*$/i;
const INVALID = /^\s*SyncBlock (?<index>\d+) is invalid/i;
// A piece of a type name: `ache`, `mscorlib]]`, `System.Int32, mscorlib],[System.String,`
const TYPE_PART = /^[\w.+`$<>[\], =-]+$/;
// Index SyncBlock … SyncBlock Owner 60 0000000001d9a330 …        a listing on one line
const FOLDED = [HEADING, rx("\\b(?:Owner|Waiting)\\s+\\d+\\s+", ADDRESS, "\\s")];
const STARTS = [
  `Index\\s+SyncBlock\\s+MonitorHeld|\\d+\\s+${ADDRESS}\\s+\\d+\\s+\\d+\\s+${HEX}\\s+(?:none|orphaned|${HEX}\\s+(?:\\d+|XXX))\\s`,
  "Waiting threads:|(?:Total|CCW|RCW|ComCallWrapper|ComPlusWrapper|ComClassFactory|Free)\\s+\\d+(?=\\s|$)|-{20,}",
].join("|");
/** Consoles and mail cut long lines somewhere from here on. */
const WRAP_FROM = 70;
/** How many lines a wrapped type name may go on for. */
const MOST_TYPE_LINES = 4;

function standsAlone(text: string): boolean {
  return ROW.test(text) || HEADING.test(text) || WAITING.test(text) || TRAILER.test(text) || isChatter(text);
}

/** A row and the waiters listed below it. */
interface Entry {
  row: SyncBlockRow;
  waiting: number[] | null;
  waitingLine: number | null;
}

function toRow(match: RegExpExecArray, line: Line, type: string): SyncBlockRow {
  const state = group(match, "state")?.toLowerCase();
  const thread = group(match, "thread")?.toUpperCase();
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
    owner: state === "none" || state === "orphaned" ? state : thread === "XXX" ? "not-in-debugger" : "thread",
    object: hexGroup(match, "object") ?? "0",
    type,
    waitingThreads: null,
    waitingThreadsLine: null,
  };
}

/** Reads `!syncblk` line by line; rows may be wrapped, and so may the lists below them. */
class Listing {
  readonly entries: Entry[] = [];
  readonly trailer = new Map<string, number>();
  readonly unread: number[] = [];
  heading: string | null = null;
  /** What SOS could not read: any of them may be a lock. */
  readonly invalid: number[] = [];
  /** A row's addresses were printed with `0x`. */
  prefixed = false;
  /** The entry that a waiting list would belong to; null before the first row. */
  private open: Entry | null = null;
  private inList = false;
  /** Rows were left out, so what stands below need not belong to the row above. */
  elided = false;
  lastTrailer: { name: string; line: number } | null = null;
  /** Name of the count that the paste may have been cut in. */
  private cutCount: string | null = null;

  constructor(private readonly lines: readonly Line[]) {
    for (let at = 0; at < lines.length; ) at += this.takeRow(at) || this.takeLine(at);
    this.dropCutEnd();
  }

  private takeRow(at: number): number {
    const line = this.lines[at];
    if (!line || this.isListLine(line.text) || !ROW_START.test(line.text)) return 0;
    const found = readWrapped((text) => ROW.exec(text), this.lines, at, standsAlone);
    if (!found) return 0;
    const taken = takeTypeName(group(found.row, "type") ?? "");
    if (taken.rest !== "" && !isAnnotation(taken.rest)) this.unread.push(line.number);
    const { type, used } = this.wholeType(taken.type, at, found.used);
    if (/\s0x/i.test(line.text)) this.prefixed = true;
    this.open = { row: toRow(found.row, line, type), waiting: null, waitingLine: null };
    if (!isNullHex(this.open.row.object)) this.entries.push(this.open);
    this.inList = false;
    return used;
  }

  /** The type name with what wrapped into the next lines. */
  private wholeType(first: string, at: number, rowLines: number): { type: string; used: number } {
    const cutByConsole = rowLines === 1 && (this.lines[at]?.text.length ?? 0) >= WRAP_FROM;
    let type = first;
    for (let used = rowLines; used < rowLines + MOST_TYPE_LINES; used++) {
      const next = this.lines[at + used]?.text ?? "";
      const isEnd = at + used === this.lines.length - 1 && isRowFront(next);
      const goesOn = isOpenTypeName(type) || (cutByConsole && used === rowLines && /^\S+$/.test(next) && !isEnd);
      if (!goesOn || !TYPE_PART.test(next) || standsAlone(next)) return { type, used };
      type = joinTypeName(type, next);
    }
    return { type, used: rowLines + MOST_TYPE_LINES };
  }

  private isListLine(text: string): boolean {
    const { open } = this;
    // A list that has all who wait is over: a number below it begins the next row.
    return this.inList && MORE_WAITING.test(text) && (open?.waiting?.length ?? 0) < (open?.row.monitorHeld ?? 0) >> 1;
  }

  private takeLine(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const { text, number } = line;
    const waiting = WAITING.exec(text);
    const total = TRAILER.exec(text);
    const invalid = INVALID.exec(text);
    if (this.open && (waiting || this.isListLine(text))) {
      const listed = (waiting?.groups?.list ?? text).match(/\d+/g) ?? [];
      this.open.waiting ??= [];
      this.open.waitingLine ??= number;
      for (const thread of listed) this.open.waiting.push(Number(thread));
      this.inList = true;
      return 1;
    }
    this.inList = false;
    if (isElision(text)) {
      this.elided ||= !this.trailer.has("total");
      this.open = null;
    } else if (total) {
      const name = total.groups?.name?.toLowerCase() ?? "";
      this.trailer.set(name, numberGroup(total, "count") ?? 0);
      this.lastTrailer = { name, line: number };
    } else if (HEADING.test(text)) this.heading = text;
    else if (invalid) this.invalid.push(numberGroup(invalid, "index") ?? 0);
    else if (!isQuiet(text)) this.unread.push(number);
    return 1;
  }

  /** A paste that ends inside a list or a count may end inside a number, which would then be a wrong one. */
  private dropCutEnd(): void {
    const end = this.lines.findLast((line) => line.text.trim() !== "");
    if (!end) return;
    const { lastTrailer, open } = this;
    if (lastTrailer?.line === end.number && lastTrailer.name !== "free") {
      this.cutCount = lastTrailer.name;
      this.unread.push(end.number);
    } else if (open?.waiting && this.inList && open.waiting.length > 0) {
      const [beforeLast, last] = [open.waiting.at(-2) ?? -1, open.waiting.at(-1) ?? -1];
      if (open.waiting.length >= open.row.monitorHeld >> 1 && last > beforeLast) return;
      open.waiting.pop();
      this.unread.push(end.number);
    }
  }

  count(...names: readonly string[]): number | null {
    const name = names.find((candidate) => this.trailer.has(candidate));
    return name === undefined || name === this.cutCount ? null : (this.trailer.get(name) ?? null);
  }
}

/** Lines that say nothing about a lock. */
function isQuiet(text: string): boolean {
  return isChatter(text) || HEADING_END.test(text) || EMPTY_ROW.test(text) || isAnnotation(text);
}

function dialectOf({ heading, prefixed, entries, trailer }: Listing): SyncBlocksReport["dialect"] {
  const old = heading === null ? prefixed || trailer.has("comcallwrapper") : !/Owning Thread/i.test(heading);
  if (old) return "sos-1.1";
  return entries.some((entry) => entry.waiting !== null) ? "psscor" : "sos-2";
}

/** What stands below the totals is no row of the table: an author's text, as a rule. */
function isWhole({ entries, trailer, lastTrailer, elided, invalid, unread }: Listing): boolean {
  const end = lastTrailer?.line ?? 0;
  const isTable = entries.every(({ row }) => row.line < end) && unread.every((line) => line > end);
  return trailer.has("total") && isTable && !elided && invalid.length === 0;
}

function parse(source: Source): Reading<SyncBlocksReport> {
  const listing = new Listing(unfold(source.lines, FOLDED, STARTS));
  if (listing.heading === null && listing.entries.length === 0 && listing.trailer.size === 0) return null;
  return {
    report: {
      kind: "sync-blocks",
      rows: listing.entries.map(({ row, waiting, waitingLine }) => ({
        ...row,
        waitingThreads: waiting,
        waitingThreadsLine: waitingLine,
      })),
      total: listing.count("total"),
      ccw: listing.count("ccw", "comcallwrapper"),
      rcw: listing.count("rcw", "compluswrapper"),
      comClassFactory: listing.count("comclassfactory"),
      free: listing.count("free"),
      invalid: listing.invalid,
      complete: isWhole(listing),
      dialect: dialectOf(listing),
    },
    unread: listing.unread,
  };
}

export const sosSyncblk: Parser<SyncBlocksReport> = {
  id: "sos-syncblk",
  name: "!syncblk",
  mode: "user",
  command: /^!?syncblk\b/,
  recognise: [HEADING, ROW, COM_TRAILER],
  keeps: [TRAILER, WAITING],
  restarts: HEADING,
  errors: [
    {
      // Error requesting SyncBlk data
      line: /^\s*Error requesting SyncBlk data/i,
      problem: {
        code: "SYNCBLK_NOT_READABLE",
        what: "SOS could not read the table of sync blocks from this dump.",
        fix: "Take a full memory dump, or let the debugger fetch the data access library of the dump's runtime, then run the command again.",
        commands: [".cordll -ve -u -l", "!syncblk"],
      },
    },
  ],
  parse,
};
