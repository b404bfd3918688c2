import type { Line } from "@/evidence";
import { beginsWithAddress, behindColumns, columnsAt, LOOKED_BEYOND } from "./columns";
import { type Edges, edgesOfText, headAt, tailAt } from "./edges";
import {
  DIGITS_ONLY,
  longOf,
  MARKS,
  MARKUP,
  type Marked,
  MORE_PAIRS,
  markedText,
  PAIRABLE,
  PAIRS,
  SECOND,
  SPECIAL,
} from "./marks";

/** A line with what one look at its characters told. A copy with another text has to be looked at again. */
export class ScannedLine implements Line, Marked, Edges {
  constructor(
    readonly number: number,
    readonly last: number,
    readonly text: string,
    /** The columns in front, see `columns.ts`. */
    readonly columns: number,
    /** Hash of the text without its blanks. */
    readonly digest: number,
    /** Where the text behind the columns begins. */
    readonly rest: number,
    /** Which characters and pairs of letters it holds, see `marks.ts`. Rows of addresses may hold any pair. */
    readonly marks: number,
    readonly pairs: number,
    readonly morePairs: number,
    /** What it begins and ends with, see `edges.ts`. */
    readonly head: number,
    readonly tail: number,
  ) {}
}

const PRIME = 0x01000193;
const BLANK = 32;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const encoder = new TextEncoder();
/** More characters than the columns take; the rest of a line does not matter to them. */
const FRONT = 300;
const front = new Uint8Array(3 * FRONT + LOOKED_BEYOND);

function frontColumns(text: string): number {
  const { written } = encoder.encodeInto(text.slice(0, FRONT), front);
  front[written] = 0;
  return columnsAt(front, 0);
}

export function digestOfText(text: string): number {
  let digest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== BLANK) digest = Math.imul(digest ^ code, PRIME);
  }
  return digest;
}

export function scanLine(number: number, text: string, last = number): ScannedLine {
  const columns = frontColumns(text);
  const rest = behindColumns();
  const { marks, pairs, morePairs } = markedText(text);
  const { head, tail } = edgesOfText(text);
  const any = beginsWithAddress(columns);
  return new ScannedLine(
    number,
    last,
    text,
    columns,
    digestOfText(text),
    rest,
    marks,
    any ? -1 : pairs,
    any ? -1 : morePairs,
    head,
    tail,
  );
}

/** True for a line that shows something. */
export function isFilled({ text }: Line): boolean {
  return text !== "" && (text.charCodeAt(text.length - 1) > BLANK || text.trim() !== "");
}

export function columnsOf(line: Line): number {
  return scanned(line).columns;
}

export function digestOf(line: Line): number {
  return scanned(line).digest;
}

/** The copy that was looked at last, and what was seen: one line is asked about many times over. */
let copied: ScannedLine | null = null;
let copy: Line | null = null;

/** The line with what a look at it tells. */
export function scanned(line: Line): ScannedLine {
  if (line instanceof ScannedLine) return line;
  if (line === copy && copied?.text === line.text) return copied;
  copy = line;
  copied = scanLine(line.number, line.text);
  return copied;
}

/** Characters looked at together. */
const CHUNK = 32_768;
/** Turns the text of a line that may need work into the lines it is to be. */
type Work = (raw: string) => readonly string[];

/** The chunk that is looked at. A character of it may take up to three bytes while it is filled in. */
const bytes = new Uint8Array(3 * CHUNK + LOOKED_BEYOND);

/** The characters as bytes, those that are not ASCII as something special. */
function fillBytes(chunk: string): void {
  if (encoder.encodeInto(chunk, bytes).written !== chunk.length) {
    for (let at = 0; at < chunk.length; at++) bytes[at] = Math.min(chunk.charCodeAt(at), 127);
  }
}

/** What a pass over lines of plain ASCII would change. */
export interface Touched {
  /** A chunk that holds one of these needs work on every line. */
  chunks: readonly string[];
  /** A line with `<` or `&` that matches this needs work. */
  markup: RegExp;
}

/** Cuts texts into lines. */
class Scanner {
  private number = 0;

  constructor(
    private readonly touched: Touched,
    private readonly work: Work,
  ) {}

  /** The lines of a chunk; the last one ends where the chunk does. */
  scan(chunk: string): Line[] {
    const lines: Line[] = [];
    const { length } = chunk;
    if (length > CHUNK) {
      this.takeRaw(chunk, lines);
      return lines;
    }
    fillBytes(chunk);
    const { chunks, markup } = this.touched;
    const all = chunks.some((mark) => chunk.includes(mark));
    for (let start = 0; start <= length; ) {
      const lineFeed = chunk.indexOf("\n", start);
      const next = lineFeed < 0 ? length + 1 : lineFeed + 1;
      let end = next - 1;
      if (end > start && bytes[end - 1] === CARRIAGE_RETURN && lineFeed >= 0) end--;
      while (end > start && bytes[end - 1] === BLANK) end--;
      bytes[end] = LINE_FEED;
      const columns = columnsAt(bytes, start);
      const rest = behindColumns() - start;
      let digest = 0;
      let marks = 0;
      let pairs = 0;
      let morePairs = 0;
      if (beginsWithAddress(columns)) {
        pairs = -1;
        morePairs = -1;
        for (let at = start; at < end; at++) {
          const byte = bytes[at] as number;
          if (byte === BLANK) continue;
          digest = Math.imul(digest ^ byte, PRIME);
          marks |= MARKS[byte] as number;
        }
      } else {
        let before = 0;
        let count = 0;
        let counts = 0;
        for (let at = start; at < end; at++) {
          const byte = bytes[at] as number;
          const letter = PAIRABLE[byte] as number;
          pairs |= PAIRS[before | letter] as number;
          morePairs |= MORE_PAIRS[before | letter] as number;
          before = letter << SECOND;
          count = (count + 1) & (DIGITS_ONLY[byte] as number);
          counts |= count;
          if (byte === BLANK) continue;
          digest = Math.imul(digest ^ byte, PRIME);
          marks |= MARKS[byte] as number;
        }
        morePairs |= longOf(counts);
      }
      const line = chunk.slice(start, end);
      if (all || (marks & SPECIAL) !== 0 || ((marks & MARKUP) !== 0 && markup.test(line))) {
        this.takeRaw(chunk.slice(start, next), lines);
      } else {
        const number = ++this.number;
        let first = start;
        while (first < end && bytes[first] === BLANK) first++;
        const head = headAt(bytes, first, end);
        const tail = tailAt(bytes, first, end);
        lines.push(new ScannedLine(number, number, line, columns, digest, rest, marks, pairs, morePairs, head, tail));
      }
      start = next;
    }
    return lines;
  }

  private takeRaw(text: string, lines: Line[]): void {
    for (const raw of text.replace(/\r?\n$/, "").split("\r")) {
      this.number++;
      for (const plain of this.work(raw)) lines.push(scanLine(this.number, plain));
    }
  }
}

/**
 * The lines of a text, in parcels; `work` is done on those that are `touched` by it or not plain ASCII. The text comes
 * in pieces that may end within a line.
 */
export function* scanLines(pieces: readonly string[], touched: Touched, work: Work): Generator<readonly Line[]> {
  const scanner = new Scanner(touched, work);
  /** The line that the piece before ended in. */
  let begun = "";
  for (const piece of pieces) {
    let from = 0;
    if (begun !== "") {
      const end = piece.indexOf("\n");
      if (end < 0) {
        begun += piece;
        continue;
      }
      yield scanner.scan(withoutReturn(begun + piece.slice(0, end)));
      from = end + 1;
    }
    while (piece.length - from > CHUNK) {
      const near = piece.slice(from, from + CHUNK).lastIndexOf("\n");
      // A line longer than a chunk is a chunk of its own.
      const end = near >= 0 ? from + near : piece.indexOf("\n", from);
      if (end < 0) break;
      yield scanner.scan(withoutReturn(piece.slice(from, end)));
      from = end + 1;
    }
    begun = piece.slice(from);
  }
  yield scanner.scan(begun);
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
