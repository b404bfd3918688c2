"use client";

import { FileText } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { CommandList } from "../wizard/command-list";
import { NoteForm } from "../wizard/note-form";
import { useOpenCase } from "../wizard/open-case";
import { STEP_TITLE } from "../wizard/use-arrival";
import { Verdict } from "./verdict";

export interface VerdictCardProps {
  onReport: () => void;
  /** The paste box, and what became of the last paste. */
  children: ReactNode;
}

/** The verdict in place of a step, and the way on from it. */
export function VerdictCard({ onReport, children }: VerdictCardProps): ReactNode {
  const { diagnosis, note } = useOpenCase();
  const { gaps, commands } = diagnosis.step;
  const next = [...commands, ...gaps];
  return (
    <section aria-labelledby={STEP_TITLE} className="rounded-xl border border-line bg-card p-4.5 shadow-card sm:p-6.5">
      <Verdict headingId={STEP_TITLE} />
      <div className="mt-7 flex flex-wrap items-center gap-2 border-line border-t pt-4">
        <Button kind="primary" onClick={onReport}>
          <FileText aria-hidden />
          Report
        </Button>
        <NoteForm onNote={(words) => void note(words, diagnosis.step.id)} />
      </div>
      <section aria-labelledby="keep-going" className="mt-6">
        <h3 id="keep-going" className="font-semibold text-lg tracking-tight">
          Keep going
        </h3>
        <p className="mt-1 mb-3 max-w-[64ch] text-soft text-sm">
          More evidence can confirm the cause, add another, or prove it wrong.
          {next.length > 0 && " These outputs would complete the chain:"}
        </p>
        {next.length > 0 && (
          <div className="mb-4">
            <CommandList commands={next} />
          </div>
        )}
        {children}
      </section>
    </section>
  );
}
