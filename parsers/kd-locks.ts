import { canonicalHex, type Hex, type Line, type ResourceLocksReport, type ResourceRow } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, COUNT, group, HEX, hexGroup, numberGroup } from "./grammar";
import { KernelThreadReader, readThreadStart } from "./kernel-thread";
import { type LineReader, readLinesOf, UnreadLines } from "./line-reader";
import type { Parser, Reading, Source } from "./parser";
import { END, edgeOf, hasSlot, OTHER, type Slots } from "./pattern-edges";

/**
 * `!locks` of a kernel target (kdexts): the ERESOURCE locks that are held, who holds them and who waits.
 * The user-mode command of the same name lists critical sections; it has its own parser.
 *
 * One lock held, white space collapsed, the scan's dots cut:
 * ```sample collapsed
 * 0: kd> !locks
 * KD: Scanning for held locks..................................................
 *
 * Resource @ 0x8a51c7f0 Shared 1 owning threads
 * Contention Count = 3
 * Threads: 8a41c020-01<*>
 * KD: Scanning for held locks....
 * 5120 total locks, 1 locks currently held
 * ```
 * Contended, x64:
 * ```sample contended
 * 2: kd> !locks
 * **** DUMP OF ALL RESOURCE OBJECTS ****
 * KD: Scanning for held locks......
 *
 * Resource @ nt!CmpRegistryLock (0xfffff8012a34bc40)    Exclusively owned
 *     Contention Count = 2210
 *     NumberOfSharedWaiters = 1
 *     NumberOfExclusiveWaiters = 5
 *      Threads: ffffa50f6c2d1080-01<*> ffffa50f6d0b7040-01
 *      Threads Waiting On Exclusive Access:
 *               ffffa50f6e113040       ffffa50f6e2a7080       ffffa50f70d4c040
 *               ffffa50f70e51080       ffffa50f71f90040
 * 9120 total locks, 1 locks currently held
 * ```
 * An owner given with an offset, and `!locks -v`, which prints the threads whole:
 * ```sample verbose
 * kd> !locks -v 80d8b0b0
 *
 * Resource @ 0x80d8b0b0    Shared 1 owning threads
 *      Threads: 80ed1023-01<*> *** Actual Thread 80ed1020
 *
 *      THREAD 80ed1020  Cid 4.2c  Teb: 00000000 Win32Thread: 00000000 WAIT: (WrQueue) KernelMode Non-Alertable
 *          8055e100  QueueObject
 *      Not impersonating
 *      Owning Process            80edd120       Image:         System
 *      Wait Start TickCount      3001           Ticks: 12 (0:00:00:00.187)
 *      ChildEBP RetAddr
 *      fafc9d38 804dc6a6 nt!KiSwapContext+0x2e
 * 1 total locks, 1 locks currently held
 * ```
 *
 * `<*>` marks a thread that has access; one without waits for shared access. Where markup ate every mark,
 * as many threads as the heading says are taken for owners, in the order listed. The number behind the
 * dash is the thread's count on the resource, hex. Contention Count adds up since the resource was made;
 * only the waiter counts speak of now. Not read: the statistics of `-p`.
 */
// KD: Scanning for held locks......      (the dots may go on for pages)
const SCAN = sticky("\\s*(?:KD: Scanning for held locks\\.*|\\.{3,})");
/** The scan's own dots run on for longer, and what they found may stand behind them. */
const BLANK = 32;
const NO_ELISION = /\.{7,}|Resource @|total locks/i;
const ONLY_SCAN = /^\s*KD: Scanning for held locks\.+$/i;
const ONLY_DOTS = /^\s*\.+$/;
const BANNER = sticky("\\s*(?:\\*{1,4}\\s*)?DUMP OF ALL RESOURCE OBJECTS(?: ?\\*{1,4})?");
// Resource @ nt!CmpRegistryLock (0xfffff800011a2b40)      Resource @ 0x88e9a518
const RESOURCE = sticky("\\s*Resource @ (?:(?<name>[^\\s(]{1,300})\\s*\\()?(?<address>", HEX, ")\\)?(?=\\s|$)");
const ACCESS = sticky("\\s*(?:Shared (?<owners>\\d+) owning threads?|(?<exclusive>Exclusively owned)|Available\\b)");
const CONTENTION = sticky("\\s*Contention Count\\s*=\\s*(?<count>", COUNT, ")");
const WAITERS = sticky("\\s*NumberOf(?<kind>Shared|Exclusive)Waiters\\s*=\\s*(?<count>", COUNT, ")");
const THREADS = sticky("\\s*Threads:");
// 88e889a0-01<*>
const ENTRY = sticky("\\s*(?<thread>", ADDRESS, ")-(?<count>[0-9a-f]{1,4})(?![0-9a-f])(?:\\s*(?<mark><\\\\?\\*?>))?");
// 88e889a0-0      88e889a0-01<
const OPEN_ENTRY = /[0-9a-f]-[0-9a-f]{0,4}<?\*?$/i;
const ACTUAL = sticky("\\s*\\*{1,3} ?Actual Thread (?<thread>", HEX, ")");
const WAITING = sticky("\\s*Threads Waiting On (?<kind>Shared|Exclusive) Access:?");
const WAITER = sticky("\\s*(?<thread>(?:0x)?[0-9a-f]{8}(?:[`'´]?[0-9a-f]{8})?)(?=\\s|$)");
const TOTAL = sticky("\\s*(?:(?<total>", COUNT, ")\\s+)?total locks\\b,?");
const HELD = sticky("\\s*(?<held>", COUNT, ")\\s+locks currently held");
// WARNING: Exclusive waiters in event waitlist (2) != count in resource (3)      << Too many shared waiters to list>>
const REMARK = sticky("\\s*(?:WARNING: (?:Shared|Exclusive) waiters in |<< ?Too many (?:shared|exclusive) waiters).*");

interface Token {
  pattern: RegExp;
  /** What it may begin with, blanks left out. */
  starts: Slots | null;
}

function sticky(...parts: readonly string[]): Token {
  const source = parts.join("");
  return {
    pattern: new RegExp(source, "iy"),
    starts: edgeOf(new RegExp(`^(?:${source})`, "i"), "start", 1)?.[0] ?? null,
  };
}

type Match = (token: Token) => RegExpExecArray | null;

/** Tries tokens at one place of a text. */
function matcher(text: string, at: number): Match {
  let next = at;
  while (text.charCodeAt(next) === BLANK) next++;
  const slot = next < text.length ? Math.min(text.charCodeAt(next), OTHER) : END;
  return ({ pattern, starts }) => {
    if (starts && !hasSlot(starts, slot)) return null;
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
}

/** Digits of a printed address, without what may stand in or before them. */
function digitsOf(printed: string): number {
  return printed.replace(/^0x|[`'´]/gi, "").length;
}

interface Entry {
  line: number;
  thread: Hex;
  count: number;
  marked: boolean;
}

interface Draft {
  line: number;
  name: string | null;
  address: Hex;
  /** Digits an address has in this output; a shorter one was cut. */
  digits: number;
  access: ResourceRow["access"] | null;
  owningThreads: number | null;
  contentionCount: number | null;
  numberOfSharedWaiters: number;
  numberOfExclusiveWaiters: number;
  /** Every line that told something about it. */
  lines: number[];
  entries: Entry[];
  waiting: { shared: Hex[]; exclusive: Hex[] };
}

function toRow(draft: Draft, access: ResourceRow["access"]): ResourceRow {
  const { entries, waiting, lines: _lines, digits: _digits, access: _access, ...rest } = draft;
  const marked = entries.filter((entry) => entry.marked);
  const expected = access === "exclusive" ? 1 : (draft.owningThreads ?? entries.length);
  const owners = access === "available" ? [] : marked.length > 0 ? marked : entries.slice(0, expected);
  const owning = new Set(owners);
  const others = entries.filter((entry) => !owning.has(entry)).map((entry) => entry.thread);
  return {
    ...rest,
    access,
    owners,
    sharedWaiters: [...others, ...waiting.shared],
    exclusiveWaiters: waiting.exclusive,
  };
}

function isGap({ text }: Line): boolean {
  return isElision(text) && !NO_ELISION.test(text);
}

type Taken = "whole" | "part" | "no";

/** Reads the output one line at a time, and each line token by token: wraps and joined lines make no difference. */
class LocksReader {
  readonly threads = new KernelThreadReader();
  readonly resources: Draft[] = [];
  totalLocks: number | null = null;
  heldLocks: number | null = null;
  complete = false;
  /** Line of the totals. */
  end = 0;
  started = false;
  private list: "owners" | "shared" | "exclusive" | null = null;
  /** Lines were left out. */
  elided = false;
  /** The line above holds nothing but dots of the scan, which may have been broken. */
  private scanning = false;
  /** What follows belongs to a resource that was left out. */
  private detached = false;

  take(line: Line): Taken {
    const scanned = this.scanning && ONLY_DOTS.test(line.text);
    this.scanning = scanned || ONLY_SCAN.test(line.text);
    if (scanned) return "whole";
    if (isGap(line)) {
      this.elided = this.detached = true;
      this.list = null;
      this.threads.close();
      return isChatter(line.text) ? "whole" : "no";
    }
    const taken = this.tokens(line);
    if (taken !== "no") {
      this.started = true;
      this.threads.close();
      return taken;
    }
    if (isChatter(line.text)) return "whole";
    const start = readThreadStart(line.text);
    if (start && !this.lists(start.address)) return "no";
    return this.threads.take(line) ? "whole" : "no";
  }

  /** True for a thread that the resource at hand names: `-v` prints it right below. */
  private lists(address: Hex): boolean {
    if (this.complete || this.list !== "owners") return false;
    return this.resources.at(-1)?.entries.some((entry) => entry.thread === address) ?? false;
  }

  private tokens(line: Line): Taken {
    const { text } = line;
    let at = 0;
    while (at < text.length) {
      const end = this.token(text, at, line);
      if (end === null) break;
      at = end;
    }
    const rest = text.slice(at);
    if (at === 0) return "no";
    const draft = this.complete ? undefined : this.resources.at(-1);
    if (draft && draft.lines.at(-1) !== line.number) draft.lines.push(line.number);
    return rest.trim() === "" || isAnnotation(rest) ? "whole" : "part";
  }

  /** Takes one token at the position; gives where it ends, or null when none begins there. */
  private token(text: string, at: number, line: Line): number | null {
    const match = matcher(text, at);
    const draft = this.detached ? undefined : this.resources.at(-1);
    const known =
      match(SCAN) ??
      match(BANNER) ??
      this.resource(match(RESOURCE), line) ??
      this.trailer(match(TOTAL), match(HELD), line) ??
      (draft ? this.detail(draft, match, line) : null) ??
      match(REMARK);
    return known ? known.index + known[0].length : null;
  }

  private resource(match: RegExpExecArray | null, line: Line): RegExpExecArray | null {
    if (!match) return null;
    this.list = null;
    this.complete = this.detached = false;
    this.resources.push({
      line: line.number,
      name: group(match, "name"),
      address: hexGroup(match, "address") ?? canonicalHex(""),
      digits: digitsOf(group(match, "address") ?? ""),
      access: null,
      owningThreads: null,
      contentionCount: null,
      numberOfSharedWaiters: 0,
      numberOfExclusiveWaiters: 0,
      lines: [line.number],
      entries: [],
      waiting: { shared: [], exclusive: [] },
    });
    return match;
  }

  private trailer(
    total: RegExpExecArray | null,
    held: RegExpExecArray | null,
    { number }: Line,
  ): RegExpExecArray | null {
    if (total) {
      this.list = null;
      this.end = number;
      this.totalLocks = numberGroup(total, "total");
      this.complete = true;
    } else if (held) this.heldLocks = numberGroup(held, "held");
    return total ?? held;
  }

  private detail(draft: Draft, match: Match, line: Line): RegExpExecArray | null {
    const access = draft.access === null ? match(ACCESS) : null;
    if (access) {
      draft.owningThreads = numberGroup(access, "owners");
      const exclusive = group(access, "exclusive") !== null;
      draft.access = exclusive ? "exclusive" : draft.owningThreads === null ? "available" : "shared";
      return access;
    }
    const contention = match(CONTENTION);
    if (contention) {
      draft.contentionCount = numberGroup(contention, "count");
      return contention;
    }
    const waiters = match(WAITERS);
    if (waiters) {
      const count = numberGroup(waiters, "count") ?? 0;
      if (group(waiters, "kind")?.toLowerCase() === "shared") draft.numberOfSharedWaiters = count;
      else draft.numberOfExclusiveWaiters = count;
      return waiters;
    }
    return this.threadToken(draft, match, line);
  }

  private threadToken(draft: Draft, match: Match, line: Line): RegExpExecArray | null {
    const heading = match(THREADS) ?? match(WAITING);
    if (heading) {
      const kind = group(heading, "kind")?.toLowerCase();
      this.list = kind === "shared" ? "shared" : kind ? "exclusive" : "owners";
      return heading;
    }
    const entry = this.list === "owners" ? match(ENTRY) : null;
    if (entry) {
      const count = Number.parseInt(group(entry, "count") ?? "0", 16);
      const marked = group(entry, "mark") !== null;
      draft.entries.push({ line: line.number, thread: hexGroup(entry, "thread") ?? "0", count, marked });
      return entry;
    }
    const actual = match(ACTUAL);
    const last = draft.entries.at(-1);
    if (actual && last) {
      last.thread = hexGroup(actual, "thread") ?? last.thread;
      return actual;
    }
    if (this.list !== "shared" && this.list !== "exclusive") return null;
    const waiter = match(WAITER);
    if (!waiter || digitsOf(group(waiter, "thread") ?? "") !== draft.digits) return null;
    draft.waiting[this.list].push(hexGroup(waiter, "thread") ?? "0");
    return waiter;
  }
}

function newReader(): LineReader<ResourceLocksReport> {
  const reader = new LocksReader();
  const refused = new UnreadLines();
  return {
    takes: (line) => {
      const taken = reader.take(line);
      refused.note(line, taken !== "whole");
      return taken !== "no";
    },
    reading: (source) => (reader.started ? readingOf(reader, source, refused.in(source)) : null),
  };
}

/** A paste that ends in a number may have lost digits of it. */
function withoutCutCount(draft: Draft | undefined, { openEnd, lines }: Source): void {
  const last = lines.at(-1);
  const isCut =
    openEnd && last && draft?.lines.at(-1) === last.number && /Contention Count\s*=\s*[\d.,]+$/i.test(last.text);
  if (draft && isCut) draft.contentionCount = null;
}

/** A paste that ends in a thread may have lost digits of its count, and the mark behind it. */
function withoutCutEntry(drafts: readonly Draft[], { openEnd, lines }: Source): number[] {
  const last = lines.at(-1);
  const draft = drafts.at(-1);
  if (!openEnd || !last || !draft || draft.entries.at(-1)?.line !== last.number || !OPEN_ENTRY.test(last.text))
    return [];
  draft.entries.pop();
  return [last.number];
}

function readingOf(reader: LocksReader, source: Source, refused: readonly number[]): Reading<ResourceLocksReport> {
  const unread = [...refused, ...withoutCutEntry(reader.resources, source)];
  withoutCutCount(reader.resources.at(-1), source);
  const resources: ResourceRow[] = [];
  for (const draft of reader.resources) {
    if (draft.access) resources.push(toRow(draft, draft.access));
    else unread.push(...draft.lines);
  }
  // What stands below the totals is no part of the table: an author's text, as a rule.
  const isGapped = reader.elided && source.lines.some((line) => line.number < reader.end && isGap(line));
  const all = reader.heldLocks === null || reader.heldLocks <= resources.length;
  return {
    report: {
      kind: "resource-locks",
      resources,
      totalLocks: reader.totalLocks,
      heldLocks: reader.heldLocks,
      threads: reader.threads.threads,
      // A kernel has thousands of them: one alone was asked for by its address.
      complete:
        reader.complete && all && reader.totalLocks !== 1 && !isGapped && unread.every((number) => number > reader.end),
    },
    unread: [...new Set([...unread, ...reader.threads.unread])],
  };
}

export const kdLocks: Parser<ResourceLocksReport> = {
  id: "kd-locks",
  name: "!locks",
  mode: "kernel",
  command: /^!locks\b/,
  recognise: [
    /\bResource @ (?:[^\s(]{1,300}\s*\()?(?:0x)?[0-9a-f]{8}/,
    /(?:^|\s)total locks,|\d total locks\b|\d locks currently held/,
    /NumberOf(?:Shared|Exclusive)Waiters\s*=\s*\d/,
    /Threads Waiting On (?:Shared|Exclusive) Access/,
    /^\s*KD: Scanning for held locks/,
    /DUMP OF ALL RESOURCE OBJECTS/,
  ],
  reader: newReader,
  parse: (source) => readLinesOf(newReader(), source),
};
