"use client";

import { type ReactNode, useId } from "react";
import type { Problem } from "@/evidence";
import { ProblemText } from "../shell/problem-text";
import { Notice } from "../ui/notice";

export interface AskBoxProps {
  label: string;
  hint: ReactNode;
  placeholder: string;
  onText: (text: string) => void;
  busy: boolean;
  problem: Problem | null;
  /** What was found, in a line; read out when it changes. */
  found: string | null;
  rows?: number;
}

/** A box for a word or a whole output, answered while one types. */
export function AskBox({ label, hint, placeholder, onText, busy, problem, found, rows = 4 }: AskBoxProps): ReactNode {
  const id = useId();
  return (
    <div className="rounded-xl border border-line bg-card px-3.5 pt-3 pb-2.5 shadow-card print:hidden sm:px-4">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <p id={`${id}-hint`} className="mb-2 text-soft text-xs">
        {hint}
      </p>
      <textarea
        id={id}
        aria-describedby={`${id}-hint`}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        placeholder={placeholder}
        onChange={(event) => onText(event.target.value)}
        className="block w-full resize-y rounded-md border border-line-strong bg-sunken px-3 py-2 font-mono text-xs placeholder:text-soft"
      />
      <p role="status" className="mt-1.5 min-h-5 text-soft text-xs">
        {busy ? "Reading…" : found}
      </p>
      {problem && (
        <Notice tone="problem" title={problem.what} className="my-2">
          <ProblemText problem={problem} />
        </Notice>
      )}
    </div>
  );
}
