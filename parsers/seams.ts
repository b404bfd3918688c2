import type { Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { beginsWithAddress } from "./columns";
import { isElision } from "./elision";
import { columnsOf, scanLine } from "./scanned-line";

/** Widths that mails and tickets break lines at, each at a blank. */
const MAIL_WIDTHS = [72, 76, 78] as const;
/** Widths of consoles; they break lines anywhere. */
export const CONSOLE_WIDTHS: readonly number[] = [80, 100, 120, 132, 140, 160, 200];
/** Mail leaves a word whole when it is longer than the rest of the line. */
const SHORTEST_START = 20;

/** A place where a line may have been broken: behind the line at this index, with what stood between the halves. */
export interface Seam {
  at: number;
  glue: string;
  /** A word runs through it. */
  inWord: boolean;
}

// 0x0e8cf25c 0x77e612df …     00c9e5d70000     021c0a8d07d0 …     05 (Inline Function) --------`--------
const ROW_START = /^\s*(?:0x[\da-f]{6,16}\s|[\da-f]{12} +[\da-f]{12}(?:\s|$)|[\da-f]{2,3} \(Inline )/i;

// 05 000000c9`d6f700a8 00007ffb`bc5525ab …
const NUMBERED_ROW = /^\s*[\da-f]{2,3} +(?:[\da-f]{8}[\s`]|[\da-f]{16}\s|\(Inline )/i;

/** True for a row that no broken one goes on like. */
export function isNumberedRow(text: string): boolean {
  return NUMBERED_ROW.test(text);
}

export function startsRow(line: Line | undefined): boolean {
  return line !== undefined && (beginsWithAddress(columnsOf(line)) || ROW_START.test(line.text));
}

/** Fewer blanks in front may be those behind a word that a console broke the line at. */
const SHORTEST_INDENT = 8;

/** True for a line that begins where a column of the line above does. */
export function isBelowColumn(above: Line | undefined, line: Line | undefined): boolean {
  const indent = line?.text.search(/\S/) ?? -1;
  return indent >= SHORTEST_INDENT && /^\s\S/.test(above?.text.slice(indent - 1) ?? "");
}

function firstWord(text: string): string {
  return /^\s*(\S*)/.exec(text)?.[1] ?? "";
}

/** False for what was never a part of a longer line: nothing, and the mark of something left out. */
export function isFilled(line: Line | undefined): line is Line {
  return line !== undefined && isText(line.text);
}

function isText(text: string): boolean {
  return text.trim() !== "" && !isElision(text);
}

// ----------------      ```text      WARNING: Frame IP not in any known module.      *** ERROR: Symbol file …      Event Xml:
// Category           : (0)
// .  2  Id: 1a88.20cc Suspend: 2 Teb: 000000c9`d4a28000 Unfrozen
const OWN_LINE =
  /^\s*(?:[-=_*~.]{3,}\s*$|`{3}\w{0,20}$|WARNING: |\*{3} (?:WARNING|ERROR): |[A-Z][\w-]{1,20}(?: [A-Z]\w{1,20})?:$|[A-Z]\w{3,30} {2,20}: |(?:[.#]\s*)?\d{1,5}\s+Id: )/;
// 0x040ef      000000c9ef070000     0000021c0a
const BROKEN_ROW = /^\s*(?:0x)?[\da-f`]{1,17}(?:\s+(?:0x)?[\da-f`]{1,17}){0,6}$/i;

// Flags      root
const BROKEN_NAME = /^\s*[A-Za-z]{1,20}$/;

/** False for a line that stands for itself, and for the front of a row in which the paste breaks off. */
export function mayBeRest(line: Line, isLast: boolean): boolean {
  return !OWN_LINE.test(line.text) && !(isLast && (BROKEN_ROW.test(line.text) || BROKEN_NAME.test(line.text)));
}

/** The width at which a mail broke the lines: the least that all of them keep, but for long words. */
export function mailWidth(lines: readonly Line[]): number | null {
  const isWhole = (text: string, width: number): boolean =>
    text.length <= width || !text.slice(SHORTEST_START, width).trimStart().includes(" ");
  return MAIL_WIDTHS.find((width) => lines.every(({ text }) => isWhole(text, width))) ?? null;
}

/** Where a console has another width, two lines must show it. */
export const USUAL_CONSOLE = 80;
const FEWEST_FULL = 2;
// --------------------  -------------------------------------
const RULE = /^[\s*=_-]+$/;

/** Seams behind lines that fill a console to its last column. */
export function consoleSeams(lines: readonly Line[], blanks: ReadonlyMap<number, number>): Seam[] {
  const blanksOf = ({ number }: Line): number => blanks.get(number) ?? 0;
  const widthOf = (line: Line): number => line.text.length + blanksOf(line);
  const width = lines.reduce((most, line) => Math.max(most, widthOf(line)), 0);
  if (!CONSOLE_WIDTHS.includes(width)) return [];
  const full = lines.filter((line) => widthOf(line) === width);
  if (width !== USUAL_CONSOLE && full.length < FEWEST_FULL) return [];
  // What pads lines to the window's width leaves none of them full of text.
  const padded = full.filter((line) => blanksOf(line) > 0).length > lines.filter(({ text }) => text !== "").length / 2;
  return lines.flatMap((line, at) => {
    const next = lines[at + 1];
    if (widthOf(line) !== width || !isText(line.text) || (padded && blanksOf(line) > 0)) return [];
    if (!next || isNumberedRow(next.text) || (at + 2 >= lines.length && BROKEN_NAME.test(next.text))) return [];
    // The rest of a rule is a rule.
    if (RULE.test(line.text) ? !RULE.test(next.text) : OWN_LINE.test(next.text)) return [];
    if (!isText(next.text) && (next.text !== "" || blanksOf(next) === 0)) return [];
    const inWord = blanksOf(line) === 0 && /^\S/.test(next.text);
    return [{ at, glue: " ".repeat(blanksOf(line)), inWord }];
  });
}

/** Blanks between columns that a break may have taken. */
const MOST_BETWEEN_COLUMNS = 5;

/** True for a line that has no room for the next one's first word. Between columns stood more than one blank. */
export function isFull({ text }: Line, next: Line, width: number): boolean {
  if (text.length + MOST_BETWEEN_COLUMNS + next.text.length <= width) return false;
  const blanks = /\S {2,}\S/.test(text) ? MOST_BETWEEN_COLUMNS : 1;
  return text.length + blanks + firstWord(next.text).length > width;
}

/**
 * Seams behind lines that have no room for the word that begins the next one. The line that a paste breaks off in may
 * be the front of another row.
 */
export function mailSeams(lines: readonly Line[]): Seam[] {
  const width = mailWidth(lines);
  if (width === null) return [];
  return lines.flatMap((line, at) => {
    const next = lines[at + 1];
    // A remark that goes on below is nobody's.
    const breaks =
      at + 2 < lines.length &&
      isFilled(line) &&
      withoutAnnotation(line.text) === line.text &&
      isFilled(next) &&
      mayBeRest(next, false) &&
      isFull(line, next, width);
    return breaks ? [{ at, glue: " ", inWord: false }] : [];
  });
}

/**
 * True when a single line fills the console, and only because its last word was too long for a mail, which had broken
 * the line above. No row begins with it.
 */
export function isMailsLongWord(lines: readonly Line[]): boolean {
  const full = lines.flatMap(({ text }, at) => (text.length === USUAL_CONSOLE ? [at] : []));
  const [at = 0] = full;
  const [above, line] = [lines[at - 1], lines[at]];
  const width = full.length === 1 ? mailWidth(lines) : null;
  if (width === null || !above || !line || startsRow(line)) return false;
  return isFull(above, line, width);
}

/** The lines in groups, each as one: what stood between a line and the one above it, or null where they stay apart. */
export function joinLines(lines: readonly Line[], glueAbove: (at: number) => string | null): readonly Line[] {
  const joined: Line[] = [];
  for (let first = 0, at = 1; first < lines.length; first = at++) {
    let text = (lines[first] as Line).text;
    for (let glue = glueAbove(at); glue !== null && at < lines.length; glue = glueAbove(++at)) {
      text += glue + (lines[at] as Line).text;
    }
    const [begin, end] = [lines[first] as Line, lines[at - 1] as Line];
    joined.push(begin === end ? begin : scanLine(begin.number, text, end.last));
  }
  return joined;
}

/** The lines, joined at the seams. */
export function joinSeams(lines: readonly Line[], seams: readonly Seam[]): readonly Line[] {
  const glues = new Map(seams.map(({ at, glue }) => [at + 1, glue]));
  return joinLines(lines, (at) => glues.get(at) ?? null);
}
