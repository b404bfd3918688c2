import { type CaseText, decoded } from "./long-text";

/** Lines in which a text was found. */
export interface TextMatches {
  /** Line numbers, ascending; of very many only the first ones. */
  lines: readonly number[];
  /** How many lines there are in all. */
  count: number;
  /** Share of the text that was searched, 0 to 1. */
  share: number;
}

/** More lines than anybody steps through. */
export const MOST_MATCHES = 20_000;

/** Finds lines that hold a text, whatever its case, in text that comes piece by piece. */
export class LineFinder {
  private readonly wanted: string;
  private readonly found: number[] = [];
  private total = 0;
  private line = 1;
  private rest = "";

  constructor(query: string) {
    this.wanted = query.toLowerCase();
  }

  get matches(): Omit<TextMatches, "share"> {
    return { lines: this.found, count: this.total };
  }

  /** Searches the next piece; the last one says so. */
  push(piece: string, last: boolean): void {
    const text = this.rest + piece.toLowerCase();
    const end = last ? text.length : wholeLines(text);
    this.search(text.slice(0, end));
    this.rest = text.slice(end);
  }

  private search(text: string): void {
    let from = 0;
    for (;;) {
      const hit = this.wanted === "" ? -1 : text.indexOf(this.wanted, from);
      this.line += lineEnds(text, from, hit < 0 ? text.length : hit);
      if (hit < 0) return;
      this.total++;
      if (this.found.length < MOST_MATCHES) this.found.push(this.line);
      from = endOfLine(text, hit + this.wanted.length);
    }
  }
}

/** Characters up to the last line end that is whole. */
function wholeLines(text: string): number {
  const end = text.endsWith("\r") ? text.length - 1 : text.length;
  return Math.max(text.lastIndexOf("\n", end - 1), text.lastIndexOf("\r", end - 1)) + 1;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10);
}

function lineEnds(text: string, from: number, to: number): number {
  let ends = 0;
  for (let at = from; at < to; at++) if (isLineEnd(text, at)) ends++;
  return ends;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text, at)) at++;
  return at;
}

/** Searches a text from its start, and tells after every part what was found so far. */
export async function* findInText(text: CaseText, query: string): AsyncGenerator<TextMatches> {
  if (typeof text === "string") {
    const finder = new LineFinder(query);
    finder.push(text, true);
    yield { ...finder.matches, share: 1 };
    return;
  }
  let finder = new LineFinder(query);
  let searched = 0;
  const begin = (): void => {
    finder = new LineFinder(query);
    searched = 0;
  };
  for await (const chunk of decoded(text, begin)) {
    finder.push(chunk.text, false);
    searched += chunk.bytes.length;
    yield { ...finder.matches, share: (searched / text.blob.size) * 0.999 };
  }
  finder.push("", true);
  yield { ...finder.matches, share: 1 };
}
