import fc from "fast-check";
import { expect, test } from "vitest";
import {
  afterScroll,
  drawnHeight,
  positionOf,
  rowsInSight,
  scrollAt,
  TALLEST,
  type TallPlace,
} from "@/components/evidence/tall-scroll";

const few = { rows: 1000, rowHeight: 22, view: 600 };
const many = { rows: 2_000_000, rowHeight: 22, view: 600 };

test("a list that the browser can draw whole scrolls as the browser scrolls", () => {
  expect(drawnHeight(few)).toBe(22_000);
  expect(afterScroll(few, { position: 0, scroll: 0 }, 7000)).toEqual({ position: 7000, scroll: 7000 });
  expect(scrollAt(few, 7000)).toBe(7000);
});

test("of two million lines every one can be reached, by dragging and by its number", () => {
  expect(drawnHeight(many)).toBe(TALLEST);
  const start = { position: 0, scroll: 0 };
  const end = afterScroll(many, start, TALLEST - many.view);
  expect(rowsInSight(many, end.position).last).toBe(many.rows - 1);
  fc.assert(
    fc.property(fc.nat(many.rows - 1), (row) => {
      const position = positionOf(many, row, 0);
      const { first, last } = rowsInSight(many, position);
      expect(first <= row && row <= last).toBe(true);
      const scroll = scrollAt(many, position);
      expect(scroll).toBeGreaterThanOrEqual(0);
      expect(scroll).toBeLessThanOrEqual(TALLEST - many.view);
    }),
  );
});

test("a step of the wheel moves by as much as it says, and no line is passed over", () => {
  fc.assert(
    fc.property(
      fc.nat(TALLEST - many.view),
      fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 40 }),
      (at, steps) => {
        let place: TallPlace = { position: scrollToPosition(at), scroll: at };
        for (const step of steps) {
          const before = place.position;
          place = afterScroll(many, place, place.scroll + step);
          expect(place.position - before).toBeLessThanOrEqual(step + 1e-6);
          expect(place.position).toBeGreaterThanOrEqual(before);
        }
      },
    ),
  );
});

function scrollToPosition(scroll: number): number {
  return afterScroll(many, { position: 0, scroll: -1e9 }, scroll).position;
}

test("a row in sight stays where it is", () => {
  expect(positionOf(many, 100, 100 * 22 - 200)).toBe(100 * 22 - 200);
  expect(positionOf(many, 100, 0)).not.toBe(0);
});
