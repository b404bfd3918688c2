import fc from "fast-check";
import { expect, test } from "vitest";
import { getShortestPaths } from "xstate/graph";
import { CAUSE_IDS } from "@/evidence";
import { CAUSES } from "@/findings/causes/list";
import { questionById } from "@/findings/questions";
import { RULES } from "@/findings/rules/list";
import type { CommandAsk, Step } from "@/machines/ask";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { aspnetHang, STEPS } from "@/machines/aspnet-hang/machine";
import { slotsOf } from "@/machines/template";
import { walk } from "@/machines/walk";
import { PARSERS } from "@/parsers/list";

const FACTS = RULES.flatMap((rule) => rule.finds);
const NAMED = CAUSES.flatMap((cause) => [`${cause.id}:likely`, `${cause.id}:confirmed`]);
const steps: [string, Step][] = Object.entries(STEPS);
const asksOf = (step: Step): CommandAsk[] => [
  ...step.ask.commands,
  ...step.ask.alternatives.flatMap((way) => way.commands),
];
const allAsks = [...steps.flatMap(([, step]) => asksOf(step)), ...aspnetHangPlaybook.gaps];

/** Shortest way to each state, every single fact and skip being a possible next event. */
const paths = getShortestPaths(aspnetHang, {
  events: [
    ...[...FACTS, ...NAMED].map((fact) => ({ type: "evidence.filed" as const, facts: [fact] })),
    ...Object.keys(STEPS).map((step) => ({ type: "step.skipped" as const, step })),
  ],
  serializeState: (state) => JSON.stringify(state.value),
});

test("every step can be reached by evidence or by skipping", () => {
  const reached = new Set(paths.map((path) => String(path.state.value)));
  expect([...reached].sort()).toEqual(Object.keys(STEPS).sort());
});

test("skipping a step that is no end always leads on", () => {
  for (const path of paths) {
    const step = String(path.state.value);
    if (path.state.hasTag("end")) continue;
    const after = walk(aspnetHangPlaybook, path.state.context.facts, [...path.state.context.skipped, step]);
    expect(after.step, `skipping ${step}`).not.toBe(step);
  }
});

test("skipping everything ends in 'not enough evidence', never in a verdict", () => {
  const end = walk(aspnetHangPlaybook, [], Object.keys(STEPS));
  expect(end).toMatchObject({ step: "undecided", end: true });
});

test("a verdict needs a named cause", () => {
  fc.assert(
    fc.property(fc.subarray(FACTS), fc.subarray(Object.keys(STEPS)), (facts, skipped) => {
      fc.pre(!facts.includes("lock-cycle"));
      expect(walk(aspnetHangPlaybook, facts, skipped).step).not.toBe("verdict");
    }),
  );
});

test("the same facts lead to the same step in whatever order they come", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...FACTS, ...NAMED]), (facts) => {
      expect(walk(aspnetHangPlaybook, facts)).toEqual(walk(aspnetHangPlaybook, [...facts].sort()));
    }),
  );
});

test("steps that need no answer are passed: outputs pasted at once go straight to what is missing", () => {
  expect(walk(aspnetHangPlaybook, ["stacks-seen", "monitor-waiters"])).toMatchObject({
    path: ["symptoms", "stacks"],
    step: "lock",
  });
});

test("every guard is used by the route", () => {
  const source = JSON.stringify(aspnetHang.config);
  const unused = Object.keys(aspnetHang.implementations.guards).filter((guard) => !source.includes(`"${guard}"`));
  expect(unused).toEqual([]);
});

test("every fact a command waits for is one that some rule finds", () => {
  const unknown = allAsks
    .flatMap((ask) => [...(ask.when ?? []), ...(ask.unless ?? [])])
    .filter((id) => !FACTS.includes(id));
  expect(unknown).toEqual([]);
  const brought = steps.flatMap(([, step]) => step.brings).filter((id) => !FACTS.includes(id));
  expect(brought).toEqual([]);
});

test("every template draws on findings that exist, and every command has a parser", () => {
  const templates = allAsks.flatMap((ask) => [
    ...(typeof ask.run === "string" ? [ask.run] : Object.values(ask.run)),
    ask.why,
  ]);
  const slots = [...templates, ...steps.flatMap(([, step]) => [step.title, step.why])].flatMap(slotsOf);
  expect(slots.map((slot) => slot.finding).filter((id) => !FACTS.includes(id))).toEqual([]);
  const parsers = new Set(PARSERS.map((parser) => parser.id));
  expect(allAsks.map((ask) => ask.command).filter((id) => !parsers.has(id))).toEqual([]);
});

test("every question a step asks exists", () => {
  const asked = steps.flatMap(([, step]) => step.ask.questions);
  expect(asked.filter((id) => questionById(id) === null)).toEqual([]);
});

test("every step but the ends has something to ask or another way", () => {
  const silent = steps.filter(
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
