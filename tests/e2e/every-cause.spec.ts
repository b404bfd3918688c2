import { expect, type Page, test } from "@playwright/test";
import { CAUSE_IDS, type CauseId } from "@/evidence";
import { causeById } from "@/findings/causes/list";
import { type SimulatedHang, simulateHang } from "@/simulator/hangs/simulate";
import { expectNoCaseData, expectStep, paste, watchRequests } from "./case-page";
import { comeToVerdict, logsOf } from "./journey";

/** Causes that share a page; the journeys run beside each other. */
const A_JOURNEY = 7;
const JOURNEYS = Array.from({ length: Math.ceil(CAUSE_IDS.length / A_JOURNEY) }, (_item, at) =>
  CAUSE_IDS.slice(at * A_JOURNEY, (at + 1) * A_JOURNEY),
);
/** Another server for each cause: the runtimes go round with the seed. */
function hangFor(cause: CauseId): SimulatedHang {
  return simulateHang(CAUSE_IDS.indexOf(cause) + 1, cause);
}

/** What no request may carry: a few of the addresses that the outputs print. */
function addressesOf(logs: readonly string[]): string[] {
  const found = logs.flatMap((log) => log.match(/\b(?=[a-f]*\d)[\da-f]{8,16}\b/g) ?? []);
  return [...new Set(found)].filter((address) => new Set(address).size > 4).slice(0, 3);
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

/** The start page: by its address at first, then from the case before by the name of the site. */
async function openStart(page: Page): Promise<void> {
  if (page.url() === "about:blank") await page.goto("/");
  else await page.getByRole("link", { name: "Waitchain, start page" }).click();
  await expect(page.getByRole("textbox", { name: /Paste any output here/ })).toBeVisible();
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
        await openStart(page);
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
