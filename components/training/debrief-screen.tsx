"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { CauseId } from "@/evidence";
import { causeById } from "@/findings/causes/list";
import { count, duration } from "@/findings/say";
import { SiteNav } from "../reference/site-nav";
import { PageHeader } from "../shell/page-header";
import { ProblemBanner } from "../shell/problem-banner";
import { DebriefActions } from "./debrief-actions";
import { quoted } from "./marks";
import { Mistakes } from "./mistakes";
import { useOpenDrill } from "./open-drill";
import { isFinished } from "./past-results";
import { PastQuestion } from "./questions-panel";
import { ResultSaver } from "./result-saver";
import { RubricTable } from "./rubric-table";
import { Ways } from "./ways";

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }): ReactNode {
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="mb-3 font-semibold text-xl tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}

function CauseLink({ cause }: { cause: CauseId }): ReactNode {
  return (
    <Link href={`/causes/${cause}`} prefetch={false} className="link">
      {causeById(cause)?.title ?? cause}
    </Link>
  );
}

/** What it was, with what else held. */
function Truth(): ReactNode {
  const { view } = useOpenDrill();
  const { cause, contributing } = view.debrief ?? { cause: null, contributing: [] };
  if (!cause) return null;
  return (
    <div className="max-w-[66ch]">
      <p className="text-lg">
        It was <CauseLink cause={cause} />.
      </p>
      <p className="mt-1 text-soft">{causeById(cause)?.says}</p>
      {contributing.length > 0 && (
        <p className="mt-1 text-sm">
          Helped along by{" "}
          {contributing.map((id, index) => (
            <span key={id}>
              {index > 0 && ", "}
              <CauseLink cause={id} />
            </span>
          ))}
          .
        </p>
      )}
    </div>
  );
}

/** For the trainer, once the record holds what came of it. */
function Result(): ReactNode {
  const { record, acts } = useOpenDrill();
  return isFinished(record) ? <ResultSaver record={record} acts={acts} /> : null;
}

function Remedy(): ReactNode {
  const { view } = useOpenDrill();
  const { chosen, right, options } = view.remedy ?? { chosen: null, right: null, options: [] };
  if (chosen === null) return <p className="text-soft">None was chosen.</p>;
  return (
    <p className="max-w-[66ch]">
      <span className="font-medium">{right ? "Right: " : "Not the one that lasts: "}</span>
      {options.find(({ id }) => id === chosen)?.text}
    </p>
  );
}

/** The lines that were marked when the cause was named. */
function Evidence(): ReactNode {
  const { view, acts } = useOpenDrill();
  const named = acts.findLast(({ act }) => act.do === "accuse")?.act;
  const lines = named?.do === "accuse" ? quoted(named.marks, view.terminal) : [];
  if (lines.length === 0) return <p className="text-soft">You marked no lines.</p>;
  return (
    <ul className="grid gap-1.5">
      {lines.map(({ mark, text }) => (
        <li key={`${mark.act}-${mark.from}`}>
          <pre className="whitespace-pre-wrap rounded-lg bg-mark px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">
            {text}
          </pre>
        </li>
      ))}
    </ul>
  );
}

export interface DebriefScreenProps {
  /** What a written drill's text says at its end. */
  closing: ReactNode;
  /** What can be done next; on the site: other numbers, the wizard, a link. */
  actions?: ReactNode;
}

/** How it went: the score, the ways, the mistakes, and what can be done next. */
export function DebriefScreen({ closing, actions = <DebriefActions /> }: DebriefScreenProps): ReactNode {
  const { view, title, problems, dismissProblem } = useOpenDrill();
  const { debrief, score, spent, questions } = view;
  if (!debrief) return null;
  return (
    <>
      <PageHeader>
        <SiteNav current="/training/drill" />
      </PageHeader>
      <ProblemBanner problems={problems} onDismiss={dismissProblem} />
      <main tabIndex={-1} className="mx-auto w-full max-w-[76rem] px-4 py-8 outline-none sm:px-6 sm:py-10">
        <div className="grid gap-x-12 gap-y-6 wide:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="min-w-0">
            <p className="font-semibold text-accent text-xs">Debrief · {title}</p>
            <h1 tabIndex={-1} className="mt-1 font-semibold text-3xl tracking-[-0.02em]">
              {score.total} of 100 points
            </h1>
            <p className="mt-1 mb-4 text-soft">
              {count(spent.minutes, "minute")} of the customer’s time, {count(spent.commands, "command")},{" "}
              {duration(spent.seconds)} of yours.
            </p>
            <Truth />
            <div className="mt-5">{actions}</div>
          </div>
          <RubricTable score={score} />
        </div>
        {closing && (
          <Part id="closing" title="What this case teaches">
            {closing}
          </Part>
        )}
        <Part id="ways" title="Your way beside the best one">
          <Ways />
        </Part>
        <Part id="mistakes" title="Mistakes">
          <Mistakes mistakes={debrief.mistakes} />
        </Part>
        <Part id="evidence" title="The evidence you marked">
          <Evidence />
        </Part>
        <Part id="remedy" title="The remedy you chose">
          <Remedy />
        </Part>
        {questions.length > 0 && (
          <Part id="questions" title="The questions">
            <div className="grid gap-4 lg:grid-cols-2">
              {questions.map((question) => (
                <PastQuestion key={question.id} question={question} />
              ))}
            </div>
          </Part>
        )}
        <Part id="result" title="The result for your trainer">
          <Result />
        </Part>
      </main>
    </>
  );
}
