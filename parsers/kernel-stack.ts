import type { Line, NativeFrame } from "@/evidence";
import { isUnreliableMark, parseNativeFrames, readStackHeading, type StackHeading } from "./native-frame";

/** How many lines one wrapped row may spread over. */
const MOST_LINES = 4;
// `: Call Site`, when the heading was wrapped too
const HEADING_GOES_ON = /^\s*:?\s*Call Site\s*$/i;
// `wrong.` behind `WARNING: … Following frames may be`
const MARK_GOES_ON = /^\s*(?:may )?(?:be )?wrong\.\s*$/i;
// `[Non-Fpo])` behind `nt!KiSwapThread+0x284 (FPO:`
const NOTE_GOES_ON = /^[^()]{0,120}\)\s*$|^[^[\]]{0,400}\]\s*$/;

function isOpen(text: string): boolean {
  return text.lastIndexOf("(") > text.lastIndexOf(")") || text.lastIndexOf("[") > text.lastIndexOf("]");
}

/** Reads the one stack below a THREAD, line by line, and puts rows together that a mail has wrapped. */
export class KernelStackReader {
  readonly frames: NativeFrame[] = [];
  private heading: StackHeading | null = null;
  private unreliable = false;
  /** The last row as far as it was printed: it may go on in the next line. */
  private row: { line: Line; lines: number } | null = null;

  /** True when the line is part of the stack. A second heading is not: it begins another stack. */
  take(line: Line): boolean {
    const { text } = line;
    const heading = readStackHeading(text);
    if (heading) {
      if (this.heading || this.frames.length > 0) return false;
      this.heading = heading;
      return true;
    }
    if (isUnreliableMark(text)) {
      this.unreliable = true;
      this.row = null;
      return true;
    }
    return this.continueRow(line) || this.newRow(line) || this.continueMark(text);
  }

  private newRow(line: Line): boolean {
    const frames = parseNativeFrames(line, this.unreliable, this.heading);
    if (frames.length === 0) return false;
    this.frames.push(...frames);
    this.row = { line, lines: 1 };
    return true;
  }

  private continueRow(line: Line): boolean {
    const last = this.frames.at(-1);
    if (!this.row || !last) return false;
    const { line: first, lines } = this.row;
    const alone = parseNativeFrames(line, this.unreliable, this.heading);
    if (last.callSite !== "") {
      this.row = null;
      return alone.length === 0 && isOpen(first.text) && NOTE_GOES_ON.test(line.text);
    }
    const joined: Line = { number: first.number, last: line.last, text: `${first.text} ${line.text.trim()}` };
    const [frame, ...others] = parseNativeFrames(joined, this.unreliable, this.heading);
    const whole = this.heading?.args ? frame?.args.length !== 0 : !alone[0]?.returnAddress;
    const fragment = frame?.callSite === "" && (alone[0]?.callSite ?? "") === "" && lines < MOST_LINES;
    if (!frame || others.length > 0 || !(fragment || (frame.callSite !== "" && whole))) return false;
    this.frames[this.frames.length - 1] = frame;
    this.row = { line: joined, lines: lines + 1 };
    return true;
  }

  private continueMark(text: string): boolean {
    if (this.frames.length === 0) return this.heading !== null && HEADING_GOES_ON.test(text);
    return this.unreliable && MARK_GOES_ON.test(text);
  }
}
