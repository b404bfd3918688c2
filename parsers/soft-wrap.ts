import type { Line } from "@/evidence";

/** How many lines one wrapped row may spread over. */
const MOST_LINES = 4;

/**
 * Reads a row that mail or a ticket has broken at a blank: the line at `at`, joined with
 * as many of the next ones as the row needs. `alone` tells the lines that are rows or
 * headings of their own; a blank line ends the search too.
 */
export function readWrapped<T>(
  read: (text: string) => T | null,
  lines: readonly Line[],
  at: number,
  alone: (text: string) => boolean,
): { row: T; used: number } | null {
  let text = lines[at]?.text ?? "";
  for (let used = 1; used <= MOST_LINES; used++) {
    const row = read(text);
    if (row !== null) return { row, used };
    const next = lines[at + used]?.text.trim() ?? "";
    if (next === "" || alone(next)) return null;
    text = `${text} ${next}`;
  }
  return null;
}
