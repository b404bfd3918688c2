import fc from "fast-check";
import { expect, test } from "vitest";
import { LineCollector } from "@/cases/line-collector";
import type { LineRange } from "@/evidence";

const piece = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "\r", "\r\n"), maxLength: 20 });
const range = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.nat(4))
  .map(([first, more]): LineRange => [first, first + more]);

test("the lines that are picked are those of the whole text, however it comes", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.array(range, { minLength: 1, maxLength: 4 }),
      (pieces, ranges) => {
        const collector = new LineCollector(ranges);
        for (const each of pieces) collector.add(each);
        const lines = pieces.join("").split(/\r\n|\n|\r/);
        const picked = ranges.map((_, at) => collector.texts(at));
        expect(picked).toEqual(ranges.map(([first, last]) => lines.slice(first - 1, last)));
      },
    ),
  );
});

test("of a very long line only the beginning is kept", () => {
  const collector = new LineCollector([[1, 1]]);
  for (let part = 0; part < 100; part++) collector.add("x".repeat(1000));
  expect(collector.texts(0)[0]?.length).toBeLessThan(1000);
});
