import type { Attempt } from "@/training/attempt";
import { makeDrill } from "@/training/make-drill";
import { resultFile, resultOf } from "@/training/results/result-file";
import { DrillSession, play } from "@/training/session";
import { Diligent } from "@/training/trainees/diligent";
import { playOut } from "@/training/trainees/trainee";

/** A drill played to its end by whoever follows the procedure, with an act every five seconds. */
export function solvedDrill(code: string): Attempt {
  const session = new DrillSession(code);
  const acts: Attempt["acts"][number][] = [];
  const take = (act: Attempt["acts"][number]["act"]): void => {
    const timed = { at: 5 * (acts.length + 1), act };
    acts.push(timed);
    session.take(timed);
  };
  playOut({ screen: () => session.view(), take }, new Diligent(makeDrill(code).memory));
  return { code, acts };
}

/** Its result file. */
export function solvedFile(code: string, trainee: string, finishedAt: string): string {
  const attempt = solvedDrill(code);
  return resultFile(resultOf(attempt, play(attempt), trainee, finishedAt));
}
