"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";

export interface LineStepperProps {
  /** What is stepped through, one and several: `match`, `matches`. */
  what: readonly [one: string, several: string];
  /** Line numbers, ascending. */
  lines: readonly number[];
  /** How many there are in all, when not all are listed. */
  of?: number;
  /** The line where the reader is. */
  at: number;
  onShow: (line: number) => void;
}

/** Index of the last line up to `at`, or -1. */
export function placeAmong(lines: readonly number[], at: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Leads from one line to the next of its kind, and back. */
export function LineStepper({ what, lines, of = lines.length, at, onShow }: LineStepperProps): ReactNode {
  const place = placeAmong(lines, at);
  const here = place >= 0 && lines[place] === at;
  const before = here ? place - 1 : place;
  const next = place + 1;
  const show = (index: number): void => {
    const line = lines[index];
    if (line !== undefined) onShow(line);
  };
  return (
    <span className="inline-flex items-center text-xs">
      <span className="tabular-nums">
        {here ? `${(place + 1).toLocaleString("en-US")} of ` : ""}
        {of.toLocaleString("en-US")} {what[of === 1 ? 0 : 1]}
      </span>
      <Button
        kind="quiet"
        className="min-h-8 px-1.5"
        disabled={before < 0}
        aria-label={`Previous ${what[0]}`}
        onClick={() => show(before)}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        kind="quiet"
        className="-ml-1 min-h-8 px-1.5"
        disabled={next >= lines.length}
        aria-label={`Next ${what[0]}`}
        onClick={() => show(next)}
      >
        <ChevronDown aria-hidden />
      </Button>
    </span>
  );
}
