import { canonicalHex, type FinalizeQueueReport, type Hex, type Line } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, COUNT, group, HEX, hexGroup, numberGroup, rx } from "./grammar";
import { HEAP, HeapListing, LISTING_STARTS, OBJECT_ROW, OBJECTS_HEAD } from "./heap-listing";
import { HEAP_ERRORS, isCollectionWarning, isMoreOfWarning } from "./heap-state";
import { STATISTICS, STATISTICS_COLUMNS, STATISTICS_HEAD, STATISTICS_ROW } from "./heap-statistics";
import type { Parser, Reading, Source } from "./parser";
import { readRejoined } from "./rejoined";

/**
 * `!finalizequeue` (SOS, psscor) and `finalizequeue` (dotnet-dump): objects with a finalizer, and how many wait for it.
 *
 * ```sample sos-2
 * 0:060> !finalizequeue
 * SyncBlocks to be cleaned up: 0
 * MTA Interfaces to be released: 0
 * STA Interfaces to be released: 12
 * ----------------------------------
 * generation 0 has 4 finalizable objects (0015bc90->0015bca0)
 * generation 1 has 0 finalizable objects (0015bc90->0015bc90)
 * generation 2 has 2 finalizable objects (0015bc88->0015bc90)
 * Ready for finalization 1 objects (0015bca0->0015bca4)
 * Statistics:
 *       MT    Count TotalSize Class Name
 * 5ba6cf78        3        72 Microsoft.Win32.SafeHandles.SafeFileHandle
 * 5ba73e28        4       224 System.IO.StreamWriter
 * Total 7 objects
 * ```
 * The server collector has a queue for each heap; here with `-detail` and `-allReady`:
 * ```sample sos-4
 * 0:000> !FinalizeQueue -detail -allReady
 * SyncBlocks to be cleaned up: 0
 * Free-Threaded Interfaces to be released: 0
 * MTA Interfaces to be released: 0
 * STA Interfaces to be released: 0
 * ----------------------------------
 * ------------------------------
 * Heap 0
 * generation 0 has 2 finalizable objects (000000001a6befa0->000000001a6befb0)
 * generation 1 has 0 finalizable objects (000000001a6befa0->000000001a6befa0)
 * generation 2 has 1 finalizable objects (000000001a6bef98->000000001a6befa0)
 * Finalizable but not rooted:  00000001803e1f08 00000001803e2140
 * Ready for finalization 0 objects (000000001a6befb0->000000001a6befb0)
 * Statistics for all finalizable objects that are no longer rooted:
 *               MT    Count    TotalSize Class Name
 * 000007fedd1809a8        2           64 System.Threading.Gen2GcCallback
 * Total 2 objects
 * ```
 * .NET 1.1:
 * ```sample sos-1.1
 * 0:010> !finalizequeue
 * SyncBlock to be cleaned up: 86
 * ----------------------------------
 * MTA interfaces to be released: 0
 * Total STA interfaces to be released: 3
 * ----------------------------------
 * ------------------------------
 * Heap 0
 * generation 0 has 1 finalizable objects (0x17a4e13c->0x17a4e140)
 * generation 1 has 0 finalizable objects (0x17a4e13c->0x17a4e13c)
 * generation 2 has 1 finalizable objects (0x17a4e138->0x17a4e13c)
 * Ready for finalization 2 objects (0x17a4e140->0x17a4e148) - Freachable queue
 * All Finalizable Objects Statistics:
 *         MT      Count     TotalSize Class Name
 * 0x79ba41f0          4            64 System.Threading.AutoResetEvent
 * Total 4 objects, Total size: 64
 * ```
 * dotnet-dump lists the objects too:
 * ```sample dotnet-dump
 * > finalizequeue
 * SyncBlocks to be cleaned up: 0
 * Free-Threaded Interfaces to be released: 0
 * MTA Interfaces to be released: 0
 * STA Interfaces to be released: 0
 * ----------------------------------
 *
 * Heap 0
 * generation 0 has 1 objects (55d2c0b47990->55d2c0b47998)
 * generation 1 has 0 objects (55d2c0b47990->55d2c0b47990)
 * generation 2 has 0 objects (55d2c0b47990->55d2c0b47990)
 * Ready for finalization 0 objects (55d2c0b47a60->55d2c0b47a60)
 * ------------------------------
 * Statistics for all finalizable objects (including all objects ready for finalization):
 *          Address               MT           Size
 *     7f1df9c0a4e8     7f1e3fa1b2c8             64
 *
 * Statistics:
 *           MT Count TotalSize Class Name
 * 7f1e3fa1b2c8     1        64 System.IO.FileStream
 * Total 1 objects, 64 bytes
 * ```
 *
 * The ranges in parentheses lie in the queue itself, a pointer for each object; they are used to check the counts
 * and not kept. The statistics hold both kinds, unless `-allReady` was asked for.
 */
const RELEASE = rx(
  "^\\s*(?:Total )?(?<what>SyncBlocks? to be cleaned up|(?:Free-Threaded|MTA|STA) interfaces to be released):\\s*(?<count>",
  COUNT,
  ")$",
);
const QUEUE = rx(
  "^\\s*(?:generation\\s+(?<generation>\\d)\\s+has|(?<ready>Ready for finalization))\\s+(?<count>",
  COUNT,
  ")\\s+(?:finalizable\\s+)?objects(?:\\s+\\((?<from>",
  HEX,
  ")\\s*-\\\\?>\\s*(?<to>",
  HEX,
  ")\\))?(?:\\s+- Freachable queue)?$",
);
// Finalizable but not rooted:  00000001803e1f08 00000001803e2140
const NOT_ROOTED = rx("^\\s*Finalizable but not rooted:(?<list>(?:\\s+", ADDRESS, ")*)$");
const ADDRESSES = rx("^\\s*", ADDRESS, "(?:\\s+", ADDRESS, ")*$");
const SYNC_HEAD = /^\s*SyncBlock\s+RCW\s+CCW\s+ComClassFactory$/i;
const RCW_HEAD = /^\s*RCW\s+Context\s+Thread(?:\s+Apartment)?$/i;
const SYNC_ROW = rx("^\\s*(", HEX, ")\\s+(", HEX, ")\\s+(", HEX, ")\\s+(", HEX, ")$");
const RCW_ROW = rx("^\\s*(", HEX, ")\\s+(", HEX, ")\\s+(", HEX, ")\\s+\\((?<apartment>[\\w-]{2,20})\\)$");
const QUIET = /^\s*(?:The sync ?blocks (?:need )?to be cleaned|RuntimeCallableWrappers? \(RCWs?\) to be cleaned)\b/i;
const NUMBER_LAST = /:\s*\d[\d.,]*$/;

const FOLDED = [/\bto be (?:cleaned up|released):\s*\d[\d.,]*\s+\S/i, /\bReady for finalization\b/i];
const STARTS = `SyncBlocks? to be cleaned|Free-Threaded Interfaces|(?<!Total )(?:MTA|STA) Interfaces|Total STA|generation\\s+\\d\\s+has|(?<!all objects )Ready for finalization|Finalizable but|All Finalizable Objects|Statistics for all|(?<!all finalizable Objects )(?:${LISTING_STARTS})`;

type Heap = {
  line: number;
  heap: number | null;
  generations: { line: number; generation: number; objects: number }[];
  readyForFinalization: number | null;
};

function fits(from: Hex | null, to: Hex | null, count: number): boolean {
  if (from === null || to === null) return true;
  const bytes = Number(BigInt(`0x${to}`) - BigInt(`0x${from}`));
  return bytes === 4 * count || bytes === 8 * count;
}

class QueueReader {
  readonly counts = new Map<string, number>();
  readonly heaps: Heap[] = [];
  readonly notRooted: Hex[] = [];
  readonly syncBlocks: FinalizeQueueReport["syncBlocks"][number][] = [];
  readonly wrappers: FinalizeQueueReport["runtimeCallableWrappers"][number][] = [];
  readonly unread: number[] = [];
  gcInProgress = false;
  elided = false;
  started = false;
  private open: Heap | null = null;
  /** What is cut off from its heading. */
  private lost = false;
  private list: "addresses" | "sync-blocks" | "wrappers" | null = null;

  constructor(
    private readonly lines: readonly Line[],
    /** Nothing follows: the last line may be cut, and heaps may be missing. */
    private readonly last: boolean,
  ) {
    for (let at = 0; at < lines.length; ) at += this.take(at);
  }

  private take(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const mayBeCut = this.last && at === this.lines.length - 1;
    const read = (text: string): true | null =>
      this.read(line, withoutAnnotation(text).trimEnd(), mayBeCut) ? true : null;
    const found = isChatter(line.text) ? null : readRejoined(read, this.lines, at, standsAlone);
    if (found) {
      this.started = true;
      return found.used;
    }
    this.leave(line);
    return 1;
  }

  private read(line: Line, text: string, mayBeCut: boolean): boolean {
    if (this.takeList(line, text, mayBeCut)) return true;
    const release = mayBeCut && NUMBER_LAST.test(text) ? null : RELEASE.exec(text);
    const heap = HEAP.exec(text);
    if (release) {
      this.counts.set((group(release, "what") ?? "").toLowerCase().slice(0, 3), numberGroup(release, "count") ?? 0);
      this.list = null;
      return true;
    }
    if (heap && !mayBeCut) {
      this.begin({ line: line.number, heap: Number(heap.groups?.heap), generations: [], readyForFinalization: null });
      return true;
    }
    return this.takeQueue(line, text) || QUIET.test(text);
  }

  private begin(heap: Heap): Heap {
    this.heaps.push(heap);
    this.open = heap;
    this.lost = false;
    this.list = null;
    return heap;
  }

  private takeQueue(line: Line, text: string): boolean {
    const match = QUEUE.exec(text);
    if (!match) return false;
    const objects = numberGroup(match, "count") ?? 0;
    if (!fits(hexGroup(match, "from"), hexGroup(match, "to"), objects)) return false;
    const generation = numberGroup(match, "generation");
    if (this.lost) return false;
    const heap =
      this.open ?? this.begin({ line: line.number, heap: null, generations: [], readyForFinalization: null });
    // A count that is there already is that of another heap, whose heading was lost.
    const known =
      generation === null
        ? heap.readyForFinalization !== null
        : (heap.generations.at(-1)?.generation ?? -1) >= generation;
    if (known || (generation !== null && heap.readyForFinalization !== null)) {
      this.open = null;
      this.lost = true;
      return false;
    }
    if (generation === null) heap.readyForFinalization = objects;
    else heap.generations.push({ line: line.number, generation, objects });
    this.list = null;
    return true;
  }

  private takeList(line: Line, text: string, mayBeCut: boolean): boolean {
    const rooted = NOT_ROOTED.exec(text);
    if (rooted || (this.list === "addresses" && ADDRESSES.test(text))) {
      const listed = (rooted?.groups?.list ?? text).trim().split(/\s+/).filter(Boolean).map(canonicalHex);
      this.notRooted.push(...(mayBeCut ? listed.slice(0, -1) : listed));
      this.list = "addresses";
      return true;
    }
    if (SYNC_HEAD.test(text)) this.list = "sync-blocks";
    else if (RCW_HEAD.test(text)) this.list = "wrappers";
    else return !mayBeCut && (this.takeSyncBlock(line, text) || this.takeWrapper(line, text));
    return true;
  }

  private takeSyncBlock({ number }: Line, text: string): boolean {
    const [, syncBlock, rcw, ccw, factory] = (this.list === "sync-blocks" && SYNC_ROW.exec(text)) || [];
    if (!syncBlock || !rcw || !ccw || !factory) return false;
    const hex = { syncBlock: canonicalHex(syncBlock), rcw: canonicalHex(rcw), ccw: canonicalHex(ccw) };
    this.syncBlocks.push({ line: number, ...hex, comClassFactory: canonicalHex(factory) });
    return true;
  }

  private takeWrapper({ number }: Line, text: string): boolean {
    const [, rcw, context, thread, apartment] = (this.list === "wrappers" && RCW_ROW.exec(text)) || [];
    if (!rcw || !context || !thread || !apartment) return false;
    const hex = { rcw: canonicalHex(rcw), context: canonicalHex(context), thread: canonicalHex(thread) };
    this.wrappers.push({ line: number, ...hex, apartment });
    return true;
  }

  private leave({ text, number }: Line): void {
    if (isElision(text)) {
      this.elided = true;
      this.open = null;
      this.lost = true;
      this.list = null;
    } else if (isCollectionWarning(text)) this.gcInProgress = true;
    else if (!isChatter(text) && !isMoreOfWarning(text) && !isAnnotation(text)) this.unread.push(number);
  }

  get ready(): number | null {
    if (this.heaps.length === 0 || this.last || this.elided || this.unread.length > 0) return null;
    const numbers = this.heaps.map(({ heap }, at) =>
      heap === null ? this.heaps.length === 1 && this.counts.has("sta") : heap === at,
    );
    if (numbers.includes(false) || this.heaps.some(({ generations }) => generations.length !== 3)) return null;
    return this.heaps.reduce<number | null>(
      (sum, { readyForFinalization: ready }) => (sum === null || ready === null ? null : sum + ready),
      0,
    );
  }
}

function standsAlone(text: string): boolean {
  const own = RELEASE.test(text) || QUEUE.test(text) || HEAP.test(text) || NOT_ROOTED.test(text);
  return own || beginsListing(text) || isChatter(text) || isElision(text);
}

function beginsListing(text: string): boolean {
  return STATISTICS.test(text) || STATISTICS_HEAD.test(text) || OBJECTS_HEAD.test(text);
}

function parse(source: Source): Reading<FinalizeQueueReport> {
  const lines = unfold(source.lines, FOLDED, STARTS);
  const begin = lines.findIndex(({ text }) => beginsListing(text));
  const queue = new QueueReader(begin < 0 ? lines : lines.slice(0, begin), begin < 0);
  const listing = new HeapListing(begin < 0 ? [] : lines.slice(begin), false);
  const named = lines.some(({ text }) => STATISTICS.test(text) && /finalizable/i.test(text));
  if (!queue.started && !named) return null;
  const count = (what: string): number | null => queue.counts.get(what) ?? null;
  const { heaps, notRooted, syncBlocks, wrappers } = queue;
  return {
    report: {
      kind: "finalize-queue",
      syncBlocksToBeCleanedUp: count("syn"),
      freeThreadedInterfacesToBeReleased: count("fre"),
      mtaInterfacesToBeReleased: count("mta"),
      staInterfacesToBeReleased: count("sta"),
      syncBlocks,
      runtimeCallableWrappers: wrappers,
      heaps,
      readyForFinalization: queue.ready,
      notRooted,
      objects: listing.objects,
      statistics: listing.statistics,
      totalObjects: listing.total?.objects ?? null,
      totalSizeBytes: listing.total?.size ?? null,
      gcInProgress: queue.gcInProgress || listing.gcInProgress,
      complete: queue.ready !== null && listing.complete,
    },
    unread: [...queue.unread, ...listing.unread],
  };
}

export const sosFinalizequeue: Parser<FinalizeQueueReport> = {
  id: "sos-finalizequeue",
  name: "!finalizequeue",
  mode: "user",
  command: /^!?(?:finalizequeue|fq)\b/,
  recognise: [
    /^\s*SyncBlocks? to be cleaned up:\s*\d/i,
    /^\s*(?:Total )?(?:Free-Threaded|MTA|STA) interfaces to be released:\s*\d/i,
    /^\s*generation\s+\d\s+has\s+\d[\d.,]*\s+(?:finalizable\s+)?objects\b/i,
    /^\s*Ready for finalization\s+\d[\d.,]*\s+objects\b/i,
    /^\s*(?:Statistics for all finalizable objects|All Finalizable Objects Statistics)\b/i,
    NOT_ROOTED,
    HEAP,
  ],
  // Other outputs have heaps too.
  confirm: (lines, at) => !HEAP.test(lines[at]?.text ?? "") || QUEUE.test(lines[at + 1]?.text ?? ""),
  keeps: [HEAP, OBJECTS_HEAD, STATISTICS, STATISTICS_COLUMNS, STATISTICS_ROW, OBJECT_ROW, ADDRESSES],
  restarts: /^\s*SyncBlocks? to be cleaned up:/i,
  errors: HEAP_ERRORS,
  parse,
};
