import { expect, test } from "vitest";
import { type Marked, markedText } from "@/parsers/marks";
import { needsOf } from "@/parsers/pattern-needs";

const NOTHING: Marked = { marks: 0, pairs: 0, morePairs: 0 };

/** The characters of one text and the pairs of another. */
function needs(characters: string, pairs: string): Marked {
  return { ...markedText(pairs), marks: markedText(characters).marks };
}

test.each([
  ["words that must be there", /\btotal locks\b/i, [markedText("total locks")]],
  ["a digit", /^\s*\d{1,3}$/, [markedText("7")]],
  ["what one of its branches needs", /Total|Text/, [markedText("Total"), markedText("Text")]],
  ["what one branch of a group needs", /(?:on|off) line/, [markedText("on line"), markedText("off line")]],
  ["no more than the branch that needs least", /wait|waiting/, [markedText("wait")]],
  ["a group that must be there", /(?:ab){2}!/, [markedText("ab!")]],
  ["letters that one which may be missing keeps apart", /no?de/, [needs("nde", "n de")]],
  ["letters that a class keeps apart", /a\wb/, [needs("ab", "a b")]],
  ["a set of one letter in both cases", /[Rr]ow/, [needs("row", "r ow")]],
  ["a range of digits", /^[0-9]+$/, [markedText("5")]],
  ["what stands ahead", /(?=.*>)x/, [markedText("x>")]],
  ["a dot, with what follows it", /\.exe$/, [markedText(".exe")]],
  ["something that is no ASCII", /\u00e9é/, [markedText("é")]],
])("a pattern needs %s", (_what, pattern, expected) => {
  expect(needsOf(pattern)).toEqual(expected);
});

test.each([
  ["may be left out", /(?:ab)?c*d{0,2}/],
  ["is one of several", /[abc]|[!:]/],
  ["must not be there", /(?!abc)(?<!def)[^g]/],
  ["is a class", /\w\s\S\W\D\b/],
  ["is a range of letters", /[a-f][A-Z][+--]/],
])("a pattern does not need what %s", (_what, pattern) => {
  expect(needsOf(pattern)).toEqual([NOTHING]);
});

test("a pattern with more ways than are told apart needs what all of them share", () => {
  const word = `(?:${Array.from({ length: 20 }, (_, at) => `x${String.fromCharCode(97 + at)}`).join("|")})`;
  expect(needsOf(new RegExp(`${word} ${word}!`))).toHaveLength(20);
  expect(needsOf(new RegExp(`(?:${word}|${word}y)`))).toEqual([markedText("x")]);
});
