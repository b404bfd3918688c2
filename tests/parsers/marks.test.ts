import { expect, test } from "vitest";
import { marksOfText, needsOf } from "@/parsers/marks";

test.each([
  ["words that must be there", /\btotal locks\b/i, "totalocks"],
  ["a digit", /^\s*\d{1,3}$/, "7"],
  ["what all branches share", /Total|Text/, "t"],
  ["a group that must be there", /(?:ab){2}!/, "ab!"],
  ["a set of one letter in both cases", /[Rr]ow/, "row"],
  ["a range of digits", /^[0-9]+$/, "5"],
  ["what stands ahead", /(?=.*>)x/, "x>"],
])("a pattern needs %s", (_what, pattern, marks) => {
  expect(needsOf(pattern)).toBe(marksOfText(marks));
});

test.each([
  ["may be left out", /(?:ab)?c*d{0,2}/],
  ["is one of several", /[abc]|[!:]/],
  ["must not be there", /(?!abc)(?<!def)[^g]/],
  ["is a class", /\w\s\S\W\D\b/],
  ["is a range of letters", /[a-f][A-Z][+--]/],
  ["is no ASCII", /\u00e9é/],
])("a pattern does not need what %s", (_what, pattern) => {
  expect(needsOf(pattern)).toBe(0);
});
