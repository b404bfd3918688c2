import { needsOf } from "./marks";
import { END, edgeOf, hasSlot, OTHER, SLOTS, type Slots } from "./pattern-edges";

/** How many characters of a line are looked at, at its start and at its end. */
const FIRST = 6;
const LAST = 2;
const PLACES = FIRST + LAST;

function slotOf(code: number): number {
  return Math.min(code, OTHER);
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(String.fromCharCode(code)));
}

/**
 * Many patterns that a line is to be tried on. The characters at the line's edges, and those that it holds at all,
 * tell the few that may match, so that a line costs about the same however many patterns there are.
 */
export class PatternIndex {
  /** Sets of 32 patterns: for each set, place and slot, as bits, the patterns that may have that character there. */
  private readonly table: Int32Array;
  private readonly sets: number;
  /** Patterns that may match in the middle of a line, as bits, and all of them in one. */
  private readonly floating: Int32Array;
  /** For each pattern, the marks without which it does not match. */
  private readonly needs: Int32Array;

  constructor(private readonly patterns: readonly RegExp[]) {
    this.sets = Math.ceil(patterns.length / 32);
    this.table = new Int32Array(this.sets * PLACES * SLOTS);
    this.floating = new Int32Array(this.sets);
    patterns.forEach((pattern, number) => {
      const first = edgeOf(pattern, "start", FIRST);
      if (first) {
        this.enter(number, [...first, ...(edgeOf(pattern, "end", LAST) ?? [null, null])]);
      } else {
        this.floating[number >> 5] = (this.floating[number >> 5] as number) | (1 << (number & 31));
      }
    });
    this.needs = Int32Array.from(patterns, needsOf);
  }

  private enter(number: number, places: readonly (Slots | null)[]): void {
    places.forEach((slots, place) => {
      const row = ((number >> 5) * PLACES + place) * SLOTS;
      for (let slot = 0; slot < SLOTS; slot++) {
        if (slots && !hasSlot(slots, slot)) continue;
        this.table[row + slot] = (this.table[row + slot] as number) | (1 << (number & 31));
      }
    });
  }

  test(text: string, marks = -1): boolean {
    return this.find(text, marks) >= 0;
  }

  /** Number of the first pattern from `from` on that matches; -1 when none does. `marks` are those of the text, if known. */
  find(text: string, marks = -1, from = 0): number {
    const { floating, needs, patterns } = this;
    if (patterns.length === 0) return -1;
    let start = 0;
    while (start < text.length && isBlank(text.charCodeAt(start))) start++;
    let end = text.length - 1;
    while (end >= start && isBlank(text.charCodeAt(end))) end--;
    for (let set = from >> 5; set < this.sets; set++) {
      let bits = this.possible(text, start, end, set) | (floating[set] as number);
      if (set === from >> 5) bits &= -1 << (from & 31);
      for (; bits !== 0; bits &= bits - 1) {
        const number = set * 32 + 31 - Math.clz32(bits & -bits);
        if (((needs[number] as number) & ~marks) === 0 && (patterns[number] as RegExp).test(text)) return number;
      }
    }
    return -1;
  }

  /** The patterns of one set that the line's edges allow. */
  private possible(text: string, start: number, end: number, set: number): number {
    const { table } = this;
    let bits = -1;
    let row = set * PLACES * SLOTS;
    for (let at = start; at < start + FIRST && bits !== 0; at++, row += SLOTS) {
      bits &= table[row + (at <= end ? slotOf(text.charCodeAt(at)) : END)] as number;
    }
    for (let at = end; at > end - LAST && bits !== 0; at--, row += SLOTS) {
      bits &= table[row + (at >= start ? slotOf(text.charCodeAt(at)) : END)] as number;
    }
    return bits;
  }
}
