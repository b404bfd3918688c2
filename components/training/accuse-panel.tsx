"use client";

import { Highlighter, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { CAUSE_IDS, type CauseId } from "@/evidence";
import { causeById } from "@/findings/causes/list";
import { count } from "@/findings/say";
import { MOST_MARKED } from "@/training/attempt";
import { DEDUCTIONS } from "@/training/rubric";
import type { Accusation } from "@/training/view";
import { Button } from "../ui/button";
import { RadioList } from "../ui/radio-list";
import { countMarked, quoted } from "./marks";
import { useOpenDrill } from "./open-drill";
import { Panel } from "./panel";
import { VERDICTS } from "./verdicts";

const CHOICES = CAUSE_IDS.map((id) => ({ id, title: causeById(id)?.title ?? id, says: causeById(id)?.says ?? "" }));

/** Causes in which every word that is looked for occurs. */
export function causesFound(sought: string): { id: CauseId; title: string }[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return CHOICES.filter(({ title, says }) => words.every((word) => `${title} ${says}`.toLowerCase().includes(word)));
}

function Accusations({ accusations }: { accusations: readonly Accusation[] }): ReactNode {
  if (accusations.length === 0) return null;
  return (
    <ul className="mb-3 grid gap-2">
      {accusations.map(({ act, cause, verdict, says }) => (
        <li key={act} className="rounded-lg bg-sunken px-3 py-2 text-sm">
          <p className="font-medium">
            {causeById(cause)?.title ?? cause}: {VERDICTS[verdict]}
          </p>
          <p className="text-soft">{says}</p>
        </li>
      ))}
    </ul>
  );
}

function MarkedLines({ marking, onMarking }: { marking: boolean; onMarking: (marking: boolean) => void }): ReactNode {
  const { view, record, mark } = useOpenDrill();
  return (
    <div className="mt-3">
      <p className="text-soft text-xs">
        {countMarked(record.marks)} of at most {MOST_MARKED} lines marked as evidence. Click their numbers, or choose
        them by keyboard.
      </p>
      <ul className="mt-1 grid gap-1">
        {quoted(record.marks, view.terminal).map(({ mark: one, text }) => (
          <li key={`${one.act}-${one.from}`} className="flex items-start gap-1 rounded-md bg-mark">
            <code className="min-w-0 flex-1 whitespace-pre-wrap px-2 py-1 font-mono text-2xs [overflow-wrap:anywhere]">
              {text}
            </code>
            <button
              type="button"
              aria-label={`Take the mark off ${text.trim().slice(0, 60)}`}
              onClick={() => mark(record.marks.filter((other) => other !== one))}
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-soft hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </button>
          </li>
        ))}
      </ul>
      <Button className="mt-1.5" aria-pressed={marking} onClick={() => onMarking(!marking)}>
        <Highlighter aria-hidden />
        {marking ? "Done marking" : "Mark lines in the terminal"}
      </Button>
    </div>
  );
}

export interface AccusePanelProps {
  marking: boolean;
  onMarking: (marking: boolean) => void;
}

/** Where the cause is named, with the lines that prove it. */
export function AccusePanel({ marking, onMarking }: AccusePanelProps): ReactNode {
  const { view, record, take } = useOpenDrill();
  const id = useId();
  const [sought, setSought] = useState("");
  const [cause, setCause] = useState<CauseId | null>(null);
  const found = causesFound(sought);
  const accuse = (): void => {
    if (!cause) return;
    onMarking(false);
    setCause(null);
    void take({ do: "accuse", cause, marks: record.marks });
  };
  return (
    <Panel title="Name the cause">
      <Accusations accusations={view.accusations} />
      <label htmlFor={`${id}-find`} className="mb-1 block text-soft text-xs">
        Find one of {count(CHOICES.length, "cause")}
      </label>
      <input
        id={`${id}-find`}
        type="search"
        value={sought}
        onChange={(event) => setSought(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className="mb-2 min-h-9 w-full rounded-md border border-line-strong bg-card px-2.5 text-sm"
      />
      <span id={`${id}-causes`} className="sr-only">
        The cause
      </span>
      <div className="max-h-60 overflow-y-auto rounded-lg border border-line bg-card px-3 py-1.5">
        <RadioList
          labelledBy={`${id}-causes`}
          value={cause ?? ""}
          onChange={(value) => setCause(CAUSE_IDS.find((one) => one === value) ?? null)}
          options={found.map(({ id: value, title: label }) => ({ value, label }))}
        />
        {found.length === 0 && <p className="py-1 text-sm text-soft">No cause has these words.</p>}
      </div>
      <p aria-live="polite" className="sr-only">
        {sought === "" ? "" : `${count(found.length, "cause")} found`}
      </p>
      <MarkedLines marking={marking} onMarking={onMarking} />
      <Button kind="primary" className="mt-3 h-auto w-full" disabled={cause === null} onClick={accuse}>
        {cause ? `It is: ${causeById(cause)?.title ?? cause}` : "Choose a cause first"}
      </Button>
      <p className="mt-1.5 text-soft text-xs">
        A wrong one costs {DEDUCTIONS.wrongAccusation.points} points, a right one before anything shows it{" "}
        {DEDUCTIONS.unproven.points}.
      </p>
    </Panel>
  );
}
