/** Which character ends the whole part of numbers; null where nothing tells. */
export type DecimalMark = "." | "," | null;

// 1,421,893.35      83.156.992      0,5      12      -3.25      1.1111e+08
const NUMBER = /^-?\d{1,20}(?:[.,'’]\d{1,20}){0,7}(?:e[+-]?\d{1,3})?$/i;
const GROUPED = /^\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*$/;

export function isCounterNumber(token: string): boolean {
  return NUMBER.test(token) || /^-?(?:NaN|∞|Infinity)$/i.test(token);
}

/** What one number shows about its language: `0,5` and `1.024,5` have a decimal comma, `1,024,000` a decimal point. */
function shownBy(token: string): DecimalMark {
  const bare = token.replace(/^-/, "").split(/e/i, 1)[0] ?? "";
  const marks: readonly string[] = bare.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (last !== "." && last !== ",") return null;
  const other = last === "." ? "," : ".";
  if (marks.includes(other)) return last;
  if (marks.length > 1) return other;
  const [whole = "", fraction = ""] = bare.split(last);
  return fraction.length !== 3 || whole.length > 3 || /^0/.test(whole) ? last : null;
}

/** The decimal mark of numbers that one program printed; null when they contradict one another or show none. */
export function decimalMarkOf(tokens: readonly string[]): DecimalMark {
  const shown = new Set(tokens.map(shownBy).filter((mark) => mark !== null));
  const [only = null] = shown;
  return shown.size === 1 ? only : null;
}

/** The number, or null when it cannot be told which: `1,024` is 1024 or a little over one. */
export function readCounterNumber(token: string, mark: DecimalMark): number | null {
  if (!NUMBER.test(token)) return null;
  const separated = /[.,]/.test(token);
  if (separated && mark === null) return null;
  const groups = mark === "," ? /[.'’]/g : /[,'’]/g;
  const [whole = "", ...rest] = token.replace(/^-/, "").split(mark ?? "\n");
  if (rest.length > 1 || (/[.,'’]/.test(whole) && !GROUPED.test(whole))) return null;
  const value = Number([whole.replace(groups, ""), ...rest].join("."));
  return Number.isFinite(value) ? (token.startsWith("-") ? -value : value) : null;
}
