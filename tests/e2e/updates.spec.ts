import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { servePlainly } from "./plain-server";

test.use({ serviceWorkers: "allow" });

test("a new version is offered on the start page, not in a case, and only once no other page runs the old one", async ({
  page,
  context,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "waitchain-update-"));
  cpSync("out", folder, { recursive: true });
  const site = await servePlainly(folder);
  const offer = page.getByRole("status").filter({ hasText: "A new version is ready" });
  try {
    await page.goto(`${site.address}/`);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await page.getByRole("button", { name: "Start without anything" }).click();
    await expect(page).toHaveURL(/\/case\/?#/);
    appendFileSync(join(folder, "service-worker.js"), "\n// The next version.");

    await page.reload();
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null), {
        timeout: 30_000,
      })
      .toBe(true);
    await expect(offer).toBeHidden();

    const other = await context.newPage();
    await other.goto(`${site.address}/`);
    await page.goto(`${site.address}/`);
    await offer.getByRole("button", { name: "Use it" }).click();
    await expect(offer).toContainText("Close the other page");

    await other.close();
    await Promise.all([page.waitForEvent("load"), offer.getByRole("button", { name: "Use it" }).click()]);
    await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBe(null);
    await expect(offer).toBeHidden();
  } finally {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
