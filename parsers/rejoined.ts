import type { Line } from "@/evidence";

/** How many lines one wrapped row may spread over. */
const MOST_LINES = 4;
/** Consoles of this width cut a line anywhere, so that nothing belongs between the halves. */
const CONSOLE_WIDTH = 80;

/**
 * Reads a row that was broken at a blank by mail, or at column 80 by a console: the line at `at`, joined with as
 * many of the next ones as the row needs. `alone` tells the lines that are rows or headings of their own.
 */
export function readRejoined<T>(
  read: (text: string) => T | null,
  lines: readonly Line[],
  at: number,
  alone: (text: string) => boolean,
): { row: T; used: number } | null {
  let texts = [lines[at]?.text ?? ""];
  for (let used = 1; used <= MOST_LINES; used++) {
    for (const text of texts) {
      const row = read(text);
      if (row !== null) return { row, used };
    }
    const next = lines[at + used]?.text ?? "";
    if (next.trim() === "" || alone(next)) return null;
    const glue = (lines[at + used - 1]?.text.length ?? 0) >= CONSOLE_WIDTH - 1 ? ["", " "] : [" "];
    texts = texts.flatMap((text) => glue.map((between) => (between === "" ? text + next : `${text} ${next.trim()}`)));
  }
  return null;
}
