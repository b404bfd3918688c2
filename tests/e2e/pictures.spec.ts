import { expect, type Page, test } from "@playwright/test";
import { deadlockedServer } from "../support/many-threads";
import { expectStep, OUTPUTS, paste } from "./case-page";
import { expectClean } from "./expect-clean";

const SERVER = deadlockedServer(400);

function picture(page: Page, name: string) {
  return page.getByRole("tab", { name, exact: true });
}

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("a deadlock over three locks is drawn as a ring, told in words, and leads to its lines", async ({ page }) => {
  await paste(page, SERVER);
  await expectStep(page, "Threads wait for each other's locks");

  await expect(picture(page, "Wait chain")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("img", { name: "Wait chain over 3 locks, told above and listed below." })).toBeVisible();
  await expect(
    page.getByText(/^Deadlock: thread 5 holds.*None of them can go on\. 188 other threads wait behind it/),
  ).toBeVisible();
  await page.getByText("As a table").first().click();
  await page
    .getByRole("row", { name: /^Contoso\.Shop\.BasketStore lock, in ring 1/ })
    .getByRole("button", { name: /^Show line/ })
    .first()
    .click();
  await expect(page.getByText(/BasketStore$/).last()).toBeInViewport();
});

test("four hundred stacks are a few kinds; a kind opens to its frames and threads, and a thread leads to its stack", async ({
  page,
}) => {
  await paste(page, SERVER);
  await picture(page, "Stacks").click();

  await expect(page.getByText(/^400 threads in \d+ kinds of stack, 89 of them idle\.$/)).toBeVisible();
  await expect(page.getByText("89 idle threads")).toBeVisible();
  await page.getByRole("searchbox", { name: "Filter by frame or thread" }).fill("FindNextFile");
  await expect(page.getByRole("status").filter({ hasText: "40 threads in 3 kinds of stack." })).toBeVisible();
  await page.getByText("are listing a folder").first().click();
  await expect(page.getByRole("list", { name: "Stack, top frame first" })).toContainText("ZwQueryDirectoryFile");
  const thread = page.getByRole("button", { name: /^Show the stack of thread 220, OS id/ });
  await thread.click();
  await expect(page.getByText(/^ *220 {2}Id: /).first()).toBeInViewport();
});

test("the flame is walked and zoomed by keyboard, and back", async ({ page }) => {
  await paste(page, SERVER);
  await picture(page, "Flame").click();
  const tree = page.getByRole("tree");
  await tree.getByRole("treeitem").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[role=treeitem]:focus")).toHaveAttribute("aria-level", "3");
  await page.keyboard.press("Enter");
  const way = page.getByRole("navigation", { name: "Frames looked into" });
  await expect(way.getByRole("listitem")).toHaveCount(2);
  await way.getByRole("button", { name: "all threads" }).click();
  await expect(way).toHaveCount(0);
  const before = await tree.getAttribute("aria-label");
  await page.getByRole("checkbox", { name: "Show idle threads" }).check();
  await expect(tree).not.toHaveAttribute("aria-label", before ?? "");
});

test("the table of locks sorts, in the column and enlarged, and makes way for the lines it leads to", async ({
  page,
}) => {
  await paste(page, SERVER);
  await picture(page, "Locks").click();
  await page.getByRole("button", { name: "Enlarge: Locks" }).click();
  const table = page.getByRole("dialog", { name: "Locks" }).getByRole("table");
  await expect(table.getByRole("columnheader", { name: "Wait" })).toHaveAttribute("aria-sort", "descending");
  await expect(table.getByRole("row").nth(1)).toContainText("BasketStore");
  await table.getByRole("button", { name: "Wait" }).click();
  await expect(table.getByRole("columnheader", { name: "Wait" })).toHaveAttribute("aria-sort", "ascending");
  await table
    .getByRole("row", { name: /^Contoso\.Pricing\.RateCache/ })
    .getByRole("button", { name: /^Show line/ })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText(/RateCache$/).last()).toBeInViewport();
});

test("the case study keeps its chain into the kernel, with the time of the request below", async ({ page }) => {
  await paste(page, OUTPUTS.join("\n"));
  await expect(picture(page, "Wait chain")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("img", { name: /^Wait chain: 72 threads wait.*Ntfs!NtfsWaitSync/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Time line of the request/ })).toBeVisible();
  await picture(page, "File path").click();
  await expect(page.getByRole("img", { name: /^Path of the file call/ })).toBeVisible();
});

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("axe finds nothing in any picture, and none runs out of the page", async ({ page }) => {
    test.setTimeout(180_000);
    await paste(page, SERVER);
    for (const name of ["Wait chain", "Stacks", "Flame", "Locks"]) {
      await picture(page, name).click();
      if (name === "Stacks") await page.getByText("wait to enter a monitor").first().click();
      if (name === "Flame") await page.getByRole("treeitem").nth(2).click();
      await expectClean(page, name, "[aria-labelledby=pictures]");
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390);
    }
  });
});
