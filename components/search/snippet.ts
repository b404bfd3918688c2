/** A piece of text, marked where it is what was looked for. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Characters shown, and those of them before the first word found. */
const SHOWN = 150;
const BEFORE = 40;

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The text cut at these words wherever they begin a word, a hump of a symbol or a part of a name. */
export function markedPieces(text: string, words: readonly string[]): Piece[] {
  if (words.length === 0) return text === "" ? [] : [{ text, marked: false }];
  const longestFirst = [...words].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(${longestFirst.join("|")})`, "gi");
  return text
    .split(pattern)
    .map((piece, at) => ({ text: piece, marked: at % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}

/** The place of the text where the words stand, cut to what a row can show. */
export function snippetOf(text: string, words: readonly string[]): Piece[] {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const first = places.length > 0 ? Math.min(...places) : 0;
  const blank = first > BEFORE ? text.indexOf(" ", first - BEFORE) : -1;
  const from = blank >= 0 && blank < first ? blank + 1 : 0;
  const cut = text.slice(from, from + SHOWN);
  const shown = `${from > 0 ? "… " : ""}${cut}${from + SHOWN < text.length ? " …" : ""}`;
  return markedPieces(shown, words);
}
