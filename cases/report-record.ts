import { questionById } from "@/findings/questions";
import { isLimit, THRESHOLDS } from "@/findings/thresholds";
import { playbookById } from "@/machines/list";
import { inputsOf, liveEntries } from "./case-log";
import { NOTHING_READ } from "./coverage";
import type { Diagnosis } from "./diagnose";
import { bullets, code, fenced, indented, inline, moment, section } from "./markdown";
import { questionName, type ReportContext } from "./report-evidence";

function stepLabel(diagnosis: Diagnosis, step: string): string {
  return playbookById(diagnosis.playbook)?.steps[step]?.label ?? step;
}

/** What people put in: answers, skips, notes. */
export function record({ subject, diagnosis }: ReportContext): string[] {
  const live = liveEntries(subject.log);
  const answered = [...new Map(live.flatMap((entry) => (entry.type === "answer" ? [[entry.question, entry]] : [])))];
  const answers = answered.map(([question, { at, value }]) => {
    const label = questionById(question)?.answers.find((choice) => choice.value === value)?.label ?? value;
    return `${inline(questionName(question))} ${inline(label)} (${moment(at)})`;
  });
  const skips = live.flatMap((entry) =>
    entry.type === "skip"
      ? [
          `${inline(stepLabel(diagnosis, entry.step))}: ${inline(entry.reason) || "no reason given"} (${moment(entry.at)})`,
        ]
      : [],
  );
  const limits = Object.entries(inputsOf(subject.log).limits).flatMap(([id, value]) => {
    if (!isLimit(id) || value === THRESHOLDS[id].value) return [];
    const { title, unit, value: builtIn } = THRESHOLDS[id];
    return [`${inline(title)} (${code(id)}): ${value} ${unit} instead of ${builtIn}`];
  });
  const decide = diagnosis.limits.decide
    ? "With the built-in limits the causes would stand otherwise."
    : "With the built-in limits the causes would stand the same.";
  const notes = live.flatMap((entry) => {
    if (entry.type !== "note") return [];
    const where = entry.step ? `, at “${inline(stepLabel(diagnosis, entry.step))}”` : "";
    return [`- ${moment(entry.at)}${where}\n\n${indented(fenced(entry.text), 2)}`];
  });
  return [
    ...section("Answers given", bullets(answers)),
    ...section("Steps skipped", bullets(skips)),
    ...section("Limits changed", limits.length > 0 ? `${bullets(limits)}\n\n${decide}` : ""),
    ...section("Notes", notes.join("\n\n")),
  ];
}

/** The transcripts, with how much of each was read. */
export function transcripts({ diagnosis, names }: ReportContext): string[] {
  if (names.length === 0) return [];
  const rows = names.map((name, file) => {
    const coverage = diagnosis.perTranscript[file] ?? NOTHING_READ;
    const outputs = diagnosis.blocks.filter((block) => block.file === file && block.parser !== null);
    const commands = [...new Set(outputs.map((block) => block.command))];
    const shown = commands.slice(0, 8).map((command) => code(command).replace(/\|/g, "\\|"));
    if (commands.length > shown.length) shown.push(`${commands.length - shown.length} more`);
    return `| ${file + 1} | ${inline(name)} | ${coverage.lines} | ${coverage.read} | ${coverage.aside} | ${shown.join(", ")} |`;
  });
  return section(
    "Transcripts",
    ["| | Name | Lines | Read | Prompts and notes | Outputs |", "|--:|---|--:|--:|--:|---|", ...rows].join("\n"),
  );
}
