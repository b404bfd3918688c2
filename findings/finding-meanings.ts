import meanings from "@/content/data/finding-meanings.json" with { type: "json" };
import { QUESTIONS } from "./questions";

const WRITTEN: Readonly<Record<string, string>> = meanings;

/** What a kind of finding means, for people; of an answer, what was asked. Null for an id that no rule has. */
export function meaningOf(finding: string): string | null {
  if (Object.hasOwn(WRITTEN, finding)) return WRITTEN[finding] ?? null;
  const question = QUESTIONS.find(({ answers }) => answers.some((answer) => answer.finding === finding));
  return question ? `Said in answer to: ${question.ask} ${question.why}` : null;
}
