import { expect, test } from "vitest";
import { type DrillRun, generatedCodes, runDrill } from "./drill-runs";

/** Milliseconds; so many drills take a quarter of a minute, and longer beside other work. */
const PATIENCE = 300_000;
const MOST_AT_RANDOM = 25;
const MOST_FOR_BLAME = 40;

function average(points: readonly number[]): number {
  return points.reduce((sum, one) => sum + one, 0) / points.length;
}

/** What every range of generated drills must hold. */
export function testDrills(from: number, count: number): void {
  const runs: DrillRun[] = [];

  test(`the procedure reaches full marks on ${count} drills by what the terminal answers`, {
    timeout: PATIENCE,
  }, () => {
    for (const code of generatedCodes(from, count)) runs.push(runDrill(code));
    expect(runs.filter(({ solved }) => solved < 100)).toEqual([]);
  });

  test("who types, answers and accuses at random gets less than a quarter of the points", () => {
    expect(runs.length).toBe(count);
    expect(average(runs.map(({ random }) => random))).toBeLessThan(MOST_AT_RANDOM);
  });

  test("who does all that is asked for and then blames a driver gets less than two fifths", () => {
    expect(average(runs.map(({ blamesDriver }) => blamesDriver))).toBeLessThan(MOST_FOR_BLAME);
    expect(average(runs.map(({ blamesAtOnce }) => blamesAtOnce))).toBeLessThan(MOST_FOR_BLAME);
  });
}
