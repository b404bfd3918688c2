import { expect, test } from "vitest";
import { Solver } from "@/cases/solve";
import { CAUSE_IDS } from "@/evidence";
import { FIRST_PLAYBOOK } from "@/machines/list";
import { HANGS } from "@/simulator/hangs/list";
import { simulateHang } from "@/simulator/hangs/simulate";
import { type Play, play } from "@/training/play";
import { SimulatedWorld } from "@/training/simulated-world";
import { leftOutFaults } from "../support/left-out";

/** Servers over all causes; the command line takes as many as one likes. */
const SERVERS = 300;
/** Milliseconds; so many servers take half a minute, and longer beside other work. */
const PATIENCE = 300_000;
const RIGHT = 0.98;
const FIRST = 7_000_000;

const seeds = (count: number): number[] => Array.from({ length: count }, (_item, at) => FIRST + at);

function told({ hang, primary, outcome }: Play): string {
  return `seed ${hang.seed}, ${hang.cause}: ${outcome}, named ${primary?.id ?? "nothing"}`;
}

test("there is a way to make a server hang for every cause of the catalogue", () => {
  expect(HANGS.map(({ cause }) => cause)).toEqual([...CAUSE_IDS]);
});

test("the same seed makes the same server", () => {
  expect(simulateHang(FIRST)).toEqual(simulateHang(FIRST));
});

test("the triage names the cause of made-up servers, and confirms no other one", { timeout: PATIENCE }, () => {
  const plays = seeds(SERVERS).map((seed) => play(FIRST_PLAYBOOK, simulateHang(seed)));
  const missed = plays.filter(({ outcome }) => outcome !== "right");

  expect(missed.filter(({ outcome }) => outcome === "wrong as confirmed").map(told)).toEqual([]);
  expect(missed.length, missed.map(told).join("\n")).toBeLessThanOrEqual(Math.floor(SERVERS * (1 - RIGHT)));
});

test("with three of ten commands refused it names less, and confirms nothing that is not so", {
  timeout: PATIENCE,
}, () => {
  const plays = seeds(81).map((seed) => play(FIRST_PLAYBOOK, simulateHang(seed), { refused: 0.3 }));

  expect(plays.filter(({ outcome }) => outcome === "wrong as confirmed").map(told)).toEqual([]);
});

/** A server on whose kernel dump `!locks` cannot be run. */
class WithoutKernelLocks extends SimulatedWorld {
  override run(...[next, dump]: Parameters<SimulatedWorld["run"]>): string | null {
    return next.target === "kernel-dump" && next.command === "!locks" ? null : super.run(next, dump);
  }
}

test("the stacks of those who wait tell a held kernel resource from a slow filter where no table can be had", () => {
  for (const seed of [1, 2, 3]) {
    const world = new WithoutKernelLocks(simulateHang(seed, "kernel-resource"));
    const { causes } = new Solver(FIRST_PLAYBOOK, world).solve().diagnosis;
    expect(causes.find(({ role }) => role === "primary")).toMatchObject({ id: "kernel-resource", standing: "likely" });
  }
});

test("leaving out evidence never turns one confirmed cause into another", { timeout: PATIENCE }, () => {
  expect(seeds(2 * HANGS.length).flatMap(leftOutFaults)).toEqual([]);
});
