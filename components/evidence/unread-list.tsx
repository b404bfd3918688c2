"use client";

import { type ReactNode, useState } from "react";
import type { LineRange } from "@/evidence";
import { Disclosure } from "../ui/disclosure";
import { lineLabel } from "./cite-label";
import { useSelection } from "./selection";

/** Places shown at first, and with each step further. */
const STEP = 8;

export interface UnreadListProps {
  file: number;
  ranges: readonly LineRange[];
  /** What the place that begins at this line comes nearest to, as a clause; null when nobody looked. */
  guessAt: (line: number) => string | null;
}

/** A guess, with the names of outputs as they are typed. */
function Guess({ says }: { says: string }): ReactNode {
  return says.split("`").map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="font-mono text-[0.95em]">
        {part}
      </code>
    ),
  );
}

/** Every place of a transcript that was not read, with the nearest guess, each leading there. */
export function UnreadList({ file, ranges, guessAt }: UnreadListProps): ReactNode {
  const { showLine } = useSelection();
  const [most, setMost] = useState(STEP);
  if (ranges.length === 0) return null;
  const lines = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const shown = ranges.slice(0, most);
  return (
    <Disclosure
      open={ranges.length <= STEP}
      className="border-line border-b bg-paper px-2.5 py-1"
      summaryClassName="min-h-6 text-xs font-medium text-likely"
      title={`Not read: ${lines.toLocaleString("en-US")} ${lines === 1 ? "line" : "lines"} at ${ranges.length.toLocaleString("en-US")} ${ranges.length === 1 ? "place" : "places"}`}
    >
      <ul aria-label="Lines that were not read" className="grid gap-x-6 text-xs">
        {shown.map((range) => (
          <li key={range[0]} className="flex flex-wrap items-baseline gap-x-2">
            <button type="button" className="link min-h-6 text-left" onClick={() => showLine(file, range[0])}>
              {lineLabel(range)}
            </button>
            <span className="text-soft">
              <Guess says={guessAt(range[0]) ?? ""} />
            </span>
          </li>
        ))}
      </ul>
      {ranges.length > most && (
        <button type="button" className="link min-h-6 text-xs" onClick={() => setMost(most + 10 * STEP)}>
          Show {Math.min(10 * STEP, ranges.length - most)} more
        </button>
      )}
    </Disclosure>
  );
}
