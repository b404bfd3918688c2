import type { Hex, Line, NativeFrame } from "@/evidence";
import { beginsWithAddress } from "./columns";
import { rx } from "./grammar";
import { LateRows } from "./late-rows";
import { moduleOfPlainRow, parseNamedFrame, parseNativeFrames, parsePlainFrame } from "./native-frame";
import { columnsOf, scanned } from "./scanned-line";
import { isUnreliableMark, readStackHeading, type StackHeading } from "./stack-heading";

/** How many lines one wrapped row may spread over. */
const MOST_LINES = 4;
/** How far apart two frames can lie where the end of the stack is not known. */
const STACK_BYTES = 0x1000n;
const COLUMN = "[0-9a-f]{8}(?:[`'´]?[0-9a-f]{8})?";
// fffff90e`6b1c24f0 fffff801`2a0c1d47 : ffffd001`383c7180      (a row of which the call site is still to come)
const PART_OF_ROW = rx("^\\s*(?:[0-9a-f]{2,3}\\s+)?", COLUMN, "(?:\\s+(?:", COLUMN, "|:)){1,7}$");
// `: Call Site`, when the heading was wrapped too
const HEADING_GOES_ON = /^\s*(?::\s*)?Call Site\s*$/i;
// `wrong.` behind `WARNING: … Following frames may be`
const MARK_GOES_ON = /^\s*(?:may )?(?:be )?wrong\.\s*$/i;
// `[Non-Fpo])` behind `nt!KiSwapThread+0x284 (FPO:`
const NOTE_GOES_ON = /^[^()]{0,120}\)\s*$|^[^[\]]{0,400}\]\s*$/;

// nt!KiSwapContext+0x76      nt!KiSystemServiceCopyEnd+0x13 (TrapFrame @ ffffd000`248ebc40)      0xfffff960`0038bed0
const ONLY_NAME = /^\s*(?:[0-9a-f]{2,3}\s+)?[^\s!+]{1,100}(?:[!+]|! \?\? ::)\S{1,300}(?:\s+[([].*)?$/;
const ONLY_CODE = rx("^\\s*0x[0-9a-f`'´]{1,17}\\s*$");

function isOpen(text: string): boolean {
  return text.lastIndexOf("(") > text.lastIndexOf(")") || text.lastIndexOf("[") > text.lastIndexOf("]");
}

/** `line` with `next` put behind it, as it was before a mail wrapped it. */
function join(line: Line, next: Line): Line {
  return { number: line.number, last: next.last, text: `${line.text} ${next.text.trim()}` };
}

/** Reads the one stack below a THREAD, line by line, and puts rows together that a mail has wrapped. */
export class KernelStackReader {
  readonly rows = new LateRows(parsePlainFrame);
  private heading: StackHeading | null = null;
  private unreliable = false;
  /** The last row whose notes may go on in the next line. */
  private row: Line | null = null;
  /** A row without its call site, and the lines it spreads over so far. */
  private part: { line: Line; lines: number[] } | null = null;
  private readonly lost: number[] = [];

  /** Lines of rows that never got a call site. */
  get unread(): readonly number[] {
    return [...this.lost, ...(this.part?.lines ?? [])];
  }

  /** True when the line is a frame that can lie below the last one, on a stack that ends at `base`. */
  follows(line: Line, base: Hex | null): boolean {
    const [last, next] = [this.rows.last()?.childSp, this.parse(line)[0]?.childSp];
    if (!last || !next) return false;
    const [from, at] = [BigInt(`0x${last}`), BigInt(`0x${next}`)];
    return at > from && at < (base ? BigInt(`0x${base}`) : from + STACK_BYTES);
  }

  /** True when the line is part of the stack. A second heading is not: it begins another stack. */
  take(line: Line): boolean {
    const heading = beginsWithAddress(columnsOf(line)) ? null : readStackHeading(line.text);
    if (heading) {
      if (this.heading || this.rows.length > 0) return false;
      this.heading = heading;
      return true;
    }
    if (this.addLate(line) || this.completeRow(line) || this.newRow(line)) return true;
    const row = this.row;
    this.row = null;
    if (row && this.completeNote(row, line)) return true;
    if (isUnreliableMark(line.text)) {
      this.unreliable = true;
      return true;
    }
    if (this.rows.length === 0 && this.heading && HEADING_GOES_ON.test(line.text)) return true;
    return this.unreliable && MARK_GOES_ON.test(line.text);
  }

  /** A row exactly as debuggers print it need not be read now. */
  private addLate(line: Line): boolean {
    if (this.part || this.unreliable) return false;
    if (moduleOfPlainRow(scanned(line), this.heading) === undefined) return false;
    this.rows.addLate(line);
    this.row = line;
    return true;
  }

  private parse(line: Line): NativeFrame[] {
    const found = parseNativeFrames(line, this.unreliable, this.heading);
    return found.length > 0 ? found : this.named(line);
  }

  /** A row of a stack from which somebody cut the columns with addresses away. */
  private named(line: Line): NativeFrame[] {
    const last = this.rows.last();
    const fits = last ? last.childSp === null && last.returnAddress === null : true;
    const isName = ONLY_NAME.test(line.text) || (last !== undefined && ONLY_CODE.test(line.text));
    if (!fits || !isName || this.part || this.heading?.returnAddress) return [];
    const frame = parseNamedFrame(line, this.unreliable);
    return frame ? [frame] : [];
  }

  private newRow(line: Line): boolean {
    const frames = this.parse(line);
    const part = frames.length === 0 && this.heading !== null && PART_OF_ROW.test(line.text);
    if (frames.length > 0 || part) this.dropPart();
    if (part) this.part = { line, lines: [line.number] };
    if (frames.length === 0) return part;
    for (const frame of frames) this.rows.add(frame);
    this.row = line;
    return true;
  }

  private completeRow(line: Line): boolean {
    if (!this.part || this.part.lines.length >= MOST_LINES) return false;
    const joined = join(this.part.line, line);
    const lines = [...this.part.lines, line.number];
    const [frame, ...others] = this.parse(joined);
    // Where the heading promises arguments, a row has all of them; elsewhere a row of its own has a return address.
    const whole = this.heading?.args ? frame?.args.length !== 0 : !this.parse(line)[0]?.returnAddress;
    if (frame && others.length === 0 && whole) {
      this.rows.add(frame);
      this.part = null;
      this.row = joined;
      return true;
    }
    if (frame || !PART_OF_ROW.test(joined.text)) return false;
    this.part = { line: joined, lines };
    return true;
  }

  private completeNote(row: Line, line: Line): boolean {
    if (!isOpen(row.text) || !NOTE_GOES_ON.test(line.text)) return false;
    const [frame, ...others] = this.parse(join(row, line));
    if (frame && others.length === 0) this.rows.replaceLast(frame);
    return true;
  }

  private dropPart(): void {
    this.lost.push(...(this.part?.lines ?? []));
    this.part = null;
  }
}
