import { expect, test } from "vitest";
import { PRINTERS } from "@/simulator/printers/list";
import type { Printer } from "@/simulator/printers/printer";
import { isOpenGap } from "../simulator/open-gaps";
import { nameOf } from "./round-trip";
import { cleanRun, damagedRun, untellableRun } from "./round-trip-runs";

/** The long run, `npm run test:long`, takes 1,000. */
const SERVERS = 50;
/** Every kind of damage is met once in so many servers. */
const SHARE = SERVERS;

/** A server takes longer to make than an output to read: printers that want the same ones stand together. */
function byServer(printers: readonly Printer[]): Printer[] {
  const wanted = (printer: Printer): string => JSON.stringify(printer.needs);
  return printers.toSorted((a, b) => wanted(a).localeCompare(wanted(b), "en"));
}

/** Lets each of the printers that are chosen print fifty servers, as they are and damaged. */
export function roundTrips(chosen: (printer: Printer) => boolean): void {
  for (const printer of byServer(PRINTERS.filter(chosen))) {
    const unknown = (fault: string): boolean => !isOpenGap(printer.parser, fault);

    test(`what ${nameOf(printer)} prints of fifty servers is read back`, () => {
      expect(cleanRun(printer, 1, SERVERS).filter(unknown)).toEqual([]);
    });

    test(`whatever happens to what ${nameOf(printer)} prints, it is read back or nothing else is`, () => {
      const faults = [...damagedRun(printer, 1, SERVERS, SHARE), ...untellableRun(printer, 1, 1)];
      expect(faults.filter(unknown)).toEqual([]);
    });
  }
}
