import type { Diagnosis } from "@/cases/diagnose";
import { FAMILIES, GENERAL } from "./list";
import { type Question, questionOf, shownBy } from "./question";

export type { Option, Question } from "./question";

/** What a cause is named by. */
type Known = Pick<Diagnosis, "blocks" | "findings" | "causes">;

/**
 * All that can be asked of what has been shown, one question of a family; the same seed gives the same order of
 * options. What is general comes last, and only once the cause is in sight.
 */
export function questionsFrom(known: Known, seed: number): Question[] {
  const shown = shownBy(known);
  const inSight = known.causes.some(({ role }) => role === "primary");
  const raised = new Map<string, Question>();
  for (const { id, draft } of FAMILIES) {
    if (raised.has(id) || (GENERAL.has(id) && !inSight)) continue;
    const drawn = draft(shown);
    const question = drawn && questionOf(id, drawn, seed);
    if (question) raised.set(id, question);
  }
  return [...raised.values()].sort((a, b) => Number(GENERAL.has(a.family)) - Number(GENERAL.has(b.family)));
}
