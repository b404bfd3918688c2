import { expect, test } from "@playwright/test";
import { expectClean } from "./expect-clean";

test("the search opens by keyboard on any page, finds a symbol, and leads there", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto("/causes/loader-lock");
  await expect(page.getByRole("button", { name: "Search" })).toBeVisible();
  expect(fetched.filter((path) => path.includes("search-index"))).toEqual([]);

  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: "Search all pages" });
  await box.fill("!syn");
  const first = page.getByRole("option").first();
  await expect(first).toContainText("!syncblk");
  await expect(first).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option").nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(/\/commands\/sos-syncblk/);
  await expect(box).toBeHidden();
  expect(fetched.filter((path) => path.includes("search-index"))).toHaveLength(1);
  expect(fetched.filter((path) => path.includes("syn") && !path.startsWith("/commands/"))).toEqual([]);
});

test("a slash opens the search, but not where somebody is typing", async ({ page }) => {
  await page.goto("/commands");
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Search all pages" });
  await expect(box).toBeFocused();
  await box.pressSequentially("a/b");
  await expect(box).toHaveValue("a/b");
  await page.keyboard.press("Escape");
  await expect(box).toBeHidden();
});

test("the search page keeps what is typed in its address, and axe finds nothing", async ({ page }) => {
  await page.goto("/search#q=MonitorHeld");
  await expect(page.getByRole("option").first()).toContainText("!syncblk");
  await page.getByRole("combobox").fill("loader lock");
  await expect(page).toHaveURL(/#q=loader\+lock$/);
  await expect(page.getByRole("status").first()).toContainText("places");

  await expectClean(page, "search");
});

test("each page has its text as Markdown beside it, and programs find the list of them", async ({ page, request }) => {
  await page.goto("/commands/sos-syncblk");
  const twin = await page.locator("link[rel=alternate][type='text/markdown']").getAttribute("href");
  const text = await (await request.get(twin ?? "")).text();
  expect(text).toContain("# !syncblk\n");
  expect(text).toMatch(/\| \*\*MonitorHeld\*\* +\| /);
  expect(text).not.toMatch(/\[#\]|<div|waitchain-base/);
  expect(await (await request.get("/llms.txt")).text()).toContain("](/commands/sos-syncblk.md): ");

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy page as Markdown" }).click();
  await expect(page.getByRole("button", { name: "Copied as Markdown" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
});
