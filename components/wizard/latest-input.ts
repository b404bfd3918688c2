import { type Case, type Entry, liveEntries } from "@/cases/case-log";
import type { Diagnosis } from "@/cases/diagnose";
import type { Block, Finding } from "@/evidence";
import { count } from "@/findings/say";
import type { Playbook } from "@/machines/playbook";

/** A transcript that counts, with its place among the files a diagnosis was made from. */
export interface NumberedTranscript {
  file: number;
  entry: Extract<Entry, { type: "transcript" }>;
}

/** The transcripts that count, numbered as the diagnosis numbers them. */
export function numberedTranscripts(subject: Case): NumberedTranscript[] {
  return liveEntries(subject.log)
    .filter((entry) => entry.type === "transcript")
    .map((entry, file) => ({ file, entry }));
}

/** Pastes of one go lie within so many milliseconds of each other. */
const ONE_GO = 1500;

/** The transcripts put in last, all those of one go; none when something else was put in since. */
export function latestTranscripts(subject: Case): NumberedTranscript[] {
  if (liveEntries(subject.log).at(-1)?.type !== "transcript") return [];
  const all = numberedTranscripts(subject);
  const latest: NumberedTranscript[] = [];
  for (const transcript of all.toReversed()) {
    const next = latest[0];
    if (next && Date.parse(next.entry.at) - Date.parse(transcript.entry.at) > ONE_GO) break;
    latest.unshift(transcript);
  }
  return latest;
}

/** The step that asks for this output, by its short form. */
export function stepServed(playbook: Playbook, block: Block): string | null {
  for (const step of Object.values(playbook.steps)) {
    const asks = [...step.ask.commands, ...step.ask.alternatives.flatMap((alternative) => alternative.commands)];
    if (asks.some((ask) => ask.command === block.parser)) return step.label;
  }
  return null;
}

/** The findings whose lines lie in a block, those that say most first. */
export function findingsOf(block: Block, findings: readonly Finding[]): Finding[] {
  const inside = findings.filter((finding) =>
    finding.cites.some(
      (cite) =>
        "lines" in cite &&
        cite.file === block.file &&
        cite.lines[0] >= block.lines[0] &&
        cite.lines[1] <= block.lines[1],
    ),
  );
  // A finding of single lines says more than one of the whole output.
  const whole = (finding: Finding): boolean =>
    finding.cites.every(
      (cite) => "lines" in cite && cite.lines[1] - cite.lines[0] >= block.lines[1] - block.lines[0] - 1,
    );
  return [...inside].sort((a, b) => Number(whole(a)) - Number(whole(b)));
}

export function lineCount(block: Block): string {
  return count(block.lines[1] - block.lines[0] + 1, "line");
}

/** What a paste brought, in a sentence for screen readers. */
export function spokenResult(latest: readonly NumberedTranscript[], diagnosis: Diagnosis): string {
  const files = new Set(latest.map(({ file }) => file));
  const blocks = diagnosis.blocks.filter((block) => files.has(block.file));
  const read = blocks.filter((block) => block.outcome === "read" || block.outcome === "partly-read");
  const parts = [
    read.length > 0
      ? `Read as ${read
          .slice(0, 4)
          .map((block) => block.command)
          .join(", ")}${read.length > 4 ? ` and ${read.length - 4} more` : ""}.`
      : "",
    `Next: ${diagnosis.step.title}.`,
  ];
  return parts.filter(Boolean).join(" ");
}
