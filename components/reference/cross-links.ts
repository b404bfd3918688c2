import type { CauseDefinition } from "@/findings/causes/cause";
import { CAUSES } from "@/findings/causes/list";
import type { CommandAsk } from "@/machines/ask";
import { everyForm } from "@/machines/every-form";
import { PLAYBOOKS } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";
import { fill } from "@/machines/template";
import { stepHref } from "../mdx/link-targets";
import { compileStep } from "../mdx/step-texts";

/** Forms of one command that a step's entry shows. */
const MOST_RUNS = 4;

/** A step as other pages name it. */
export interface StepLink {
  title: string;
  href: string;
}

function linkTo(playbook: Playbook, step: string): StepLink {
  return { title: fill(playbook.steps[step]?.title ?? step, []).text, href: stepHref(playbook.id, step) };
}

/** Steps of a playbook in the order of its machine. */
export function stepIds(playbook: Playbook): string[] {
  return Object.keys(playbook.machine.states);
}

/** Those that it explains itself: what two playbooks share is linked to once. */
function ownSteps(playbook: Playbook): string[] {
  return stepIds(playbook).filter((step) => !(step in (playbook.textOf ?? {})));
}

function asksOf(playbook: Playbook, step: string): CommandAsk[] {
  const ask = playbook.steps[step]?.ask;
  return ask ? [...ask.commands, ...ask.alternatives.flatMap(({ commands }) => commands)] : [];
}

/** Ids of all commands that are asked for, first asked first. */
export function askedCommands(): string[] {
  const asks = PLAYBOOKS.flatMap((playbook) => stepIds(playbook).flatMap((step) => asksOf(playbook, step)));
  return [...new Set(asks.flatMap((ask) => [ask.command, ...idsOf(ask)]))];
}

/** Every command that some form of an ask is. */
function idsOf(ask: CommandAsk): string[] {
  return everyForm(ask).flatMap(({ next }) => next?.id ?? []);
}

/** Steps that ask for a command, and how they write it. */
export function stepsAsking(commandId: string): (StepLink & { runs: string[] })[] {
  return PLAYBOOKS.flatMap((playbook) =>
    ownSteps(playbook).flatMap((step) => {
      const forms = asksOf(playbook, step).flatMap(everyForm);
      const runs = forms.flatMap(({ next }) => (next?.id === commandId ? [next.command] : []));
      if (runs.length === 0) return [];
      return [{ ...linkTo(playbook, step), runs: [...new Set(runs)].slice(0, MOST_RUNS) }];
    }),
  );
}

/** Findings that a command is asked for: it is not asked any more once one of them is known. */
export function findingsOfCommand(commandId: string): string[] {
  const asks = PLAYBOOKS.flatMap((playbook) => stepIds(playbook).flatMap((step) => asksOf(playbook, step)));
  return [...new Set(asks.filter((ask) => ask.command === commandId).flatMap(({ unless }) => unless ?? []))];
}

function findingsOfCause(cause: CauseDefinition): Set<string> {
  return new Set([...cause.supports.map(({ finding }) => finding), ...cause.decides.flat(), ...cause.refutes.flat()]);
}

/** Causes that a step can bring evidence on, or that its text speaks of. */
export function causesOfStep(
  playbook: Playbook,
  step: string,
  targets: readonly { href: string }[],
): CauseDefinition[] {
  const brings = playbook.steps[step]?.brings ?? [];
  return CAUSES.filter((cause) => {
    const findings = findingsOfCause(cause);
    return brings.some((id) => findings.has(id)) || targets.some(({ href }) => href === `/causes/${cause.id}`);
  });
}

/** Causes that a command can bring evidence on. */
export function causesOfCommand(commandId: string): CauseDefinition[] {
  const brought = findingsOfCommand(commandId);
  return CAUSES.filter((cause) => brought.some((id) => findingsOfCause(cause).has(id)));
}

/** Commands that can bring evidence on a cause, first asked first. */
export function commandsOfCause(causeId: string): string[] {
  return askedCommands().filter((command) => causesOfCommand(command).some(({ id }) => id === causeId));
}

/** Steps that bear on a cause. */
export async function stepsOfCause(causeId: string): Promise<StepLink[]> {
  const links = PLAYBOOKS.flatMap((playbook) =>
    ownSteps(playbook).map(async (step) => {
      const { targets } = await compileStep(playbook.id, step);
      return causesOfStep(playbook, step, targets).some(({ id }) => id === causeId) ? [linkTo(playbook, step)] : [];
    }),
  );
  return (await Promise.all(links)).flat();
}
