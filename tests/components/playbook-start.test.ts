import { expect, test } from "vitest";
import { skipsTo } from "@/components/playbook/skips-to";
import { PLAYBOOKS } from "@/machines/list";
import { walk } from "@/machines/walk";

test.each(PLAYBOOKS)("a case of $id that begins at a step rests at that step", (playbook) => {
  const beginnings = Object.keys(playbook.steps).flatMap((step) => {
    const skips = skipsTo(playbook, step);
    return skips ? [{ step, skips }] : [];
  });

  expect(beginnings.length).toBeGreaterThan(5);
  for (const { step, skips } of beginnings) expect(walk(playbook, [], skips)).toMatchObject({ step, end: false });
});

test.each(PLAYBOOKS)("a case of $id cannot begin at an end", (playbook) => {
  const { steps, machine } = playbook;
  const ends = Object.keys(steps).filter((step) => machine.states[step]?.tags.includes("end"));

  expect(ends.length).toBeGreaterThan(0);
  expect(ends.map((step) => skipsTo(playbook, step))).toEqual(ends.map(() => null));
});

test("the first step has nothing behind it", () => {
  const [playbook] = PLAYBOOKS;

  expect(playbook && skipsTo(playbook, Object.keys(playbook.machine.states)[0] ?? "")).toEqual([]);
});
