import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { simulateHang } from "@/simulator/hangs/simulate";
import { formatCode } from "@/training/code";
import { expectStep, paste } from "./case-page";
import { watchComplaints } from "./complaints";
import { DrillPage, wellPlayed } from "./drill-page";
import { comeToVerdict, logsOf } from "./journey";

// They share one browser that has visited the site once; fetching all of it is what takes the time.
test.describe.configure({ mode: "serial" });

let visited: BrowserContext;

test.beforeAll(async ({ browser, baseURL }) => {
  visited = await browser.newContext({ serviceWorkers: "allow", baseURL: baseURL ?? "" });
  const page = await visited.newPage();
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await page.close();
  await visited.setOffline(true);
});

test.afterAll(() => visited.close());

test("without a network a case goes from start to verdict once the site has been visited", async () => {
  const page: Page = await visited.newPage();
  const complaints = watchComplaints(page);
  await page.goto("/");
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

test("without a network a drill goes from brief to debrief", async () => {
  const page = await visited.newPage();
  const code = formatCode({ kind: "written", id: "session-lock", seed: 7 });
  await page.goto(`/training/session-lock#${code}`);
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await new DrillPage(page, code).perform(wellPlayed(code));

  await expect(page.getByRole("heading", { level: 1, name: "100 of 100 points" })).toBeVisible();
});

test("without a network every kind of page opens, by its address and by a link", async () => {
  const page = await visited.newPage();
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
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search all pages" }).fill("MonitorHeld");
  await expect(page.getByRole("option").first()).toContainText("!syncblk");
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
