import type { Parser } from "./parser";
import { sosSyncblk } from "./sos-syncblk";

/** Every output that can be read. Order is precedence: where two recognise a line, the first has it. */
export const PARSERS: readonly Parser[] = [sosSyncblk];
