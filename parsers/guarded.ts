import type { Line } from "@/evidence";
import { ANYTHING, type Marked } from "./marks";
import { needsOf } from "./pattern-needs";
import { type ScannedLine, scanned } from "./scanned-line";

/** The line that is being read: what its text holds is known. */
let current: ScannedLine | null = null;

/** Tells which line the next texts are mostly of. */
export function lookAt(line: Line): void {
  current = scanned(line);
}

/** The line being read, if this is its text. */
export function lineOf(text: string): ScannedLine | null {
  return current !== null && current.text === text ? current : null;
}

/** What each way to match a pattern needs: marks, pairs and more pairs, one after the other. */
export function packedNeeds(pattern: RegExp): readonly number[] {
  return needsOf(pattern).flatMap(({ marks, pairs, morePairs }) => [marks, pairs, morePairs]);
}

/** True when one of the ways to match, packed from `from` to `to`, needs nothing that is not there. */
export function mayHold(needs: Int32Array, from: number, to: number, { marks, pairs, morePairs }: Marked): boolean {
  for (let at = from; at < to; at += 3) {
    const missing =
      ((needs[at] as number) & ~marks) |
      ((needs[at + 1] as number) & ~pairs) |
      ((needs[at + 2] as number) & ~morePairs);
    if (missing === 0) return true;
  }
  return false;
}

/** A pattern that gives what it always gives, but is not tried on the line being read where that lacks what it needs. */
export class Guarded {
  private readonly needs: Int32Array;

  constructor(readonly pattern: RegExp) {
    this.needs = Int32Array.from(packedNeeds(pattern));
  }

  /** False where the text cannot match. */
  private mayMatch(text: string): boolean {
    return mayHold(this.needs, 0, this.needs.length, lineOf(text) ?? ANYTHING);
  }

  test(text: string): boolean {
    return this.mayMatch(text) && this.pattern.test(text);
  }

  exec(text: string): RegExpExecArray | null {
    return this.mayMatch(text) ? this.pattern.exec(text) : null;
  }
}

export function guarded(pattern: RegExp): Guarded {
  return new Guarded(pattern);
}
