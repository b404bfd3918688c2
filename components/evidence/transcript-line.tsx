"use client";

import { memo, type ReactNode } from "react";
import type { Finding, LineRange } from "@/evidence";
import { cx } from "../ui/cx";
import { findingKey } from "./cite-label";
import { FindingNote } from "./finding-note";
import { ShowLines } from "./show-lines";

/** Longer lines are cut on the page; the whole text stays in the case. */
const LONGEST = 4000;

export interface TranscriptLineProps {
  file: number;
  line: number;
  text: string;
  /** Told at this line. */
  notes: readonly Finding[];
  /** Told further up; this line shows them too. */
  again: readonly Finding[];
  /** Every finding this line has a part in. */
  covering: readonly Finding[];
  marked: boolean;
  unread: boolean;
  /** The run of unread lines that begins here. */
  unreadFrom: LineRange | null;
  /** The finding whose lines stand out. */
  selected: Finding | null;
  /** Its findings are shown below it. */
  open: boolean;
  onToggle: (file: number, line: number) => void;
}

function LineNumber({ line, covering, open, onToggle, file }: TranscriptLineProps): ReactNode {
  const look = "block w-full select-none px-2 py-0.5 text-right font-mono text-2xs tabular-nums leading-[1.6]";
  if (covering.length === 0) return <span className={cx(look, "text-soft")}>{line}</span>;
  return (
    <button
      type="button"
      data-line={line}
      className={cx(look, "min-h-6 font-semibold text-accent hover:bg-accent-soft")}
      aria-expanded={open}
      aria-label={`Line ${line}, shows ${covering.length} ${covering.length === 1 ? "finding" : "findings"}`}
      onClick={() => onToggle(file, line)}
    >
      {line}
    </button>
  );
}

/** One line as pasted, with what it shows in the margin. */
export const TranscriptLine = memo(function TranscriptLine(props: TranscriptLineProps): ReactNode {
  const { line, text, notes, again, covering, marked, unread, unreadFrom, selected, open } = props;
  const hit = selected !== null && covering.includes(selected);
  const shown = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  return (
    <div
      className={cx(
        "grid grid-cols-[var(--gutter)_minmax(0,1fr)] border-l-2 font-mono text-2xs sm:grid-cols-[var(--gutter)_minmax(0,1fr)_minmax(8rem,13.5rem)] huge:grid-cols-[var(--gutter)_minmax(0,1fr)_22rem]",
        hit ? "border-l-likely bg-mark-strong" : open ? "border-l-accent bg-mark" : "border-l-transparent",
        !hit && !open && marked && "bg-mark",
      )}
    >
      <div className="border-line border-r">
        <LineNumber {...props} />
      </div>
      <div className="min-w-0 px-2.5 py-0.5 text-2xs leading-[1.6]">
        <code className={cx("whitespace-pre-wrap font-mono [overflow-wrap:anywhere]", unread && "text-soft")}>
          {shown || "\u00a0"}
        </code>
        {text.length > LONGEST && <span className="text-soft"> … {text.length - LONGEST} more characters</span>}
        {unreadFrom && (
          <span className="ml-2 whitespace-nowrap font-medium font-sans text-likely">
            not read{unreadFrom[1] > unreadFrom[0] && ` up to line ${unreadFrom[1]}`}
          </span>
        )}
      </div>
      <div className="col-start-2 min-w-0 font-sans sm:col-start-3 sm:border-line sm:border-l">
        {notes.map((finding) => (
          <FindingNote key={findingKey(finding)} finding={finding} />
        ))}
        {again
          .filter((finding) => !notes.includes(finding))
          .map((finding) => (
            <FindingNote key={findingKey(finding)} finding={finding} again />
          ))}
      </div>
      {open && (
        <div className="col-span-full border-line border-t bg-card px-3 py-2 font-sans text-xs sm:pl-[calc(var(--gutter)+0.75rem)]">
          <p className="mb-1 font-medium">What line {line} shows</p>
          <ul className="grid gap-1.5">
            {covering.map((finding) => (
              <li key={findingKey(finding)}>
                {finding.says} <ShowLines finding={finding} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
});
