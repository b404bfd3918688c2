import fc from "fast-check";
import { expect, test } from "vitest";
import { foldedRows, lineNotes, unreadLines } from "@/components/evidence/line-notes";
import type { Block, Finding } from "@/evidence";

function finding(id: string, cites: Finding["cites"]): Finding {
  return { id, says: `${id}.`, values: {}, cites, tone: "fact" };
}

test("a finding is told at the first line it cites and only named at the others", () => {
  const owner = finding("lock-owner", [
    { file: 0, lines: [3, 3] },
    { file: 0, lines: [9, 9] },
    { file: 1, lines: [2, 2] },
  ]);
  const notes = lineNotes([owner], 0);

  expect(notes.at.get(3)).toEqual([owner]);
  expect(notes.again.get(9)).toEqual([owner]);
  expect(notes.at.has(2)).toBe(false);
});

test("a whole output that is cited does not paint all its lines, but each line knows that it has a part in it", () => {
  const stack = finding("owner-stack", [{ file: 0, lines: [10, 40] }]);
  const notes = lineNotes([stack], 0);

  expect(notes.at.get(10)).toEqual([stack]);
  expect([...notes.marked]).toEqual([]);
  expect(notes.covering(25)).toEqual([stack]);
  expect(notes.covering(41)).toEqual([]);
});

test("an answer that is cited belongs to no line", () => {
  const said = finding("said-one-recycle", [{ answer: "recycling" }]);

  expect(lineNotes([said], 0).at.size).toBe(0);
});

test("lines that were not read are known one by one, and so is where each run of them begins", () => {
  const block = {
    unread: [
      [4, 6],
      [9, 9],
    ],
  } as unknown as Block;

  const unread = unreadLines([block]);

  expect([3, 4, 5, 6, 7, 8, 9, 10].filter((line) => unread.has(line))).toEqual([4, 5, 6, 9]);
  expect(unread.startingAt(4)).toEqual([4, 6]);
  expect(unread.startingAt(5)).toBeNull();
});

test("what matters is shown with a line on either side, the rest is folded", () => {
  expect(foldedRows(20, [10])).toEqual([
    { kind: "fold", first: 1, last: 8 },
    { kind: "line", line: 9 },
    { kind: "line", line: 10 },
    { kind: "line", line: 11 },
    { kind: "fold", first: 12, last: 20 },
  ]);
});

test("a gap of two lines is shown, as a fold would take the same room", () => {
  expect(foldedRows(7, [1, 6]).map((row) => row.kind)).toEqual(Array.from({ length: 7 }, () => "line"));
});

test("folding never loses a line, never shows one twice, and keeps the order", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.array(fc.integer({ min: -3, max: 130 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 3 }),
      (count, important, around) => {
        const lines = foldedRows(count, important, around).flatMap((row) =>
          row.kind === "line"
            ? [row.line]
            : Array.from({ length: row.last - row.first + 1 }, (_, index) => row.first + index),
        );
        expect(lines).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      },
    ),
  );
});
