import type { Parser } from "./parser";
import { sosSyncblk } from "./sos-syncblk";
import { windbgStack } from "./windbg-stack";
import { windbgThreadSwitch } from "./windbg-thread-switch";
import { windbgThreads } from "./windbg-threads";

/** Every output that can be read. Order is precedence: where two recognise a line, the first has it. */
export const PARSERS: readonly Parser[] = [sosSyncblk, windbgThreads, windbgThreadSwitch, windbgStack];
