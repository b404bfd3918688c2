"use client";

import { Play, RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { startAttempt } from "@/browser/attempt-store";
import { useAttempts } from "@/browser/use-attempts";
import { useBrief } from "@/browser/use-brief";
import { type Problem, problemIn } from "@/evidence";
import { LEVEL_NAMES, TOPIC_NAMES } from "@/training/topics";
import { SiteNav } from "../reference/site-nav";
import { PageHeader } from "../shell/page-header";
import { ProblemBanner } from "../shell/problem-banner";
import { Button } from "../ui/button";
import { drillHash } from "./drill-address";
import type { DrillScreenProps } from "./drill-screen";
import { RubricTable } from "./rubric-table";
import { ShareDrill } from "./share-drill";

export interface BriefScreenProps {
  code: string;
  title: string;
  /** Minutes that it takes, about. */
  minutes: number | null;
  texts: DrillScreenProps["texts"];
}

const STEPS = [
  "Type commands in the terminal. Each tool answers as the real one would, with its own errors for what it does not know.",
  "Look at what the output shows: now and then you are asked about it, and only the first answer counts.",
  "Name the cause as soon as the output proves it, with the lines that do. Then choose the remedy.",
];

function WrittenBrief({ texts }: { texts: NonNullable<BriefScreenProps["texts"]> }): ReactNode {
  return (
    <>
      <section aria-labelledby="customer" className="mt-5 rounded-xl border border-line bg-card p-4.5 shadow-card">
        <h2 id="customer" className="panel-title">
          The customer
        </h2>
        {texts.brief}
      </section>
      <section aria-labelledby="watch" className="mt-6">
        <h2 id="watch" className="panel-title">
          What to watch for
        </h2>
        {texts.watch}
      </section>
    </>
  );
}

/** What a drill is about, before it begins. */
export function BriefScreen({ code, title, minutes, texts }: BriefScreenProps): ReactNode {
  const { view, problem } = useBrief(code);
  const { attempts } = useAttempts();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const begun = attempts.find((attempt) => attempt.code === code && attempt.phase !== "debrief");

  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      const { id } = await startAttempt(code);
      window.location.hash = drillHash(code, id);
    } catch (error) {
      setRefused([problemIn(error)]);
      setBusy(false);
    }
  };
  return (
    <>
      <PageHeader>
        <SiteNav current="/training/drill" />
      </PageHeader>
      <ProblemBanner problems={problem ? [problem] : refused} onDismiss={() => setRefused([])} />
      <main
        tabIndex={-1}
        className="mx-auto grid w-full max-w-[76rem] gap-x-12 gap-y-8 px-4 py-8 outline-none sm:px-6 sm:py-10 wide:grid-cols-[minmax(0,1fr)_26rem]"
      >
        <div className="min-w-0">
          <p className="font-semibold text-accent text-xs">
            Drill{view && ` · ${TOPIC_NAMES[view.topic]} · ${LEVEL_NAMES[view.level]}`}
            {minutes !== null && ` · about ${minutes} minutes`}
          </p>
          <h1 className="mt-1 font-semibold text-3xl tracking-[-0.02em]">{title}</h1>
          {texts ? (
            <WrittenBrief texts={texts} />
          ) : (
            <figure className="mt-5 rounded-xl border border-line bg-card p-4.5 shadow-card">
              <figcaption className="panel-title mb-1.5">The customer says</figcaption>
              <blockquote className="max-w-[62ch] text-lg" aria-busy={view === null}>
                {view ? `“${view.complaint}”` : "The server is being made …"}
              </blockquote>
            </figure>
          )}
          <div className="mt-6 flex flex-wrap gap-2">
            {begun && (
              <Button kind="primary" asChild>
                <a href={drillHash(code, begun.id)}>
                  <Play aria-hidden />
                  Go on where you left off
                </a>
              </Button>
            )}
            <Button kind={begun ? "plain" : "primary"} disabled={busy || !view} onClick={() => void start()}>
              {begun ? <RotateCcw aria-hidden /> : <Play aria-hidden />}
              {begun ? "Begin again from the start" : view || problem ? "Begin" : "The server is being made …"}
            </Button>
            <ShareDrill code={code} />
          </div>
          <section aria-labelledby="how" className="mt-9 max-w-[66ch]">
            <h2 id="how" className="panel-title mb-2">
              How it goes
            </h2>
            <ol className="list-decimal space-y-1.5 pl-5 text-sm marker:text-soft">
              {STEPS.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </section>
        </div>
        <section aria-labelledby="rubric">
          <h2 id="rubric" className="panel-title mb-2">
            How it is scored
          </h2>
          <RubricTable />
        </section>
      </main>
    </>
  );
}
