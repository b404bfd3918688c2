import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { syntheticLog } from "../bench/synthetic-log";
import { expectStep, OUTPUTS, paste } from "./case-page";

const FOLDER = mkdtempSync(join(tmpdir(), "waitchain-"));
const LOG = join(FOLDER, "night.log");
const BYTES = 12_000_000;

test.describe.configure({ mode: "serial" });
test.setTimeout(300_000);

test.beforeAll(() => writeFileSync(LOG, `${syntheticLog(BYTES)}\nthe very last line of the night\n`));
test.afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const chooser = (page: Page) => page.getByLabel("Files to read");
const reading = (page: Page) => page.getByRole("region", { name: "Reading night.log" });

async function openEmptyCase(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Start without anything" }).click();
  await expectStep(page, "Say what the users see");
}

test("a long log shows its progress and its first findings while it is read, and then all of it", async ({ page }) => {
  await openEmptyCase(page);
  await chooser(page).setInputFiles(LOG);
  await expect(reading(page)).toContainText(/of 12 MB/);
  await expect(page.getByRole("list", { name: "First findings" })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole("article")).toHaveCount(0);
  await expect(page.getByRole("article", { name: "night.log" })).toBeVisible({ timeout: 240_000 });
  await expect(reading(page)).toHaveCount(0);

  const log = page.getByRole("article", { name: "night.log" });
  await log.getByLabel("Find in night.log").fill("very last line");
  await log.getByRole("button", { name: "Next match" }).click();
  await expect(log.getByText("the very last line of the night").first()).toBeInViewport();
  await log.getByLabel(/^Go to a line of night\.log/).fill("1");
  await page.keyboard.press("Enter");
  await expect(log.getByRole("button", { name: /^Line 1($|,)/ })).toBeInViewport();
  const rows = log.getByRole("region", { name: /^Lines of night\.log, [\d,]+ lines$/ }).getByRole("listitem");
  expect(await rows.count()).toBeLessThan(100);

  await log.getByText(/^Not read: /).click();
  const place = log.getByRole("list", { name: "Lines that were not read" }).getByRole("button").first();
  const named = (await place.textContent()) ?? "";
  await place.click();
  await expect(
    log.getByRole("button", { name: new RegExp(`^Line ${named.match(/\d+/)?.[0]},.* not read`) }),
  ).toBeInViewport();

  await page.reload();
  await expect(page.getByRole("article", { name: "night.log" })).toBeVisible({ timeout: 240_000 });
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save case file" }).click();
  expect(statSync(await (await saving).path()).size).toBeGreaterThan(BYTES);
});

test("a reading that is cancelled leaves the case as it was, at once", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS[3] ?? "");
  await expectStep(page, "See what thread 39 is doing");
  await chooser(page).setInputFiles(LOG);
  await expect(reading(page)).toContainText(/[1-9]\d* %/, { timeout: 60_000 });
  await reading(page).getByRole("button", { name: "Cancel" }).click();
  await expect(reading(page)).toHaveCount(0, { timeout: 2_000 });
  await expect(page.getByRole("article")).toHaveCount(1);
  await expectStep(page, "See what thread 39 is doing");
  await paste(page, OUTPUTS[4] ?? "");
  await expect(page.getByRole("article")).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(2);
});

test("a file that is too large is told, and nothing is lost", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS[3] ?? "");
  await expectStep(page, "See what thread 39 is doing");
  await page.evaluate(() => {
    const part = new Blob([new Uint8Array(50_000_000).fill(97)]);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(
      new File(
        Array.from({ length: 10 }, () => part),
        "huge.log",
        { type: "text/plain" },
      ),
    );
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText("PASTE_TOO_LARGE")).toBeVisible();
  await expect(page.getByText(/“huge\.log” has 500 MB/)).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(1);
  await expectStep(page, "See what thread 39 is doing");
});
