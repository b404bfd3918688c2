import { expect, type Page, test } from "@playwright/test";
import { simulateHang } from "@/simulator/hangs/simulate";
import { expectStep, paste } from "./case-page";
import { watchComplaints } from "./complaints";
import { comeToVerdict, logsOf } from "./journey";

test.use({ serviceWorkers: "allow" });

/** Waits until the site has been kept for use without a network. */
async function visitOnce(page: Page): Promise<void> {
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

test("without a network a case goes from start to verdict once the site has been visited", async ({
  page,
  context,
}) => {
  const complaints = watchComplaints(page);
  await visitOnce(page);
  await context.setOffline(true);
  await page.reload();

  const hang = simulateHang(4, "monitor-deadlock");
  const logs = logsOf(hang);
  for (const [index, log] of logs.entries()) {
    await paste(page, log);
    await expect(page.getByRole("article")).toHaveCount(index + 1);
  }
  await comeToVerdict(page, hang, logs);
  await expectStep(page, "Threads wait for each other's locks");
  expect(
    complaints.filter((text) => text.includes("worker")),
    "outputs are read beside the page",
  ).toEqual([]);
});

test("without a network every kind of page opens, by its address and by a link", async ({ page, context }) => {
  await visitOnce(page);
  await context.setOffline(true);

  for (const path of [
    "/commands/sos-syncblk",
    "/causes/monitor-deadlock",
    "/playbooks/hang",
    "/causes/",
    "/training",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.getByRole("navigation", { name: "Reference" }).getByRole("link", { name: "Commands" }).click();
  await expect(page).toHaveURL(/\/commands\/?$/);
  await expect(page.getByRole("heading", { level: 1, name: /commands/i })).toBeVisible();
});

test("a system can install the site", async ({ page, request }) => {
  await page.goto("/");
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await request.get(address ?? "")).json();

  expect(manifest).toMatchObject({ name: "Waitchain", display: "standalone", start_url: "./" });
  for (const { src, sizes } of manifest.icons as { src: string; sizes: string }[]) {
    const icon = await (await request.get(`/${src}`)).body();
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)].join("x")).toBe(sizes);
  }
});
