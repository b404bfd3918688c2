"use client";

import { type ReactNode, useMemo } from "react";
import { coverageText } from "../evidence/coverage-text";
import { TranscriptView } from "../evidence/transcript";
import { numberedTranscripts } from "./latest-input";
import { useOpenCase } from "./open-case";

/** Every transcript, the newest first. */
export function EvidenceList(): ReactNode {
  const { diagnosed: subject, diagnosis, remove } = useOpenCase();
  const transcripts = useMemo(() => numberedTranscripts(subject).toReversed(), [subject]);
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
        {transcripts.map(({ file, entry }) => (
          <TranscriptView
            key={entry.id}
            file={file}
            name={entry.name}
            at={entry.at}
            text={entry.text}
            blocks={diagnosis.blocks.filter((block) => block.file === file)}
            findings={diagnosis.findings}
            coverage={diagnosis.perTranscript[file] ?? { lines: 0, read: 0 }}
            onRemove={() => void remove(entry.id)}
          />
        ))}
      </div>
    </section>
  );
}
