import type { Line } from "@/evidence";

/** Longer texts are logs, which no console broke. */
const LONGEST = 4_000_000;
const BLANK = 32;
const LAST_ASCII = 127;

/** Where a sign stands next in a text, asked from ever farther on. */
class Finder {
  private found = -1;

  constructor(
    private readonly text: string,
    private readonly sign: string,
  ) {}

  /** The text's length where there is none. */
  from(at: number): number {
    if (this.found >= at) return this.found;
    const found = this.text.indexOf(this.sign, at);
    this.found = found < 0 ? this.text.length : found;
    return this.found;
  }
}

/** Blanks at the ends of the lines as pasted: a console breaks a row at its last column, be it a blank. */
export class TrailingBlanks {
  private at = 0;
  private number = 1;

  /** False for texts of which it tells nothing. */
  readonly areKnown: boolean;

  private readonly text: string;
  private readonly hasNuls: boolean;
  private readonly lineFeeds: Finder;
  private readonly returns: Finder;

  constructor(pieces: readonly string[]) {
    this.areKnown = pieces.reduce((sum, piece) => sum + piece.length, 0) <= LONGEST;
    this.text = this.areKnown ? pieces.join("") : "";
    this.hasNuls = this.text.includes("\u0000");
    this.lineFeeds = new Finder(this.text, "\n");
    this.returns = new Finder(this.text, "\r");
  }

  /** How many stood behind each line, by its number, where there were any. Lines are asked about in their order. */
  behind(lines: readonly Line[]): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    if (!this.areKnown) return found;
    for (const { number } of lines) {
      const blanks = this.blanksBehind(number);
      if (blanks > 0) found.set(number, blanks);
    }
    return found;
  }

  private blanksBehind(wanted: number): number {
    if (wanted < this.number) return 0;
    while (this.at <= this.text.length) {
      const start = this.at;
      const end = Math.min(this.lineFeeds.from(start), this.returns.from(start));
      this.at = end + (this.text.startsWith("\r\n", end) ? 2 : 1);
      if (this.number++ === wanted) return this.blanksIn(start, end);
    }
    return 0;
  }

  private blanksIn(start: number, end: number): number {
    const last = end > start ? this.text.charCodeAt(end - 1) : LAST_ASCII;
    if (last > BLANK && last <= LAST_ASCII) return 0;
    const raw = this.text.slice(start, end);
    const line = this.hasNuls ? raw.replaceAll("\u0000", "") : raw;
    return line.length - line.trimEnd().length;
  }
}
