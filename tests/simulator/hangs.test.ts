import { expect, test } from "vitest";
import { conclude } from "@/cases/diagnose";
import { CAUSE_IDS, type CauseStanding } from "@/evidence";
import { playbookById } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";
import { HANGS } from "@/simulator/hangs/list";
import { simulateHang } from "@/simulator/hangs/simulate";
import { Random } from "@/simulator/random";
import { type Play, play } from "@/training/play";

/** Servers over all causes; the command line takes as many as one likes. */
const SERVERS = 300;
const RIGHT = 0.98;
const FIRST = 7_000_000;

function triage(): Playbook {
  const playbook = playbookById("hang");
  if (!playbook) throw new Error("The playbook hang is missing.");
  return playbook;
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_item, at) => FIRST + at);

function told({ hang, primary, outcome }: Play): string {
  return `seed ${hang.seed}, ${hang.cause}: ${outcome}, named ${primary?.id ?? "nothing"}`;
}

const confirmedOf = (causes: readonly CauseStanding[]): string[] =>
  causes.filter(({ standing }) => standing === "confirmed").map(({ id }) => id);

test("there is a way to make a server hang for every cause of the catalogue", () => {
  expect(HANGS.map(({ cause }) => cause)).toEqual([...CAUSE_IDS]);
});

test("the same seed makes the same server", () => {
  expect(simulateHang(FIRST)).toEqual(simulateHang(FIRST));
});

test("the triage names the cause of made-up servers, and confirms no other one", () => {
  const plays = seeds(SERVERS).map((seed) => play(triage(), simulateHang(seed)));
  const missed = plays.filter(({ outcome }) => outcome !== "right");

  expect(missed.filter(({ outcome }) => outcome === "wrong as confirmed").map(told)).toEqual([]);
  expect(missed.length, missed.map(told).join("\n")).toBeLessThanOrEqual(Math.floor(SERVERS * (1 - RIGHT)));
});

test("with three of ten commands refused it names less, and confirms nothing that is not so", () => {
  const plays = seeds(81).map((seed) => play(triage(), simulateHang(seed), { refused: 0.3 }));

  expect(plays.filter(({ outcome }) => outcome === "wrong as confirmed").map(told)).toEqual([]);
});

test("leaving out evidence never turns one confirmed cause into another", () => {
  for (const seed of seeds(54)) {
    const { solution } = play(triage(), simulateHang(seed));
    const whole = confirmedOf(solution.diagnosis.causes);
    const random = new Random(seed);
    for (let round = 0; round < 6; round++) {
      const reads = solution.reads.filter(() => random.chance(0.6));
      const answers = new Map([...solution.answers].filter(() => random.chance(0.6)));
      const left = confirmedOf(conclude(triage(), reads, { answers }).causes);
      expect(
        left.filter((id) => !whole.includes(id)),
        `seed ${seed}, round ${round}`,
      ).toEqual([]);
    }
  }
});
