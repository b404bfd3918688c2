import type { LineRange, Transcript } from "@/evidence";

/** Lines of a transcript, as pasted. */
export interface Quote {
  /** Name of the transcript. */
  name: string;
  lines: LineRange;
  text: readonly { number: number; text: string }[];
  /** Lines of the range that were left off. */
  more: number;
}

/** More lines of one place nobody quotes. */
export const MOST_QUOTED = 8;

/** A transcript to quote from: its text, or of a long one the lines that were fetched. */
export type QuotedText = Transcript | { name: string; lines: ReadonlyMap<number, string>; count: number };

/** Looks lines up in transcripts; each transcript is cut into lines once, when it is first asked for. */
export class Quoter {
  private readonly lines = new Map<number, readonly string[]>();

  constructor(private readonly transcripts: readonly QuotedText[]) {}

  /** The cited lines, at most so many; null when the transcript or the lines do not exist. */
  quote(file: number, lines: LineRange, most: number): Quote | null {
    const transcript = this.transcripts[file];
    if (!transcript) return null;
    const [first, last] = lines;
    const end = Math.min(last, first - 1 + most);
    const { text, count } =
      "text" in transcript ? this.cut(file, transcript, first, end) : fetched(transcript, first, end);
    if (text.length === 0) return null;
    return {
      name: transcript.name,
      lines,
      text: text.map((line, index) => ({ number: first + index, text: line })),
      more: Math.max(0, Math.min(last, count) - first + 1 - text.length),
    };
  }

  private cut(file: number, transcript: Transcript, first: number, end: number): { text: string[]; count: number } {
    const all = this.lines.get(file) ?? transcript.text.split(/\r\n|\n|\r/);
    this.lines.set(file, all);
    return { text: all.slice(first - 1, end), count: all.length };
  }
}

function fetched(
  { lines, count }: Extract<QuotedText, { count: number }>,
  first: number,
  end: number,
): { text: string[]; count: number } {
  const text: string[] = [];
  for (let line = first; line <= end; line++) {
    const found = lines.get(line);
    if (found === undefined) break;
    text.push(found);
  }
  return { text, count };
}
