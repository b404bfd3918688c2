"use client";

import { type ReactNode, useId } from "react";
import { type Question, refuseAnswer } from "@/findings/questions";
import { RadioList } from "../ui/radio-list";

const FREEFORM = {
  bytes: { label: "Size", example: "80 GB" },
  "utc-offset": { label: "Offset from UTC", example: "+2 or -3:30" },
} as const;

export interface QuestionFieldProps {
  question: Question;
  value: string;
  onChange: (value: string) => void;
  /** Said once the answers were to be taken. */
  checked: boolean;
}

/** One question, with its choices or a field to write in. */
export function QuestionField({ question, value, onChange, checked }: QuestionFieldProps): ReactNode {
  const id = useId();
  const freeform = question.freeform ? FREEFORM[question.freeform] : null;
  const isChoice = question.answers.some((choice) => choice.value === value);
  const refusal = value === "" ? null : refuseAnswer(question, value);
  const shown = checked && refusal !== null;
  return (
    <fieldset className="min-w-0 border-line border-t pt-3.5 first:border-t-0 first:pt-0">
      <legend id={`${id}-ask`} className="float-left mb-1 w-full font-medium">
        {question.ask}
      </legend>
      <p id={`${id}-why`} className="clear-both mb-2 text-soft text-xs">
        {question.why}
      </p>
      {freeform && (
        <div className="mb-2">
          <label htmlFor={`${id}-text`} className="mb-1 block text-soft text-xs">
            {freeform.label}, such as {freeform.example}
          </label>
          <input
            id={`${id}-text`}
            value={isChoice ? "" : value}
            onChange={(event) => onChange(event.target.value)}
            aria-invalid={shown}
            aria-describedby={shown ? `${id}-refusal` : `${id}-why`}
            autoComplete="off"
            className="w-full max-w-56 rounded-md border border-line-strong bg-card px-2.5 py-1.5 font-mono text-sm aria-invalid:border-confirmed"
          />
          {shown && (
            <p id={`${id}-refusal`} className="mt-1 text-confirmed text-xs">
              This is not understood. {refusal}
            </p>
          )}
        </div>
      )}
      <RadioList
        labelledBy={`${id}-ask`}
        describedBy={`${id}-why`}
        value={isChoice ? value : ""}
        onChange={onChange}
        options={question.answers}
      />
    </fieldset>
  );
}
