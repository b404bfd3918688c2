import type { Line, RuntimeHeapsReport } from "@/evidence";
import {
  ALL,
  COLUMNS,
  CONTEXT,
  COUNT_OF_HEAPS,
  GENERATION,
  GENERATION_START,
  HEAP,
  HeapReader,
  LOADER,
  LOADER_GROUP,
  LOADER_ITEM,
  LOADER_TOTAL,
  PART,
  TOTAL,
} from "./eeheap-reader";
import { ADDRESS, rx } from "./grammar";
import { HEAP_ERRORS } from "./heap-state";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!eeheap` (SOS, psscor) and `eeheap` (dotnet-dump): memory the runtime has for objects (`-gc`) and for itself (`-loader`).
 *
 * The server collector has a heap for each processor:
 * ```sample sos-2
 * 0:119> !eeheap -gc
 * Number of GC Heaps: 2
 * ------------------------------
 * Heap 0 (0015ad08)
 * generation 0 starts at 0x02521f8c
 * generation 1 starts at 0x024d7f64
 * generation 2 starts at 0x02400038
 * ephemeral segment allocation context: none
 *  segment    begin allocated     size
 * 02400000 02400038  0263ed28 0x0023ecf0(2354416)
 * Large object heap starts at 0x0a400038
 *  segment    begin allocated     size
 * 0a400000 0a400038  0a4d0008 0x000cffd0(851920)
 * Heap Size  0x30ecc0(3206336)
 * ------------------------------
 * Heap 1 (0015b688)
 * generation 0 starts at 0x06400050
 * generation 1 starts at 0x06400044
 * generation 2 starts at 0x06400038
 * ephemeral segment allocation context: none
 *  segment    begin allocated     size
 * 06400000 06400038  06410038 0x00010000(65536)
 * Large object heap starts at 0x0c400038
 *  segment    begin allocated     size
 * 0c400000 0c400038  0c400048 0x00000010(16)
 * Heap Size  0x10010(65552)
 * ------------------------------
 * GC Heap Size  0x31ecd0(3271888)
 * ```
 * ```sample sos-4
 * 0:000> !eeheap -gc
 * Number of GC Heaps: 1
 * generation 0 starts at 0x0000000002868230
 * generation 1 starts at 0x0000000002861018
 * generation 2 starts at 0x0000000002861000
 * ephemeral segment allocation context: none
 *          segment             begin         allocated              size
 * 0000000002860000  0000000002861000  0000000002868248  0x7248(29256)
 * Large object heap starts at 0x0000000012861000
 *          segment             begin         allocated              size
 * 0000000012860000  0000000012861000  0000000012869948  0x8948(35144)
 * Total Size:              Size: 0xfb90 (64400) bytes.
 * ------------------------------
 * GC Heap Size:            Size: 0xfb90 (64400) bytes.
 * ```
 * From .NET 7 on memory is had in regions, each of one generation; no size is printed for one of nothing:
 * ```sample regions
 * > eeheap -gc
 * DATAS =
 * ========================================
 * Number of GC Heaps: 1
 * ----------------------------------------
 * Small object heap
 *          segment            begin        allocated        committed allocated size     committed size
 * generation 0:
 *     7f1e3c07e250     7f1df9c00028     7f1df9ec3008     7f1df9ed1000 0x2c2fe0 (2895840) 0x2d1000 (2953216)
 * generation 1:
 *     7f1e3c07e1a8     7f1df9800028     7f1df9800028     7f1df9801000                    0x1000 (4096)
 * Large object heap
 *          segment            begin        allocated        committed allocated size     committed size
 *     7f1e3c07e2f8     7f1dfa000028     7f1dfa000028     7f1dfa001000                    0x1000 (4096)
 * ------------------------------
 * GC Allocated Heap Size:    Size: 0x2c2fe0 (2895840) bytes.
 * GC Committed Heap Size:    Size: 0x2d3000 (2961408) bytes.
 * ```
 * Of the runtime's own heaps the sum of each domain, of compiled code and of modules is kept:
 * ```sample loader
 * 0:000> !eeheap -loader
 * Loader Heap:
 * --------------------------------------
 * System Domain: 79bbd970
 * LowFrequencyHeap: Size: 0x0(0)bytes.
 * HighFrequencyHeap: 007e0000(10000:2000) Size: 0x2000(8192)bytes.
 * Virtual Call Stub Heap:
 *   IndcellHeap: Size: 0x0(0)bytes.
 * Total size: 0x2000(8192)bytes
 * --------------------------------------
 * Jit code heap:
 * LoaderCodeHeap: 23980000(10000:7000) Size: 0x7000(28672)bytes.
 * Total size: 0x7000(28672)bytes
 * --------------------------------------
 * Module Thunk heaps:
 * Module 78c40000: Size: 0x0(0)bytes.
 * Total size: 0x0(0)bytes
 * --------------------------------------
 * Total LoaderHeap size: 0x9000(36864)bytes
 * =======================================
 * ```
 *
 * Sizes count from begin to allocated: what objects take, gaps included. Committed: what the system counts. Not
 * kept: the blocks of each loader heap, and the allocation context.
 */
function parse(source: Source): Reading<RuntimeHeapsReport> {
  const reader = new HeapReader(source.lines);
  if (!reader.started) return null;
  const { count, heaps, gcSize, gcCommitted, loader, loaderSize, all, gcInProgress, unread } = reader;
  const complete = reader.completeFor(/(?:^|\s)--?loader\b/i.test(source.args));
  const gc = { numberOfGcHeaps: count, gcHeaps: heaps, gcHeapSizeBytes: gcSize, gcCommittedSizeBytes: gcCommitted };
  const rest = { loaderHeaps: loader, loaderHeapSizeBytes: loaderSize, totalSizeBytes: all };
  return { report: { kind: "runtime-heaps", ...gc, ...rest, gcInProgress, complete }, unread };
}

const LOADER_PART = /^\s*(?:Loader Heap\s?:|Total (?:LoaderHeap )?size\s?:|Module \w+(?: \w+)? ?heaps|Jit code heap)/i;
const END = /^\s*(?:GC (?:Committed )?Heap Size\b|Total bytes consumed)/i;
const LOOK_BACK = 60;

/** True for the collector's heaps below the runtime's own: they are one output. */
function followsLoader(lines: readonly Line[], at: number): boolean {
  for (let above = at - 1; above >= Math.max(0, at - LOOK_BACK); above--) {
    const text = lines[above]?.text ?? "";
    if (END.test(text)) return false;
    if (LOADER_PART.test(text)) return true;
  }
  return false;
}

export const sosEeheap: Parser<RuntimeHeapsReport> = {
  id: "sos-eeheap",
  name: "!eeheap",
  mode: "user",
  command: /^!?eeheap\b/,
  recognise: [
    /^\s*Number of GC Heaps\s?:\s*\d{1,4}\b/i,
    /^\s*Loader Heap\s?:(?:$|\s+(?:-{20,}|System Domain))/i,
    /^\s*System Domain\s?:?\s+(?:0x)?[0-9a-f]{6,16}$/i,
    /^\s*generation\s+\d\s+starts at\s+(?:0x)?[0-9a-f]{5,16}\b/i,
    /^\s*GC (?:Allocated |Committed )?Heap Size:?\s+(?:Size:|0x|[0-9a-f]{1,16}\()/i,
    /^\s*Total LoaderHeap size\s?:/i,
    CONTEXT,
    /^\s*DATAS\s?=/i,
    /^\s*segment\s+begin\s+allocated\s+(?:size|committed)\b/i,
    /^\s*(?:Low|High)FrequencyHeap\s?:/i,
    rx(
      "^\\s*",
      ADDRESS,
      "\\s+",
      ADDRESS,
      "\\s+",
      ADDRESS,
      "\\s+(?:",
      ADDRESS,
      "\\s+)?(?:0x)?[0-9a-f]{1,16}\\s?\\(\\d[\\d,]{0,20}\\)",
    ),
    ALL,
  ],
  confirm: (lines, at) => !COUNT_OF_HEAPS.test(lines[at]?.text ?? "") || !followsLoader(lines, at),
  keeps: [
    COUNT_OF_HEAPS,
    HEAP,
    GENERATION_START,
    GENERATION,
    PART,
    COLUMNS,
    TOTAL,
    LOADER,
    LOADER_GROUP,
    LOADER_TOTAL,
    LOADER_ITEM,
  ],
  restarts: /^\s*(?:Number of GC Heaps|Loader Heap)\s?:/i,
  errors: HEAP_ERRORS,
  parse,
};
