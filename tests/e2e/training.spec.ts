import { expect, type Locator, type Page, test } from "@playwright/test";
import { formatCode } from "@/training/code";
import { expectNoCaseData, expectStep, watchRequests } from "./case-page";
import { DrillPage, wellPlayed } from "./drill-page";
import { expectClean } from "./expect-clean";

const CASE_STUDY = formatCode({ kind: "written", id: "case-study", seed: 7 });
const DEADLOCK = formatCode({ kind: "written", id: "real-deadlock", seed: 7 });

/** What is read out to whoever does not see the page. */
const spoken = (page: Page): Locator => page.locator("body > [aria-live=polite]");

async function expectPoints(page: Page, total: number): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: `${total} of 100 points` })).toBeVisible();
}

test.describe("in the light theme", () => {
  test.use({ colorScheme: "light" });

  test("the case study is played well in the terminal, through a reload, to full marks", async ({ page }) => {
    test.setTimeout(180_000);
    const requests = watchRequests(page);
    await page.goto(`/training/case-study#${CASE_STUDY}`);
    const start = page.getByRole("button", { name: "Begin", exact: true });
    await expect(start).toBeEnabled({ timeout: 60_000 });
    await expectClean(page, "brief");
    await start.click();
    await expect(page.getByRole("combobox", { name: "0:000> command" })).toBeFocused();
    const drill = new DrillPage(page, CASE_STUDY);
    const acts = wellPlayed(CASE_STUDY);
    const half = acts.findIndex((act) => act.do === "type" && act.line === "!syncblk") + 1;
    await drill.perform(acts.slice(0, half));
    await expect(spoken(page).filter({ hasText: /\d+ lines: Index SyncBlock/ })).toHaveCount(1);
    await expectClean(page, "work");

    const shown = await drill.entries.allTextContents();
    await page.reload();
    await expect(drill.entries).toHaveCount(shown.length);
    expect(await drill.entries.allTextContents()).toEqual(shown);

    await drill.perform(acts.slice(half));
    await expectPoints(page, 100);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expectClean(page, "debrief");
    expectNoCaseData(requests, [CASE_STUDY, new URL(page.url()).hash.slice(1)]);

    await page.getByRole("button", { name: "Open in the wizard" }).click();
    await expectStep(page, "Temporary ASP.NET Files is far too large");
  });
});

test.describe("in the dark theme", () => {
  test.use({ colorScheme: "dark" });

  test("two hints and a wrong accusation cost what the rubric says", async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto(`/training/case-study#${CASE_STUDY}`);
    await expect(page.getByRole("button", { name: "Begin", exact: true })).toBeEnabled({ timeout: 60_000 });
    for (const [says, points] of Object.entries({ "why the next step": "2", "which command": "4", "is wrong": "25" })) {
      await expect(page.getByRole("row", { name: new RegExp(`${says}.*−${points}`) })).toBeVisible();
    }
    await page.getByRole("button", { name: "Begin", exact: true }).click();
    const drill = new DrillPage(page, CASE_STUDY);
    await drill.perform(
      wellPlayed(CASE_STUDY, [{ do: "hint" }, { do: "hint" }, { do: "accuse", cause: "lock-convoy", marks: [] }]),
    );
    await expectPoints(page, 100 - 2 - 4 - 25);
    await expectClean(page, "debrief");
  });
});

/** Goes on with Tab, or back, until something has the focus. */
async function tabTo(page: Page, goal: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const isThere = (): Promise<boolean> => goal.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 60 && !(await isThere()); steps++) await page.keyboard.press(key);
  await expect(goal).toBeFocused();
}

test("a drill is played by keyboard alone, in the dark theme too", async ({ page }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.goto(`/training/real-deadlock#${DEADLOCK}`);
  const start = page.getByRole("button", { name: "Begin", exact: true });
  await expect(start).toBeEnabled({ timeout: 60_000 });
  await tabTo(page, start);
  await page.keyboard.press("Enter");
  const drill = new DrillPage(page, DEADLOCK);
  await expect(drill.input).toBeFocused();

  await page.keyboard.type("!sync");
  await page.keyboard.press("Tab");
  await expect(drill.input).toHaveValue("!syncblk");
  await page.keyboard.press("Enter");
  await expect(drill.entries).toHaveCount(1);
  await page.keyboard.type("~99999s");
  await page.keyboard.press("Enter");
  await expect(spoken(page).filter({ hasText: "Error: ^ Illegal thread error" })).toHaveCount(1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(drill.input).toHaveValue("!syncblk");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("!c");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("listbox", { name: "Completions" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox", { name: "Completions" })).toBeHidden();
  await expect(drill.input).toBeFocused();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+L");
  await expect(drill.entries).toHaveCount(0);

  await tabTo(page, page.getByRole("button", { name: /^Hint: why/ }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Mark lines in the terminal" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Show 2 earlier answers" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  const lines = page.getByRole("listbox", { name: "Lines of !syncblk" });
  await tabTo(page, lines, "Shift+Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press(" ");
  await expect(lines.getByRole("option", { selected: true })).toHaveCount(1);
  await expectClean(page, "marking");

  await tabTo(page, page.getByRole("searchbox", { name: /^Find one of/ }));
  await page.keyboard.type("hot lock");
  await tabTo(page, page.getByRole("radio", { name: /^One hot lock/ }));
  await page.keyboard.press(" ");
  await tabTo(page, page.getByRole("button", { name: /^It is: One hot lock/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^One hot lock.*: Wrong$/)).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Give up" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("alertdialog").getByRole("button", { name: "Give up" }));
  await page.keyboard.press("Enter");
  await expectPoints(page, 0);
  await expect(page.getByRole("region", { name: "The evidence you marked" }).getByRole("listitem")).toHaveCount(1);
});

test("a code, a topic and a cause lead to a drill, and a wrong code says so", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/training");
  await page.getByRole("textbox", { name: /^Code of a drill/ }).fill("locks-1-ZZZZZ");
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByText(/has a letter or a digit that is not the one/)).toBeVisible();
  await page.goto("/causes/loader-lock");
  await page.getByRole("link", { name: /^Practise this/ }).click();
  await expect(page).toHaveURL(/\/training\/generated#native-1-[0-9A-Z]{5}$/);
  await expect(page.getByRole("button", { name: "Begin", exact: true })).toBeEnabled({ timeout: 60_000 });
});
