import { questionById } from "@/findings/questions";
import { FIRST_PLAYBOOK } from "@/machines/list";
import type { Drill } from "./drill";
import type { Guidance, Wanted } from "./guide";
import { newFindings, speaksForCause } from "./judge";
import type { Logbook } from "./logbook";
import type { Memory } from "./memory";
import type { PlayedHint } from "./played";
import { DEDUCTIONS } from "./rubric";
import { labelOf } from "./targets";
import { Terminal } from "./terminal";

const GRADES = ["why", "command", "look"] as const;
type Grade = (typeof GRADES)[number];

const POINTS: Readonly<Record<Grade, number>> = {
  why: DEDUCTIONS.hintWhy.points,
  command: DEDUCTIONS.hintCommand.points,
  look: DEDUCTIONS.hintLook.points,
};

/** What the same outputs show of every server. */
const OF_ANY_HANG: ReadonlySet<string> = new Set(["stacks-seen", "runtime", "session-time", "filters-listed"]);

/** What a hint is worked out from, beside what is known. */
interface Context {
  logbook: Logbook;
  memory: Memory;
  drill: Drill;
}

/** What is worth a look in an output that nobody has printed yet. */
function lookAt({ next, target }: Wanted, brings: readonly string[], { logbook, memory, drill }: Context): string {
  if (next.id === null) return "It prints nothing to read: it only makes ready what comes next.";
  const reply = new Terminal({ ...drill, sosLoaded: true }).type(target, next.command);
  if (reply.kind !== "printed") return "The server does not give it: go on without.";
  const ahead = logbook.copy();
  const before = memory.weigh(ahead.outputs, ahead.answers).findings;
  const { file } = ahead.file({ target, line: next.command, ...reply });
  const brought = newFindings(before, memory.weigh(ahead.outputs, ahead.answers).findings);
  const sought = brought.filter(({ id }) => brings.includes(id));
  const telling = [...brought.filter(speaksForCause), ...sought, ...brought].filter(({ id }) => !OF_ANY_HANG.has(id));
  for (const finding of telling) {
    const cite = finding.cites.find((one) => "file" in one && one.file === file);
    const line = cite && "file" in cite ? reply.output[Math.max(0, cite.lines[0] - 2)]?.trim() : undefined;
    if (line) return `Find the line “${line.slice(0, 160)}” in its output. ${finding.says}`;
  }
  return "It shows nothing out of the ordinary here: that rules something out, too. Go on.";
}

function aboutCommand(grade: Grade, wanted: Wanted, { known }: Guidance, look: () => string): string {
  if (grade === "why") return known.step.why;
  if (grade === "look") return look();
  return `${labelOf(wanted.target)}: ${wanted.next.command} — ${wanted.next.why}`;
}

function aboutQuestion(grade: Grade, id: string, { known }: Guidance): string {
  const question = questionById(id);
  if (grade === "why") return known.step.why;
  return grade === "command" ? `Ask the customer: ${question?.ask ?? id}` : (question?.why ?? known.step.why);
}

/** The evidence is there; what is left is to name the cause. */
function aboutCause(grade: Grade, { known }: Guidance): string {
  const primary = known.causes.find(({ role }) => role === "primary");
  const proofs = known.findings.filter(({ id }) => primary?.for.includes(id));
  if (!primary) return "The procedure has nothing more to ask for: the cause stays open with what can be had here.";
  if (grade === "why") return "What you have seen is enough to name the cause.";
  if (grade === "command") return "Name the cause now, and mark the lines that prove it.";
  return proofs
    .slice(0, 2)
    .map(({ says }) => says)
    .join(" ");
}

/** The next hint to what stands at hand; null once there is none plainer. */
export function nextHint(
  now: Guidance,
  given: readonly PlayedHint[],
  context: Context,
): Omit<PlayedHint, "act"> | null {
  const [wanted] = now.wanted;
  const [question] = now.questions;
  const [instead] = now.instead;
  const command = wanted ?? (question === undefined ? instead : undefined);
  const to = `${now.known.step.id} ${command?.next.command ?? question ?? "cause"}`;
  const grade = GRADES[given.filter((hint) => hint.to === to).length];
  if (grade === undefined) return null;
  const brings = FIRST_PLAYBOOK.steps[now.known.step.id]?.brings ?? [];
  const text = command
    ? aboutCommand(grade, command, now, () => lookAt(command, brings, context))
    : question !== undefined
      ? aboutQuestion(grade, question, now)
      : aboutCause(grade, now);
  return { grade, text, points: POINTS[grade], to };
}
