import type { Block, Line } from "@/evidence";
import type { Segment } from "./split";
import { unwrapped, unwrappedWords } from "./wraps";

/** Reads a segment into blocks. */
type Read = (segment: Segment) => readonly Block[];

interface Trial {
  segment: Segment;
  blocks: readonly Block[];
  unread: ReadonlySet<number>;
  /** How many values were read. */
  values: number;
}

function countValues(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== "object") return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countValues(inner), 0);
}

function trialOf(segment: Segment, blocks: readonly Block[]): Trial {
  const values = blocks.reduce((sum, { report }) => sum + countValues(report), 0);
  return { segment, blocks, unread: unreadOf(blocks), values };
}

function unreadOf(blocks: readonly Block[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const { unread } of blocks) {
    for (const [first, last] of unread) for (let number = first; number <= last; number++) numbers.add(number);
  }
  return numbers;
}

/** The segment's command line and output in other lines. */
function withLines(segment: Segment, lines: readonly Line[]): Segment {
  const [command, ...output] = lines;
  if (!segment.commandLine || segment.typed === null || !command) return { ...segment, lines: [...lines] };
  const added = command.text.slice(segment.commandLine.text.length);
  return { ...segment, commandLine: command, typed: (segment.typed + added).trim(), lines: output };
}

/** The command's line and those of its output. */
function allLines({ commandLine, typed, lines }: Segment): readonly Line[] {
  return commandLine && typed !== null ? [commandLine, ...lines] : lines;
}

/** What may have been done to an output that was not read whole, undone in one way at a time. */
function* repairs({ segment, unread }: Trial): Generator<Segment> {
  const bare = withoutPrefixes(segment.lines);
  if (bare) yield { ...segment, lines: bare };
  // Lines that were joined already tell nothing of the width they had.
  if (segment.lines.some(({ number, last }) => last > number)) return;
  for (const lines of unwrapped(allLines(segment), unread)) yield withLines(segment, lines);
}

// `0x0e8cf25c` where the debugger prints `0e8cf25c`. What ends a row may be a place in code, which has the prefix.
const PREFIXED = /(?<![\w+!.-])0x(?=[0-9a-f]{8})(?!(?<=\s0x)[0-9a-f`]{8,17}$)/gi;

function withoutPrefixes(lines: readonly Line[]): Line[] | null {
  if (!lines.some(({ text }) => text.includes("0x"))) return null;
  return lines.map((line) => {
    const text = line.text.replace(PREFIXED, "");
    return text.length === line.text.length ? line : { ...line, text };
  });
}

/** How often the best way found is taken as a new start. */
const MOST_ROUNDS = 3;

/** The better one of two readings: the one that leaves fewer lines unread and has no fewer values. */
function better(one: Trial, other: Trial): Trial {
  if (other.values < one.values) return one;
  return other.unread.size < one.unread.size || (other.unread.size === one.unread.size && other.values > one.values)
    ? other
    : one;
}

function withUnwrappedWords(before: Trial, read: Read): Trial | null {
  const lines = unwrappedWords(allLines(before.segment));
  if (!lines) return null;
  const other = withLines(before.segment, lines);
  return trialOf(other, read(other));
}

/**
 * Reads a segment again that was not read whole, each time with one kind of damage undone, and keeps the reading
 * that leaves the fewest lines unread. What is read as it stands is left alone, but for words that a console broke.
 */
export function mended(segment: Segment, blocks: readonly Block[], read: Read): readonly Block[] {
  const first = trialOf(segment, blocks);
  const words = withUnwrappedWords(first, read);
  let best = first;
  for (let round = 0; round < MOST_ROUNDS && best.unread.size > 0; round++) {
    const before = best;
    for (const other of repairs(before)) best = better(best, trialOf(other, read(other)));
    if (best === before) break;
  }
  return (words && best.unread.size >= words.unread.size && best.values <= words.values ? words : best).blocks;
}
