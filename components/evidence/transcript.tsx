"use client";

import { ChevronsUpDown } from "lucide-react";
import { type CSSProperties, type ReactNode, useCallback, useId, useMemo, useState } from "react";
import type { Coverage } from "@/cases/coverage";
import type { Block, Finding } from "@/evidence";
import { Button } from "../ui/button";
import { BlockChips } from "./block-chips";
import { foldedRows, lineNotes, type TranscriptRow, unreadLines } from "./line-notes";
import { useSelection } from "./selection";
import { TextLines } from "./text-lines";
import { TranscriptHead } from "./transcript-head";
import { TranscriptLine } from "./transcript-line";
import { TranscriptRows } from "./transcript-rows";
import { UnreadList } from "./unread-list";

/** Up to so many lines a transcript is shown whole. */
const WHOLE = 18;
/** So many lines that were not read are brought up by themselves. */
const UNREAD_SHOWN = 8;

export interface TranscriptProps {
  file: number;
  name: string;
  at: string;
  text: string;
  blocks: readonly Block[];
  findings: readonly Finding[];
  coverage: Coverage;
  guessAt: (line: number) => string | null;
  onRemove: () => void;
}

/** A transcript with line numbers, and what its lines show in the margin. */
export function TranscriptView({
  file,
  name,
  at,
  text,
  blocks,
  findings,
  coverage,
  guessAt,
  onRemove,
}: TranscriptProps): ReactNode {
  const id = useId();
  const { finding: selected, line: openLine, target, toggleLine } = useSelection();
  const [all, setAll] = useState(false);
  const [unfolded, setUnfolded] = useState<readonly (readonly [number, number])[]>([]);
  const lines = useMemo(() => new TextLines(text), [text]);
  const notes = useMemo(() => lineNotes(findings, file), [findings, file]);
  const unread = useMemo(() => unreadLines(blocks), [blocks]);
  const count = useMemo(() => lines.lastFilled, [lines]);
  const aimed = target?.file === file ? target.line : null;
  const whole = all || count <= WHOLE;

  const rows = useMemo((): readonly TranscriptRow[] => {
    if (whole) return Array.from({ length: count }, (_, index) => ({ kind: "line", line: index + 1 }));
    const important = new Set([...notes.at.keys(), ...notes.again.keys(), ...notes.marked]);
    for (const block of blocks) important.add(block.lines[0]);
    for (const [start] of unread.ranges.slice(0, UNREAD_SHOWN)) important.add(start);
    if (aimed !== null) important.add(aimed);
    for (const [first, last] of unfolded) for (let line = first; line <= last; line++) important.add(line);
    return foldedRows(count, important);
  }, [whole, count, notes, blocks, unread, aimed, unfolded]);

  const unfold = useCallback((first: number, last: number) => setUnfolded((ranges) => [...ranges, [first, last]]), []);
  // Room for the longest line number.
  const gutter = { "--gutter": `calc(${Math.max(3, String(count).length)}ch + 1.25rem)` } as CSSProperties;
  const open = openLine?.file === file ? openLine.line : null;

  return (
    <article data-transcript={file} aria-labelledby={id} className="min-w-0">
      <TranscriptHead id={id} name={name} at={at} coverage={coverage} onRemove={onRemove}>
        {count > WHOLE && (
          <Button kind="quiet" className="min-h-8 px-2 text-xs" aria-pressed={all} onClick={() => setAll(!all)}>
            <ChevronsUpDown aria-hidden />
            {all ? "Show what matters" : `Show all ${count.toLocaleString("en-US")} lines`}
          </Button>
        )}
      </TranscriptHead>
      <div className="overflow-hidden rounded-lg border border-line bg-card" style={gutter}>
        <BlockChips blocks={blocks} file={file} />
        <UnreadList file={file} ranges={unread.ranges} guessAt={guessAt} />
        <TranscriptRows
          label={`Lines of ${name}`}
          rows={rows}
          onUnfold={unfold}
          target={target?.file === file ? target : null}
          renderLine={(line) => (
            <TranscriptLine
              file={file}
              line={line}
              text={lines.line(line)}
              notes={notes.at.get(line) ?? NONE}
              again={notes.again.get(line) ?? NONE}
              covering={notes.covering(line)}
              marked={notes.marked.has(line)}
              unread={unread.has(line)}
              unreadFrom={unread.startingAt(line)}
              selected={selected}
              open={open === line}
              onToggle={toggleLine}
            />
          )}
        />
      </div>
    </article>
  );
}

const NONE: readonly Finding[] = [];
