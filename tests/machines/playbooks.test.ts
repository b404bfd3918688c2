import fc from "fast-check";
import { expect, test } from "vitest";
import { getShortestPaths } from "xstate/graph";
import { CAUSES } from "@/findings/causes/list";
import { RULES } from "@/findings/rules/list";
import type { Step } from "@/machines/ask";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { hangPlaybook } from "@/machines/hang";
import { PLAYBOOKS } from "@/machines/list";
import type { Playbook } from "@/machines/playbook";
import { walk } from "@/machines/walk";

const FACTS = RULES.flatMap((rule) => rule.finds);
const NAMED = CAUSES.flatMap((cause) => [`${cause.id}:likely`, `${cause.id}:confirmed`]);
const stepsOf = ({ steps }: Playbook): [string, Step][] => Object.entries(steps);
const allSteps = PLAYBOOKS.flatMap(stepsOf);

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

test("every step but the ends has something to ask or another way", () => {
  const silent = allSteps.filter(
    ([id, step]) => id !== "verdict" && step.ask.commands.length + step.ask.questions.length === 0,
  );
  expect(silent.map(([id]) => id)).toEqual([]);
});
