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

/** Looks lines up in transcripts; each transcript is cut into lines once, when it is first asked for. */
export class Quoter {
  private readonly lines = new Map<number, readonly string[]>();

  constructor(private readonly transcripts: readonly Transcript[]) {}

  /** The cited lines, at most so many; null when the transcript or the lines do not exist. */
  quote(file: number, lines: LineRange, most: number): Quote | null {
    const transcript = this.transcripts[file];
    if (!transcript) return null;
    const all = this.lines.get(file) ?? transcript.text.split(/\r\n|\n|\r/);
    this.lines.set(file, all);
    const [first, last] = lines;
    const text = all.slice(first - 1, Math.min(last, first - 1 + most));
    if (text.length === 0) return null;
    return {
      name: transcript.name,
      lines,
      text: text.map((line, index) => ({ number: first + index, text: line })),
      more: Math.max(0, Math.min(last, all.length) - first + 1 - text.length),
    };
  }
}
