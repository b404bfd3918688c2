import fc from "fast-check";
import { expect, test } from "vitest";
import { outputRead } from "@/cases/output-read";

const ROW =
  "  118 000001f0a87c21b8           39         1 000001f0a9d40ea0  2e14  27   000001f06b3e4d28 System.Web.Compilation.BuildManager";
const TABLE = [
  "0:027> !syncblk",
  "Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner",
  ROW,
  "-----------------------------",
  "Total           864",
  "CCW             3",
  "RCW             1",
  "ComClassFactory 0",
  "Free            207",
].join("\n");

test("a pasted output shows its values by name, and what they prove", () => {
  const { blocks, findings } = outputRead(TABLE);

  expect(blocks.map(({ parser, outcome, lines }) => [parser, outcome, lines])).toEqual([
    ["sos-syncblk", "read", [1, 9]],
  ]);
  expect(blocks[0]?.values).toContainEqual({ path: "rows[0].monitorHeld", value: "39" });
  expect(blocks[0]?.values.filter(({ path }) => /(?:^|\.)line$|^kind$/.test(path))).toEqual([]);
  expect(findings.map(({ id }) => id)).toContain("lock-owner");
});

test("an output that is an error says what to do", () => {
  const [block] = outputRead("0:039> !clrstack\nNo export clrstack found\n").blocks;

  expect(block?.outcome).toBe("unusable");
  expect(block?.problem?.fix).toMatch(/./);
});

test("text that is no output has no values", () => {
  expect(outputRead("It hangs since Monday.").blocks.flatMap(({ values }) => values)).toEqual([]);
});

test("a long output is cut to what is shown, and says how much is left out", () => {
  const { blocks } = outputRead(TABLE.replace(ROW, Array(200).fill(ROW).join("\n")));

  expect(blocks[0]?.values.length).toBe(120);
  expect(blocks[0]?.further).toBeGreaterThan(500);
});

test("any text is answered", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...TABLE.split("\n")))), (rows) => {
      expect(outputRead(rows.join("\n")).blocks.length).toBeLessThanOrEqual(40);
    }),
    { numRuns: 60 },
  );
});
