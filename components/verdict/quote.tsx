"use client";

import type { ReactNode } from "react";
import type { Quoter } from "@/cases/quote";
import type { Cite, Finding } from "@/evidence";
import { questionById } from "@/findings/questions";
import { citeLabel, distinctCites } from "../evidence/cite-label";
import { useSelection } from "../evidence/selection";

/** So many lines of one place are quoted; of a whole output, which proves by being there, fewer. */
const LINES = 4;
const WHOLE = { from: 8, lines: 2 };
/** So many places of one finding are quoted. */
const PLACES = 3;
/** Longer lines are cut in a quote. */
const LENGTH = 400;

export interface QuoteProps {
  finding: Finding;
  quoter: Quoter;
  answers: ReadonlyMap<string, string>;
}

function AnswerQuote({ question, answers }: { question: string; answers: ReadonlyMap<string, string> }): ReactNode {
  const value = answers.get(question) ?? "";
  const asked = questionById(question);
  return (
    <blockquote className="mt-1.5 rounded-md border-line border-l-3 bg-sunken px-3 py-1.5 text-xs">
      <span className="text-soft">{asked?.ask ?? question}</span>{" "}
      <span className="font-medium">{asked?.answers.find((choice) => choice.value === value)?.label ?? value}</span>
    </blockquote>
  );
}

function LinesQuote({
  finding,
  cite,
  quoter,
}: {
  finding: Finding;
  cite: Extract<Cite, { file: number }>;
  quoter: Quoter;
}): ReactNode {
  const { names, showFinding } = useSelection();
  const length = cite.lines[1] - cite.lines[0] + 1;
  const quote = quoter.quote(cite.file, cite.lines, length >= WHOLE.from ? WHOLE.lines : LINES);
  if (!quote) return null;
  const label = citeLabel(cite, names);
  return (
    <figure className="mt-1.5 overflow-hidden rounded-md border border-line bg-sunken break-inside-avoid">
      <blockquote className="px-3 py-1.5">
        {quote.text.map((line) => (
          <div key={line.number} className="grid grid-cols-[2.5rem_minmax(0,1fr)] font-mono text-2xs leading-[1.55]">
            <span className="select-none text-soft tabular-nums">{line.number}</span>
            <code className="whitespace-pre-wrap [overflow-wrap:anywhere]">
              {line.text.length > LENGTH ? `${line.text.slice(0, LENGTH)} …` : line.text || "\u00a0"}
            </code>
          </div>
        ))}
      </blockquote>
      <figcaption className="border-line border-t px-3 py-0.5 text-2xs text-soft">
        <button
          type="button"
          className="link min-h-6 print:no-underline"
          aria-label={`Show ${label}: ${finding.says}`}
          onClick={() => showFinding(finding, cite)}
        >
          {label}
        </button>
        {quote.more > 0 && ` · ${quote.more} more ${quote.more === 1 ? "line" : "lines"}`}
      </figcaption>
    </figure>
  );
}

/** The lines and answers that prove a finding. */
export function Quotes({ finding, quoter, answers }: QuoteProps): ReactNode {
  const cites = distinctCites(finding);
  return (
    <>
      {cites
        .slice(0, PLACES)
        .map((cite) =>
          "answer" in cite ? (
            <AnswerQuote key={cite.answer} question={cite.answer} answers={answers} />
          ) : (
            <LinesQuote
              key={`${cite.file}-${cite.lines[0]}-${cite.lines[1]}`}
              finding={finding}
              cite={cite}
              quoter={quoter}
            />
          ),
        )}
      {cites.length > PLACES && <p className="mt-1 text-2xs text-soft">and {cites.length - PLACES} more places</p>}
    </>
  );
}
