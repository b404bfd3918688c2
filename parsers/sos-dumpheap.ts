import type { HeapObjectsReport, Line } from "@/evidence";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { ADDRESS, rx } from "./grammar";
import {
  CACHE_NOTE,
  FRAGMENTS,
  FRAGMENTS_HEAD,
  HEAP,
  HeapListing,
  LOCKS_HEAD,
  OBJECT_ROW,
  OBJECTS_HEAD,
} from "./heap-listing";
import { HEAP_ERRORS } from "./heap-state";
import { readStatisticsRow, STATISTICS, STATISTICS_COLUMNS, STATISTICS_HEAD, STATISTICS_ROW } from "./heap-statistics";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!dumpheap` (SOS, psscor) and `dumpheap` (dotnet-dump): objects on the managed heap, one by one or counted by type.
 *
 * ```sample sos-stat
 * 0:031> !dumpheap -stat
 * Statistics:
 *               MT    Count    TotalSize Class Name
 * 00007ffb6482d9e0        1           24 System.IO.SyncTextReader
 * 00000236ca26cca0      893      1242848      Free
 * 00007ffb64797a90    40185      3815384 System.String
 * Total 41079 objects
 * Fragmented blocks larger than 0.5 MB:
 *             Addr     Size      Followed by
 * 00000236d3511ad8    0.6MB 00000236d35ac668 System.Byte[]
 * ```
 * Each object; with the server collector heap by heap, which 4.0 and later do no more:
 * ```sample sos-2
 * 0:019> !dumpheap -type Contoso.Stock.Entry
 * ------------------------------
 * Heap 0
 *  Address       MT     Size
 * 01a09304 0024338c       12
 * 01a09310 0015a498     7296 Free
 * total 2 objects
 * ------------------------------
 * Heap 1
 *  Address       MT     Size
 * total 0 objects
 * ------------------------------
 * total 2 objects
 * Statistics:
 *       MT    Count TotalSize Class Name
 * 0024338c        1        12 Contoso.Stock.Entry
 * 0015a498        1      7296      Free
 * Total 2 objects
 * ```
 * .NET 1.1, with the object's generation and the start of its text:
 * ```sample sos-1.1
 * 0:014> !dumpheap -type String -min 85000
 * Using our cache to search the heap.
 * Address    MT           Size     Gen
 * 0x2c1d0030 0x79b94638   86,812   -1 System.String id=7&sort
 * 0x2c2d0030 0x79b94638   86,688   -1 System.String id=9
 * Statistics:
 *         MT      Count     TotalSize Class Name
 * 0x79b94638          2       173,500 System.String
 * Total 2 objects, Total size: 173,500
 * ```
 * Locks kept in the header of their object:
 * ```sample thinlock
 * 0:000> !dumpheap -thinlock
 *          Address               MT     Size
 * 000001d34a8b3f10 00007ffb647e4a78       24 ThinLock owner e (0000021c51a07e30), Recursive 0
 * Found 1 objects.
 * ```
 * From .NET 7 on, digits are grouped and addresses short:
 * ```sample sos-8
 * > dumpheap -type Contoso.Stock
 *          Address               MT           Size
 *     7f1df9c0a4e8     7f1e3fa1b2c8             24
 *     7f1df9c0a500     7f1e3fa0a998          1,048 Free
 *
 * Statistics:
 *           MT Count TotalSize Class Name
 * 7f1e3fa1b2c8     1        24 Contoso.Stock.Entry
 * 7f1e3fa0a998     1     1,048 Free
 * Total 2 objects, 1,072 bytes
 * ```
 * ```sample thinlock-8
 * > dumpheap -thinlock
 *       Object           Thread             OSId  Recursion
 * 7f1df9c0a4e8     7f1e40021b90               71          0
 * ```
 *
 * Sizes count an object by itself, without what it refers to. ThinLock owner: the runtime's thread number in hex,
 * and its thread object; Recursive: hex. A locked object whose lock had waiters is in `!syncblk` instead.
 * Not read: the list of texts that `-strings` prints, and remarks on objects that are damaged.
 */
const STATISTICS_ALONE = /^\s*Statistics\s?:$/i;
// -------- Heap 0 Address MT Size …        the front of a listing on one line
const FOLDED_HEAPS = /^\s*-{20,}\s+Heap\s+\d{1,4}\s+(?:Address\s+MT\s+Size|total\s)/i;
// …       24 ThinLock owner e (0000021c51a07e30), Recursive 0
const OLD_LOCK = rx("^\\s*", ADDRESS, "\\s+", ADDRESS, "\\s+\\d+\\s+ThinLock owner\\s");
/** Commands with the same statistics, of something else. */
const OTHERS = /^!?(?:gchandles|gcht|objsize|finalizequeue|fq|finq|frq|dumpruntimetypes)\b/;
const TOTALS = /^\s*total\s+[\d.,']{1,15}\s+objects/;

function parse(source: Source): Reading<HeapObjectsReport> {
  if (source.command !== null && OTHERS.test(source.command)) return null;
  const listing = new HeapListing(source.lines, /(?:^|\s)-short\b/i.test(source.args));
  const { objects, statistics, thinLocks, fragmentedBlocks, heaps, totalObjects, gcInProgress, complete } = listing;
  if (!listing.started && objects.length === 0) return null;
  const rows = { objects, statistics, thinLocks, fragmentedBlocks, heaps };
  const totalSizeBytes = listing.total?.size ?? null;
  return {
    report: { kind: "heap-objects", ...rows, totalObjects, totalSizeBytes, gcInProgress, complete },
    unread: listing.unread,
  };
}

// A row without its heading; the types of other programs stand in other tables too.
const BARE_ROW = rx(
  "^\\s*",
  ADDRESS,
  "\\s+\\d[\\d.,']{0,15}\\s+\\d[\\d.,']{0,18}\\s+(?:Free|(?:System|Microsoft)\\.[\\w.+`]+(?:\\[.*\\]|<.*>)?)$",
);
/** What stands above a further part of the same listing. */
const ABOVE = [TOTALS, HEAP, OBJECTS_HEAD, STATISTICS, STATISTICS_COLUMNS, OBJECT_ROW, OLD_LOCK, STATISTICS_ROW];

/** True when the heading belongs to the listing that stands above it. */
function goesOn(lines: readonly Line[], at: number): boolean {
  for (let above = at - 1; above >= 0; above--) {
    const text = lines[above]?.text ?? "";
    if (isChatter(text) || isElision(text)) continue;
    return ABOVE.some((pattern) => pattern.test(text));
  }
  return false;
}

export const sosDumpheap: Parser<HeapObjectsReport> = {
  id: "sos-dumpheap",
  name: "!dumpheap",
  mode: "user",
  command: /^!?dumpheap\b/,
  recognise: [
    STATISTICS_ALONE,
    STATISTICS_HEAD,
    FOLDED_HEAPS,
    TOTALS,
    HEAP,
    OBJECTS_HEAD,
    LOCKS_HEAD,
    FRAGMENTS,
    OLD_LOCK,
    CACHE_NOTE,
    BARE_ROW,
  ],
  confirm(lines, at) {
    const text = lines[at]?.text ?? "";
    const next = lines.slice(at + 1).find((line) => !isChatter(line.text))?.text ?? "";
    if (HEAP.test(text)) return OBJECTS_HEAD.test(next) || TOTALS.test(next);
    if (TOTALS.test(text)) return HEAP.test(next) || TOTALS.test(next) || STATISTICS.test(next);
    if (goesOn(lines, at)) return false;
    if (BARE_ROW.test(text)) return readStatisticsRow(text) !== null;
    return !STATISTICS_ALONE.test(text) || STATISTICS_HEAD.test(next);
  },
  keeps: [
    STATISTICS,
    STATISTICS_COLUMNS,
    OBJECTS_HEAD,
    HEAP,
    TOTALS,
    FRAGMENTS_HEAD,
    OBJECT_ROW,
    STATISTICS_ROW,
    rx("^\\s*", ADDRESS, "\\s+\\d{1,7}(?:[.,]\\d)?MB\\s"),
  ],
  restarts: /^\s*(?:Heap\s+0$|Statistics\s?:|MT\s+Count\s+Total\s?Size|Address\s+MT\s+Size)/i,
  errors: HEAP_ERRORS,
  parse,
};
