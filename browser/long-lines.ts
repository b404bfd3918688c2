import { type LineIndex, STRIDE } from "./line-index";
import type { LongText } from "./long-text";

/** Longer lines are cut where they are shown; the whole of them stays in the text. */
export const LONGEST_SHOWN = 4000;
/** Bytes read at once. */
const CHUNK = 1_000_000;
/** Bytes that are copied at once. */
export const TOO_MUCH_TO_COPY = 20_000_000;
/** Groups of lines that are remembered. */
const REMEMBERED = 400;

/** A line as far as it is shown, and how long it is. */
export interface ShownLine {
  text: string;
  length: number;
}

/** Cuts text that comes in pieces into lines. */
class LineCutter {
  private readonly lines: ShownLine[] = [{ text: "", length: 0 }];
  private carriageReturn = false;

  push(piece: string): void {
    // A `\r` at the end of a piece may be half of a line end.
    const text = (this.carriageReturn ? "\r" : "") + piece;
    this.carriageReturn = text.endsWith("\r");
    const parts = (this.carriageReturn ? text.slice(0, -1) : text).split(/\r\n|\n|\r/);
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.lines.push({ text: "", length: 0 });
      const line = this.lines.at(-1) as ShownLine;
      if (line.length < LONGEST_SHOWN) line.text += part.slice(0, LONGEST_SHOWN - line.length);
      line.length += part.length;
    }
  }

  finish(): readonly ShownLine[] {
    if (this.carriageReturn) this.lines.push({ text: "", length: 0 });
    return this.lines;
  }
}

/** The lines of a long text, read where and when they are needed. */
export class LongLines {
  private readonly groups = new Map<number, readonly ShownLine[]>();
  private readonly asked = new Map<number, Promise<readonly ShownLine[]>>();

  constructor(
    readonly text: LongText,
    readonly index: LineIndex,
  ) {}

  /** Number of the last line that is not empty. */
  get count(): number {
    return this.index.lastFilled;
  }

  /** The 1-based line when it was read before; null while it was not. */
  peek(line: number): ShownLine | null {
    const group = this.groups.get(Math.floor((line - 1) / STRIDE));
    return group ? (group[(line - 1) % STRIDE] ?? { text: "", length: 0 }) : null;
  }

  /** Reads the lines from first to last, so that `peek` gives them. */
  async load(first: number, last: number): Promise<void> {
    const from = Math.max(0, Math.floor((first - 1) / STRIDE));
    const to = Math.min(this.index.starts.length - 1, Math.floor((last - 1) / STRIDE));
    const missing = [];
    for (let group = from; group <= to; group++) if (!this.groups.has(group)) missing.push(this.group(group));
    await Promise.all(missing);
  }

  /** The lines from first to last, those that exist. */
  async lines(first: number, last: number): Promise<string[]> {
    const texts: string[] = [];
    for (let group = Math.floor((first - 1) / STRIDE); group * STRIDE < Math.min(last, this.index.lines); group++) {
      const lines = this.groups.get(group) ?? (await this.group(group));
      for (const [at, line] of lines.entries()) {
        const number = group * STRIDE + at + 1;
        if (number >= first && number <= last) texts.push(line.text);
      }
    }
    return texts;
  }

  /** The text of the lines from first to last with their line ends; null when it is too much for a clipboard. */
  async exactly(first: number, last: number): Promise<string | null> {
    const { starts, encoding } = this.index;
    const group = Math.floor((first - 1) / STRIDE);
    const end = starts[Math.floor((last - 1) / STRIDE) + 1] ?? this.text.blob.size;
    const begin = starts[group] ?? end;
    if (end - begin > TOO_MUCH_TO_COPY) return null;
    const text = new TextDecoder(encoding).decode(await this.text.blob.slice(begin, end).arrayBuffer());
    const from = first - 1 - group * STRIDE;
    const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
    return lines.slice(from, from + last - first + 1).join("");
  }

  private group(group: number): Promise<readonly ShownLine[]> {
    const asked = this.asked.get(group) ?? this.read(group);
    this.asked.set(group, asked);
    return asked.finally(() => this.asked.delete(group));
  }

  private async read(group: number): Promise<readonly ShownLine[]> {
    const { blob } = this.text;
    const { starts, encoding } = this.index;
    const end = starts[group + 1] ?? blob.size;
    const decoder = new TextDecoder(encoding);
    const cutter = new LineCutter();
    for (let from = starts[group] ?? blob.size; from < end; from += CHUNK) {
      const bytes = await blob.slice(from, Math.min(end, from + CHUNK)).arrayBuffer();
      cutter.push(decoder.decode(bytes, { stream: true }));
    }
    const lines = cutter.finish().slice(0, STRIDE);
    for (const old of this.groups.keys()) {
      if (this.groups.size < REMEMBERED) break;
      this.groups.delete(old);
    }
    this.groups.set(group, lines);
    return lines;
  }
}
