import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type Question, questionById } from "@/findings/questions";
import type { Playbook } from "@/machines/playbook";

/** Questions that describe a symptom, asked first by the playbook. */
function firstQuestions(playbook: Playbook): Question[] {
  const first = Object.values(playbook.steps)[0];
  return (first?.ask.questions ?? []).flatMap((id) => questionById(id) ?? []);
}

export interface SymptomsProps {
  playbook: Playbook;
  disabled: boolean;
  onChoose: (answer: { question: string; value: string }) => void;
}

/** Ways to begin without any output: what people see. */
export function Symptoms({ playbook, disabled, onChoose }: SymptomsProps): ReactNode {
  const offered = firstQuestions(playbook)
    .slice(0, 2)
    .map((question) => ({ question, choices: question.answers.filter((choice) => choice.finding !== null) }));
  return (
    <div className="grid gap-4">
      {offered.map(({ question, choices }) => (
        <fieldset key={question.id} disabled={disabled} className="min-w-0">
          <legend className="mb-1 text-soft text-xs">{question.ask}</legend>
          <ul className="overflow-hidden rounded-lg border border-line bg-card">
            {choices.map((choice) => (
              <li key={choice.value} className="border-line border-t first:border-t-0">
                <button
                  type="button"
                  onClick={() => onChoose({ question: question.id, value: choice.value })}
                  className="group flex min-h-10 w-full items-center gap-2 px-3.5 py-1.5 text-left text-sm hover:bg-accent-soft pointer-coarse:min-h-12"
                >
                  <span className="flex-1">{choice.label}</span>
                  <ChevronRight aria-hidden className="size-4 text-faint group-hover:text-accent" />
                </button>
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
    </div>
  );
}
