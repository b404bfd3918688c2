import {
  canonicalHex,
  type DeadlockHolder,
  type DeadlockReport,
  type DeadlockWaitPlace,
  type Hex,
  type Line,
  type SosexLock,
} from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { ADDRESS, hexGroup, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { isSosexProgress, resultBelow, SOSEX_PROGRESS } from "./sosex-progress";

/**
 * `!dlk` (sosex): deadlocks among monitors, reader/writer locks and critical sections.
 *
 * ```sample locks
 * 0:000> !dlk
 * Examining SyncBlocks...
 * Scanning for ReaderWriterLock instances...
 * Scanning for threads waiting on CriticalSections...
 * *DEADLOCK DETECTED*
 * CLR thread 0x7 holds the Writer lock on ReaderWriterLockSlim 0000022d8040b1c8
 * ...and is waiting for the lock on SyncBlock 0000022d6c1f92a8 OBJ:0000022d804c17f0[System.Object]
 * CLR thread 0xc holds the lock on SyncBlock 0000022d6c1f92a8 OBJ:0000022d804c17f0[System.Object]
 * ...and is waiting for a Reader lock on ReaderWriterLockSlim 0000022d8040b1c8
 * CLR Thread 0x7 is waiting at Contoso.Cache.Store.Put(System.String)(+0x2c IL,+0x8a Native)
 * CLR Thread 0xc is waiting at System.Threading.WaitHandle.WaitOne(Int64, Boolean)(+0x19 IL,+0x23 Native)
 *
 *
 * 1 deadlock detected.
 * ```
 * Critical sections are worded without "the lock on":
 * ```sample critical-section
 * 0:004> !dlk
 * Examining CriticalSections...
 * *DEADLOCK DETECTED*
 * CLR thread 0x2 holds the lock on SyncBlock 00c4e3f8 OBJ:027d51a4[Contoso.Bridge.Queue]
 * ...and is waiting on CriticalSection 00b90d40
 * CLR thread 0x5 holds CriticalSection 00b90d40
 * ...and is waiting for the lock on SyncBlock 00c4e3f8 OBJ:027d51a4[Contoso.Bridge.Queue]
 * CLR Thread 0x2 is waiting at clr!CrstBase::SpinEnter+0x92
 * CLR Thread 0x5 is waiting at System.Threading.Monitor.Enter(System.Object, Boolean ByRef)(+0x17 Native)
 *
 *
 * 1 deadlock detected.
 * ```
 * ```sample none
 * 0:000> !dlk
 * Examining SyncBlocks...
 * Scanning for threads waiting on CriticalSections...
 * No deadlocks detected.
 * ```
 *
 * Threads are CLR thread ids (the `ID` column of `!threads`, hex), not debugger thread numbers.
 * The command sees neither semaphores, events nor tasks. Not read: which scans were done.
 */
const LOCK = rx(
  "(?:(?:the|a|an)\\s+(?:(?<level>Reader|Writer|UpgradableReader|Upgradable ?Read)\\s+)?lock\\s+on\\s+)?(?<type>SyncBlock|ReaderWriterLockSlim|ReaderWriterLock|RWLockSlim|RWLock|CriticalSection|CritSec|thinlock)\\s+(?<address>",
  ADDRESS,
  ")(?:\\s+OBJ:(?<object>",
  ADDRESS,
  ")(?:\\[(?<objectType>[^\\n]*)\\])?)?\\s*$",
).source;
const MARK = /^\s*\*?DEADLOCK DETECTED\*?\s*$/i;
// CLR thread 0x7 holds the Writer lock on ReaderWriterLockSlim 0000022d8040b1c8
const HOLDS = rx("^\\s*CLR thread (?<thread>0x[0-9a-f]{1,8}|[0-9a-f]{1,8}) (?:also )?holds ", LOCK);
// ...and is waiting for the lock on SyncBlock 0000022d6c1f92a8 OBJ:0000022d804c17f0[System.Object]
const WAITS = rx("^\\s*(?:\\.{3})?\\s?and is waiting (?:for|on) ", LOCK);
// CLR Thread 0x7 is waiting at Contoso.Cache.Store.Put(System.String)(+0x2c IL,+0x8a Native)
const AT = /^\s*CLR thread (?<thread>0x[0-9a-f]{1,8}|[0-9a-f]{1,8}) is waiting at (?<site>\S[^\n]*)$/i;
const OFFSETS = /\((?:\+0x[0-9a-f]{1,8} IL)?,?(?:\+0x[0-9a-f]{1,8} Native)?\)$/i;
const TRAILER = /^\s*(?<count>No|\d{1,5}) deadlocks? detected\.?\s*$/i;
const START = /^\s*(?:\.{3}\s?and is waiting|CLR thread\s)/i;
/** How many lines a wrapped one may go on for. */
const MOST_WRAPPED = 3;

function lockOf(match: RegExpExecArray): SosexLock {
  return {
    type: match.groups?.type ?? "",
    level: match.groups?.level ?? null,
    address: hexGroup(match, "address") ?? "0",
    object: hexGroup(match, "object"),
    objectType: match.groups?.objectType ?? null,
  };
}

function threadOf(match: RegExpExecArray): Hex {
  return canonicalHex(match.groups?.thread ?? "");
}

/** A console cut the line before the object or inside a parameter list. */
function goesOn(text: string, next: string): boolean {
  return /^\s*OBJ:/i.test(next) || (AT.test(text) && text.lastIndexOf("(") > text.lastIndexOf(")"));
}

interface Draft {
  line: number;
  holders: DeadlockHolder[];
  places: DeadlockWaitPlace[];
}

class Listing {
  readonly deadlocks: Draft[] = [];
  readonly unread: number[] = [];
  count: number | null = null;
  progress = 0;
  private open: { clrThread: Hex; holds: SosexLock; line: number } | null = null;

  constructor(private readonly lines: readonly Line[]) {
    for (let at = 0; at < lines.length; ) at += this.take(at);
    this.dropOpen();
  }

  private get last(): Draft | undefined {
    return this.deadlocks.at(-1);
  }

  /** A holder whose wait was not printed proves no cycle. */
  private dropOpen(): void {
    if (this.open) this.unread.push(this.open.line);
    this.open = null;
  }

  private take(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    let text = line.text;
    if (START.test(text)) {
      for (let used = 1; used <= MOST_WRAPPED; used++) {
        const next = this.lines[at + used]?.text ?? "";
        if (!goesOn(text, next) && this.takeRow(text, line.number)) return used;
        if (next.trim() === "" || START.test(next) || MARK.test(next) || TRAILER.test(next)) break;
        text = `${text} ${next.trim()}`;
      }
      this.unread.push(line.number);
      return 1;
    }
    const trailer = TRAILER.exec(text);
    if (MARK.test(text)) {
      this.dropOpen();
      this.deadlocks.push({ line: line.number, holders: [], places: [] });
    } else if (trailer) this.count = trailer.groups?.count?.toLowerCase() === "no" ? 0 : numberGroup(trailer, "count");
    else if (isSosexProgress(text)) this.progress++;
    else if (!isChatter(text) && !isAnnotation(text)) this.unread.push(line.number);
    return 1;
  }

  private takeRow(text: string, line: number): boolean {
    const holds = HOLDS.exec(text);
    if (holds) {
      this.dropOpen();
      this.open = { clrThread: threadOf(holds), holds: lockOf(holds), line };
      return true;
    }
    const waits = WAITS.exec(text);
    if (waits) {
      if (!this.open) return false;
      if (!this.last) this.deadlocks.push({ line: this.open.line, holders: [], places: [] });
      this.last?.holders.push({ ...this.open, waitsFor: lockOf(waits) });
      this.open = null;
      return true;
    }
    const place = AT.exec(text);
    if (!place || !this.last) return false;
    const site = (place.groups?.site ?? "").trim().replace(OFFSETS, "");
    this.last.places.push({ line, clrThread: threadOf(place), site });
    return true;
  }
}

function parse(source: Source): Reading<DeadlockReport> {
  const { deadlocks, unread, count, progress } = new Listing(source.lines);
  if (deadlocks.length === 0 && count === null && progress === 0) return null;
  return { report: { kind: "deadlocks", deadlocks, count, complete: count === deadlocks.length }, unread };
}

export const sosexDlk: Parser<DeadlockReport> = {
  id: "sosex-dlk",
  name: "!dlk",
  mode: "user",
  command: /^!dlk\b/,
  recognise: [MARK, HOLDS, TRAILER, SOSEX_PROGRESS],
  confirm(lines, at) {
    const result = resultBelow(lines, at);
    return MARK.test(result) || HOLDS.test(result) || TRAILER.test(result);
  },
  keeps: [WAITS, AT],
  parse,
};
