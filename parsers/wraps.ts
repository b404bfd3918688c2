import type { Line } from "@/evidence";
import {
  CONSOLE_WIDTHS,
  isFilled,
  isFull,
  isNumberedRow,
  joinLines,
  mailWidth,
  mayBeRest,
  startsRow,
  USUAL_CONSOLE,
} from "./seams";

/** Blanks that may be lost at the last columns of the widest line. */
const MOST_LOST = 3;
const FEWEST_FULL = 2;
/** A shorter line was not broken. */
const SHORTEST_START = 20;

/**
 * What stood between a line and the one below it that was part of it; null when it was a line of its own. `isLast`:
 * nothing follows, so that the paste may have broken off there.
 */
type Seam = (line: Line, next: Line, isLast: boolean) => string | null;

function widthOf(lines: readonly Line[]): number {
  return lines.reduce((most, { text }) => Math.max(most, text.length), 0);
}

/** A mail breaks no line that is shorter, and every line that it broke leaves a front about as long. */
const SHORTEST_BROKEN = 50;

/** What lines tell of breaks, worked out once for all ways to join them. */
export class Breaks {
  /** The width at which a mail may have broken them. */
  readonly mail: number | null;
  /** That of the console which did. */
  readonly console: number | null;
  private readonly rests: boolean[] = [];

  constructor(readonly lines: readonly Line[]) {
    this.mail = widthOf(lines) >= SHORTEST_BROKEN ? mailWidth(lines) : null;
    this.console = consoleWidth(lines);
  }

  /** The lines joined at the seams; null when there are none. */
  join(seam: Seam): readonly Line[] | null {
    const { lines } = this;
    const glues = new Map<number, string>();
    for (let at = 1; at < lines.length; at++) {
      const glue = seam(lines[at - 1] as Line, lines[at] as Line, at === lines.length - 1);
      if (glue !== null && this.isRest(at)) glues.set(at, glue);
    }
    return glues.size > 0 ? joinLines(lines, (at) => glues.get(at) ?? null) : null;
  }

  /** False for a line that never was a part of the one above. */
  private isRest(at: number): boolean {
    const [before, line] = [this.lines[at - 1], this.lines[at]];
    this.rests[at] ??= isFilled(before) && isFilled(line) && mayBeRest(line, at === this.lines.length - 1);
    return this.rests[at];
  }
}

/** True when the line below must be part of this one although no full line tells so: blanks between columns may be lost. */
function isLooseEnd(line: Line, next: Line): boolean {
  if (line.text.length < SHORTEST_START || startsRow(next)) return false;
  return startsRow(line) || /^\s{8}/.test(next.text) || next.text.length * 3 <= line.text.length * 2;
}

/** Tells which lines may belong together, and joins them; null when nothing tells that they were broken. */
export type Unwrap = (breaks: Breaks, unread: ReadonlySet<number>) => readonly Line[] | null;
type IsPair = (line: Line, next: Line, unread: ReadonlySet<number>) => boolean;

/** Pairs of lines that may have been one: both unread, the lower one unread, any of them unread. */
const PAIRS: readonly IsPair[] = [
  (line, next, unread) => unread.has(line.number) && unread.has(next.number) && !startsRow(next),
  (_line, next, unread) => unread.has(next.number) && !startsRow(next),
  (line, next, unread) => unread.has(line.number) || (unread.has(next.number) && !startsRow(next)),
];

/** Mail breaks at the last blank before its width. */
function fromMail(isPair: IsPair, loosely: boolean): Unwrap {
  return (breaks, unread) => {
    const width = breaks.mail;
    if (width === null) return null;
    return breaks.join((line, next, isLast) => {
      if (loosely && !isLast && unread.has(next.number) && isLooseEnd(line, next)) return " ";
      return isPair(line, next, unread) && isFull(line, next, width) ? " " : null;
    });
  };
}

/** The width of the console that broke the lines, if one did; of all but the usual one, two lines must show it. */
function consoleWidth(lines: readonly Line[]): number | null {
  const width = widthOf(lines);
  if (width <= USUAL_CONSOLE && width >= USUAL_CONSOLE - MOST_LOST) return USUAL_CONSOLE;
  const isFull = lines.filter(({ text }) => text.length === width).length >= FEWEST_FULL;
  return isFull && CONSOLE_WIDTHS.includes(width) ? width : null;
}

/** A console breaks at its last column, wherever that is. A blank there is lost. */
function fromConsole(isPair: IsPair, loosely: boolean): Unwrap {
  return (breaks, unread) => {
    const width = breaks.console;
    if (width === null) return null;
    return breaks.join((line, next, isLast) => {
      const { length } = line.text;
      if (length === width && !isNumberedRow(next.text) && (unread.has(line.number) || !startsRow(next))) return "";
      if (isPair(line, next, unread) && isFull(line, next, width)) return " ";
      return loosely && !isLast && unread.has(next.number) && length < width && isLooseEnd(line, next) ? " " : null;
    });
  };
}

/**
 * Ways to join lines as they may have been before a console or a mail broke them, likeliest first. The lines keep the
 * number of the first they are made of.
 */
export const UNWRAPS: readonly Unwrap[] = [fromMail, fromConsole].flatMap((from) =>
  PAIRS.flatMap((isPair) => [from(isPair, false), from(isPair, true)]),
);

/** True when the longest line ends where many consoles do. */
export function endAtConsole(lines: readonly Line[]): boolean {
  const width = widthOf(lines);
  return CONSOLE_WIDTHS.includes(width) && consoleWidth(lines) === width;
}

/**
 * The lines joined where a word runs into a console's last column and goes on below it, whether they could be read
 * so or not: half a name is a name too. Null when nothing ends at a width that consoles have.
 */
export function unwrappedWords(lines: readonly Line[]): readonly Line[] | null {
  if (!endAtConsole(lines)) return null;
  const width = widthOf(lines);
  return new Breaks(lines).join((line, next) => {
    const isCut = line.text.length === width && !/(?:\s|[-=_*~]{3})$/.test(line.text);
    return isCut && /^\S/.test(next.text) && !startsRow(next) ? "" : null;
  });
}
