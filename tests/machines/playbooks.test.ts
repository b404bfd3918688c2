import fc from "fast-check";
import { expect, test } from "vitest";
import { getShortestPaths } from "xstate/graph";
import { CAUSE_IDS } from "@/evidence";
import { CAUSES } from "@/findings/causes/list";
import { questionById } from "@/findings/questions";
import { RULES } from "@/findings/rules/list";
import type { CommandAsk, Form, Step } from "@/machines/ask";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { hangPlaybook } from "@/machines/hang";
import { PLAYBOOKS } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";
import { slotsOf } from "@/machines/template";
import { walk } from "@/machines/walk";
import { PARSERS } from "@/parsers/list";

const FACTS = RULES.flatMap((rule) => rule.finds);
const NAMED = CAUSES.flatMap((cause) => [`${cause.id}:likely`, `${cause.id}:confirmed`]);
const stepsOf = ({ steps }: Playbook): [string, Step][] => Object.entries(steps);
const asksOf = (step: Step): CommandAsk[] => [
  ...step.ask.commands,
  ...step.ask.alternatives.flatMap((way) => way.commands),
];
const allSteps = PLAYBOOKS.flatMap(stepsOf);
const allAsks = [...allSteps.flatMap(([, step]) => asksOf(step)), ...PLAYBOOKS.flatMap(({ gaps }) => gaps)];

/** Where a route goes on from them depends on which of the others were given up. */
const LAST_STEPS = ["waits", "machine", "second-dump"];

/** Shortest way to each state, every single fact and skip being a possible next event. */
const pathsOf = ({ machine, steps }: Playbook) =>
  getShortestPaths(machine, {
    events: [
      ...[...FACTS, ...NAMED].map((fact) => ({ type: "evidence.filed" as const, facts: [fact] })),
      ...Object.keys(steps).map((step) => ({ type: "step.skipped" as const, step })),
    ],
    serializeState: (state) =>
      JSON.stringify([state.value, LAST_STEPS.filter((step) => state.context.skipped.includes(step))]),
  });
const paths = new Map(PLAYBOOKS.map((playbook) => [playbook.id, pathsOf(playbook)]));

test.each(PLAYBOOKS)("every step of $id can be reached by evidence or by skipping", ({ id, steps }) => {
  const reached = new Set(paths.get(id)?.map((path) => String(path.state.value)));
  expect([...reached].sort()).toEqual(Object.keys(steps).sort());
});

test.each(PLAYBOOKS)("skipping a step of $id that is no end always leads on", (playbook) => {
  for (const path of paths.get(playbook.id) ?? []) {
    const step = String(path.state.value);
    if (path.state.hasTag("end")) continue;
    const after = walk(playbook, path.state.context.facts, [...path.state.context.skipped, step]);
    expect(after.step, `skipping ${step}`).not.toBe(step);
  }
});

test.each(PLAYBOOKS)("skipping everything in $id ends in 'not enough evidence', never in a verdict", (playbook) => {
  const end = walk(playbook, [], Object.keys(playbook.steps));
  expect(end).toMatchObject({ step: "undecided", end: true });
});

test.each(PLAYBOOKS)("a verdict of $id needs a named cause", (playbook) => {
  fc.assert(
    fc.property(fc.subarray(FACTS), fc.subarray(Object.keys(playbook.steps)), (facts, skipped) => {
      fc.pre(!facts.includes("lock-cycle"));
      expect(walk(playbook, facts, skipped).step).not.toBe("verdict");
    }),
  );
});

test.each(PLAYBOOKS)("the same facts lead $id to the same step in whatever order they come", (playbook) => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...FACTS, ...NAMED]), (facts) => {
      expect(walk(playbook, facts)).toEqual(walk(playbook, [...facts].sort()));
    }),
  );
});

test("steps that need no answer are passed: outputs pasted at once go straight to what is missing", () => {
  expect(walk(aspnetHangPlaybook, ["stacks-seen", "monitor-waiters"])).toMatchObject({
    path: ["symptoms", "stacks"],
    step: "lock",
  });
});

test("every guard is used by some route", () => {
  const source = JSON.stringify(PLAYBOOKS.map(({ machine }) => machine.config));
  const combined = hangPlaybook.machine.root.machine.implementations.guards;
  const unused = Object.keys(combined).filter((guard) => !source.includes(`"${guard}"`));
  expect(unused).toEqual([]);
});

test("every fact a command waits for is one that some rule finds", () => {
  const unknown = allAsks
    .flatMap((ask) => [...(ask.when ?? []), ...(ask.unless ?? [])])
    .filter((id) => !FACTS.includes(id));
  expect(unknown).toEqual([]);
  const brought = allSteps.flatMap(([, step]) => step.brings).filter((id) => !FACTS.includes(id));
  expect(brought).toEqual([]);
});

const formsOf = (ask: CommandAsk): Form[] =>
  [...(typeof ask.run === "string" ? [ask.run] : Object.values(ask.run)), ask.onLinux ?? { lacks: "" }].flatMap(
    (form) => (typeof form === "string" ? [{ run: form }] : "lacks" in form ? [] : [form]),
  );

test("every template draws on findings that exist, and every command has a parser", () => {
  const templates = allAsks.flatMap((ask) => [
    ask.why,
    ...formsOf(ask).flatMap(({ run, why }) => (why === undefined ? [run] : [run, why])),
  ]);
  const words = allSteps.flatMap(([, step]) => [step, step.linux ?? {}]);
  const said = words.flatMap(({ title, why }) => [title, why].filter((text) => text !== undefined));
  const slots = [...templates, ...said].flatMap(slotsOf);
  expect(slots.map((slot) => slot.finding).filter((id) => !FACTS.includes(id))).toEqual([]);
  const parsers = new Set(PARSERS.map((parser) => parser.id));
  const commands = allAsks.flatMap((ask) => [ask.command, ...formsOf(ask).map(({ command }) => command)]);
  expect(commands.filter((id) => typeof id === "string" && !parsers.has(id))).toEqual([]);
});

test("every question a step asks exists", () => {
  const asked = allSteps.flatMap(([, step]) => step.ask.questions);
  expect(asked.filter((id) => questionById(id) === null)).toEqual([]);
});

test("every step but the ends has something to ask or another way", () => {
  const silent = allSteps.filter(
    ([id, step]) => id !== "verdict" && step.ask.commands.length + step.ask.questions.length === 0,
  );
  expect(silent.map(([id]) => id)).toEqual([]);
});

test("every cause is one of the catalogue and rests on findings that exist", () => {
  for (const cause of CAUSES) {
    expect(CAUSE_IDS).toContain(cause.id);
    const used = [...cause.supports.map(({ finding }) => finding), ...cause.decides.flat(), ...cause.refutes.flat()];
    expect(
      used.filter((id) => !FACTS.includes(id)),
      cause.id,
    ).toEqual([]);
    expect(
      cause.remedy.length * cause.verify.length * cause.disproof.length * cause.sources.length,
      cause.id,
    ).toBeGreaterThan(0);
  }
});
