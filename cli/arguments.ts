import { parseArgs } from "node:util";
import { WaitchainError } from "@/evidence";
import { QUESTIONS, questionById, refuseAnswer } from "@/findings/questions";
import { isLimit, type Limits, refuseLimit, THRESHOLDS, type ThresholdId } from "@/findings/thresholds";
import { DEBUGGERS, type Debugger } from "@/machines/ask";
import { PLAYBOOKS, playbookById } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";

/** What `diagnose` was asked to do. */
export interface DiagnoseArguments {
  json: boolean;
  help: boolean;
  playbook: Playbook;
  answers: ReadonlyMap<string, string>;
  skipped: readonly string[];
  tool: Debugger | undefined;
  /** Limits that differ from the built-in ones. */
  limits: Partial<Limits>;
  files: readonly string[];
}

/** A usage error: the command line exits with 2. */
export class UsageError extends WaitchainError {}

function wrong(what: string, fix = "See `waitchain diagnose --help`."): never {
  throw new UsageError({ code: "WRONG_USAGE", what, fix });
}

const TOOLS: readonly Debugger[] = DEBUGGERS.map(({ value }) => value);

/** Question meant by a name: a question's id, or a step that asks a single one. */
function questionFor(name: string, playbook: Playbook) {
  const step = playbook.steps[name];
  const only = step?.ask.questions.length === 1 ? step.ask.questions[0] : undefined;
  return questionById(name) ?? (only ? questionById(only) : null);
}

function parseAnswers(items: readonly string[], playbook: Playbook): Map<string, string> {
  const answers = new Map<string, string>();
  for (const item of items) {
    const at = item.indexOf("=");
    const name = item.slice(0, Math.max(at, 0));
    const value = item.slice(at + 1).trim();
    if (at < 1 || value === "") wrong(`--answer takes NAME=VALUE, not "${item}".`);
    const question =
      questionFor(name, playbook) ??
      wrong(`There is no question "${name}".`, `Questions: ${QUESTIONS.map(({ id }) => id).join(", ")}.`);
    const refusal = refuseAnswer(question, value);
    if (refusal) wrong(`"${value}" is no answer to ${question.id}.`, refusal);
    answers.set(question.id, value);
  }
  return answers;
}

function parseLimits(items: readonly string[]): Partial<Limits> {
  const limits: Partial<Record<ThresholdId, number>> = {};
  for (const item of items) {
    const [name = "", text = ""] = item.split("=");
    if (!isLimit(name)) wrong(`There is no limit "${name}".`, `Limits: ${Object.keys(THRESHOLDS).join(", ")}.`);
    const refused = refuseLimit(name, text);
    if (refused) wrong(`"${text}" is no value for ${name}.`, refused);
    limits[name] = Number(text);
  }
  return limits;
}

/** Reads the arguments behind `diagnose`. Throws `UsageError`. */
export function parseDiagnoseArguments(args: readonly string[]): DiagnoseArguments {
  let parsed: ReturnType<typeof read>;
  try {
    parsed = read(args);
  } catch (error) {
    wrong(error instanceof Error ? (error.message.split("\n")[0] ?? "") : "The options cannot be read.");
  }
  const { values, positionals } = parsed;
  const playbook = values.playbook === undefined ? PLAYBOOKS[0] : playbookById(values.playbook);
  if (!playbook)
    wrong(`There is no playbook "${values.playbook}".`, `Playbooks: ${PLAYBOOKS.map(({ id }) => id).join(", ")}.`);
  const tool = TOOLS.find((candidate) => candidate === values.tool);
  if (values.tool !== undefined && !tool) wrong(`"${values.tool}" is no tool.`, `Tools: ${TOOLS.join(", ")}.`);
  const skipped = values.skip ?? [];
  for (const step of skipped) {
    if (!playbook.steps[step])
      wrong(`The playbook has no step "${step}".`, `Steps: ${Object.keys(playbook.steps).join(", ")}.`);
  }
  const answers = parseAnswers(values.answer ?? [], playbook);
  if (!values.help && positionals.length === 0)
    wrong("No file was named.", "Name the files that hold the debugger's output, or - to read standard input.");
  return {
    json: values.json ?? false,
    help: values.help ?? false,
    playbook,
    answers,
    skipped,
    tool,
    limits: parseLimits(values.limit ?? []),
    files: positionals,
  };
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
      playbook: { type: "string" },
      answer: { type: "string", multiple: true },
      skip: { type: "string", multiple: true },
      tool: { type: "string" },
      limit: { type: "string", multiple: true },
    },
  });
}
