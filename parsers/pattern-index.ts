import type { Line } from "@/evidence";
import { type Edges, edgesOfText, FIRST, LAST, slotIn } from "./edges";
import { lineOf, mayHold, packedNeeds } from "./guarded";
import { ANYTHING, type Marked } from "./marks";
import { edgeOf, hasSlot, SLOTS, type Slots } from "./pattern-edges";
import { scanned } from "./scanned-line";

const PLACES = FIRST + LAST;

/**
 * Many patterns that a line is to be tried on. The characters at the line's edges, and those that it holds at all,
 * tell the few that may match, so that a line costs about the same however many patterns there are.
 */
export class PatternIndex {
  /** Sets of 32 patterns: for each place, slot and set, as bits, the patterns that may have that character there. */
  private readonly table: Int32Array;
  private readonly sets: number;
  /** Patterns that may match in the middle of a line, as bits, and all of them in one. */
  private readonly floating: Int32Array;
  /** What each way to match needs: marks, pairs, more pairs; and for each pattern, where its own begin. */
  private readonly needs: Int32Array;
  private readonly needsFrom: Int32Array;

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
    const needs = patterns.map(packedNeeds);
    this.needs = Int32Array.from(needs.flat());
    let from = 0;
    this.needsFrom = Int32Array.from([[], ...needs], (own) => {
      from += own.length;
      return from;
    });
  }

  private enter(number: number, places: readonly (Slots | null)[]): void {
    places.forEach((slots, place) => {
      for (let slot = 0; slot < SLOTS; slot++) {
        if (slots && !hasSlot(slots, slot)) continue;
        const at = (place * SLOTS + slot) * this.sets + (number >> 5);
        this.table[at] = (this.table[at] as number) | (1 << (number & 31));
      }
    });
  }

  test(line: Line): boolean {
    return this.find(line) >= 0;
  }

  /** Number of the first pattern from `from` on that matches; -1 when none does. */
  find(line: Line, from = 0): number {
    if (this.sets === 0) return -1;
    const looked = scanned(line);
    return this.search(looked.text, looked, looked, from);
  }

  /** The same for a text that is no line. */
  findIn(text: string, from = 0): number {
    const line = lineOf(text);
    if (line) return this.find(line, from);
    return this.search(text, ANYTHING, edgesOfText(text), from);
  }

  private search(text: string, marked: Marked, edges: Edges, from: number): number {
    const { floating, needs, needsFrom, patterns } = this;
    for (let set = from >> 5; set < this.sets; set++) {
      let bits = this.possible(edges, set) | (floating[set] as number);
      if (set === from >> 5) bits &= -1 << (from & 31);
      for (; bits !== 0; bits &= bits - 1) {
        const number = set * 32 + 31 - Math.clz32(bits & -bits);
        const begin = needsFrom[number] as number;
        const end = needsFrom[number + 1] as number;
        if (mayHold(needs, begin, end, marked) && (patterns[number] as RegExp).test(text)) return number;
      }
    }
    return -1;
  }

  /** The patterns of one set that the edges allow. */
  private possible(edges: Edges, set: number): number {
    const { table, sets } = this;
    let bits = -1;
    for (let place = 0; place < PLACES && bits !== 0; place++) {
      bits &= table[(place * SLOTS + slotIn(edges, place)) * sets + set] as number;
    }
    return bits;
  }
}
