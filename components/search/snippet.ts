/** A piece of text, marked where it is what was looked for. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Characters shown, and those of them before the first word found. */
const SHOWN = 150;
const BEFORE = 40;

interface Place {
  at: number;
  length: number;
}

/** The first place from `from` on where one of the words stands; the longest of those that begin there. */
function nextPlace(lower: string, words: readonly string[], from: number): Place | null {
  let next: Place | null = null;
  for (const word of words) {
    const at = lower.indexOf(word, from);
    const { length } = word;
    if (at < 0) continue;
    if (next === null || at < next.at || (at === next.at && length > next.length)) next = { at, length };
  }
  return next;
}

/** The text cut at these words, in lower case, wherever they stand. */
export function markedPieces(text: string, words: readonly string[]): Piece[] {
  const lower = text.toLowerCase();
  const pieces: Piece[] = [];
  let end = 0;
  // Where lower case is longer or shorter, places would not fit.
  const known = lower.length === text.length ? words.filter((word) => word !== "") : [];
  for (let place = nextPlace(lower, known, 0); place; place = nextPlace(lower, known, end)) {
    if (place.at > end) pieces.push({ text: text.slice(end, place.at), marked: false });
    end = place.at + place.length;
    pieces.push({ text: text.slice(place.at, end), marked: true });
  }
  if (end < text.length) pieces.push({ text: text.slice(end), marked: false });
  return pieces;
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
