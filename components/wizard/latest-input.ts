import type { PageCase, PageEntry } from "@/browser/long-text";
import { liveEntries } from "@/cases/case-log";
import type { Diagnosis } from "@/cases/diagnose";
import type { Block, Finding } from "@/evidence";
import { count } from "@/findings/say";
import type { Step } from "@/machines/ask";
import type { Playbook } from "@/machines/playbook";

/** A transcript that counts, with its place among the files a diagnosis was made from. */
export interface NumberedTranscript {
  file: number;
  entry: Extract<PageEntry, { type: "transcript" }>;
}

/** The transcripts that count, numbered as the diagnosis numbers them. */
export function numberedTranscripts(subject: PageCase): NumberedTranscript[] {
  return liveEntries(subject.log)
    .filter((entry) => entry.type === "transcript")
    .map((entry, file) => ({ file, entry }));
}

/** Pastes of one go lie within so many milliseconds of each other. */
const ONE_GO = 1500;

/** The transcripts put in last, all those of one go; none when something else was put in since. */
export function latestTranscripts(subject: PageCase): NumberedTranscript[] {
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

/** The findings with lines in a block. */
function findingsIn(block: Block, findings: readonly Finding[]): Finding[] {
  const [first, last] = block.lines;
  return findings.filter((finding) =>
    finding.cites.some(
      (cite) => "lines" in cite && cite.file === block.file && cite.lines[0] >= first && cite.lines[1] <= last,
    ),
  );
}

/** The step an output serves: the furthest that asks for it and got something from it, else the first that asks. */
export function stepServed(playbook: Playbook, block: Block, findings: readonly Finding[]): Step | null {
  const asking = Object.values(playbook.steps).filter((step) => {
    const asks = [...step.ask.commands, ...step.ask.alternatives.flatMap((alternative) => alternative.commands)];
    return asks.some((ask) => ask.command === block.parser);
  });
  const ids = new Set(findingsIn(block, findings).map((finding) => finding.id));
  return asking.findLast((step) => step.brings.some((id) => ids.has(id))) ?? asking[0] ?? null;
}

/** What a block shows, most telling first: what a step waited for, then single lines, then the output as a whole. */
export function tellingFindings(playbook: Playbook, block: Block, findings: readonly Finding[]): Finding[] {
  const awaited = new Set(Object.values(playbook.steps).flatMap((step) => step.brings));
  const length = block.lines[1] - block.lines[0];
  const isWhole = (finding: Finding): boolean =>
    finding.cites.every((cite) => "lines" in cite && cite.lines[1] - cite.lines[0] >= length - 1);
  const rank = (finding: Finding): number => (awaited.has(finding.id) ? 0 : 2) + Number(isWhole(finding));
  return findingsIn(block, findings).sort((a, b) => rank(a) - rank(b));
}

/** For each output the two findings that tell most of it; none is told twice. */
export function tellEach(
  playbook: Playbook,
  blocks: readonly Block[],
  findings: readonly Finding[],
): { block: Block; findings: readonly Finding[] }[] {
  const told = new Set<Finding>();
  return blocks.map((block) => {
    const fresh = tellingFindings(playbook, block, findings).filter((finding) => !told.has(finding));
    const chosen = fresh.slice(0, 2);
    for (const finding of chosen) told.add(finding);
    return { block, findings: chosen };
  });
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
