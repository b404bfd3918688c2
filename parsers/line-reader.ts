import type { Line, Report } from "@/evidence";
import type { Reading, Source } from "./parser";

/** Reads one block while it is found out which lines belong to it. */
export interface LineReader<R extends Report = Report> {
  /** Asked once for every line, in order: true when the line belongs here although another parser would recognise it. */
  takes(line: Line): boolean;
  /** What the source says, whose lines all were asked about. One more may have been that was not taken. */
  reading(source: Source): Reading<R>;
}

/** Keeps account of the lines that a reader could not read. */
export class UnreadLines {
  private readonly numbers: number[] = [];
  private asked = 0;
  /** How many were unread before the last line. */
  private before = 0;

  /** To be called once for every line. */
  note(line: Line, unread: boolean): void {
    this.asked++;
    this.before = this.numbers.length;
    if (unread) this.numbers.push(line.number);
  }

  /** Those of the source. */
  in({ lines }: Source): readonly number[] {
    return this.asked > lines.length ? this.numbers.slice(0, this.before) : this.numbers;
  }
}

/** Reads all lines of a source. */
export function readLinesOf<R extends Report>(reader: LineReader<R>, source: Source): Reading<R> {
  for (const line of source.lines) reader.takes(line);
  return reader.reading(source);
}
