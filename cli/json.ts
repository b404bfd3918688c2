import type { Diagnosis } from "@/cases/diagnose";
import type { Block } from "@/evidence";
import { type NextCommand, nextCommands } from "@/machines/resolve";

/** What each unread place of a block comes nearest to, in the order of `unread`; left out where nothing was unread. */
function nearest(
  { guesses }: Diagnosis,
  { file, unread }: Block,
): { parser: string | null; says: string }[] | undefined {
  if (unread.length === 0) return undefined;
  return unread.map(([first]) => {
    const guess = guesses[file]?.find(({ lines }) => lines[0] === first);
    return { parser: guess?.parser ?? null, says: guess?.says ?? "not looked at" };
  });
}

function asked(commands: readonly NextCommand[]): Pick<NextCommand, "command" | "why" | "target" | "cost">[] {
  return commands.map(({ command, why, target, cost }) => ({ command, why, target, cost }));
}

/** The object `--json` prints. Its shape changes only together with `schema`. */
export function diagnosisJson(diagnosis: Diagnosis): Record<string, unknown> {
  return {
    schema: "waitchain.diagnosis/1",
    playbook: diagnosis.playbook,
    blocks: diagnosis.blocks.map((block) => ({
      command: block.command,
      parser: block.parser,
      file: block.file,
      lines: block.lines,
      mode: block.mode,
      thread: block.thread,
      outcome: block.outcome,
      report: block.report,
      problem: block.problem ?? undefined,
      unread: block.unread,
      nearest: nearest(diagnosis, block),
    })),
    findings: diagnosis.findings.map(({ id, says, values, cites, tone }) => ({ id, says, values, cites, tone })),
    path: diagnosis.path,
    step: diagnosis.step.id,
    passedOver: diagnosis.passedOver.map(({ step, reason }) => ({ step, reason })),
    next: asked(nextCommands(diagnosis.step)),
    lacks: diagnosis.step.lacks,
    captures: asked(diagnosis.step.captures),
    repairs: diagnosis.step.repairs.map(({ code, what, fix, commands, again }) => ({
      code,
      what,
      fix,
      commands: commands.map(({ command }) => command),
      again: again.map(({ command }) => command),
    })),
    questions: diagnosis.step.questions,
    causes: diagnosis.causes.map(({ id, standing, role, for: supporting, against, kind }) => ({
      id,
      standing,
      role,
      for: supporting,
      against,
      kind,
    })),
    coverage: diagnosis.coverage,
  };
}
