import type { Diagnosis } from "@/cases/diagnose";
import { CAUSE_IDS } from "@/evidence";
import { hangPlaybook } from "@/machines/hang";
import { type SimulatedHang, simulateHang } from "@/simulator/hangs/simulate";
import { play } from "@/training/play";
import { type Question, questionsFrom } from "@/training/questions/questions";

export interface Questioned {
  seed: number;
  hang: SimulatedHang;
  diagnosis: Diagnosis;
  questions: readonly Question[];
}

/** A hang of each cause and seed, gone through as the machine goes, and all that can be asked at its end. */
export function questionedHangs(seeds: readonly number[]): Questioned[] {
  return CAUSE_IDS.flatMap((cause) =>
    seeds.map((seed) => {
      const hang = simulateHang(seed, cause);
      const { diagnosis } = play(hangPlaybook, hang).solution;
      return { seed, hang, diagnosis, questions: questionsFrom(diagnosis, seed) };
    }),
  );
}

/** The text of the right option. */
export function rightOf({ options, answer }: Question): string {
  return options.find(({ id }) => id === answer)?.text ?? "";
}
