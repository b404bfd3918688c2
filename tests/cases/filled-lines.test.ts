import fc from "fast-check";
import { expect, test } from "vitest";
import { FilledLines } from "@/cases/filled-lines";

test("the lines that hold something are those that trimming leaves something of, however the text comes", () => {
  const characters = fc.constantFrom("a", "é", " ", "\t", "\n", "\r", "\u00a0", "\ufeff", "\u3000", "\u0000", "\u200b");
  fc.assert(
    fc.property(fc.array(fc.string({ unit: characters })), (pieces) => {
      const counter = new FilledLines();
      for (const piece of pieces) counter.add(piece);
      const lines = pieces.join("").split(/\r\n|\n|\r/);
      // Control characters alone fill no line that anybody could read.
      const plain = lines.filter((line) => /[^\s\p{Cc}]/u.test(line));
      expect(counter.count).toBe(plain.length);
    }),
  );
});
