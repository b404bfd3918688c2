"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { QuestionView } from "@/training/view";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { RadioList } from "../ui/radio-list";
import { useOpenDrill } from "./open-drill";
import { Panel } from "./panel";

export type ShowLines = (about: NonNullable<QuestionView["about"]>) => void;

function LinesButton({ about, onShow }: { about: QuestionView["about"]; onShow: ShowLines }): ReactNode {
  if (!about) return null;
  return (
    <Button kind="quiet" onClick={() => onShow(about)}>
      Show the lines
    </Button>
  );
}

/** A question that waits for its first answer, which is the one that counts. */
function OpenQuestion({ question, onShow }: { question: QuestionView; onShow: ShowLines }): ReactNode {
  const { take } = useOpenDrill();
  const id = useId();
  const [option, setOption] = useState("");
  return (
    <div className="rounded-lg border border-accent bg-card px-3.5 py-3">
      <p id={id} className="mb-1.5 font-medium text-sm">
        {question.text}
      </p>
      <RadioList
        labelledBy={id}
        value={option}
        onChange={setOption}
        options={question.options.map(({ id: value, text: label }) => ({ value, label }))}
      />
      <div className="mt-2 flex flex-wrap gap-2">
        <Button
          kind="primary"
          disabled={option === ""}
          onClick={() => void take({ do: "answer", question: question.id, option })}
        >
          Answer
        </Button>
        <LinesButton about={question.about} onShow={onShow} />
      </div>
    </div>
  );
}

/** A question with what was answered, and why. */
export function PastQuestion({ question }: { question: QuestionView }): ReactNode {
  const { answered, options, text } = question;
  if (!answered) {
    return (
      <div className="text-sm">
        <p className="font-medium">{text}</p>
        <p className="mt-1 text-soft">You did not answer it.</p>
      </div>
    );
  }
  const textOf = (option: string): string => options.find(({ id }) => id === option)?.text ?? option;
  return (
    <div className="text-sm">
      <p className="font-medium">{text}</p>
      <p className="mt-1 flex items-start gap-1.5">
        {answered.right ? (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        ) : (
          <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-confirmed" />
        )}
        <span>
          {answered.right
            ? `Right: ${textOf(answered.answer)}`
            : `Wrong: ${textOf(answered.option)}. Right is: ${textOf(answered.answer)}`}
        </span>
      </p>
      <p className="mt-1 text-soft">{answered.why}</p>
    </div>
  );
}

/** What is asked about the output, as it comes. */
export function QuestionsPanel({ onShow }: { onShow: ShowLines }): ReactNode {
  const { view } = useOpenDrill();
  const open = view.questions.filter(({ answered }) => answered === null);
  const done = view.questions.filter(({ answered }) => answered !== null);
  const last = done.at(-1);
  if (view.questions.length === 0) return null;
  return (
    <Panel title={`Questions · ${done.length} answered`}>
      <div className="grid gap-3">
        {open.map((question) => (
          <OpenQuestion key={question.id} question={question} onShow={onShow} />
        ))}
        {last && <PastQuestion question={last} />}
        {done.length > 1 && (
          <Disclosure title="Answered before">
            <div className="grid gap-3">
              {done.slice(0, -1).map((question) => (
                <PastQuestion key={question.id} question={question} />
              ))}
            </div>
          </Disclosure>
        )}
      </div>
    </Panel>
  );
}
