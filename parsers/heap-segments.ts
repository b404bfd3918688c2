import { canonicalHex, type GcHeap, type HeapSegmentRow } from "@/evidence";
import { ADDRESS, group, hexGroup, rx } from "./grammar";

/**
 * Sizes are printed twice, in hex and in decimal: `0x4a5568(4871528)`, `0x4a5568 (4,871,528)`. When the two do not
 * agree, the text was damaged.
 */
export const SIZE = "(?:0x)?[0-9a-f]{1,16}\\s?\\(\\d[\\d,.' ]{0,25}\\)";
const ONE_SIZE = /^(?:0x)?(?<hex>[0-9a-f]{1,16})\s?\((?<decimal>\d[\d,.' ]{0,25})\)$/i;

export function readSize(text: string): number | null {
  const match = ONE_SIZE.exec(text.trim());
  if (!match) return null;
  const size = Number((group(match, "decimal") ?? "").replace(/[,.' ]/g, ""));
  return Number.parseInt(group(match, "hex") ?? "", 16) === size ? size : null;
}

// 007f0000 007f0038  047eed28 0x03ffecf0(67103984)
// 76ad4ad7e250 76ad6ac00028 76ad6aec3008 76ad6aed1000 0x2c2fe0 (2895840) 0x2d1000 (2953216)
const SEGMENT = rx(
  "^\\s*(?<segment>",
  ADDRESS,
  ")\\s+(?<begin>",
  ADDRESS,
  ")\\s+(?<allocated>",
  ADDRESS,
  ")\\s+(?:(?<committed>",
  ADDRESS,
  ")\\s+)?(?<first>",
  SIZE,
  ")(?:\\s+(?<second>",
  SIZE,
  "))?$",
);

function distance(from: string, to: string): number {
  return Number(BigInt(`0x${to}`) - BigInt(`0x${from}`));
}

type Segment = Omit<HeapSegmentRow, "line" | "kind" | "generation">;

/** A segment's row, when its numbers agree with one another. */
export function readSegment(text: string): Segment | null {
  const match = SEGMENT.exec(text);
  if (!match) return null;
  const [begin, allocated] = [hexGroup(match, "begin") ?? "0", hexGroup(match, "allocated") ?? "0"];
  const row = { segment: canonicalHex(group(match, "segment") ?? ""), begin, allocated };
  const used = distance(begin, allocated);
  const sizes = [group(match, "first"), group(match, "second")].flatMap((size) =>
    size === null ? [] : [readSize(size)],
  );
  if (sizes.includes(null)) return null;
  const committed = hexGroup(match, "committed");
  if (committed === null) {
    return sizes.length === 1 && sizes[0] === used
      ? { ...row, committed, sizeBytes: used, committedSizeBytes: null }
      : null;
  }
  // No size at all is printed for one of nothing.
  const [committedSizeBytes = null] = sizes.slice(-1);
  const agrees = sizes.length === 2 ? sizes[0] === used : used === 0;
  const fits = committedSizeBytes !== null && distance(allocated, committed) >= 0 && committedSizeBytes >= used;
  return agrees && fits ? { ...row, committed, sizeBytes: used, committedSizeBytes } : null;
}

/** However narrow the lines were broken, the first address is whole. */
export const SEGMENT_FRONT = rx("^\\s*(?:", ADDRESS, ")(?:\\s|$)");

/** Beginning of a row that goes on in the next line. */
export const SEGMENT_START = `(?<!starts at )${ADDRESS}\\s+${ADDRESS}\\s+${ADDRESS}`;

export type OpenHeap = { -readonly [K in keyof GcHeap]: GcHeap[K] } & {
  generations: GcHeap["generations"][number][];
  segments: HeapSegmentRow[];
};

export function newHeap(line: number, heap: number | null, address: string | null): OpenHeap {
  return { line, heap, address, generations: [], segments: [], sizeBytes: null, committedSizeBytes: null };
}
