import type { Line } from "@/evidence";
import { CONSOLE_WIDTHS } from "./seams";

/** How many lines a wrapped parameter list may go on for. */
const MOST_WRAPPED = 4;
// `(class` of `(class System.String)`
const WORD_BEFORE_TYPE = /[(,](?:class|value|valuetype|unsigned|native)$/;

// `ByRef, String)` of `(Object ByRef, String)`
const BY_REFERENCE = /^\s*ByRef\b/;

/** How deep in brackets a text ends: `[[` counts twice, what is closed not at all. */
function depthOf(text: string, open: string, close: string): number {
  let depth = 0;
  for (const char of text) depth += char === open ? 1 : char === close ? -1 : 0;
  return depth;
}

/** True for a call with both its parentheses, `Contoso.Pool`1[[System.String, mscorlib]].Get(String)`. */
export function isWholeCall(text: string): boolean {
  const closed = depthOf(text, "(", ")") === 0 && depthOf(text, "[", "]") === 0;
  return closed && text.includes("(") && !/\)\s+\S/.test(text);
}

/** What stood where `last`, the end of `text`, was broken: a console loses nothing, a mail the blank it broke at. */
function seamOf(text: string, last: string, spaced: boolean): string {
  const betweenParameters = last.endsWith(",") && depthOf(text, "[", "]") === 0;
  if (WORD_BEFORE_TYPE.test(last) || (spaced && betweenParameters)) return " ";
  if (CONSOLE_WIDTHS.includes(last.length)) return "";
  return betweenParameters ? "" : " ";
}

/**
 * The call that begins in a line with the lines that it was wrapped into, and how many they are. `spaced`: its
 * parameters are parted by `, ` and not by a comma alone.
 */
export function wholeCall(
  lines: readonly Line[],
  at: number,
  standsAlone: (text: string) => boolean,
  spaced: boolean,
): { text: string; used: number } | null {
  let text = lines[at]?.text.trimEnd() ?? "";
  let last = text;
  for (let used = 1; used <= MOST_WRAPPED && !isWholeCall(text); used++) {
    const next = lines[at + used]?.text ?? "";
    if (standsAlone(next)) return null;
    text += (BY_REFERENCE.test(next) ? " " : seamOf(text, last, spaced)) + next.trim();
    last = next.trimEnd();
    if (isWholeCall(text)) return { text, used: used + 1 };
  }
  return isWholeCall(text) ? { text, used: 1 } : null;
}
