import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { CauseDefinition } from "@/findings/causes/cause";
import { questionById } from "@/findings/questions";
import type { Step } from "@/machines/ask";
import type { Playbook } from "@/machines/playbook";
import { fill } from "@/machines/template";
import { PractiseLink } from "../training/practise-link";
import { Disclosure } from "../ui/disclosure";
import { StartCase } from "./start-case";
import { StepCommands } from "./step-commands";

export interface StepLink {
  id: string;
  label: string;
}

export interface StepSectionProps {
  id: string;
  step: Step;
  playbook: Playbook;
  /** Steps that a case beginning here has behind it; null where no case can begin. */
  skips: readonly string[] | null;
  causes: readonly CauseDefinition[];
  /** The steps that stand before and behind it. */
  previous: StepLink | undefined;
  next: StepLink | undefined;
  /** The explanation. */
  children: ReactNode;
}

function Questions({ ids }: { ids: readonly string[] }): ReactNode {
  if (ids.length === 0) return null;
  return (
    <ul className="my-3 list-disc space-y-1.5 pl-5 marker:text-accent">
      {ids.map((id) => (
        <li key={id}>
          {questionById(id)?.ask} <span className="text-sm text-soft">{questionById(id)?.why}</span>
        </li>
      ))}
    </ul>
  );
}

function Alternatives({ alternatives }: { alternatives: Step["ask"]["alternatives"] }): ReactNode {
  if (alternatives.length === 0) return null;
  return (
    <section className="mt-6">
      <h3 className="panel-title mb-1">Other ways to the same facts</h3>
      {alternatives.map(({ id, label, note, commands }) => (
        <Disclosure key={id} title={label} summaryClassName="text-ink">
          <p className="max-w-[68ch] text-sm text-soft">{note}</p>
          <StepCommands asks={commands} />
        </Disclosure>
      ))}
    </section>
  );
}

/** One step to read: what it asks for, how to do it, and what it can name. */
export function StepSection({
  id,
  step,
  playbook,
  skips,
  causes,
  previous,
  next,
  children,
}: StepSectionProps): ReactNode {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-20 border-line border-t pt-8 pb-10">
      <p className="break-after-avoid font-semibold text-accent text-xs">{step.label}</p>
      <h2 id={`${id}-title`} className="mt-0.5 font-semibold text-2xl tracking-[-0.018em]">
        {fill(step.title, []).text}
      </h2>
      <p className="mt-1.5 max-w-[64ch] text-soft">{fill(step.why, []).text}</p>
      <Questions ids={step.ask.questions} />
      <StepCommands asks={step.ask.commands} />
      {children}
      <Alternatives alternatives={step.ask.alternatives} />
      {causes.length > 0 && (
        <p className="mt-6 text-sm">
          <span className="text-soft">Bears on: </span>
          {causes.map((cause, index) => (
            <span key={cause.id}>
              {index > 0 && " · "}
              <Link href={`/causes/${cause.id}`} prefetch={false} className="link">
                {cause.title}
              </Link>
            </span>
          ))}
        </p>
      )}
      <p className="mt-3 -ml-3 print:hidden">
        {skips && (
          <StartCase title={`Begun at “${step.label}”`} playbook={playbook.id} skips={skips}>
            Start here in the wizard
            <span className="sr-only">: {step.label}</span>
            <ArrowRight aria-hidden />
          </StartCase>
        )}
        <PractiseLink causes={causes.map((cause) => cause.id)} what={step.label} />
      </p>
      <p className="mt-3 flex flex-wrap justify-between gap-x-6 text-sm print:hidden">
        {previous && (
          <a href={`#${previous.id}`} className="link inline-block py-1">
            <span className="sr-only">Previous step: </span>← {previous.label}
          </a>
        )}
        {next && (
          <a href={`#${next.id}`} className="link ml-auto inline-block py-1">
            <span className="sr-only">Next step: </span>
            {next.label} →
          </a>
        )}
      </p>
    </section>
  );
}
