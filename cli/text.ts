import type { Diagnosis } from "@/cases/diagnose";
import type { Cite } from "@/evidence";
import { causeById } from "@/findings/causes/list";
import { questionById } from "@/findings/questions";
import { playbookById } from "@/machines/list";

function where(cites: readonly Cite[], files: readonly string[]): string {
  const places = cites.slice(0, 3).map((cite) => {
    if ("answer" in cite) return `answer ${cite.answer}`;
    const [first, last] = cite.lines;
    return `${files[cite.file] ?? "?"}:${first === last ? first : `${first}-${last}`}`;
  });
  return places.length > 0 ? `  [${places.join(", ")}]` : "";
}

function guess({ guesses }: Diagnosis, file: number, line: number): string {
  return guesses[file]?.find(({ lines }) => lines[0] === line)?.says ?? "not looked at";
}

function verdict(diagnosis: Diagnosis): string[] {
  const named = diagnosis.causes.filter((cause) => cause.role !== null);
  if (named.length === 0) return ["No cause is proven yet."];
  return named.flatMap((standing) => {
    const cause = causeById(standing.id);
    if (!cause) return [];
    const head = `${standing.role === "primary" ? "CAUSE" : "CONTRIBUTING"} (${standing.standing}): ${cause.title}`;
    const remedy =
      standing.role === "primary"
        ? [
            "  Remedy:",
            ...cause.remedy.map((item) => `   - ${item}`),
            "  Verify:",
            ...cause.verify.map((item) => `   - ${item}`),
          ]
        : [];
    return [
      head,
      `  ${cause.says}`,
      ...remedy,
      "  What would prove it wrong:",
      ...cause.disproof.map((item) => `   - ${item}`),
    ];
  });
}

/** What `diagnose` prints for people. */
export function diagnosisText(diagnosis: Diagnosis, files: readonly string[]): string {
  const facts = diagnosis.findings.filter((finding) => finding.tone === "fact");
  const warnings = diagnosis.findings.filter((finding) => finding.tone === "warning");
  const problems = diagnosis.blocks.flatMap((block) =>
    block.problem
      ? [
          `! ${block.problem.code}: ${block.problem.what} ${block.problem.fix}${where([{ file: block.file, lines: block.lines }], files)}`,
        ]
      : [],
  );
  const unread = diagnosis.blocks.flatMap((block) =>
    block.unread.map(
      (lines) =>
        `  ${files[block.file]}:${lines[0] === lines[1] ? lines[0] : `${lines[0]}-${lines[1]}`} (${block.parser ?? "not recognised"}): ${guess(diagnosis, block.file, lines[0])}`,
    ),
  );
  const { step } = diagnosis;
  const repairs = step.repairs.flatMap(({ what, fix, commands, again }) => [
    `  First: ${what} ${fix}`,
    ...[...commands, ...again].map(({ command }) => `  ${command}`),
  ]);
  const next = [...step.commands, ...step.gaps].flatMap((command) => [`  ${command.command}`, `      ${command.why}`]);
  const instead = [
    ...step.lacks.map((says) => `  - ${says}`),
    ...step.captures.flatMap(({ command, why }) => [`  ${command}`, `      ${why}`]),
  ];
  const gonePast = diagnosis.passedOver.map(
    ({ step: id, reason }) => `  ${playbookById(diagnosis.playbook)?.steps[id]?.label ?? id}: ${reason}`,
  );
  const questions = step.questions.flatMap((id) => questionById(id)?.ask ?? []).map((ask) => `  ? ${ask}`);
  const excluded = diagnosis.causes
    .filter((cause) => cause.standing === "excluded")
    .map((cause) => `  ${causeById(cause.id)?.title ?? cause.id}: ${cause.against.join(", ")}`);
  const open = diagnosis.causes
    .filter((cause) => cause.role === null && cause.standing === "suspected")
    .map((cause) => `  ${causeById(cause.id)?.title ?? cause.id}: ${cause.for.join(", ")}`);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? ["", title, ...lines] : [];
  return [
    ...verdict(diagnosis),
    ...section(
      "What the evidence shows",
      facts.map((finding) => `  ${finding.says}${where(finding.cites, files)}`),
    ),
    ...section(
      "Evidence that disagrees",
      warnings.map((finding) => `! ${finding.says}${where(finding.cites, files)}`),
    ),
    ...section("Outputs that cannot be used", problems),
    ...section("Suspected", open),
    ...section("Excluded", excluded),
    ...section(`Next: ${step.title}`, [...repairs, `  ${step.why}`, ...next, ...instead, ...questions]),
    ...section("Steps that cannot be done here", gonePast),
    ...section(
      `Read ${diagnosis.coverage.read} of ${diagnosis.coverage.lines} lines${diagnosis.coverage.aside > 0 ? `, ${diagnosis.coverage.aside} are prompts and notes` : ""}.`,
      unread.slice(0, 20),
    ),
    "",
  ].join("\n");
}
