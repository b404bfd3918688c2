import { parseCount } from "./grammar";

// 24      1,024      1.024      1'024
const NUMBER = /^(?:\d{1,3}(?:[.,']\d{3})+|\d+)$/;
const FIRST_GROUP = /^(?:0|[1-9]\d{0,2})$/;
const NEXT_GROUP = /^\d{3}$/;
/** More groups of digits than the largest sizes have. */
const MOST_TOKENS = 16;

export function isNumberToken(token: string): boolean {
  return NUMBER.test(token);
}

/** The ways to put groups of three digits together that leave this many numbers. */
function groupings(tokens: readonly string[], columns: number): string[][] {
  if (columns === 0) return tokens.length === 0 ? [[]] : [];
  const [first = "", ...rest] = tokens;
  if (!FIRST_GROUP.test(first)) return [];
  const found: string[][] = [];
  let number = first;
  for (let used = 0; used <= rest.length; used++) {
    for (const more of groupings(rest.slice(used), columns - 1)) found.push([number, ...more]);
    const next = rest[used] ?? "";
    if (!NEXT_GROUP.test(next)) break;
    number += next;
  }
  return found;
}

/**
 * The numbers of neighbouring columns. Some locales group digits with blanks, so there may be more tokens than
 * columns: `1 024 24 576` are two numbers. Null when it cannot be told which.
 */
export function readNumbers(tokens: readonly string[], columns: number): number[] | null {
  if (tokens.length > MOST_TOKENS || !tokens.every(isNumberToken)) return null;
  if (tokens.length === columns) return tokens.map((token) => parseCount(token) ?? 0);
  const [only, other] = groupings(tokens, columns);
  return only && !other ? only.map(Number) : null;
}
