export type Cell = string | number;

// =1+1, +1, -1, @SUM, and their full-width forms: what spreadsheets take for a formula
const FORMULA = /^[\s]*[=+\-@\t\r＝＋－＠]/;

function cellText(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A table as RFC 4180 has it: commas, CRLF, quotes doubled. A cell that a spreadsheet would take for a formula
 * gets an apostrophe in front. `bom` tells Excel that it is UTF-8.
 */
export function csvOf(headings: readonly string[], rows: readonly (readonly Cell[])[], bom = false): string {
  const lines = [headings, ...rows].map((cells) => `${cells.map(cellText).join(",")}\r\n`);
  return (bom ? "\ufeff" : "") + lines.join("");
}
