import { closest } from "@/components/mdx/closest";
import { type ContentPath, contentIds, type FileProblem, readContent } from "@/components/mdx/content-files";
import { readMarks } from "@/components/mdx/read-marks";
import { QUESTIONS } from "@/findings/questions";
import type { CommandAsk, Form, Step } from "@/machines/ask";
import { BRANCHES } from "@/machines/branches";
import { PLAYBOOKS } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";
import { slotsOf } from "@/machines/template";
import { PARSERS } from "@/parsers/list";
import { FINDINGS, pairProblems } from "./pages";
import { placeOf } from "./sources";

const READ = PARSERS.map(({ id }) => id);

function asksOf({ ask }: Step): CommandAsk[] {
  return [...ask.commands, ...ask.alternatives.flatMap(({ commands }) => commands)];
}

/** Every form of an ask that can be typed. */
function formsOf({ run, onLinux }: CommandAsk): Form[] {
  const all = [...(typeof run === "string" ? [run] : Object.values(run)), ...(onLinux === undefined ? [] : [onLinux])];
  return all.flatMap((form) => (typeof form === "string" ? [{ run: form }] : "lacks" in form ? [] : [form]));
}

interface Named {
  kind: "finding" | "question" | "parser";
  id: string;
}

/** Everything that an ask names. */
function namedByAsk(ask: CommandAsk): Named[] {
  const forms = formsOf(ask);
  const templates = [ask.why, ...forms.flatMap(({ run, why }) => [run, why ?? ""])];
  const findings = [
    ...(ask.when ?? []),
    ...(ask.unless ?? []),
    ...templates.flatMap(slotsOf).map(({ finding }) => finding),
  ];
  const parsers = [ask.command, ...forms.flatMap(({ command }) => command ?? [])];
  return [
    ...findings.map((id): Named => ({ kind: "finding", id })),
    ...parsers.map((id): Named => ({ kind: "parser", id })),
  ];
}

function namedByStep(step: Step): Named[] {
  const words = [step, step.linux ?? {}].flatMap(({ title = "", why = "" }) => [title, why]);
  return [
    ...[...step.brings, ...words.flatMap(slotsOf).map(({ finding }) => finding)].map(
      (id): Named => ({ kind: "finding", id }),
    ),
    ...step.ask.questions.map((id): Named => ({ kind: "question", id })),
    ...asksOf(step).flatMap(namedByAsk),
  ];
}

const THERE: Readonly<Record<Named["kind"], { ids: readonly string[]; what: string }>> = {
  finding: { ids: FINDINGS, what: "no rule finds" },
  question: { ids: QUESTIONS.map(({ id }) => id), what: "findings/questions.ts has no question" },
  parser: { ids: READ, what: "no parser of parsers/list.ts has the id" },
};

function unknown(named: readonly Named[], by: string): FileProblem[] {
  return named
    .filter(({ kind, id }) => !THERE[kind].ids.includes(id))
    .map(({ kind, id }) => ({
      ...placeOf("machines", `"${id}"`, `{${id}.`),
      what: `${THERE[kind].what} "${id}", which ${by} names`,
      fix: `name one that exists, such as ${closest(id, THERE[kind].ids)}`,
    }));
}

/** What a playbook names that is not there. */
export function playbookProblems(playbook: Playbook): FileProblem[] {
  const { id, machine, steps, textOf, gaps, groups } = playbook;
  const own = Object.keys(steps).filter((step) => !(step in (textOf ?? {})));
  const states = Object.keys(machine.states);
  const placeless = groups ? states.filter((state) => !groups.some((group) => group.steps.includes(state))) : [];
  return [
    ...pairProblems(`playbooks/${id}`, ["index", ...own], `the playbook ${id}`),
    ...states
      .filter((state) => !(state in steps))
      .map((state) => ({
        ...placeOf(`machines/${id}`, `"${state}"`, `${state}:`),
        what: `the state ${state} of ${id} has no step`,
        fix: "list it among the steps of the playbook",
      })),
    ...placeless.map((state) => ({
      ...placeOf(`machines/${id}`, `"${state}"`, `${state}:`),
      what: `the step ${state} of ${id} is in no group of its map`,
      fix: "name it in one group",
    })),
    ...Object.entries(steps).flatMap(([step, meta]) => unknown(namedByStep(meta), `the step ${step} of ${id}`)),
    ...unknown(gaps.flatMap(namedByAsk), `a gap of ${id}`),
    ...anchorProblems(playbook),
  ];
}

/** Two headings of a playbook's page that share an anchor: the texts of its steps stand on one page. */
function anchorProblems({ id, steps, textOf }: Playbook): FileProblem[] {
  const taken = new Set([...Object.keys(steps), "map"]);
  const paths = Object.keys(steps).map((step) => ({ home: textOf?.[step] ?? id, step, prefix: `${step}-`, shift: 1 }));
  return [{ home: id, step: "index", prefix: "", shift: 0 }, ...paths].flatMap(({ home, step, prefix, shift }) => {
    if (!contentIds(`playbooks/${home}`).includes(step)) return [];
    const path: ContentPath = `playbooks/${home}/${step}`;
    const file = readContent(path);
    return readMarks(file, { prefix, shift }).headings.flatMap((heading) => {
      const problem = { ...placeOf(file.name, heading.text), fix: "give the heading other words" };
      const met = taken.has(heading.id);
      taken.add(heading.id);
      return met ? [{ ...problem, what: `a second anchor #${heading.id} on the page of ${id}` }] : [];
    });
  });
}

/** Facts that lead into a branch of the triage and that nobody finds. */
export function branchProblems(): FileProblem[] {
  return BRANCHES.flatMap(({ target, facts }) =>
    unknown(
      facts.map((id) => ({ kind: "finding", id })),
      `the way into ${target}`,
    ),
  );
}

/** Commands whose page says another place than the step that asks for them. */
export function targetProblems(): FileProblem[] {
  const asks = PLAYBOOKS.flatMap(({ steps, gaps }) => [...gaps, ...Object.values(steps).flatMap(asksOf)]);
  const pages = new Set(contentIds("commands"));
  const wrong = asks.filter(
    ({ command, target }) => pages.has(command) && readContent(`commands/${command}`).frontMatter.target !== target,
  );
  return [...new Map(wrong.map((ask) => [ask.command, ask])).values()].map(({ command, target }) => ({
    ...placeOf(`content/commands/${command}.mdx`, "target:"),
    what: `a step asks for it in another place than this page says`,
    fix: `write target: "${target}", or change the ask`,
  }));
}
