import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapText } from "@/components/pictures/svg-text";

test("short text stays on one line", () => {
  expect(wrapText("thread 39", 260, 12)).toEqual(["thread 39"]);
});

test("a long type name breaks at its dots and capitals", () => {
  const lines = wrapText("System.Web.Compilation.PreservedAssemblyEntry.RemoveOldTempFiles", 180, 12);

  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join("")).toBe("System.Web.Compilation.PreservedAssemblyEntry.RemoveOldTempFiles");
});

test("what does not fit into the lines allowed ends in an ellipsis", () => {
  const lines = wrapText("one two three four five six seven eight nine ten eleven twelve", 70, 12, 2);

  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/…$/);
});

test("a part that fits nowhere is cut", () => {
  const [line] = wrapText("x".repeat(200), 100, 12);

  expect(line).toMatch(/^x+…$/);
  expect(line?.length).toBeLessThan(30);
});

test("no text makes more lines than allowed", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 20, max: 300 }), (text, width) => {
      expect(wrapText(text, width, 12, 3).length).toBeLessThanOrEqual(3);
    }),
  );
});
