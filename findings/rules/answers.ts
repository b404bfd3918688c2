import type { Finding } from "@/evidence";
import { QUESTIONS } from "../questions";
import { fact, type Rule } from "../rule";

/** What people answered, as findings that cite the answer. */
export const answers: Rule = {
  id: "answers",
  finds: QUESTIONS.flatMap((question) => question.answers.flatMap((choice) => choice.finding ?? [])),
  derive(evidence) {
    const findings: Finding[] = [];
    for (const question of QUESTIONS) {
      const value = evidence.answers.get(question.id);
      const choice = question.answers.find((candidate) => candidate.value === value);
      if (choice?.finding) findings.push(fact(choice.finding, choice.says, [{ answer: question.id }]));
    }
    return findings;
  },
};
