"use client";

import { type ReactNode, useMemo } from "react";
import { NOTHING_READ } from "@/cases/coverage";
import type { Block } from "@/evidence";
import { coverageText } from "../evidence/coverage-text";
import { LongTranscript } from "../evidence/long-transcript";
import { TranscriptView } from "../evidence/transcript";
import { numberedTranscripts } from "./latest-input";
import { useOpenCase } from "./open-case";

const NONE: readonly Block[] = [];

function byFile(blocks: readonly Block[]): ReadonlyMap<number, readonly Block[]> {
  const files = new Map<number, Block[]>();
  for (const block of blocks) {
    const own = files.get(block.file);
    if (own) own.push(block);
    else files.set(block.file, [block]);
  }
  return files;
}

/** Every transcript, the newest first. */
export function EvidenceList(): ReactNode {
  const { diagnosed: subject, diagnosis, remove, longReading } = useOpenCase();
  const transcripts = useMemo(() => numberedTranscripts(subject).toReversed(), [subject]);
  const guesses = useMemo(
    () =>
      new Map(
        diagnosis.guesses.map(
          (each, file) => [file, new Map(each.map(({ lines, says }) => [lines[0], says]))] as const,
        ),
      ),
    [diagnosis.guesses],
  );
  const blocks = useMemo(() => byFile(diagnosis.blocks), [diagnosis.blocks]);
  if (transcripts.length === 0) return null;
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence" tabIndex={-1} className="panel-title mb-3">
        Evidence
        <span className="font-normal normal-case tracking-normal">
          {" "}
          · {transcripts.length} {transcripts.length === 1 ? "transcript" : "transcripts"},{" "}
          {coverageText(diagnosis.coverage)}
        </span>
      </h2>
      <div className="grid gap-6">
        {transcripts.map(({ file, entry }) => {
          const { id, name, at, text } = entry;
          const shared = {
            file,
            name,
            at,
            blocks: blocks.get(file) ?? NONE,
            findings: diagnosis.findings,
            coverage: diagnosis.perTranscript[file] ?? NOTHING_READ,
            guessAt: (line: number) => guesses.get(file)?.get(line) ?? null,
            onRemove: () => void remove(id),
          };
          if (typeof text === "string") return <TranscriptView key={id} {...shared} text={text} />;
          const reading = longReading(text);
          return reading && <LongTranscript key={id} {...shared} text={text} reading={reading} />;
        })}
      </div>
    </section>
  );
}
