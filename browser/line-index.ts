import { type TextEncoding, unitOf } from "./text-encoding";

/** Lines from one noted line to the next. */
export const STRIDE = 64;

/** Where the lines of a long text begin: the byte of every 64th. */
export interface LineIndex {
  /** Lines there are, the last one too when nothing ends it. */
  lines: number;
  /** Number of the last line that is not empty. */
  lastFilled: number;
  starts: Float64Array;
  encoding: TextEncoding;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Finds where the lines of a text begin while its bytes go by: `\r\n`, `\n` and a lone `\r` end a line. */
export class LineIndexer {
  private starts = new Float64Array(1024);
  private count = 0;
  private lines = 1;
  private lastFilled = 1;
  private at = 0;
  private afterReturn = false;
  private half: number | null = null;
  private readonly wide: boolean;

  constructor(private readonly encoding: TextEncoding) {
    this.wide = unitOf(encoding) === 2;
    this.note(0);
  }

  push(bytes: Uint8Array): void {
    if (this.wide) this.pushWide(bytes);
    else for (let at = 0; at < bytes.length; at++) this.unit(bytes[at] as number, 1);
  }

  finish(): LineIndex {
    if (this.afterReturn) this.begin(this.at);
    this.afterReturn = false;
    const { lines, lastFilled, encoding } = this;
    return { lines, lastFilled, starts: this.starts.slice(0, this.count), encoding };
  }

  private pushWide(bytes: Uint8Array): void {
    const big = this.encoding === "utf-16be";
    let at = 0;
    if (this.half !== null && bytes.length > 0) {
      const second = bytes[0] as number;
      this.unit(big ? (this.half << 8) | second : (second << 8) | this.half, 2);
      at = 1;
    }
    for (; at + 1 < bytes.length; at += 2) {
      const first = bytes[at] as number;
      const second = bytes[at + 1] as number;
      this.unit(big ? (first << 8) | second : (second << 8) | first, 2);
    }
    this.half = at < bytes.length ? (bytes[at] as number) : null;
  }

  private unit(code: number, width: number): void {
    const ends = code === LINE_FEED;
    if (this.afterReturn && !ends) this.begin(this.at);
    this.at += width;
    this.afterReturn = code === CARRIAGE_RETURN;
    if (ends) this.begin(this.at);
    else if (code > 32) this.lastFilled = this.lines;
  }

  private begin(at: number): void {
    if (this.lines % STRIDE === 0) this.note(at);
    this.lines++;
  }

  private note(at: number): void {
    if (this.count === this.starts.length) {
      const more = new Float64Array(this.count * 2);
      more.set(this.starts);
      this.starts = more;
    }
    this.starts[this.count++] = at;
  }
}
