import type { LineRange } from "@/evidence";

const BLANK = /^\s$/;

/** Counts the lines of a text that are not blank, piece by piece, and those of them that lie in none of the ranges. */
export class FilledLines {
  private filled = 0;
  private beyond = 0;
  private open = false;
  private line = 1;
  private before = 0;
  private readonly ranges: readonly LineRange[];
  private next = 0;
  private covered = 0;

  constructor(ranges: readonly LineRange[] = []) {
    this.ranges = ranges.toSorted((a, b) => a[0] - b[0]);
  }

  /** Lines that hold something, the unfinished last one too. */
  get count(): number {
    return this.filled;
  }

  /** Of those, the lines in no range. */
  get outside(): number {
    return this.beyond;
  }

  add(piece: string): void {
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code === 10 || code === 13) {
        this.open = false;
        if (code === 13 || this.before !== 13) this.line++;
      } else if (!this.open && code > 32 && (code < 128 || !BLANK.test(piece.charAt(at)))) {
        this.open = true;
        this.filled++;
        if (!this.isCovered()) this.beyond++;
      }
      this.before = code;
    }
  }

  private isCovered(): boolean {
    for (let range = this.ranges[this.next]; range && range[0] <= this.line; range = this.ranges[this.next]) {
      this.covered = Math.max(this.covered, range[1]);
      this.next++;
    }
    return this.line <= this.covered;
  }
}
