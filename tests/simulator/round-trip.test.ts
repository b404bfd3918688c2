import { expect, test } from "vitest";
import { PRINTERS } from "@/simulator/printers/list";
import { nameOf } from "../support/round-trip";
import { cleanRun, damagedRun, untellableRun } from "../support/round-trip-runs";
import { isOpenGap } from "./open-gaps";

/** The long run, `npm run test:long`, takes 1,000. */
const SERVERS = 50;
/** Every kind of damage is met once in so many servers. */
const SHARE = SERVERS;

test.each(PRINTERS.map((printer) => [nameOf(printer), printer] as const))(
  "what %s prints of fifty servers is read back",
  (_name, printer) => {
    expect(cleanRun(printer, 1, SERVERS).filter((fault) => !isOpenGap(printer.parser, fault))).toEqual([]);
  },
);

test.each(PRINTERS.map((printer) => [nameOf(printer), printer] as const))(
  "whatever happens to what %s prints, it is read back or nothing else is",
  (_name, printer) => {
    const faults = [...damagedRun(printer, 1, SERVERS, SHARE), ...untellableRun(printer, 1, 1)];
    expect(faults.filter((fault) => !isOpenGap(printer.parser, fault))).toEqual([]);
  },
);

test("every printer has a name of its own", () => {
  const names = PRINTERS.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
});
