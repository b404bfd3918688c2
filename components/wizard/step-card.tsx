"use client";

import type { ReactNode } from "react";
import { useAnnounce } from "../shell/announcer";
import { Disclosure } from "../ui/disclosure";
import { Alternatives } from "./alternatives";
import { CommandList } from "./command-list";
import { Instead } from "./instead";
import { NoteForm } from "./note-form";
import { useOpenCase } from "./open-case";
import { QuestionsForm } from "./questions-form";
import { RepairFirst } from "./repair-first";
import { SituationChoice } from "./situation-choice";
import { SkipDialog } from "./skip-dialog";
import { StepText } from "./step-text";
import { STEP_TITLE } from "./use-arrival";

const EYEBROWS: Readonly<Record<string, string>> = {
  undecided: "Not decided",
  outside: "Beyond this playbook",
};

export interface StepCardProps {
  /** The explanation of the step, made at build. */
  text: ReactNode;
  /** The paste box, and what became of the last paste. */
  children: ReactNode;
}

/** What to do now. */
export function StepCard({ text, children }: StepCardProps): ReactNode {
  const { diagnosis, answer, skip, note } = useOpenCase();
  const announce = useAnnounce();
  const { step, end } = diagnosis;
  const asksAnything = step.commands.length + step.gaps.length + step.lacks.length > 0;
  const canSkip = !end || step.id === "outside";

  const takeAnswers = async (answers: readonly { question: string; value: string }[]): Promise<void> => {
    for (const { question, value } of answers) await answer(question, value);
    announce(answers.length === 1 ? "Answer noted." : `${answers.length} answers noted.`);
  };

  const asksCommands = step.commands.length > 0;
  const questions = step.questions.length > 0 && (
    <QuestionsForm
      key={`questions of ${step.id}`}
      questions={step.questions}
      onAnswer={(answers) => void takeAnswers(answers)}
    />
  );

  return (
    <section aria-labelledby={STEP_TITLE} className="rounded-xl border border-line bg-card p-4.5 shadow-card sm:p-6.5">
      <p className="font-semibold text-accent text-xs">{EYEBROWS[step.id] ?? "Next"}</p>
      <h2 id={STEP_TITLE} tabIndex={-1} className="mt-0.5 scroll-mt-24 font-semibold text-2xl tracking-[-0.018em]">
        {step.title}
      </h2>
      <p className="mt-1.5 max-w-[64ch] text-soft">{step.why}</p>

      <RepairFirst repairs={step.repairs} asked={step.commands} />
      {asksAnything && <SituationChoice />}
      {step.commands.length > 0 && (
        <div className="mt-3">
          <CommandList commands={step.commands} />
        </div>
      )}
      {step.gaps.length > 0 && (
        <section aria-labelledby="gaps" className="mt-5">
          <h3 id="gaps" className="panel-title mb-1.5">
            Also missing in the chain
          </h3>
          <CommandList commands={step.gaps} />
        </section>
      )}
      <Instead step={step} />
      {!asksCommands && questions}
      <div className="mt-3 mb-4">
        <Alternatives key={`ways of ${step.id}`} alternatives={step.alternatives} />
        {text && (
          <Disclosure
            key={`text of ${step.id}`}
            title="How to run it, how to read it"
            summaryClassName="font-medium text-accent"
          >
            <StepText findings={diagnosis.findings}>{text}</StepText>
          </Disclosure>
        )}
        <div className="-ml-1 flex flex-wrap items-center gap-x-1">
          {canSkip && <SkipDialog label={step.label} onSkip={(reason) => void skip(step.id, reason)} />}
          <NoteForm onNote={(words) => void note(words, step.id)} />
        </div>
      </div>
      {children}
      {asksCommands && questions && (
        <section aria-labelledby="answers" className="mt-6 border-line border-t pt-5">
          <h3 id="answers" className="panel-title">
            Or answer, if somebody knows
          </h3>
          {questions}
        </section>
      )}
    </section>
  );
}
