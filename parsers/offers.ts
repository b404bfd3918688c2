import type { Line, Problem } from "@/evidence";
import { guarded, lookAt } from "./guarded";
import { NUMBERED } from "./line-numbers";

/**
 * Repairs that may be wrong: what a scanner made of digits, and numbers in front of lines that may be an editor's or
 * the output's own. They are offered and done only on the engineer's word.
 */
interface Offer {
  problem: Problem;
  /** True when the lines, none of which was read, look as if this had happened to them. */
  fits(lines: readonly Line[]): boolean;
  apply(text: string): string;
}

/** Lines that are looked at. */
const MOST_LOOKED_AT = 200;
const FEWEST_LINES = 3;
/** Share of the lines that must show the damage. */
const MAJORITY = 0.9;

// `OOab3f5l`, `Ox0aaabd20`, `fffffa8O\`07b1c0l0`: eight or sixteen digits among which letters stand that are none.
const MISREAD = /(?<![\w!+.-])(?:[0Oo]x)?[\da-fOoIl]{8}(?:[`']?[\da-fOoIl]{8})?(?![\w!.])/gi;
const DIGITS = /\d/g;
const FEWEST_DIGITS = 2;
// `OOOOOOO0`, `OOOOOOl4`: no word is made of these letters alone.
const ZEROS_AND_ONES = /^[OoIl\d`']+$/;
const FEWEST_WORDS = 2;

// What every misread word holds: few lines do.
const EIGHT = guarded(/[\da-fOoIl]{8}/i);

function misreadWords(text: string): string[] {
  return !EIGHT.test(text) ? [] : [...text.matchAll(MISREAD)].map(([word]) => word).filter(isMisread);
}

function isMisread(word: string): boolean {
  if (!/[OoIl]/.test(word)) return false;
  return ZEROS_AND_ONES.test(word) || (word.match(DIGITS)?.length ?? 0) >= FEWEST_DIGITS;
}

function withDigits(word: string): string {
  return word.replace(/[Oo]/g, "0").replace(/[Il]/g, "1");
}

const MISREAD_DIGITS: Offer = {
  problem: {
    code: "DIGITS_MISREAD",
    what: "Addresses in these lines hold the letters O or l where digits belong, as text taken from a picture does.",
    fix: "Copy the text itself if you can get it. If the letters O, o, l and I in the addresses stand for 0 and 1, have it read that way and compare with the picture.",
  },
  fits: (lines) => {
    const words = lines.flatMap((line) => {
      lookAt(line);
      return misreadWords(line.text);
    });
    return words.length >= FEWEST_WORDS;
  },
  apply: (text) => text.replace(MISREAD, (word) => (isMisread(word) ? withDigits(word) : word)),
};

function numberOf(text: string): number | null {
  const match = NUMBERED.exec(text);
  return match ? Number(match.groups?.number) : null;
}

/** Numbers that go up by one with each line belong to who counted the lines. */
function countsLines(lines: readonly { number: number; text: string }[]): boolean {
  const filled = lines.filter(({ text }) => text.trim() !== "");
  if (numberOf(filled[0]?.text ?? "") === null) return false;
  const offsets = filled.map(({ number, text }) => {
    const counted = numberOf(text);
    return counted === null ? null : counted - number;
  });
  const [first] = offsets;
  return (
    filled.length >= FEWEST_LINES &&
    first !== null &&
    offsets.filter((offset) => offset === first).length >= filled.length * MAJORITY
  );
}

const NUMBERED_LINES: Offer = {
  problem: {
    code: "LINES_NUMBERED",
    what: "Each of these lines begins with the next whole number. It may be an editor's line number, or the first column of the output.",
    fix: "If an editor or a page put the numbers there, have the output read without them, or copy it again without numbers.",
  },
  fits: countsLines,
  apply: (text) => {
    const lines = text.split("\n");
    const counted = lines.flatMap((line, at) => {
      const number = numberOf(line);
      return number === null ? [] : [number - at];
    });
    const offsets = new Map<number, number>();
    for (const offset of counted) offsets.set(offset, (offsets.get(offset) ?? 0) + 1);
    const [most] = [...offsets].sort((a, b) => b[1] - a[1])[0] ?? [];
    return lines
      .map((line, at) => (numberOf(line) === (most ?? 0) + at ? line.replace(NUMBERED, "") : line))
      .join("\n");
  },
};

const OFFERS: readonly Offer[] = [NUMBERED_LINES, MISREAD_DIGITS];

/** What the engineer may be asked about lines that nobody could read; null when nothing is known to help. */
export function offerFor(unread: readonly Line[]): Problem | null {
  const lines = unread.slice(0, MOST_LOOKED_AT);
  return OFFERS.find(({ fits }) => fits(lines))?.problem ?? null;
}

/** The text with the repair done that was offered under this code. */
export function acceptOffer(code: string, text: string): string {
  return OFFERS.find(({ problem }) => problem.code === code)?.apply(text) ?? text;
}
