import type { Printer } from "@/simulator/printers/printer";
import { Random } from "@/simulator/random";
import { DAMAGES, type Damage, UNTELLABLE } from "./damage-kinds";
import { stackFor } from "./damage-stacks";
import { cleanFaults, damageFaults, nameOf } from "./round-trip";

/** Faults that are told of one printer; the rest would be more of the same. */
const MOST_TOLD = 40;
/** Every so many servers one meets stacks of damage. */
const SEEDS_A_STACK = 5;
/** Every so many servers one is read without the command in front, too. */
const SEEDS_A_BARE = 4;

/** One reading of what a printer prints of one server. */
export interface Check {
  seed: number;
  /** How the text came: a kind of damage, several of them joined with ` + `, or none. */
  how: string;
  /** What is wrong with it, each in a line that begins with printer, seed and damage. */
  faults(): string[];
}

function check(printer: Printer, seed: number, how: string, faults: () => readonly string[]): Check {
  const where = `${nameOf(printer)}, seed ${seed}, ${how}`;
  return {
    seed,
    how,
    faults: () => {
      try {
        return faults().map((fault) => `${where}: ${fault.slice(0, 400)}`);
      } catch (error) {
        return [`${where}: threw ${error instanceof Error ? error.stack : error}`];
      }
    },
  };
}

/** Undamaged outputs of the servers `from` to `to`, with the command in front and without. */
export function* cleanChecks(printer: Printer, from: number, to: number): Generator<Check> {
  for (let seed = from; seed <= to; seed++) {
    yield check(printer, seed, "as printed", () => cleanFaults(printer, seed, true));
    if (seed % SEEDS_A_BARE > 0) continue;
    yield check(printer, seed, "without its command", () => cleanFaults(printer, seed, false));
  }
}

function damaged(printer: Printer, seed: number, damage: Damage): Check {
  return check(printer, seed, damage.name, () => {
    const { lost, wrong } = damageFaults(printer, seed, damage);
    return [...lost.map((fault) => `lost ${fault}`), ...wrong.map((fault) => `wrong ${fault}`)];
  });
}

/**
 * Damaged outputs of the servers `from` to `to`: each meets the `share`-th part of all kinds of damage, the next one
 * the next part, and two stacks of them.
 */
export function* damagedChecks(printer: Printer, from: number, to: number, share: number): Generator<Check> {
  const offset = new Random(1).fork(nameOf(printer)).int(0, share - 1);
  for (let seed = from; seed <= to; seed++) {
    const turn = (seed + offset) % share;
    for (const damage of DAMAGES.filter((_damage, at) => at % share === turn)) yield damaged(printer, seed, damage);
    if (seed % SEEDS_A_STACK > 0) continue;
    const random = new Random(seed).fork(`stack ${nameOf(printer)}`);
    for (const lossy of [false, true]) yield damaged(printer, seed, stackFor(random, lossy));
  }
}

function faultsOf(checks: Iterable<Check>): string[] {
  const faults: string[] = [];
  for (const each of checks) {
    faults.push(...each.faults());
    if (faults.length >= MOST_TOLD) break;
  }
  return faults;
}

/** What is wrong with undamaged outputs of the servers `from` to `to`. */
export function cleanRun(printer: Printer, from: number, to: number): string[] {
  return faultsOf(cleanChecks(printer, from, to));
}

/** What is wrong with damaged outputs of the servers `from` to `to`. */
export function damagedRun(printer: Printer, from: number, to: number, share: number): string[] {
  return faultsOf(damagedChecks(printer, from, to, share));
}

/** What is thrown at damage that nobody can tell from another output. */
export function untellableRun(printer: Printer, from: number, to: number): string[] {
  const faults: string[] = [];
  for (let seed = from; seed <= to; seed++) {
    for (const damage of UNTELLABLE) {
      const found = damaged(printer, seed, damage).faults();
      faults.push(...found.filter((fault) => fault.includes(": threw ")));
    }
  }
  return faults;
}
