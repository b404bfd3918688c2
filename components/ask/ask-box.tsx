"use client";

import { type ClipboardEvent, type ReactNode, useId } from "react";
import type { Problem } from "@/evidence";
import { usePageInput } from "../shell/page-input";
import { ProblemText } from "../shell/problem-text";
import { Button } from "../ui/button";
import { cx } from "../ui/cx";
import { Notice } from "../ui/notice";
import { useAskedText } from "./use-asked-text";

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

/** A box for a word or a whole output, answered while one types. Files may be dropped anywhere on the page. */
export function AskBox({ label, hint, placeholder, onText, busy, problem, found, rows = 4 }: AskBoxProps): ReactNode {
  const id = useId();
  const text = useAskedText(onText);
  const dragging = usePageInput({ onText: text.take, onFiles: (files) => void text.takeFiles(files) });
  const wrong = text.problem ?? problem;

  const paste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    // Into a started text a paste belongs to that text.
    if (text.shown !== "" && text.length === 0) return;
    event.preventDefault();
    const files = [...event.clipboardData.files];
    const pasted = event.clipboardData.getData("text/plain");
    if (pasted === "" && files.length > 0) void text.takeFiles(files);
    else text.take(pasted);
  };
  return (
    <div
      className={cx(
        "rounded-xl border bg-card px-3.5 pt-3 pb-2.5 shadow-card print:hidden sm:px-4",
        dragging ? "border-accent" : "border-line",
      )}
    >
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
        value={text.shown}
        readOnly={text.length > 0}
        onChange={(event) => text.take(event.target.value)}
        onPaste={paste}
        className="block w-full resize-y rounded-md border border-line-strong bg-sunken px-3 py-2 font-mono text-xs placeholder:text-soft"
      />
      {text.length > 0 && (
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-soft text-xs">
          The beginning of {text.length.toLocaleString("en")} characters; all of them are read.
          <Button kind="quiet" onClick={() => text.take("")}>
            Clear
          </Button>
        </p>
      )}
      <p role="status" className="mt-1.5 min-h-5 text-soft text-xs">
        {busy ? "Reading…" : found}
      </p>
      {wrong && (
        <Notice tone="problem" title={wrong.what} className="my-2">
          <ProblemText problem={wrong} />
        </Notice>
      )}
    </div>
  );
}
