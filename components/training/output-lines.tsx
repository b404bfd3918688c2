"use client";

import { type ReactNode, useState } from "react";
import type { Mark } from "@/training/attempt";
import type { TerminalEntry } from "@/training/view";
import { MarkingList } from "./marking-list";
import { isMarked } from "./marks";
import { OutputRow, type OutputRowProps, rowLook } from "./output-row";

/** Outputs up to this many lines are shown whole; of longer ones the beginning. */
const WHOLE = 60;
const BEGINNING = 30;

export interface OutputLinesProps {
  entry: TerminalEntry;
  /** Marks in this output. */
  marks: readonly Mark[];
  /** Lines to look at. */
  shown: { from: number; to: number } | null;
  /** Lines are being chosen. */
  marking: boolean;
  onToggle: (act: number, line: number) => void;
}

/** What came back for one line. */
export function OutputLines({ entry, marks, shown, marking, onToggle }: OutputLinesProps): ReactNode {
  const { act, output, line: typed } = entry;
  const [unfolded, setUnfolded] = useState(false);
  const needed = Math.max(-1, shown?.to ?? -1, ...marks.map(({ to }) => to));
  const whole = unfolded || output.length <= WHOLE || needed >= BEGINNING;
  const rows = (whole ? output : output.slice(0, BEGINNING)).map(
    (text, line): OutputRowProps => ({
      text,
      line,
      marked: isMarked(marks, act, line),
      shown: shown !== null && shown.from <= line && line <= shown.to,
    }),
  );
  return (
    <>
      {marking && rows.length > 0 ? (
        <MarkingList act={act} typed={typed} rows={rows} onToggle={onToggle} />
      ) : (
        rows.map((row) => (
          <div key={row.line} data-act={act} data-line={row.line} className={rowLook(row)}>
            <OutputRow {...row} />
          </div>
        ))
      )}
      {!whole && (
        <button
          type="button"
          onClick={() => setUnfolded(true)}
          className="sticky left-0 min-h-9 px-3 font-medium font-sans text-accent text-xs hover:underline"
        >
          Show all {output.length.toLocaleString("en")} lines
        </button>
      )}
    </>
  );
}
