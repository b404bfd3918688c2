import { driversNamed } from "@/cases/drivers-named";
import { framesNamed } from "@/cases/frames-named";
import { outputRead } from "@/cases/output-read";
import type { ReferenceAnswers, ReferenceQuestion } from "./reference-protocol";

const ANSWERS: { [Q in ReferenceQuestion]: (text: string) => ReferenceAnswers[Q] } = {
  drivers: driversNamed,
  frames: framesNamed,
  output: outputRead,
};

export function answerReference<Q extends ReferenceQuestion>(question: Q, text: string): ReferenceAnswers[Q] {
  return ANSWERS[question](text);
}
