"use client";

import { MessageSquareText, NotebookPen, SkipForward, X } from "lucide-react";
import type { ReactNode } from "react";
import { type Entry, liveEntries } from "@/cases/case-log";
import { questionById } from "@/findings/questions";
import type { Playbook } from "@/machines/playbook";
import { useOpenCase } from "./open-case";

type Said = Extract<Entry, { type: "answer" | "skip" | "note" }>;

function answerLabel(question: string, value: string): string {
  return questionById(question)?.answers.find((choice) => choice.value === value)?.label ?? value;
}

function Row({ entry, playbook }: { entry: Said; playbook: Playbook }): ReactNode {
  const { remove } = useOpenCase();
  const step = entry.type === "answer" ? null : entry.step;
  const label = step ? (playbook.steps[step]?.label ?? step) : "";
  const Icon = entry.type === "answer" ? MessageSquareText : entry.type === "skip" ? SkipForward : NotebookPen;
  const what = entry.type === "answer" ? "answer" : entry.type === "skip" ? "skip" : "note";
  return (
    <li
      data-answer={entry.type === "answer" ? entry.question : undefined}
      tabIndex={-1}
      className="flex items-start gap-2.5 border-line border-t px-3.5 py-2 text-sm first:border-t-0"
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
      <div className="min-w-0 flex-1">
        {entry.type === "answer" && (
          <>
            <p className="text-soft text-xs">{questionById(entry.question)?.ask ?? entry.question}</p>
            <p className="font-medium">{answerLabel(entry.question, entry.value)}</p>
          </>
        )}
        {entry.type === "skip" && (
          <>
            <p className="text-soft text-xs">Gone on without “{label}”</p>
            <p>{entry.reason || "No reason given"}</p>
          </>
        )}
        {entry.type === "note" && (
          <>
            {label && <p className="text-soft text-xs">Note at “{label}”</p>}
            <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{entry.text}</p>
          </>
        )}
      </div>
      <button
        type="button"
        onClick={() => remove(entry.id)}
        aria-label={`Take back the ${what}: ${entry.type === "answer" ? answerLabel(entry.question, entry.value) : entry.type === "skip" ? label : entry.text.slice(0, 60)}`}
        className="-m-1 inline-flex size-8 shrink-0 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </li>
  );
}

/** What people said: answers, reasons for skipping, notes. Each can be taken back. */
export function SaidList({ playbook }: { playbook: Playbook }): ReactNode {
  const { case: subject } = useOpenCase();
  const live = liveEntries(subject.log).filter((entry) => entry.type !== "transcript" && entry.type !== "limit");
  const lastAnswer = new Map(live.flatMap((entry) => (entry.type === "answer" ? [[entry.question, entry.id]] : [])));
  // Of several answers to one question the last one counts.
  const said = live.filter((entry) => entry.type !== "answer" || lastAnswer.get(entry.question) === entry.id);
  if (said.length === 0) return null;
  return (
    <section aria-labelledby="said">
      <h3 id="said" className="panel-title mb-2">
        What people said
      </h3>
      <ul className="rounded-lg border border-line bg-card">
        {said.map((entry) => (
          <Row key={entry.id} entry={entry} playbook={playbook} />
        ))}
      </ul>
    </section>
  );
}
