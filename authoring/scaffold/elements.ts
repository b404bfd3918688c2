/** Where something stands in a text; `to` is behind its last letter. */
export interface Span {
  from: number;
  to: number;
}

const OPENING = "([{";
const CLOSING = ")]}";

/** Behind the string, template or comment that begins here; the same place where none does. */
function pastQuoted(text: string, at: number): number {
  const begins = text.slice(at, at + 2);
  if (begins === "//") return Math.max(text.indexOf("\n", at), at);
  if (begins === "/*") return text.indexOf("*/", at + 2) + 2;
  const quote = text[at] ?? "";
  if (!['"', "'", "`"].includes(quote)) return at;
  let end = at + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === "\\" ? 2 : 1;
  return end + 1;
}

/** The elements between the bracket in front of `from` and the one that closes it, and where that one stands. */
export function elementsFrom(text: string, from: number): { elements: Span[]; close: number } {
  const elements: Span[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < text.length; at++) {
    const past = pastQuoted(text, at);
    const letter = text[at] ?? "";
    if (past > at) {
      at = past - 1;
    } else if (OPENING.includes(letter)) {
      depth++;
    } else if (CLOSING.includes(letter) && depth-- === 0) {
      return { elements: withText(text, [...elements, { from: start, to: at }]), close: at };
    } else if (letter === "," && depth === 0) {
      elements.push({ from: start, to: at });
      start = at + 1;
    }
  }
  return { elements: withText(text, elements), close: text.length };
}

/** Without the blanks around them, and without what a comma at the end leaves behind it. */
function withText(text: string, spans: readonly Span[]): Span[] {
  return spans.flatMap(({ from, to }) => {
    const words = text.slice(from, to);
    if (words.trim() === "") return [];
    const first = from + words.length - words.trimStart().length;
    return [{ from: first, to: first + words.trim().length }];
  });
}
