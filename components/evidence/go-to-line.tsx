"use client";

import { type FormEvent, type ReactNode, useState } from "react";

export interface GoToLineProps {
  /** Name of the transcript. */
  name: string;
  lines: number;
  onShow: (line: number) => void;
}

/** Leads to a line by its number. */
export function GoToLine({ name, lines, onShow }: GoToLineProps): ReactNode {
  const [wanted, setWanted] = useState("");
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const line = Number(wanted.replace(/[\s,.]/g, ""));
    if (Number.isInteger(line) && line >= 1) onShow(Math.min(line, lines));
  };
  return (
    <form onSubmit={go}>
      <label>
        <span className="sr-only">
          Go to a line of {name}, 1 to {lines.toLocaleString("en-US")}
        </span>
        <input
          value={wanted}
          inputMode="numeric"
          placeholder="Go to line"
          onChange={(event) => setWanted(event.target.value)}
          className="min-h-8 w-28 rounded-md border border-line-strong bg-card px-2 py-0.5 text-xs"
        />
      </label>
    </form>
  );
}
