import type { LineRange } from "@/evidence";

/** Longer lines are kept by their beginning. */
const LONGEST = 400;

/** Picks lines out of a text that comes in pieces. */
export class LineCollector {
  private readonly found: string[][];
  private readonly wanted = new Map<number, number[]>();
  private readonly last: number;
  private line = 1;
  private text = "";
  private carriageReturn = false;

  constructor(ranges: readonly LineRange[]) {
    this.found = ranges.map(() => []);
    for (const [at, [first, last]] of ranges.entries()) {
      for (let line = first; line <= last; line++) this.wanted.set(line, [...(this.wanted.get(line) ?? []), at]);
    }
    this.last = Math.max(0, ...ranges.map(([, last]) => last));
  }

  /** The lines of the range at this place, as far as they have come. */
  texts(at: number): readonly string[] {
    if (this.line <= this.last) this.keep();
    this.text = "";
    return this.found[at] ?? [];
  }

  add(piece: string): void {
    for (let from = 0; from < piece.length && this.line <= this.last; ) {
      const end = lineEnd(piece, from);
      if (this.carriageReturn && piece.charCodeAt(0) === 10 && from === 0) {
        // The other half of a line end that the piece before began.
        this.carriageReturn = false;
        from = 1;
        continue;
      }
      if (this.text.length < LONGEST && this.wanted.has(this.line))
        this.text += piece.slice(from, Math.min(end, from + LONGEST));
      if (end >= piece.length) return;
      this.keep();
      this.line++;
      const isReturn = piece.charCodeAt(end) === 13;
      this.carriageReturn = isReturn && end + 1 === piece.length;
      from = end + (isReturn && piece.charCodeAt(end + 1) === 10 ? 2 : 1);
    }
  }

  private keep(): void {
    for (const at of this.wanted.get(this.line) ?? []) this.found[at]?.push(this.text);
    this.wanted.delete(this.line);
    this.text = "";
  }
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}
