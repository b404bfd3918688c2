import fc from "fast-check";
import { expect, test } from "vitest";
import { TextLines } from "@/components/evidence/text-lines";

test("lines are counted as the parsers count them, whatever ends them", () => {
  const lines = new TextLines("one\r\ntwo\nthree\rfour");

  expect(lines.count).toBe(4);
  expect([1, 2, 3, 4].map((number) => lines.line(number))).toEqual(["one", "two", "three", "four"]);
});

test("a line beyond the end is empty", () => {
  expect(new TextLines("only").line(2)).toBe("");
  expect(new TextLines("only").line(0)).toBe("");
});

test("blank lines at the end are not counted as filled", () => {
  expect(new TextLines("a\n\nb\n \n\n").lastFilled).toBe(3);
  expect(new TextLines("").lastFilled).toBe(1);
});

test("any text gives the very lines that splitting it gives", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "b c", "\n", "\r", "\r\n", ""), { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const split = text.split(/\r\n|\n|\r/);
      const lines = new TextLines(text);

      expect(lines.count).toBe(split.length);
      expect(split.map((_, index) => lines.line(index + 1))).toEqual(split);
    }),
  );
});
