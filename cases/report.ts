import type { Finding } from "@/evidence";
import type { CauseDefinition } from "@/findings/causes/cause";
import { CAUSES } from "@/findings/causes/list";
import { playbookById } from "@/machines/list";
import { nextCommands } from "@/machines/resolve";
import { type Case, inputsOf } from "./case-log";
import type { Diagnosis } from "./diagnose";
import { bullets, code, inline, moment, numbered, section } from "./markdown";
import { Quoter } from "./quote";
import { link, questionName, type ReportContext, told } from "./report-evidence";
import { record, transcripts } from "./report-record";
import { leftOpen, type NamedCause, type Verdict, verdictOf } from "./verdict";

/** Outputs that could not be used and are named. */
const MOST_UNUSABLE = 50;

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function causeName({ definition, standing }: NamedCause): string {
  return `**${inline(definition.title)}** (${standing.standing}${standing.kind ? `, ${inline(standing.kind)}` : ""})`;
}

function causeWithReasons(context: ReportContext, cause: NamedCause, reasons: readonly Finding[]): string {
  const head = `${causeName(cause)}: ${inline(cause.definition.says)}`;
  return [head, ...reasons.map((finding) => `  - ${told(finding, context)}`)].join("\n");
}

function head({ subject, diagnosis, verdict }: ReportContext): string[] {
  const { primary } = verdict;
  const { coverage } = diagnosis;
  const transcripts = diagnosis.perTranscript.length;
  const playbook = playbookById(diagnosis.playbook)?.title ?? diagnosis.playbook;
  return [
    `# ${inline(subject.title) || "Untitled case"}`,
    primary
      ? `> **${inline(primary.definition.title)}** is ${primary.standing.standing === "confirmed" ? "the confirmed" : "the likely"} cause. ${inline(primary.definition.says)}`
      : "> **No cause is proven yet.** The evidence so far is too short to name one; what to do next stands below.",
    bullets([
      `Playbook: ${inline(playbook)}`,
      `Opened: ${moment(subject.createdAt)}`,
      `Last entry: ${moment(subject.log.at(-1)?.at ?? subject.createdAt)}`,
      `Evidence: ${transcripts} ${transcripts === 1 ? "transcript" : "transcripts"}, ${coverage.read} of ${coverage.lines} lines read${coverage.aside > 0 ? `, ${coverage.aside} prompts and notes` : ""}`,
    ]),
  ];
}

function causes(context: ReportContext): string[] {
  const { primary, contributing, suspected, excluded } = context.verdict;
  return [
    ...section("Primary cause", primary ? bullets([causeWithReasons(context, primary, primary.for)]) : ""),
    ...section("Contributing causes", bullets(contributing.map((each) => causeWithReasons(context, each, each.for)))),
    ...section("Suspected, not proven", bullets(suspected.map((each) => causeWithReasons(context, each, each.for)))),
    ...section(
      "Excluded causes",
      bullets(
        excluded.map((each) =>
          [
            `**${inline(each.definition.title)}**`,
            ...each.against.map((finding) => `  - ${told(finding, context)}`),
          ].join("\n"),
        ),
      ),
    ),
  ];
}

function next({ diagnosis, verdict }: ReportContext): string[] {
  const { step } = diagnosis;
  const commands = nextCommands(step);
  if (verdict.primary && commands.length === 0 && step.questions.length === 0) return [];
  return section(
    verdict.primary ? "What would complete the chain" : "What to do next",
    `${sentence(inline(step.title))} ${inline(step.why)}`,
    bullets(commands.map((command) => `${code(command.command)}: ${inline(command.why)}`)),
    bullets(step.questions.map((question) => `Answer: ${inline(questionName(question))}`)),
  );
}

function against(context: ReportContext): string[] {
  const { primary, contributing, suspected } = context.verdict;
  const standing = [...(primary ? [primary] : []), ...contributing, ...suspected];
  if (standing.length === 0) return [];
  const items = standing.flatMap((cause) =>
    cause.against.map((finding) => `**${inline(cause.definition.title)}**: ${told(finding, context)}`),
  );
  return section("What speaks against", items.length > 0 ? bullets(items) : "Nothing that was found.");
}

function advice(verdict: Verdict, title: string, of: (definition: CauseDefinition) => readonly string[]): string[] {
  const causes = [...(verdict.primary ? [verdict.primary] : []), ...verdict.contributing];
  const parts = causes.flatMap(({ definition, standing }) => {
    const items = of(definition).map(inline);
    if (items.length === 0) return [];
    return causes.length > 1
      ? [`### ${inline(definition.title)} (${standing.standing})`, numbered(items)]
      : [numbered(items)];
  });
  return section(title, ...parts);
}

function unproven({ diagnosis, verdict, names }: ReportContext): string[] {
  const { primary, contributing, suspected, open } = verdict;
  const unsettled = [...(primary ? [primary] : []), ...contributing, ...suspected].filter(
    ({ standing }) => standing.standing !== "confirmed",
  );
  const unusable = diagnosis.blocks.filter((block) => block.problem !== null);
  const items = [
    ...unsettled.map((cause) => `${causeName(cause)} would be settled by: ${inline(cause.definition.decidedBy)}`),
    ...[leftOpen(open)].filter((sentence) => sentence !== null).map(inline),
    ...unusable.slice(0, MOST_UNUSABLE).map((block) => {
      const where = `${code(block.command || "output")} in ${code(names[block.file] ?? "")} at line ${block.lines[0]}`;
      return `${where} told nothing: ${inline(block.problem?.what ?? "")} ${inline(block.problem?.fix ?? "")}`;
    }),
    ...(unusable.length > MOST_UNUSABLE ? [`${unusable.length - MOST_UNUSABLE} more outputs told nothing.`] : []),
  ];
  return section("What remains unproven", items.length > 0 ? bullets(items) : "Nothing that this playbook asks for.");
}

function quoterOf({ log }: Case<unknown>): Quoter {
  const held = inputsOf(log).transcripts.map(({ name, text }) => ({
    name,
    text: typeof text === "string" ? text : "",
  }));
  return new Quoter(held);
}

/** The case as a Markdown document for a ticket or a colleague. The same case gives the same bytes. */
export function reportMarkdown(
  subject: Case<unknown>,
  diagnosis: Diagnosis,
  definitions: readonly CauseDefinition[] = CAUSES,
  quoter: Quoter = quoterOf(subject),
): string {
  const { transcripts: texts } = inputsOf(subject.log);
  const verdict = verdictOf(diagnosis, definitions);
  const context: ReportContext = {
    subject,
    diagnosis,
    verdict,
    names: texts.map(({ name }) => name),
    quoter,
  };
  const parts = [
    ...head(context),
    ...causes(context),
    ...(verdict.primary ? [] : next(context)),
    ...section("Chain of evidence", verdict.chain.map((finding, index) => link(context, finding, index)).join("\n\n")),
    ...section("Also seen", bullets(verdict.others.map((finding) => told(finding, context)))),
    ...against(context),
    ...advice(verdict, "Remedy", ({ remedy }) => remedy),
    ...advice(verdict, "How to verify", ({ verify }) => verify),
    ...advice(verdict, "What would prove it wrong", ({ disproof }) => disproof),
    ...section("Warnings", bullets(verdict.warnings.map((finding) => told(finding, context)))),
    ...record(context),
    ...transcripts(context),
    ...unproven(context),
    ...(verdict.primary ? next(context) : []),
  ];
  return `${parts.join("\n\n")}\n`;
}
