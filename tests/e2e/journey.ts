import { expect, type Page } from "@playwright/test";
import { conclude, type Diagnosis, read } from "@/cases/diagnose";
import { questionById } from "@/findings/questions";
import { FIRST_PLAYBOOK } from "@/machines/list";
import type { SimulatedHang } from "@/simulator/hangs/simulate";
import { play } from "@/training/play";
import { expectStep } from "./case-page";

/** Questions and steps given up, after everything was pasted: more than any of these servers needs. */
const MOST_TURNS = 6;

/** What the engineer brings back from the server: a log of each dump. */
export function logsOf(hang: SimulatedHang): string[] {
  const { asked } = play(FIRST_PLAYBOOK, hang).solution;
  const log = (second: boolean): string =>
    asked.flatMap(({ step, text }) => ((step === "second-dump") === second ? (text ?? []) : [])).join("\n");
  return [log(false), log(true)].filter((text) => text !== "");
}

async function answer(page: Page, given: readonly (readonly [question: string, value: string])[]): Promise<void> {
  const asked = given.map(([id, value]) => {
    const question = questionById(id);
    const label = question?.answers.find((choice) => choice.value === value)?.label ?? value;
    return { label, group: page.getByRole("group", { name: question?.ask ?? id }) };
  });
  for (const { group, label } of asked) await group.getByRole("radio", { name: label, exact: true }).check();
  await page.getByRole("button", { name: /^Use (?:this answer|these answers)$/ }).click();
  for (const { group } of asked) await expect(group).toBeHidden();
}

async function giveUp(page: Page, { step }: Diagnosis): Promise<void> {
  await page.getByRole("button", { name: "I cannot run this here" }).click();
  await page.getByRole("radio", { name: "Nobody knows" }).check();
  await page.getByRole("button", { name: "Go on without it" }).click();
  await expect(page.getByRole("heading", { level: 2, name: step.title, exact: true })).toBeHidden();
}

/** Answers what the page asks and somebody knows, gives up what nobody can bring, until the verdict stands there. */
export async function comeToVerdict(page: Page, hang: SimulatedHang, logs: readonly string[]): Promise<void> {
  const reads = logs.map((text, file) => read({ name: "paste", text }, file));
  const answers = new Map<string, string>();
  const skipped: string[] = [];
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const diagnosis = conclude(FIRST_PLAYBOOK, reads, { answers, skipped });
    if (diagnosis.end) return;
    await expectStep(page, diagnosis.step.title);
    const given = diagnosis.step.questions.flatMap((id): [string, string][] => {
      const value = hang.answers.get(id);
      return value === undefined || answers.has(id) ? [] : [[id, value]];
    });
    for (const [id, value] of given) answers.set(id, value);
    if (given.length === 0) skipped.push(diagnosis.step.id);
    await (given.length > 0 ? answer(page, given) : giveUp(page, diagnosis));
  }
}
