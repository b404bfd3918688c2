import { QUESTIONS, questionById } from "@/findings/questions";
import type { Drill, Target } from "./drill";
import type { Played } from "./played";
import { isSecond } from "./targets";
import type { CustomerQuestion } from "./view";

/** What a question takes the customer. */
export const CUSTOMER_MINUTES = 1;

export const NOBODY_KNOWS = "Nobody here knows.";

/** Which outputs belong together is on the screen. */
const CAPTURES = "captures";

/** What the customer answers; null where nobody knows. */
export function answerOf({ hang }: Drill, question: string, opened: ReadonlyMap<Target, unknown>): string | null {
  if (question === CAPTURES) return [...opened.keys()].some(isSecond) ? "several-dumps" : "one-dump";
  return hang.answers.get(question) ?? null;
}

function labelOf(question: string, answer: string | null): string {
  const choice = questionById(question)?.answers.find(({ value }) => value === answer);
  return answer === null ? NOBODY_KNOWS : (choice?.label ?? answer);
}

/** The questions that can be put to the customer now, with what was said. */
export function customerQuestions({ said, now }: Played): CustomerQuestion[] {
  const known = new Set(now.known.findings.map(({ id }) => id));
  const shown = QUESTIONS.filter(
    ({ id, onlyWith }) =>
      !onlyWith || onlyWith.some((finding) => known.has(finding)) || said.some((one) => one.question === id),
  );
  return shown.map(({ id, ask }) => {
    const answer = said.find(({ question }) => question === id);
    return { id, text: ask, said: answer ? labelOf(id, answer.answer) : null };
  });
}
