/**
 * What a line holds, roughly, as the bits of three numbers: `marks` has one for each letter in either case, one for
 * digits, and some for signs; `pairs` and `morePairs` have one for each of 59 kinds of two letters or signs side by side,
 * one for each of these signs, and one for eight of what may be digits in a row. Most patterns cannot match without certain characters and pairs; where the line lacks
 * one, the pattern need not be tried.
 */
export interface Marked {
  readonly marks: number;
  readonly pairs: number;
  readonly morePairs: number;
}

/** What may hold anything. */
export const ANYTHING: Marked = { marks: -1, pairs: -1, morePairs: -1 };

const LETTERS = 26;
export const DIGIT = 1 << 26;
/** Set for what may be markup. */
export const MARKUP = 1 << 27;
const SIGNS: Readonly<Record<string, number>> = { "!": 1 << 28, ":": 1 << 29, "&": MARKUP, "<": MARKUP };
/** One bit for all of them. */
const RARE = "|@~<>#=*[\\$;";
const RARE_BIT = 1 << 30;
/** Set for control codes and all that is not ASCII. */
export const SPECIAL = 1 << 31;

function markOf(code: number): number {
  const character = String.fromCharCode(code).toLowerCase();
  const letter = character.charCodeAt(0) - 97;
  if (code < 32 || code > 126) return SPECIAL;
  if (letter >= 0 && letter < LETTERS) return 1 << letter;
  if (code >= 48 && code <= 57) return DIGIT;
  return (SIGNS[character] ?? 0) | (RARE.includes(character) ? RARE_BIT : 0);
}

/** For each byte, its bit; none for most signs. */
export const MARKS = Int32Array.from({ length: 256 }, (_, code) => markOf(code));

/** Signs that are paired like letters. */
const PAIRED = "._%/(";

/** For each byte that is paired, a number from one on: that of a letter in either case, or of a sign. */
export const PAIRABLE = Uint8Array.from({ length: 256 }, (_, code) => {
  const letter = (code | 32) - 96;
  if (code > 64 && letter > 0 && letter <= LETTERS) return letter;
  const sign = PAIRED.indexOf(String.fromCharCode(code));
  return sign < 0 ? 0 : LETTERS + 1 + sign;
});

/** Bits that the first of a pair is moved by to make room for the second. */
export const SECOND = 5;
const KINDS = 63 - PAIRED.length;

/** Spreads the pairs that English is made of evenly over their kinds. A sign counts alone, whatever is in front. */
function kindOf(pair: number): number {
  const [first, second] = [pair >> SECOND, pair & ((1 << SECOND) - 1)];
  if (second > LETTERS) return KINDS + second - LETTERS - 1;
  return first === 0 || second === 0 ? -1 : (first * 21 + second * 10) % KINDS;
}

/** What a scanner may make of hex digits, as well as these. */
const LIKE_DIGITS = "0123456789abcdefABCDEFOoIiLl";

/** For each byte, all bits where it may be a digit. */
export const DIGITS_ONLY = Int32Array.from({ length: 256 }, (_, code) =>
  LIKE_DIGITS.includes(String.fromCharCode(code)) ? -1 : 0,
);

/** The bit of `morePairs` for eight of them in a row; set where one of the counts of a line is as high. */
export const LONG = 1 << 31;

/** The bit, or none, for all counts of a line together. */
export function longOf(counts: number): number {
  return counts >= 8 ? LONG : 0;
}

/** For two that are paired, the bit that `pairs` has for them, and the one that `morePairs` has. */
export const PAIRS = Int32Array.from({ length: 1 << (2 * SECOND) }, (_, pair) => {
  const kind = kindOf(pair);
  return kind >= 0 && kind < 32 ? 1 << kind : 0;
});
export const MORE_PAIRS = Int32Array.from({ length: 1 << (2 * SECOND) }, (_, pair) => {
  const kind = kindOf(pair);
  return kind >= 32 ? 1 << kind : 0;
});

export function marksOfText(text: string): number {
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    marks |= code < 256 ? (MARKS[code] as number) : SPECIAL;
  }
  return marks;
}

/** What a text holds. */
export function markedText(text: string): Marked {
  let pairs = 0;
  let morePairs = 0;
  let before = 0;
  let count = 0;
  let counts = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const letter = code < 256 ? (PAIRABLE[code] as number) : 0;
    pairs |= PAIRS[before | letter] as number;
    morePairs |= MORE_PAIRS[before | letter] as number;
    before = letter << SECOND;
    count = (count + 1) & (code < 256 ? (DIGITS_ONLY[code] as number) : 0);
    counts |= count;
  }
  return { marks: marksOfText(text), pairs, morePairs: morePairs | longOf(counts) };
}
