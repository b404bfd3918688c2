"use client";

import { type CSSProperties, type ReactNode, useCallback, useEffect, useId, useMemo, useState } from "react";
import type { LongReading } from "@/browser/diagnosis-protocol";
import type { LongText } from "@/browser/long-text";
import type { Coverage } from "@/cases/coverage";
import type { Block, Finding } from "@/evidence";
import { BlockChips } from "./block-chips";
import { FindInText } from "./find-in-text";
import { GoToLine } from "./go-to-line";
import { LineDetail } from "./line-detail";
import { lineNotes, unreadLines } from "./line-notes";
import { LineStepper } from "./line-stepper";
import { LongLine } from "./long-line";
import { useSelection } from "./selection";
import { TallList } from "./tall-list";
import { TranscriptHead } from "./transcript-head";
import { UnreadList } from "./unread-list";
import { longLinesOf, useLinesInSight } from "./use-long-lines";

export interface LongTranscriptProps {
  file: number;
  name: string;
  at: string;
  text: LongText;
  reading: LongReading;
  blocks: readonly Block[];
  findings: readonly Finding[];
  coverage: Coverage;
  guessAt: (line: number) => string | null;
  onRemove: () => void;
}

const NONE: readonly Finding[] = [];

/** A transcript of any length: its lines are fetched where the reader is, and can be searched, stepped through and copied. */
export function LongTranscript(props: LongTranscriptProps): ReactNode {
  const { file, name, at, text, reading, blocks, findings, coverage, guessAt, onRemove } = props;
  const id = useId();
  const { finding: selected, line: openLine, target: aimed, showLine } = useSelection();
  const lines = useMemo(() => longLinesOf(text, reading), [text, reading]);
  const notes = useMemo(() => lineNotes(findings, file), [findings, file]);
  const unread = useMemo(() => unreadLines(blocks), [blocks]);
  const noted = useMemo(() => [...notes.at.keys()].sort((a, b) => a - b), [notes]);
  const unreadAt = useMemo(() => unread.ranges.map(([first]) => first), [unread]);
  const [sight, setSight] = useState<readonly [first: number, last: number]>([1, 40]);
  const [target, setTarget] = useState<{ row: number; turn: number } | null>(null);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<readonly [first: number, last: number] | null>(null);
  useLinesInSight(lines, sight[0], sight[1]);

  const show = useCallback((line: number) => {
    setTarget((before) => ({ row: line - 1, turn: (before?.turn ?? 0) + 1 }));
    setChosen([line, line]);
  }, []);
  const choose = useCallback((line: number, extend: boolean) => {
    setChosen((before) => {
      if (extend && before) return [Math.min(before[0], line), Math.max(before[1], line)];
      return before?.[0] === line && before[1] === line ? null : [line, line];
    });
  }, []);
  const see = useCallback((first: number, last: number) => setSight([first + 1, last + 1]), []);

  const aimedTurn = aimed?.file === file ? aimed.turn : null;
  const aimedLine = aimed?.file === file ? aimed.line : null;
  useEffect(() => {
    if (aimedTurn === null || aimedLine === null) return;
    show(aimedLine);
    document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  }, [aimedTurn, aimedLine, show, id]);

  const here = chosen?.[0] ?? sight[0];
  const open = openLine?.file === file ? openLine.line : null;
  const gutter = { "--gutter": `calc(${Math.max(3, String(lines.count).length)}ch + 1.25rem)` } as CSSProperties;
  const count = lines.count.toLocaleString("en-US");
  return (
    <article data-transcript={file} aria-labelledby={id} className="min-w-0">
      <TranscriptHead id={id} name={name} at={at} coverage={coverage} onRemove={onRemove} />
      <div className="overflow-hidden rounded-lg border border-line bg-card" style={gutter}>
        <BlockChips blocks={blocks} file={file} />
        <UnreadList file={file} ranges={unread.ranges} guessAt={guessAt} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b px-2.5 py-2">
          <FindInText text={text} name={name} query={query} onQuery={setQuery} at={here} onShow={show} />
          <GoToLine name={name} lines={lines.count} onShow={show} />
          {noted.length > 0 && (
            <LineStepper
              what={["line with findings", "lines with findings"]}
              lines={noted}
              at={here}
              onShow={(line) => showLine(file, line)}
            />
          )}
          {unreadAt.length > 0 && (
            <LineStepper what={["place not read", "places not read"]} lines={unreadAt} at={here} onShow={show} />
          )}
          <span className="ml-auto text-soft text-xs tabular-nums">
            {sight[0].toLocaleString("en-US")}–{Math.min(sight[1], lines.count).toLocaleString("en-US")} of {count}
          </span>
        </div>
        <TallList
          label={`Lines of ${name}, ${count} lines`}
          rows={lines.count}
          target={target}
          onSight={see}
          renderRow={(row) => {
            const line = row + 1;
            const covering = notes.covering(line);
            return (
              <LongLine
                line={line}
                text={lines.peek(line)}
                query={query}
                notes={notes.at.get(line) ?? NONE}
                covered={covering.length > 0}
                marked={notes.marked.has(line)}
                unread={unread.has(line)}
                hit={selected !== null && covering.includes(selected)}
                open={open === line || (chosen?.[0] === line && chosen[1] === line)}
                chosen={chosen !== null && chosen[0] <= line && line <= chosen[1]}
                onChoose={choose}
              />
            );
          }}
        />
        {chosen && (
          <LineDetail
            name={name}
            lines={lines}
            chosen={chosen}
            covering={chosen[0] === chosen[1] ? notes.covering(chosen[0]) : NONE}
            onClose={() => setChosen(null)}
          />
        )}
      </div>
    </article>
  );
}
