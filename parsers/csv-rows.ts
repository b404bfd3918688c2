import type { Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { csvFields, type Separator } from "./csv";
import { isElision } from "./elision";
import { mailWidth } from "./seams";

/** What is known of a table once its head is read. */
export interface CsvShape {
  separator: Separator;
  columns: number;
  /** True for a line that a row begins with, be it cut. */
  begins(text: string): boolean;
}

/** A row, or what is left of one: then `fields` is null. */
export interface CsvRow {
  fields: readonly string[] | null;
  /** How many lines it takes. */
  used: number;
}

/** A field may hold line breaks: the environment of a process does. */
const MOST_LINES = 500;
const CONSOLE_WIDTHS = new Set([80, 120, 132, 160, 200]);
const MAIL_WIDTH = 78;
/** Blanks that a line may have lost at its end. */
const LOST_BLANKS = 2;

/** What is between two lines of one row. */
type Joiner = (last: string) => string;

/**
 * How the lines of a broken row go together again: what a console cut at its width is joined as it stands, what a
 * mail broke at a blank, or a field broke by itself, by a blank. Null when nothing tells which.
 */
function joinerOf(lines: readonly Line[], begins: (text: string) => boolean): Joiner | null {
  let longest = 0;
  let shortestOpen = Number.POSITIVE_INFINITY;
  let longestOpen = 0;
  let open = 0;
  let wasOpen = false;
  const quoted = lines.some(({ text }) => text.includes('"'));
  lines.forEach(({ text, number, last }, at) => {
    // What was joined already has no width of its own.
    const length = last > number ? 0 : text.length;
    longest = Math.max(longest, length);
    const next = lines[at + 1]?.text ?? "";
    const ended = next === "" || begins(next) || isElision(next) || isChatter(text);
    wasOpen = !ended && (!quoted || wasOpen || text.includes('"'));
    if (!wasOpen) return;
    open++;
    shortestOpen = Math.min(shortestOpen, length);
    longestOpen = Math.max(longestOpen, length);
  });
  const known = [0, 1].map((blank) => longest + blank).find((width) => CONSOLE_WIDTHS.has(width));
  // A mail leaves long words whole, so that lines of about the same path end near each other.
  const isMail = shortestOpen < longestOpen && mailWidth(lines) !== null;
  const isConsole = known !== undefined || (open > 1 && longest > MAIL_WIDTH && !isMail);
  if (open > 0 && shortestOpen >= longest - LOST_BLANKS && isConsole) {
    return (last) => " ".repeat(Math.max(0, (known ?? longest) - last.length));
  }
  if (longest <= MAIL_WIDTH || longestOpen < longest - LOST_BLANKS || open > 1) return () => " ";
  return null;
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

/** Reads the rows of a table, also those that were broken over several lines. */
export class CsvRows {
  private joiner: Joiner | null | undefined;

  constructor(private readonly lines: readonly Line[]) {}

  private text(at: number): string {
    return this.lines[at]?.text ?? "";
  }

  /** True for a line that nothing can be joined to. */
  private stands(text: string, begins: (text: string) => boolean): boolean {
    return text === "" || isElision(text) || isChatter(text) || begins(text);
  }

  /** The line at `at` with as many of the next ones as `done` asks for; `found` is null when it is never content. */
  joined<T>(
    at: number,
    done: (text: string, used: number) => T | null,
    begins: (text: string) => boolean,
  ): { found: T | null; used: number } {
    let text = this.text(at);
    for (let used = 1; used <= MOST_LINES; used++) {
      const found = done(text, used);
      if (found !== null) return { found, used };
      const next = this.text(at + used);
      if (this.stands(next, begins)) return { found: null, used };
      if (this.joiner === undefined) this.joiner = joinerOf(this.lines, begins);
      if (!this.joiner) return { found: null, used };
      const between = this.joiner(this.text(at + used - 1));
      text += between === " " ? ` ${next.trimStart()}` : between + next;
    }
    return { found: null, used: 1 };
  }

  /** The row that begins at a line. */
  rowAt(at: number, { separator, columns, begins }: CsvShape): CsvRow {
    const whole = (text: string): readonly string[] | null => {
      const { fields, cut } = csvFields(text, separator);
      return !cut && fields.length === columns ? fields : null;
    };
    // Without a quote behind it, the last field of a line that fills the console may go on in the next one.
    const goesOn = (used: number): boolean => {
      const last = this.text(at + used - 1);
      return CONSOLE_WIDTHS.has(last.length) && !last.endsWith('"') && !this.stands(this.text(at + used), begins);
    };
    const first = this.text(at);
    const { number = 0, last = 0 } = this.lines[at] ?? {};
    // Lines that were joined before may be two rows: nothing but the quotes tells.
    if (last > number) return { fields: null, used: 1 };
    const fields = goesOn(1) ? null : (whole(first) ?? whole(withoutAnnotation(first)));
    if (fields) return { fields, used: 1 };
    let quotes = 0;
    let counted = 0;
    const { found, used } = this.joined(
      at,
      (text, lines) => {
        quotes += quotesIn(text.slice(counted));
        counted = text.length;
        return quotes % 2 === 0 && !goesOn(lines) ? whole(text) : null;
      },
      begins,
    );
    return { fields: found, used };
  }
}
