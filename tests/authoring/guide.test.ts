import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changed, guideSteps } from "../support/guide";
import { GuideReader } from "../support/guide-reader";
import { ProjectCopy } from "../support/project-copy";

const GUIDE = readFileSync(join(import.meta.dirname, "..", "..", "AUTHORING.md"), "utf8");

test("the guide adds a command, a cause and a step by what it says, and takes them back to the letter", {
  timeout: 300_000,
}, async () => {
  using copy = new ProjectCopy();
  const before = copy.files();
  const steps = guideSteps(GUIDE);

  await new GuideReader(copy.root).follow(steps);

  const told = (what: string): number => steps.filter((step) => step.do === what).length;
  expect([told("run") > 15, told("see") > 4, told("write") > 5, told("change") > 9]).toEqual([true, true, true, true]);
  expect(before.size).toBeGreaterThan(1000);
  expect(copy.files()).toEqual(before);
});

test("a change is made where its lines stand, as deep as they stand there", () => {
  const text = "a {\n    one;\n    two;\n}\nthree;\n";

  expect(changed(text, [{ old: ["one;", "two;"], new: ["if (x) {", "  y;", "}"] }])).toBe(
    "a {\n    if (x) {\n      y;\n    }\n}\nthree;\n",
  );
});

test("a change of lines that are not there, or stand in another order, is none", () => {
  const hunk = (line: string) => ({ old: [line], new: [] });

  expect(() => changed("one\ntwo\n", [hunk("three")])).toThrow("these lines are not there:\nthree");
  expect(() => changed("one\ntwo\n", [hunk("two"), hunk("one")])).toThrow("these lines are not there:\none");
});
