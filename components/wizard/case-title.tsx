"use client";

import { type KeyboardEvent, type ReactNode, useState } from "react";
import { CASE_LIMITS } from "@/cases/limits";

/** The name of the case, written where it stands. */
export function CaseTitle({ title, onRename }: { title: string; onRename: (title: string) => void }): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);

  const keep = (): void => {
    const name = draft?.trim() ?? "";
    if (name !== "" && name !== title) onRename(name);
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape") setDraft(null);
  };

  return (
    <h1 className="min-w-0 flex-1 sm:flex-none">
      <span className="sr-only">{title}</span>
      <input
        aria-label="Case title"
        value={draft ?? title}
        maxLength={CASE_LIMITS.title}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={onKeyDown}
        autoComplete="off"
        className="field-sizing-content -mx-1.5 w-full min-w-24 max-w-md truncate rounded-md border border-transparent bg-transparent px-1.5 py-0.5 font-medium text-sm hover:border-line focus:border-line-strong sm:w-auto"
      />
    </h1>
  );
}
