import type { Line } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";

/** Is given one line after the other. */
export interface Taker {
  /** True when the line is read. */
  take(line: Line): boolean;
  /** Told when a line was not, because what follows may belong to it. */
  lose?(): void;
}

/** Numbers of the lines that the taker does not read and that say something. */
export function linesLeft(taker: Taker, lines: readonly Line[]): number[] {
  const left: number[] = [];
  for (const line of lines) {
    if (line.text.trim() === "" || taker.take(line)) continue;
    if (isChatter(line.text) || isAnnotation(line.text)) continue;
    left.push(line.number);
    taker.lose?.();
  }
  return left;
}

/** The same where a row may take several lines: `take` is asked how many, and none when it does not know the line. */
export function rowsLeft(taker: { take(at: number): number }, lines: readonly Line[]): number[] {
  const left: number[] = [];
  for (let at = 0; at < lines.length; ) {
    const { text, number } = lines[at] ?? { text: "", number: 0 };
    const used = isChatter(text) ? 1 : taker.take(at);
    if (used === 0) left.push(number);
    at += Math.max(1, used);
  }
  return left;
}
