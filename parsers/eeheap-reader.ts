import type { HeapSegmentRow, Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { newHeap, type OpenHeap, readSegment, readSize, SEGMENT_FRONT, SEGMENT_START, SIZE } from "./heap-segments";
import { isCollectionWarning, isMoreOfWarning } from "./heap-state";
import { readRejoined } from "./rejoined";

export const COUNT_OF_HEAPS = /^\s*Number of GC Heaps\s?:\s*(?<count>\d{1,4})\b/i;
export const HEAP = rx("^\\s*Heap\\s+(?<heap>\\d{1,4})\\s+\\((?<address>", HEX, ")\\)$");
export const GENERATION_START = rx("^\\s*generation\\s+(?<generation>\\d)\\s+starts at\\s+(?<address>", HEX, ")$");
export const GENERATION = /^\s*generation\s+(?<generation>\d)\s?:$/i;
export const CONTEXT = /^\s*ephemeral segment allocation context\s?:/i;
export const PART =
  /^\s*(?<part>Small|Large|Pinned|Frozen|NonGC) (?:object )?(?:heap|segments)\b(?::|\s+starts at\s.{1,30})?$/i;
export const COLUMNS = /^\s*segment\s+begin\s+allocated\s+(?:size|committed)\b/i;
const COLUMNS_END = /^\s*(?:allocated size|committed size|size)(?:\s+committed size)?$/i;
const DATAS = /^\s*DATAS\s?=/i;
// Heap Size  0x30ecc0(3206336)      Total Size:              Size: 0xfb90 (64400) bytes.
export const TOTAL = rx(
  "^\\s*(?:Partial )?(?<what>Total|Heap|Total Allocated|Total Committed|Allocated Heap|Committed Heap|GC Heap|GC Allocated Heap|GC Committed Heap) Size:?\\s*",
  "(?:(?<bare>",
  SIZE,
  ")|Size:\\s*(?:(?<size>",
  SIZE,
  ")\\s*)?bytes\\.?)(?:\\s+\\[.{1,200}\\])?$",
);
export const LOADER = /^\s*Loader Heap\s?:$/i;
export const LOADER_GROUP = rx(
  "^\\s*(?<name>System Domain|Shared Domain|Domain \\d{1,5}|Jit code heap|JIT Manager|Module Thunk heaps|Module Lookup Table heaps|Module LoaderAllocators)\\s?:?(?:\\s+(?<address>",
  HEX,
  "))?$",
);
export const LOADER_TOTAL = rx(
  "^\\s*Total (?<all>LoaderHeap )?size\\s?:\\s*(?:Size:\\s*)?(?<size>",
  SIZE,
  ")\\s?bytes\\b",
);
const LOADER_NONE = /^\s*No unique loader heaps found\.?$/i;
// HighFrequencyHeap: 007e0000(10000:2000) Size: 0x2000(8192)bytes.      Module 78c40000: Size: 0x0(0)bytes.
export const LOADER_ITEM =
  /^\s*(?:[A-Z]\w{2,40}Heap|Module (?:0x)?[0-9a-f]{5,16}|LoaderAllocator|Virtual Call Stub Heap)\s?:?(?:\s|$)/i;
const LOADER_MORE =
  /^\s*(?:(?:0x)?[0-9a-f]{1,16}(?:\([0-9a-f]{0,16})?(?::[0-9a-f]{0,16})?\)?|Size:|\(\d*\)|bytes|total,?|wasted)\b/i;
export const ALL = rx("^\\s*Total bytes consumed by (?:CLR|all CLRs):\\s*(?<size>", SIZE, ")");

const NUMBER_LAST = /(?:starts at|Heaps\s?:|Domain(?: \d+)?\s?:?|Manager\s?:|Allocator\s?:)\s+(?:0x)?[0-9a-f]+$/i;

const FOLDED = [/\b(?:Number of GC Heaps\s?:\s*\d{1,4}|Loader Heap\s?:)\s+\S/i];
const STARTS = [
  "Number of GC Heaps|Heap \\d{1,4} \\(|generation \\d(?: starts|\\s?:)|ephemeral segment|segment\\s+begin|DATAS =",
  "(?:Small|Large|Pinned|Frozen) object heap|NonGC heap|Total (?:Size|Allocated|Committed|bytes|LoaderHeap)",
  "(?<!GC (?:Allocated |Committed )?|Allocated |Committed )Heap Size|(?<!GC )(?:Allocated|Committed) Heap Size|GC (?:Allocated |Committed )?Heap Size",
  "Loader Heap:|System Domain|Shared Domain|Domain \\d{1,5}:|LoaderAllocator:|Jit code heap:|JIT Manager:",
  `Module (?:Thunk|Lookup|LoaderAlloc|[0-9a-f]{8,16}:)|\\w{3,40}Heap:|Virtual Call|[-=]{20,}|${SEGMENT_START}`,
].join("|");

const KINDS: Readonly<Record<string, HeapSegmentRow["kind"]>> = {
  small: "small",
  large: "large",
  pinned: "pinned",
  frozen: "frozen",
  nongc: "frozen",
};

const DAMAGED_HEADING = /(?:^|\s)(?:Heap\s|generation\s|(?:Small|Large|Pinned|Frozen|NonGC)\s)/i;

type LoaderHeap = { line: number; name: string; address: string | null; sizeBytes: number | null };

function standsAlone(text: string): boolean {
  return isChatter(text) || HEADS.some((pattern) => pattern.test(text)) || readSegment(text) !== null;
}

const HEADS = [COUNT_OF_HEAPS, HEAP, GENERATION_START, GENERATION, CONTEXT, PART, COLUMNS, TOTAL, LOADER_TOTAL];

/** Reads `!eeheap` line by line. */
export class HeapReader {
  readonly heaps: OpenHeap[] = [];
  readonly loader: LoaderHeap[] = [];
  readonly unread: number[] = [];
  count: number | null = null;
  gcSize: number | null = null;
  gcCommitted: number | null = null;
  loaderSize: number | null = null;
  all: number | null = null;
  elided = false;
  gcInProgress = false;
  started = false;
  private open: OpenHeap | null = null;
  private kind: HeapSegmentRow["kind"] | null = null;
  private generation: number | null = null;
  private group: LoaderHeap | null = null;
  private inLoader = false;
  /** A gap has cut off what stands below from its heading. */
  private lost = false;
  private belowGap: number | null = null;
  private readonly lines: readonly Line[];

  constructor(lines: readonly Line[]) {
    this.lines = unfold(lines, FOLDED, STARTS);
    for (let at = 0; at < this.lines.length; ) at += this.takeSegment(at) || this.takeLine(at);
  }

  private heapAt(line: number): OpenHeap | null {
    if (this.open || this.lost) return this.open;
    this.open = newHeap(line, null, null);
    this.heaps.push(this.open);
    return this.open;
  }

  private takeSegment(at: number): number {
    const line = this.lines[at];
    if (!line || !SEGMENT_FRONT.test(line.text) || isChatter(line.text)) return 0;
    const found = readRejoined((text) => readSegment(withoutAnnotation(text).trimEnd()), this.lines, at, standsAlone);
    if (!found) return 0;
    const heap = this.kind === null ? null : this.heapAt(line.number);
    this.started = true;
    if (!heap || this.kind === null) {
      this.unread.push(line.number);
      return found.used;
    }
    const generation = this.kind === "small" ? this.generation : null;
    heap.segments.push({ line: line.number, ...found.row, kind: this.kind, generation });
    return found.used;
  }

  private takeLine(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const text = withoutAnnotation(line.text).trimEnd();
    // A number at the very end of a paste may have been longer.
    const mayBeCut = at === this.lines.length - 1 && NUMBER_LAST.test(text);
    const taken = !mayBeCut && (this.takeHeap(line, text) || this.takeLoader(line, text) || this.takeTotal(text));
    if (taken) this.started = true;
    else this.leave(line, text);
    return 1;
  }

  private takeHeap(line: Line, text: string): boolean {
    const count = COUNT_OF_HEAPS.exec(text);
    const heap = HEAP.exec(text);
    const start = GENERATION_START.exec(text);
    const generation = GENERATION.exec(text);
    const part = PART.exec(text);
    if (count) {
      this.count = numberGroup(count, "count");
      this.inLoader = false;
      this.beginHeap(null);
    } else if (heap) {
      this.beginHeap(newHeap(line.number, numberGroup(heap, "heap"), hexGroup(heap, "address")));
    } else if (start) {
      const startsAt = hexGroup(start, "address") ?? "0";
      const row = { line: line.number, generation: numberGroup(start, "generation") ?? 0, startsAt };
      const known = this.heapAt(line.number);
      if (!known) return false;
      known.generations.push(row);
      this.kind = "small";
    } else if (generation) {
      this.generation = numberGroup(generation, "generation");
      if (!this.lost) this.kind ??= "small";
    } else if (part) {
      this.kind = KINDS[group(part, "part")?.toLowerCase() ?? ""] ?? null;
      this.generation = null;
      this.heapAt(line.number);
    } else return COLUMNS.test(text) || COLUMNS_END.test(text) || CONTEXT.test(text) || DATAS.test(text);
    return true;
  }

  /** A total below a gap is that of the heap above it when the next heap, or the end, follows in turn. */
  private settle(next: number | null): void {
    const last = this.heaps.at(-1);
    if (last && this.belowGap !== null && last.heap !== null && next === last.heap + 1) last.sizeBytes = this.belowGap;
    this.belowGap = null;
  }

  private beginHeap(heap: OpenHeap | null): void {
    this.settle(heap?.heap ?? null);
    if (heap) this.heaps.push(heap);
    this.open = heap;
    this.kind = null;
    this.generation = null;
    this.lost = false;
  }

  private takeTotal(text: string): boolean {
    const match = TOTAL.exec(text);
    if (!match) return false;
    const printed = group(match, "bare") ?? group(match, "size");
    const size = printed === null ? 0 : readSize(printed);
    if (size === null) return false;
    const what = group(match, "what")?.toLowerCase().replace(/\s+/g, " ") ?? "";
    const committed = what.includes("committed");
    if (what.startsWith("gc")) {
      if (committed) this.gcCommitted = size;
      else this.gcSize = size;
      this.settle(this.count);
      this.open = null;
      this.lost = true;
    } else if (this.open) {
      if (committed) this.open.committedSizeBytes = size;
      else this.open.sizeBytes = size;
    } else if (this.lost && !committed && this.belowGap === null) this.belowGap = size;
    else return false;
    return true;
  }

  private takeLoader(line: Line, text: string): boolean {
    const group_ = LOADER_GROUP.exec(text);
    const total = LOADER_TOTAL.exec(text);
    const all = ALL.exec(text);
    if (all) this.all = readSize(group(all, "size") ?? "");
    if (all) return this.all !== null;
    if (group_) {
      const name = (group(group_, "name") ?? "").trim();
      this.group = { line: line.number, name, address: hexGroup(group_, "address"), sizeBytes: null };
      this.loader.push(this.group);
      this.inLoader = true;
      return true;
    }
    if (total) return this.takeLoaderTotal(total);
    if (LOADER.test(text)) {
      this.inLoader = true;
      return true;
    }
    if (LOADER_NONE.test(text)) {
      if (this.group) this.group.sizeBytes = 0;
      return true;
    }
    return LOADER_ITEM.test(text) || (this.inLoader && LOADER_MORE.test(text));
  }

  private takeLoaderTotal(total: RegExpExecArray): boolean {
    const size = readSize(group(total, "size") ?? "");
    if (size === null) return false;
    if (group(total, "all") !== null) this.loaderSize = size;
    else if (this.group) this.group.sizeBytes = size;
    else return false;
    this.group = null;
    return true;
  }

  private leave({ number }: Line, text: string): void {
    const gap = isElision(text);
    if (isCollectionWarning(text)) this.gcInProgress = true;
    else if (!gap && (isChatter(text) || isMoreOfWarning(text) || isAnnotation(text) || isAuthorsNote(text))) return;
    else if (!gap) this.unread.push(number);
    if (gap) {
      this.elided = true;
      this.group = null;
    }
    // What was left out or could not be read may have been a heading.
    if (!gap && !DAMAGED_HEADING.test(text)) return;
    this.kind = null;
    this.generation = null;
    if (this.count === 1) return;
    this.open = null;
    this.lost = true;
  }

  /** With the loader's heaps alone it is up to the command whether that was all. */
  completeFor(loaderOnly: boolean): boolean {
    if (this.elided || this.unread.length > 0) return false;
    const loader = this.loader.length === 0 || this.loaderSize !== null || this.all !== null;
    if (this.count === null && this.heaps.length === 0) return loaderOnly && loader && this.loader.length > 0;
    const sizes = this.heaps.flatMap(({ segments }) => segments).map(({ sizeBytes }) => sizeBytes);
    const whole = sizes.reduce((sum, size) => sum + size, 0) === this.gcSize;
    const committed = !this.heaps.some(({ segments }) => segments.some((row) => row.committed !== null));
    return loader && whole && this.heaps.length === this.count && (committed || this.gcCommitted !== null);
  }
}

/** `[total managed heap takes ~540MB]`: remarks on lines of their own. */
function isAuthorsNote(text: string): boolean {
  return /^\s*\[[a-z][^[\]]{10,400}\]$/i.test(text);
}
