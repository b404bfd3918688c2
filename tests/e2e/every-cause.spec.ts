import { expect, type Page, test } from "@playwright/test";
import { conclude, type Diagnosis, read } from "@/cases/diagnose";
import { CAUSE_IDS, type CauseId } from "@/evidence";
import { causeById } from "@/findings/causes/list";
import { questionById } from "@/findings/questions";
import { FIRST_PLAYBOOK } from "@/machines/list";
import { type SimulatedHang, simulateHang } from "@/simulator/hangs/simulate";
import { play } from "@/training/play";
import { expectNoCaseData, expectStep, paste, watchRequests } from "./case-page";

/** Causes that share a page; the journeys run beside each other. */
const A_JOURNEY = 7;
const JOURNEYS = Array.from({ length: Math.ceil(CAUSE_IDS.length / A_JOURNEY) }, (_item, at) =>
  CAUSE_IDS.slice(at * A_JOURNEY, (at + 1) * A_JOURNEY),
);
/** Questions and steps given up, after everything was pasted: more than any of these servers needs. */
const MOST_TURNS = 6;

/** Another server for each cause: the runtimes go round with the seed. */
function hangFor(cause: CauseId): SimulatedHang {
  return simulateHang(CAUSE_IDS.indexOf(cause) + 1, cause);
}

/** What the engineer brings back from the server: a log of each dump. */
function logsOf(hang: SimulatedHang): string[] {
  const { asked } = play(FIRST_PLAYBOOK, hang).solution;
  const log = (second: boolean): string =>
    asked.flatMap(({ step, text }) => ((step === "second-dump") === second ? (text ?? []) : [])).join("\n");
  return [log(false), log(true)].filter((text) => text !== "");
}

/** What no request may carry: a few of the addresses that the outputs print. */
function addressesOf(logs: readonly string[]): string[] {
  const found = logs.flatMap((log) => log.match(/\b(?=[a-f]*\d)[\da-f]{8,16}\b/g) ?? []);
  return [...new Set(found)].filter((address) => new Set(address).size > 4).slice(0, 3);
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
async function comeToVerdict(page: Page, hang: SimulatedHang, logs: readonly string[]): Promise<void> {
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

/** The verdict names the cause, with what to do, how to see that it helped, and what would prove it wrong. */
async function expectVerdict(page: Page, id: CauseId): Promise<void> {
  const cause = causeById(id);
  expect(cause).not.toBeNull();
  if (!cause) return;
  await expectStep(page, cause.title);
  await expect(page.getByText(cause.says, { exact: true }).first()).toBeVisible();
  const parts = { Remedy: cause.remedy, "How to verify it": cause.verify, "What would prove it wrong": cause.disproof };
  for (const [title, items] of Object.entries(parts)) {
    const part = page.locator(`section:has(> h3:text-is("${title}"))`);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) await expect(part.getByText(item, { exact: true })).toBeVisible();
  }
}

for (const causes of JOURNEYS) {
  test(`the outputs of a hung server lead to the verdict and its remedy: ${causes.join(", ")}`, async ({ page }) => {
    const requests = watchRequests(page);
    const addresses: string[] = [];
    for (const cause of causes) {
      await test.step(cause, async () => {
        const hang = hangFor(cause);
        const logs = logsOf(hang);
        addresses.push(...addressesOf(logs));
        await page.goto("/");
        for (const [index, log] of logs.entries()) {
          await paste(page, log);
          await expect(page.getByRole("article")).toHaveCount(index + 1);
        }
        await comeToVerdict(page, hang, logs);
        await expectVerdict(page, cause);
      });
    }
    expect(addresses.length).toBeGreaterThan(0);
    expectNoCaseData(requests, addresses);
  });
}
