import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { OUTPUTS, paste } from "./case-page";
import { watchComplaints } from "./complaints";
import { servePlainly } from "./plain-server";
import { wakeUp } from "./wake-up";

const BASE = "/tools/waitchain";
/** One page of each kind. */
const PAGES = [
  "/",
  "/case/",
  "/commands/",
  "/commands/sos-syncblk/",
  "/causes/",
  "/causes/loader-lock/",
  "/playbooks/hang/",
];

let folder = "";
let site = { address: "", close: (): void => {} };

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "waitchain-export-"));
  execFileSync(process.execPath, ["scripts/export.mjs", "--base", BASE, join(folder, BASE)]);
  site = await servePlainly(folder);
});

test.afterAll(() => {
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the exported site comes to life below a path of any web server, within its policy", async ({ page }) => {
  const complaints = watchComplaints(page);
  for (const path of PAGES) {
    await page.goto(`${site.address}${BASE}${path}`);
    await wakeUp(page);
    expect(complaints, path).toEqual([]);
  }
});

test("links of the exported site stay below its path, and lead somewhere", async ({ page, request }) => {
  await page.goto(`${site.address}${BASE}/commands/sos-syncblk/`);
  const links = await page
    .locator("a[href^='/']")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));

  expect(links.length).toBeGreaterThan(5);
  for (const link of new Set(links.map((href) => href.replace(/#.*/, "")))) {
    expect(link.startsWith(`${BASE}/`) || link === BASE, link).toBe(true);
    expect((await request.get(`${site.address}${link}`)).status(), link).toBe(200);
  }
  await page.getByRole("navigation", { name: "Reference" }).getByRole("link", { name: "Causes" }).click();
  await expect(page).toHaveURL(new RegExp(`${BASE}/causes/?$`));
});

test("a case is read in the exported site, and a planted script does not run", async ({ page }) => {
  await page.goto(`${site.address}${BASE}/`);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'planted'";
    document.head.append(script);
  });
  expect(await page.title()).not.toBe("planted");

  await paste(page, OUTPUTS[0] ?? "");
  await expect(page).toHaveURL(new RegExp(`${BASE}/case/?#`));
  await expect(page.getByRole("article")).toHaveCount(1);
});
