import { PRINTERS } from "@/simulator/printers/list";
import { nameOf } from "../support/round-trip";
import type { Options } from "./options";
import type { Timed } from "./slowest-pastes";

/** Every kind of damage meets so many servers of each printer at least. */
const MEETINGS = 20;
/** Servers and pastes that one task takes. */
const SERVERS_A_TASK = 40;
const PASTES_A_TASK = 250;
const DRILLS_A_TASK = 25;

/** Printers that want the same kind of server, over a range of servers: each is made once. */
export interface RoundTripTask {
  kind: "round trip";
  printers: readonly string[];
  from: number;
  to: number;
  /** A server meets every so-many-th kind of damage. */
  share: number;
  damage: string | null;
}

/** Evidence is left out of what servers that hang give. */
export interface LeftOutTask {
  kind: "left out";
  from: number;
  to: number;
}

export interface PasteTask {
  kind: "pastes";
  seed: number;
  from: number;
  to: number;
}

/** Drills are made, and played by several trainees. */
export interface DrillTask {
  kind: "drills";
  from: number;
  to: number;
}

export interface TimeTask {
  kind: "time";
  seed: number;
  /** Pastes that stand for all. */
  sample: readonly number[];
  /** Pastes that took long for their size. */
  suspects: readonly number[];
  /** Pastes too short to tell that, which took long. */
  short: readonly number[];
  /** How many there were of which the sample is one. */
  of: number;
}

export type Task = RoundTripTask | LeftOutTask | PasteTask | DrillTask | TimeTask;

export interface Fault {
  text: string;
  /** The same for faults that are the same but for seed and figures. */
  kind: string;
  /** How to see it again: arguments of the long run. */
  repeat: string;
  /** True where it is one of the gaps that are known. */
  known: boolean;
}

export interface Outcome {
  /** Readings that had nothing wrong, or nothing that was not known. */
  passed: number;
  failed: number;
  faults: Fault[];
  /** Points that trainees of each kind reached, drill by drill. */
  points?: { random: number; blame: number }[];
  /** Seconds a byte of the pastes that are long enough to tell. */
  timed?: Timed[];
  /** Seconds of the slowest of the others. */
  short?: Timed[];
  /** What is worth telling at the end. */
  notes?: string[];
}

function ranges(first: number, count: number, step: number): { from: number; to: number }[] {
  return Array.from({ length: Math.ceil(count / step) }, (_item, at) => ({
    from: first + at * step,
    to: first + Math.min(count, (at + 1) * step) - 1,
  }));
}

function chosenPrinters(only: string): string[][] {
  const exact = PRINTERS.filter((printer) => nameOf(printer) === only);
  const chosen = exact.length > 0 ? exact : PRINTERS.filter((printer) => nameOf(printer).includes(only));
  if (chosen.length === 0) throw new RangeError(`No printer's name contains ${only}.`);
  const groups = new Map<string, string[]>();
  for (const printer of chosen) {
    const needs = JSON.stringify(printer.needs);
    groups.set(needs, [...(groups.get(needs) ?? []), nameOf(printer)]);
  }
  return [...groups.values()];
}

export function roundTripTasks({ servers, firstServer, only, damage }: Options): RoundTripTask[] {
  if (servers === 0) return [];
  const share = damage === null ? Math.max(1, Math.floor(servers / MEETINGS)) : 1;
  const groups = chosenPrinters(only);
  return ranges(firstServer, servers, SERVERS_A_TASK).flatMap((range) =>
    groups.map((printers) => ({ kind: "round trip" as const, printers, ...range, share, damage })),
  );
}

/** Whoever looks at one printer or one kind of damage looks at no hangs. */
export function leftOutTasks({ servers, firstServer, only, damage }: Options): LeftOutTask[] {
  if (only !== "" || damage !== null) return [];
  return ranges(firstServer, servers, SERVERS_A_TASK).map((range) => ({ kind: "left out" as const, ...range }));
}

export function pasteTasks({ pastes, firstPaste, seed }: Options): PasteTask[] {
  return ranges(firstPaste, pastes, PASTES_A_TASK).map((range) => ({ kind: "pastes" as const, seed, ...range }));
}

export function drillTasks({ drills, firstDrill }: Options): DrillTask[] {
  return ranges(firstDrill, drills, DRILLS_A_TASK).map((range) => ({ kind: "drills" as const, ...range }));
}
