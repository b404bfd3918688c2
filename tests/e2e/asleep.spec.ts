import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { watchComplaints } from "./complaints";

const SITE = fileURLToPath(new URL("../../out", import.meta.url));
const SCRIPT = /<script\b[^>]*\bsrc="([^"]+)"/g;
const TO_WORK_WITH = "index case search training _not-found".split(" ");

/** Bytes of script that a page to read may come with, compressed. */
const ENOUGH = 6_000;

const isAwake = (page: Page): Promise<boolean> => page.evaluate(() => "awake" in document.documentElement.dataset);

test("pages to read come with next to no script", () => {
  const pages = readdirSync(SITE, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".html") && !TO_WORK_WITH.includes(path.split(/[\\/.]/)[0] ?? ""),
  );
  const heavy = pages.filter((path) => {
    const html = readFileSync(join(SITE, path), "utf8");
    const scripts = [...html.matchAll(SCRIPT)].map(([, source = ""]) => readFileSync(join(SITE, source)));
    return scripts.length !== 1 || html.includes("__next_f") || gzipSync(Buffer.concat(scripts)).length > ENOUGH;
  });

  expect(pages.length).toBeGreaterThan(120);
  expect(heavy).toEqual([]);
});

test("a page to read copies, changes its theme and follows the reader while it sleeps", async ({ page }) => {
  const complaints = watchComplaints(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/playbooks/hang");
  await page.locator("summary[aria-label=Theme]").click();
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Escape");
  await expect(page.getByText("Dark", { exact: true })).toBeHidden();

  const copy = page
    .getByRole("main")
    .getByRole("button", { name: /^Copy / })
    .first();
  await copy.click();
  await expect(copy).toContainText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await copy.getAttribute("data-copy"));
  const current = page.getByRole("navigation", { name: "On this page" }).locator("[aria-current]:visible");
  await page.evaluate(() => document.querySelector("#map")?.scrollIntoView());
  await expect(current).toHaveText("The map");
  expect(await isAwake(page)).toBe(false);

  // What it wakes for is answered although nobody listened when it was pressed.
  const group = page.getByRole("button", { expanded: false }).first();
  const [name = ""] = (await group.locator("span").allTextContents()).slice(0, 1);
  await group.click();
  await expect(page.getByRole("heading", { level: 3, name: new RegExp(`^${name}: `) })).toBeVisible();
  expect(await isAwake(page)).toBe(true);
  expect(complaints).toEqual([]);
});

test("what was typed before a page woke is not lost", async ({ page }) => {
  await page.goto("/drivers", { waitUntil: "domcontentloaded" });
  await page.evaluate(() => {
    document.querySelector("textarea")?.focus();
    document.execCommand("insertText", false, "WdFilter");
  });

  await expect(page.getByRole("row", { name: /^WdFilter/ })).toBeVisible();
});
