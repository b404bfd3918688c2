import { expect, test } from "vitest";
import { read } from "@/cases/diagnose";
import { coverageText } from "@/components/evidence/coverage-text";

test.each([
  [{ lines: 0, read: 0, aside: 0 }, "empty"],
  [{ lines: 1, read: 1, aside: 0 }, "1 line, read"],
  [{ lines: 9, read: 9, aside: 0 }, "9 lines, all read"],
  [{ lines: 9, read: 0, aside: 0 }, "9 lines, none read"],
  [{ lines: 1200, read: 1110, aside: 80 }, "1,200 lines: 1,110 read, 10 not read, 80 prompts and notes"],
  [{ lines: 9, read: 8, aside: 1 }, "9 lines: 8 read, 1 prompt or note"],
])("of %j it says %s", (coverage, said) => {
  expect(coverageText(coverage)).toBe(said);
});

const PASTE = `0:000> .foo
0:000> .time
Debug session time: Tue Mar 12 16:04:33.000 2024 (UTC + 1:00)
*** WARNING: Unable to verify checksum for Contoso.dll
System Uptime: 3 days 4:05:06.000
Process Uptime: 0 days 1:02:03.000
0:000>

0:000> !nosuch
nobody knows what this is
`;

test("what is read, what is not, and prompts and notes add up to the lines of the paste", () => {
  const { coverage, blocks } = read({ name: "paste", text: PASTE }, 0);
  const unread = blocks.flatMap(({ unread: ranges }) => ranges).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  expect([coverage, unread]).toEqual([{ lines: 9, read: 5, aside: 3 }, 1]);
});
