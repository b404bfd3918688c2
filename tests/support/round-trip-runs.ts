import type { Printer } from "@/simulator/printers/printer";
import { Random } from "@/simulator/random";
import { DAMAGES, type Damage, UNTELLABLE } from "./damage-kinds";
import { stackFor } from "./damage-stacks";
import { cleanFaults, damageFaults, nameOf } from "./round-trip";

/** Faults that are told of one printer; the rest would be more of the same. */
const MOST_TOLD = 40;
/** Every so many servers one meets stacks of damage. */
const SEEDS_A_STACK = 5;

function told(printer: Printer, seed: number, how: string, faults: () => readonly string[]): string[] {
  const where = `${nameOf(printer)}, seed ${seed}, ${how}`;
  try {
    return faults().map((fault) => `${where}: ${fault.slice(0, 400)}`);
  } catch (error) {
    return [`${where}: threw ${error instanceof Error ? error.stack : error}`];
  }
}

/** Every so many servers one is read without the command in front, too. */
const SEEDS_A_BARE = 4;

/** What is wrong with undamaged outputs of the servers `from` to `to`, with the command in front and without. */
export function cleanRun(printer: Printer, from: number, to: number): string[] {
  const faults: string[] = [];
  for (let seed = from; seed <= to && faults.length < MOST_TOLD; seed++) {
    faults.push(...told(printer, seed, "as printed", () => cleanFaults(printer, seed, true)));
    if (seed % SEEDS_A_BARE > 0) continue;
    faults.push(...told(printer, seed, "without its command", () => cleanFaults(printer, seed, false)));
  }
  return faults;
}

function faultsOf(printer: Printer, seed: number, damage: Damage): string[] {
  return told(printer, seed, damage.name, () => {
    const { lost, wrong } = damageFaults(printer, seed, damage);
    return [...lost.map((fault) => `lost ${fault}`), ...wrong.map((fault) => `wrong ${fault}`)];
  });
}

/**
 * What is wrong with damaged outputs of the servers `from` to `to`: each meets the `share`-th part of all kinds of
 * damage, the next one the next part, and two stacks of them.
 */
export function damagedRun(printer: Printer, from: number, to: number, share: number): string[] {
  const faults: string[] = [];
  const offset = new Random(1).fork(nameOf(printer)).int(0, share - 1);
  for (let seed = from; seed <= to && faults.length < MOST_TOLD; seed++) {
    const turn = (seed + offset) % share;
    for (const damage of DAMAGES.filter((_damage, at) => at % share === turn)) {
      faults.push(...faultsOf(printer, seed, damage));
    }
    if (seed % SEEDS_A_STACK > 0) continue;
    const random = new Random(seed).fork(`stack ${nameOf(printer)}`);
    for (const lossy of [false, true]) faults.push(...faultsOf(printer, seed, stackFor(random, lossy)));
  }
  return faults;
}

/** What is thrown at damage that nobody can tell from another output. */
export function untellableRun(printer: Printer, from: number, to: number): string[] {
  const faults: string[] = [];
  for (let seed = from; seed <= to; seed++) {
    for (const damage of UNTELLABLE) {
      const found = faultsOf(printer, seed, damage);
      faults.push(...found.filter((fault) => fault.includes(": threw ")));
    }
  }
  return faults;
}
