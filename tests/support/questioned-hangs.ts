import type { Diagnosis } from "@/cases/diagnose";
import { CAUSE_IDS } from "@/evidence";
import { hangPlaybook } from "@/machines/hang";
import { Console, consolesOf, pasted } from "@/simulator/console/console";
import { examplesFor } from "@/simulator/console/examples";
import { type SimulatedHang, simulateHang } from "@/simulator/hangs/simulate";
import { makeServer, type ServerOptions } from "@/simulator/server";
import { WRITTEN_DRILLS } from "@/training/drills/list";
import { hangOf } from "@/training/drills/written-drill";
import { play } from "@/training/play";
import { type Question, questionsFrom } from "@/training/questions/questions";
import { run } from "./triage";

export interface Questioned {
  /** What it was made from. */
  name: string;
  seed: number;
  hang: SimulatedHang;
  diagnosis: Diagnosis;
  questions: readonly Question[];
}

function questioned(name: string, hang: SimulatedHang, seed: number): Questioned {
  const { diagnosis } = play(hangPlaybook, hang).solution;
  return { name, seed, hang, diagnosis, questions: questionsFrom(diagnosis, seed) };
}

/** A hang of each cause and seed, and each written drill once, gone through as the machine goes, and all that can be asked at its end. */
export function questionedHangs(seeds: readonly number[]): Questioned[] {
  return [
    ...CAUSE_IDS.flatMap((cause) =>
      seeds.map((seed) => questioned(`${cause} ${seed}`, simulateHang(seed, cause), seed)),
    ),
    ...WRITTEN_DRILLS.map((drill) => questioned(drill.id, hangOf(drill, 1), 1)),
  ];
}

/** What could be asked of a server of which everything was typed that one of its consoles knows. */
export function questionedConsoles(seeds: readonly number[], options: ServerOptions): Question[] {
  return seeds.flatMap((seed) => {
    const server = makeServer(seed, options);
    return consolesOf(server).flatMap((kind) => {
      const texts = examplesFor(server, kind).map(({ line }) => pasted(new Console(server, kind).type(line), line));
      return questionsFrom(run(...texts), seed);
    });
  });
}

/** The text of the right option. */
export function rightOf({ options, answer }: Question): string {
  return options.find(({ id }) => id === answer)?.text ?? "";
}
