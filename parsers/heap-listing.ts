import { canonicalHex, type HeapObjectsReport, type Line, type TypeCountRow } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, rx } from "./grammar";
import { isCollectionWarning, isMoreOfWarning } from "./heap-state";
import {
  isAddressToken,
  readStatisticsRow,
  readTotal,
  STATISTICS,
  STATISTICS_HEAD,
  STATISTICS_ROW_START,
  wholeTypeName,
} from "./heap-statistics";
import { isNumberToken, readNumbers } from "./number-columns";
import { readWrapped } from "./soft-wrap";
import { takeTypeName } from "./type-name";

export const OBJECTS_HEAD = /^\s*Address\s+MT\s+Size(?:\s+Gen)?(?:\s|$)/i;
/** An object's row, or its front. */
export const OBJECT_ROW = rx(
  "^\\s*",
  ADDRESS,
  "\\s+",
  ADDRESS,
  "\\s+\\d[\\d.,' ]{0,15}(?:Free|-?\\d\\s+[A-Z]\\S{0,200}.*)?$",
);
export const LOCKS_HEAD = /^\s*Object\s+Thread\s+OSId\s+Recursion\b/i;
export const FRAGMENTS_HEAD = /^\s*Addr(?:ess)?\s+Size\s+Followed by\b/i;
export const FRAGMENTS = /^\s*Fragmented blocks larger than\b/i;
export const HEAP = /^\s*Heap\s+(?<heap>\d{1,4})\s*$/i;
const FOUND = /^\s*Found\s+(?<objects>[\d.,']{1,20}(?: [\d.,']{1,9}){0,5})\s+objects\.?$/i;
export const CACHE_NOTE =
  /^\s*(?:Using our cache to search the heap|Loading the heap objects into our cache|Scanning the heap)\b/i;
const CANCELLED = /^\s*Command cancell?ed at the user's request\b/i;
const LOCK_OWNER =
  /^ThinLockowner(?<id>[0-9a-f]{1,8})\((?:0x)?(?<thread>[0-9a-f]{5,16})\),?Recursive(?<recursion>[0-9a-f]{1,8})$/i;
// 0.6MB
const MEGABYTES = /^(?<size>\d{1,7}[.,]\d)MB$/i;
const OBJECT_START = `${ADDRESS}\\s+${ADDRESS}\\s+\\d`;
const FOLDED = [
  /\b(?:MT\s+Count\s+Total\s?Size\s+Class\s?Name|Address\s+MT\s+Size(?:\s+Gen)?|OSId\s+Recursion)\s+(?:0x)?[0-9a-f]{5,16}\s/i,
];
/** Where the parts of a listing on one line begin. */
export const LISTING_STARTS = [
  "Statistics:|MT\\s+Count\\s+TotalSize|Address\\s+MT\\s+Size|Object\\s+Thread\\s+OSId",
  "Fragmented blocks larger|Addr(?:ess)?\\s+Size\\s+Followed|Total\\s+\\d|Found\\s+\\d|Heap\\s+\\d{1,4}(?=\\s)|-{20,}",
  `${ADDRESS}\\s+\\d{1,7}[.,]\\dMB|${STATISTICS_ROW_START}|${OBJECT_START}|${ADDRESS}\\s+${ADDRESS}\\s+[0-9a-f]{1,8}\\s+\\d`,
].join("|");

type Section = "objects" | "locks" | "statistics" | "fragments" | null;
type Report = HeapObjectsReport;
type Heap = { line: number; heap: number; totalObjects: number | null };
type ObjectRow = Report["objects"][number];
type ShortObject = Pick<ObjectRow, "line" | "address" | "methodTable" | "sizeBytes"> & Partial<ObjectRow>;
/** Files a row that was found, and says how many lines it takes, from `used` on. */
type Keep = (used: number, at: number) => number;

function widthOf(address: string): number {
  return address.replace(/^0x/i, "").length;
}

function standsAlone(text: string): boolean {
  const heading =
    STATISTICS.test(text) || STATISTICS_HEAD.test(text) || OBJECTS_HEAD.test(text) || FRAGMENTS.test(text);
  return heading || readTotal(text) !== null || readStatisticsRow(text) !== null || isChatter(text);
}

/** Reads the lists of `!dumpheap` line by line; rows may be wrapped. */
export class HeapListing {
  readonly objects: ObjectRow[] = [];
  readonly statistics: TypeCountRow[] = [];
  readonly thinLocks: Report["thinLocks"][number][] = [];
  readonly fragmentedBlocks: Report["fragmentedBlocks"][number][] = [];
  readonly heaps: Heap[] = [];
  readonly unread: number[] = [];
  total: { objects: number; size: number | null; closed: boolean; line: number } | null = null;
  listed: number | null = null;
  found: number | null = null;
  started = false;
  elided = false;
  gcInProgress = false;
  private section: Section = null;
  private heap: Heap | null = null;

  private readonly lines: readonly Line[];

  constructor(
    lines: readonly Line[],
    /** The list is one of addresses. */
    private readonly short: boolean,
  ) {
    this.lines = unfold(lines, FOLDED, LISTING_STARTS);
    for (let at = 0; at < this.lines.length; ) at += this.takeHeading(at) || this.takeRows(at) || this.leave(at);
    this.dropCutEnd();
  }

  private begin(section: Section): 1 {
    this.section = section;
    this.started = true;
    return 1;
  }

  private takeHeading(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const text = withoutAnnotation(line.text).trimEnd();
    if (STATISTICS.test(text) || STATISTICS_HEAD.test(text)) return this.begin("statistics");
    if (OBJECTS_HEAD.test(text)) return this.begin("objects");
    if (LOCKS_HEAD.test(text)) return this.begin("locks");
    if (FRAGMENTS.test(text) || FRAGMENTS_HEAD.test(text)) return this.begin("fragments");
    const heap = HEAP.exec(text);
    if (heap) {
      this.heap = { line: line.number, heap: Number(heap.groups?.heap), totalObjects: null };
      this.heaps.push(this.heap);
      this.listed = null;
      return this.begin("objects");
    }
    return this.takeTotal(line, text);
  }

  private takeTotal(line: Line, text: string): number {
    const found = FOUND.exec(text);
    if (found) this.found = readNumbers((found.groups?.objects ?? "").trim().split(" "), 1)?.[0] ?? null;
    const total = readTotal(text);
    if (!total) return found ? this.begin(null) : 0;
    if (this.section === "statistics") this.total = { ...total, line: line.number };
    else if (this.heap) {
      this.heap.totalObjects = total.objects;
      this.heap = null;
    } else this.listed = total.objects;
    return this.begin(null);
  }

  private takeRows(at: number): number {
    const line = this.lines[at];
    if (!line || isChatter(line.text)) return 0;
    const found = readWrapped((text) => this.read(withoutAnnotation(text), line), this.lines, at, standsAlone);
    if (!found) return 0;
    this.started = true;
    return found.row(found.used, at);
  }

  /** A row as it may stand here, and what to do with it. */
  private read(text: string, line: Line): Keep | null {
    const tokens = text.trim().split(/\s+/);
    const number = line.number;
    const address = canonicalHex(tokens[0] ?? "");
    if (!isAddressToken(tokens[0] ?? "")) return null;
    if (this.section === "statistics" || this.section === null) {
      const statistics = readStatisticsRow(text);
      if (statistics) return (used, at) => this.keepStatistics(statistics, number, used, at);
    }
    if (this.section === "fragments") return this.readFragment(tokens, number, address);
    if (this.section === "locks") return this.readLock(tokens, number, address);
    return this.readObject(tokens, number, address);
  }

  private keepStatistics(
    first: NonNullable<ReturnType<typeof readStatisticsRow>>,
    line: number,
    rowLines: number,
    at: number,
  ): number {
    const { type, used } = wholeTypeName(first.row.type, this.lines, at, rowLines, standsAlone);
    this.statistics.push({ line, ...first.row, type });
    // Some pages have lost the end of a line, so that two rows stand on one.
    let next = readStatisticsRow(first.rest);
    if (first.rest !== "" && !next) this.unread.push(line);
    for (; next; next = readStatisticsRow(next.rest)) this.statistics.push({ line, ...next.row });
    return used;
  }

  private readFragment(tokens: readonly string[], line: number, address: string): Keep | null {
    const megabytes = MEGABYTES.exec(tokens[1] ?? "")?.groups?.size;
    // An address may be all decimal digits; behind a size with its unit it cannot be a part of that.
    const follower = tokens.findIndex(
      (token, index) => index > 1 && isAddressToken(token) && (megabytes !== undefined || !isNumberToken(token)),
    );
    if (follower < 2 || follower === tokens.length - 1) return null;
    const exact = readNumbers(tokens.slice(1, follower), 1)?.[0];
    const size = megabytes ? Math.round(Number(megabytes.replace(",", ".")) * 2 ** 20) : exact;
    if (size === undefined) return null;
    const { type } = takeTypeName(tokens.slice(follower + 1).join(" "));
    return (rowLines, at) => {
      const whole = wholeTypeName(type, this.lines, at, rowLines, standsAlone);
      const followedBy = canonicalHex(tokens[follower] ?? "");
      this.fragmentedBlocks.push({ line, address, sizeBytes: size, followedBy, type: whole.type });
      return whole.used;
    };
  }

  private readLock(tokens: readonly string[], line: number, object: string): Keep | null {
    const [, thread = "", osId = "", recursion = ""] = tokens;
    const shaped = tokens.length === 4 && /^[0-9a-f]{1,16}$/i.test(thread) && /^[0-9a-f]{1,8}$/i.test(osId);
    if (!shaped || !isNumberToken(recursion)) return null;
    return this.lock({
      line,
      object,
      methodTable: null,
      sizeBytes: null,
      managedThreadId: null,
      thread: canonicalHex(thread),
      osThreadId: canonicalHex(osId),
      recursion: Number(recursion),
    });
  }

  private lock(row: Report["thinLocks"][number]): Keep {
    return (used) => {
      this.thinLocks.push(row);
      return used;
    };
  }

  private readObject(tokens: readonly string[], line: number, address: string): Keep | null {
    const [, table = ""] = tokens;
    if (this.short && tokens.length === 1) return this.object({ line, address, methodTable: null, sizeBytes: null });
    if (!isAddressToken(table) || widthOf(table) !== widthOf(tokens[0] ?? "")) return null;
    const end = tokens.findIndex((token, index) => index > 1 && !isNumberToken(token));
    const digits = end < 0 ? tokens.slice(2) : tokens.slice(2, end);
    // With a generation behind it, the size is grouped with commas if at all.
    const generation = end > 3 && this.section === "objects" && /^\d$/.test(digits.at(-1) ?? "") ? 1 : 0;
    const [sizeBytes] = readNumbers(digits.slice(0, digits.length - generation), 1) ?? [];
    if (sizeBytes === undefined) return null;
    const rest = [...digits.slice(digits.length - generation), ...(end < 0 ? [] : tokens.slice(end))];
    const row = { line, address, methodTable: canonicalHex(table), sizeBytes };
    const lock = LOCK_OWNER.exec(rest.join(""))?.groups;
    if (lock) {
      return this.lock({
        line,
        object: address,
        methodTable: row.methodTable,
        sizeBytes,
        managedThreadId: Number.parseInt(lock.id ?? "", 16),
        thread: canonicalHex(lock.thread ?? ""),
        osThreadId: null,
        recursion: Number.parseInt(lock.recursion ?? "", 16),
      });
    }
    return this.readObjectEnd(row, rest);
  }

  /** What may stand behind an object's size: nothing, `Free`, or generation, type and text. */
  private readObjectEnd(row: ShortObject, rest: readonly string[]): Keep | null {
    const [word = ""] = rest;
    if (rest.length === 0) return this.section === "objects" ? this.object(row) : null;
    if (/^Free$/i.test(word) && rest.length === 1) return this.object({ ...row, free: true });
    if (!/^-?\d$/.test(word)) return null;
    return this.object({ ...row, generation: Number(word), type: takeTypeName(rest.slice(1).join(" ")).type || null });
  }

  private object(row: ShortObject): Keep {
    return (used) => {
      this.objects.push({ generation: null, free: false, type: null, ...row });
      return used;
    };
  }

  private leave(at: number): 1 {
    const { text = "", number = 0 } = this.lines[at] ?? {};
    if (isElision(text) || CANCELLED.test(text)) {
      this.elided = true;
      this.heap = null;
    } else if (isCollectionWarning(text)) this.gcInProgress = true;
    else if (!isChatter(text) && !isMoreOfWarning(text) && !CACHE_NOTE.test(text) && !isAnnotation(text))
      this.unread.push(number);
    return 1;
  }

  /** A paste that ends in an object's size or a total may end inside the number. */
  private dropCutEnd(): void {
    const { text = "", number: end = 0 } = this.lines.at(-1) ?? {};
    const last = this.objects.at(-1);
    if (text.trim() === "") return;
    if (last?.line === end && !last.free && !this.short && last.type === null) {
      this.objects.pop();
      this.unread.push(end);
    }
    const lock = this.thinLocks.at(-1);
    if (lock?.line === end && lock.osThreadId === null) {
      this.thinLocks[this.thinLocks.length - 1] = { ...lock, recursion: null };
      this.unread.push(end);
    }
    const sum = this.statistics.reduce((size, row) => size + row.totalSizeBytes, 0);
    if (this.total?.line === end && !this.total.closed && this.total.size !== sum) this.total.size = null;
  }

  get totalObjects(): number | null {
    return this.total?.objects ?? this.found ?? (this.heap ? null : this.listed);
  }

  get complete(): boolean {
    if (this.elided || this.unread.length > 0 || (this.total === null && this.found === null)) return false;
    if (this.found !== null) return this.thinLocks.length === this.found;
    const counted = this.statistics.reduce((count, row) => count + row.count, 0);
    const objects = this.objects.length;
    return counted === this.totalObjects && (objects === 0 || objects === this.totalObjects);
  }
}
