"use client";

import { useEffect, useMemo, useReducer } from "react";
import type { LongReading } from "@/browser/diagnosis-protocol";
import { LongLines } from "@/browser/long-lines";
import type { LongText } from "@/browser/long-text";

const known = new WeakMap<LongReading, LongLines>();

/** The lines of a long text that was read. */
export function longLinesOf(text: LongText, reading: LongReading): LongLines {
  const lines = known.get(reading) ?? new LongLines(text, reading.index);
  known.set(reading, lines);
  return lines;
}

/** Sees to it that the lines from first to last are there, and draws anew when they are. */
export function useLinesInSight(lines: LongLines, first: number, last: number): void {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  // Some more on both sides, so that scrolling rarely waits.
  const [from, to] = useMemo(() => [Math.max(1, first - 64), last + 64], [first, last]);
  useEffect(() => {
    let over = false;
    const missing = lines.peek(first) === null || lines.peek(Math.max(first, Math.min(last, lines.count))) === null;
    lines
      .load(from, to)
      .then(() => {
        if (missing && !over) redraw();
      })
      .catch(() => undefined);
    return () => {
      over = true;
    };
  }, [lines, first, last, from, to]);
}
