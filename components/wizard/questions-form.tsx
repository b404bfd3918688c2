"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { questionById, refuseAnswer } from "@/findings/questions";
import { Button } from "../ui/button";
import { QuestionField } from "./question-field";

export interface QuestionsFormProps {
  /** Ids of the open questions. */
  questions: readonly string[];
  onAnswer: (answers: readonly { question: string; value: string }[]) => void;
}

/** The questions of a step. They are taken together, so that the first answer does not hide the others. */
export function QuestionsForm({ questions, onAnswer }: QuestionsFormProps): ReactNode {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [checked, setChecked] = useState(false);
  const known = questions.flatMap((id) => questionById(id) ?? []);
  const given = known.flatMap((question) => {
    const value = (values[question.id] ?? "").trim();
    return value === "" ? [] : [{ question, value }];
  });

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setChecked(true);
    if (given.length === 0) return;
    if (given.some(({ question, value }) => refuseAnswer(question, value) !== null)) {
      event.currentTarget.querySelector<HTMLElement>("[aria-invalid]")?.focus();
      return;
    }
    onAnswer(given.map(({ question, value }) => ({ question: question.id, value })));
  };

  return (
    <form aria-label="Questions" onSubmit={submit} className="mt-4">
      <div className="grid gap-4">
        {known.map((question) => (
          <QuestionField
            key={question.id}
            question={question}
            value={values[question.id] ?? ""}
            onChange={(value) => setValues((all) => ({ ...all, [question.id]: value }))}
            checked={checked}
          />
        ))}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary">
          {known.length > 1 ? "Use these answers" : "Use this answer"}
        </Button>
        <span className="text-soft text-xs" aria-live="polite">
          {checked && given.length === 0
            ? "Choose at least one answer first."
            : known.length > 1
              ? "Leave open what nobody knows."
              : ""}
        </span>
      </div>
    </form>
  );
}
