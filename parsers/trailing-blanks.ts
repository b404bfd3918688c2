import type { Line } from "@/evidence";

/** Longer texts are logs, which no console broke. */
const LONGEST = 4_000_000;
const BREAK = /\r\n|\n|\r/g;

/** Blanks at the ends of the lines as pasted: a console breaks a row at its last column, be it a blank. */
export class TrailingBlanks {
  private at = 0;
  private number = 1;

  /** False for texts of which it tells nothing. */
  readonly areKnown: boolean;

  private readonly text: string;

  constructor(pieces: readonly string[]) {
    this.areKnown = pieces.reduce((sum, piece) => sum + piece.length, 0) <= LONGEST;
    this.text = this.areKnown ? pieces.join("") : "";
  }

  /** How many stood behind each line, by its number. Lines are asked about in their order. */
  behind(lines: readonly Line[]): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    if (!this.areKnown) return found;
    for (const { number } of lines) {
      const raw = this.line(number)?.replaceAll("\u0000", "");
      if (raw !== undefined) found.set(number, raw.length - raw.trimEnd().length);
    }
    return found;
  }

  private line(wanted: number): string | undefined {
    if (wanted < this.number) return undefined;
    BREAK.lastIndex = this.at;
    for (let found = BREAK.exec(this.text); ; found = BREAK.exec(this.text)) {
      const [start, number] = [this.at, this.number];
      if (number > wanted || start > this.text.length) return undefined;
      this.at = found ? BREAK.lastIndex : this.text.length + 1;
      this.number++;
      if (number === wanted) return this.text.slice(start, found?.index);
      if (!found) return undefined;
    }
  }
}
