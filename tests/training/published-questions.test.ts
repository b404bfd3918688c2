import { expect, test } from "vitest";
import type { Question } from "@/training/questions/questions";
import { questionsFrom } from "@/training/questions/questions";
import { CASE_STUDY, FOLDER_80_GB } from "../support/case-study";
import { rightOf } from "../support/questioned-hangs";
import { run } from "../support/triage";

const TEXTS = [...CASE_STUDY, FOLDER_80_GB].map(({ text }) => text);

function asked(texts: readonly string[]): ReadonlyMap<string, Question> {
  return new Map(questionsFrom(run(...texts), 1).map((question) => [question.family, question]));
}

function wrongOf(question: Question | undefined): string[] {
  return question?.options.flatMap(({ text, tempts }) => (tempts === null ? [] : [text])) ?? [];
}

test("of the published case it is asked what everybody who read it remembers", () => {
  const questions = asked(TEXTS);
  const right = (family: string): string => {
    const question = questions.get(family);
    return question ? rightOf(question) : "";
  };
  expect(right("lock-waiters")).toBe("72");
  expect(wrongOf(questions.get("lock-waiters"))).toEqual(expect.arrayContaining(["145", "144"]));
  expect(right("owner-command")).toBe("~39e !clrstack");
  expect(wrongOf(questions.get("owner-command"))).toContain("~360e !clrstack");
  expect(right("request-age")).toBe("3 min 11 s");
  expect(wrongOf(questions.get("request-age"))).toEqual(expect.arrayContaining(["2 h 3 min 11 s", "4 h 3 min 11 s"]));
  expect(right("ticks-in-time")).toBe("About 16 ms.");
  expect(right("moving-or-stuck")).toMatch(/^It moves on/);
  expect(right("folder-size")).toMatch(/^It is far too large/);
  expect(questions.get("nearest-export")?.text).toMatch(/The stack shows \w+!\w+\+0x[0-9a-f]+\./);
  expect(wrongOf(questions.get("nearest-export")).join(" ")).toContain("What the name says");
  expect([...questions.keys()]).toEqual(
    expect.arrayContaining(["page-fault-reentry", "act-on-both", "kernel-lock-held", "uptime-or-age", "batch-off"]),
  );
});

test("a wait for a resource tells nothing, however small its ticks", () => {
  const texts = TEXTS.map((text) => text.replace("WAIT: (Unknown)", "WAIT: (WrResource)"));
  const question = asked(texts).get("moving-or-stuck");
  expect(question && rightOf(question)).toMatch(/^Nothing: such a wait begins anew/);
  expect(asked(texts).has("ticks-in-time")).toBe(false);
});

test("what nobody has pasted is not asked about", () => {
  const questions = asked([TEXTS[3] ?? ""]);
  expect(questions.has("lock-waiters")).toBe(true);
  for (const family of ["request-age", "moving-or-stuck", "folder-size", "waiters-culprit", "deadlock-or-queue"]) {
    expect(questions.has(family), family).toBe(false);
  }
});

test("the same table twice, from two dumps, tells who kept the lock", () => {
  const table = TEXTS[3] ?? "";
  const later = table.replaceAll("145", "149");
  const question = asked([table, later]).get("owner-in-two-dumps");
  expect(question && rightOf(question)).toMatch(/^One thread has kept it/);
});
