import type { Diagnosis } from "@/cases/diagnose";
import { FAMILIES } from "./list";
import { type Question, questionOf, shownBy } from "./question";

export type { Option, Question } from "./question";

/** All that can be asked of what has been shown, one question of a family; the same seed gives the same order of options. */
export function questionsFrom(diagnosis: Pick<Diagnosis, "blocks" | "findings">, seed: number): Question[] {
  const shown = shownBy(diagnosis);
  const raised = new Map<string, Question>();
  for (const { id, draft } of FAMILIES) {
    const drawn = raised.has(id) ? null : draft(shown);
    const question = drawn && questionOf(id, drawn, seed);
    if (question) raised.set(id, question);
  }
  return [...raised.values()];
}
