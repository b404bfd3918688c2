import type { Block, Finding } from "@/evidence";
import { questionById } from "@/findings/questions";
import type { Alternative, CommandAsk, Cost, Debugger, Step, Target } from "./ask";
import { capturesFor } from "./captures";
import { stacksWithoutSos } from "./commands";
import { type AskForm, formOf } from "./forms";
import type { Playbook } from "./playbook";
import { type Repair, repairsOf } from "./repairs";
import type { Situation } from "./situation";
import { fill } from "./template";

/** A command ready to copy. */
export interface NextCommand {
  /** Parser id and page of the command; null for one that only prepares another, or that nothing here reads. */
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
  /** Commands that this tool or this system does not have: why, and what to do instead. */
  lacks: readonly string[];
  /** How to get a process dump, while there is none and something asks for it. */
  captures: readonly NextCommand[];
  /** Ids of questions that are still open. */
  questions: readonly string[];
  alternatives: readonly (Omit<Alternative, "commands"> & { commands: readonly NextCommand[] })[];
}

function isWanted(ask: CommandAsk, facts: ReadonlySet<string>): boolean {
  return (ask.when ?? []).every((id) => facts.has(id)) && !(ask.unless ?? []).some((id) => facts.has(id));
}

/** A kernel dump costs a restart only as long as there is none. */
function costOf(cost: Cost, { kernelDump }: Situation): Cost {
  return cost === "needs-reboot" && kernelDump ? "safe" : cost;
}

function commandOf(found: AskForm, findings: readonly Finding[], situation: Situation): NextCommand | null {
  if ("lack" in found) return null;
  const { ask, form } = found;
  const run = fill(form.run, findings);
  return {
    id: form.command === undefined ? ask.command : form.command,
    command: run.text,
    why: fill(form.why ?? ask.why, findings).text,
    target: form.target ?? ask.target,
    cost: costOf(form.cost ?? ask.cost, situation),
    tool: ask.in ?? situation.tool,
    complete: run.complete && !/<[^<>]+>/.test(run.text),
  };
}

/** One command with its values, in the form of the situation; null where it has none. */
export function resolveCommand(
  ask: CommandAsk,
  findings: readonly Finding[],
  situation: Situation,
): NextCommand | null {
  const found = formOf(ask, situation);
  return found && commandOf(found, findings, situation);
}

interface Resolved {
  commands: NextCommand[];
  lacks: string[];
}

/** What of these asks is wanted now, each command once. */
function resolveAsks(asks: readonly CommandAsk[], findings: readonly Finding[], situation: Situation): Resolved {
  const facts = new Set(findings.map((finding) => finding.id));
  const commands = new Map<string, NextCommand>();
  const lacks = new Set<string>();
  for (const ask of asks) {
    const found = isWanted(ask, facts) ? formOf(ask, situation) : null;
    if (!found) continue;
    const next = commandOf(found, findings, situation);
    if (next && !commands.has(next.command)) commands.set(next.command, next);
    if ("lack" in found) lacks.add(found.lack.lacks);
  }
  return { commands: [...commands.values()], lacks: [...lacks] };
}

/** Codes of outputs that say that SOS itself is missing. */
const SOS_MISSING = new Set(["SOS_NOT_LOADED", "RUNTIME_NOT_FOUND", "DAC_MISMATCH", "SOS_VERSION_MISMATCH"]);

function gapsOf(playbook: Playbook, repairs: readonly Repair[]): readonly CommandAsk[] {
  return repairs.some(({ code }) => SOS_MISSING.has(code)) ? [...playbook.gaps, stacksWithoutSos] : playbook.gaps;
}

function capturesOf(
  { commands }: Resolved,
  step: Step,
  findings: readonly Finding[],
  situation: Situation,
): NextCommand[] {
  const looksAtDump = commands.some(({ target }) => target === "process-dump");
  const wantsDump = step.ask.commands.some(({ target }) => target === "process-dump");
  const missing = situation.tool === "none" ? wantsDump : looksAtDump && !situation.processDump;
  if (!missing) return [];
  return capturesFor(situation).map(({ run, why = "", cost = "safe" }) => ({
    id: null,
    command: fill(run, findings).text,
    why,
    target: "server",
    cost,
    tool: null,
    complete: !run.includes("<"),
  }));
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
  situation: Situation,
  blocks: readonly Block[] = [],
): ResolvedStep {
  const step: Step | undefined = playbook.steps[stepId];
  if (!step) throw new RangeError(`The playbook ${playbook.id} has no step ${stepId}`);
  const facts = new Set(findings.map((finding) => finding.id));
  const words = { ...step, ...(situation.system === "linux" ? step.linux : {}) };
  const repairs = repairsOf(blocks);
  const asked = resolveAsks(step.ask.commands, findings, situation);
  const own = new Set(asked.commands.map((next) => next.command));
  const gaps = resolveAsks(gapsOf(playbook, repairs), findings, situation).commands;
  return {
    id: stepId,
    title: fill(words.title, findings).text,
    label: words.label,
    why: fill(words.why, findings).text,
    repairs,
    commands: asked.commands,
    gaps: gaps.filter((next) => !own.has(next.command)),
    lacks: asked.lacks,
    captures: capturesOf(asked, step, findings, situation),
    questions: openQuestions(playbook, step, facts).filter((id) => !answered.has(id)),
    alternatives: step.ask.alternatives
      .filter(({ only }) => only === undefined || only === situation.system)
      .map(({ id, label, note, commands }) => ({
        id,
        label,
        note,
        commands: resolveAsks(commands, findings, situation).commands,
      })),
  };
}
