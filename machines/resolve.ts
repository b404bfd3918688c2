import type { Block, Finding } from "@/evidence";
import { questionById } from "@/findings/questions";
import type { Alternative, CommandAsk, Cost, Debugger, Step, Target } from "./ask";
import type { Playbook } from "./playbook";
import { type Repair, repairsOf } from "./repairs";
import { fill } from "./template";

/** A command ready to copy. */
export interface NextCommand {
  /** Parser id and page of the command; null for one that only prepares another. */
  id: string | null;
  /** As typed: `~39e !clrstack`. */
  command: string;
  why: string;
  target: Target;
  cost: Cost;
  /** What it is typed in where its target is a process dump; null for the tool that is open. */
  tool: Debugger | null;
  /** False while a value is missing that only an earlier output can give. */
  complete: boolean;
}

/** A step with its templates filled. */
export interface ResolvedStep {
  id: string;
  title: string;
  label: string;
  why: string;
  /** What has to be mended first, because its output could not be used. */
  repairs: readonly Repair[];
  commands: readonly NextCommand[];
  /** Commands beside the step's own that close gaps in the chain. */
  gaps: readonly NextCommand[];
  /** Ids of questions that are still open. */
  questions: readonly string[];
  alternatives: readonly (Omit<Alternative, "commands"> & { commands: readonly NextCommand[] })[];
}

function wanted(ask: CommandAsk, facts: ReadonlySet<string>, tool: Debugger): boolean {
  if (ask.tools && !ask.tools.includes(ask.in ?? tool)) return false;
  return (ask.when ?? []).every((id) => facts.has(id)) && !(ask.unless ?? []).some((id) => facts.has(id));
}

/** One command with its values, in the form of the engineer's tool. */
export function resolveCommand(ask: CommandAsk, findings: readonly Finding[], tool: Debugger): NextCommand {
  const typedIn = ask.in ?? tool;
  const template = typeof ask.run === "string" ? ask.run : (ask.run[typedIn] ?? ask.run.windbg);
  const run = fill(template, findings);
  return {
    id: ask.command,
    command: run.text,
    why: fill(ask.why, findings).text,
    target: ask.target,
    cost: ask.cost,
    tool: typedIn,
    complete: run.complete && !/<[^<>]+>/.test(run.text),
  };
}

/** What to run now, in order: what mends an output, that output again, the step's own, what closes gaps. */
export function nextCommands({ repairs, commands, gaps }: ResolvedStep): NextCommand[] {
  const all = [...repairs.flatMap((repair) => [...repair.commands, ...repair.again]), ...commands, ...gaps];
  return all.filter((next, index) => all.findIndex(({ command }) => command === next.command) === index);
}

function openQuestions(playbook: Playbook, step: Step, facts: ReadonlySet<string>): string[] {
  const known = (ids: readonly string[]) => ids.some((id) => facts.has(id));
  const beside =
    step.ask.commands.length > 0 ? playbook.gapQuestions.filter(({ when }) => known(when)).map(({ id }) => id) : [];
  return [...new Set([...step.ask.questions, ...beside])].filter((id) => {
    const question = questionById(id);
    return (
      question && (!question.onlyWith || known(question.onlyWith)) && !(question.settledBy && known(question.settledBy))
    );
  });
}

/** What a step asks for now: commands whose answer is not known yet, open questions, other ways. */
export function resolveStep(
  playbook: Playbook,
  stepId: string,
  findings: readonly Finding[],
  answered: ReadonlySet<string>,
  tool: Debugger,
  blocks: readonly Block[] = [],
): ResolvedStep {
  const step: Step | undefined = playbook.steps[stepId];
  if (!step) throw new RangeError(`The playbook ${playbook.id} has no step ${stepId}`);
  const facts = new Set(findings.map((finding) => finding.id));
  const resolve = (asks: readonly CommandAsk[]): NextCommand[] =>
    asks.filter((ask) => wanted(ask, facts, tool)).map((ask) => resolveCommand(ask, findings, tool));
  const commands = resolve(step.ask.commands);
  const own = new Set(commands.map((next) => next.command));
  return {
    id: stepId,
    title: fill(step.title, findings).text,
    label: step.label,
    why: fill(step.why, findings).text,
    repairs: repairsOf(blocks),
    commands,
    gaps: resolve(playbook.gaps).filter((next) => !own.has(next.command)),
    questions: openQuestions(playbook, step, facts).filter((id) => !answered.has(id)),
    alternatives: step.ask.alternatives.map((alternative) => ({
      ...alternative,
      commands: resolve(alternative.commands),
    })),
  };
}
