import { expect, test } from "vitest";
import { PRINTERS } from "@/simulator/printers/list";
import { nameOf } from "../support/round-trip";
import { roundTrips } from "../support/round-trip-suite";

// What wants no certain runtime; the rest stands in a file of its own, so that two processes share them.
roundTrips(({ needs }) => needs.versions === undefined);

test("every printer has a name of its own", () => {
  const names = PRINTERS.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
});
