import { expect, test } from "@playwright/test";
import { expectStep, FOLDER_SIZE, OUTPUTS, paste } from "./case-page";
import { expectClean } from "./expect-clean";

test("axe finds nothing on the way from start to verdict", async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto("/");
  await expectClean(page, "start");
  await page.getByRole("button", { name: "Start without anything" }).click();
  await expectStep(page, "Say what the users see");
  await expectClean(page, "symptoms");
  await paste(page, OUTPUTS.join("\n"));
  await expectStep(page, "Measure the folder and name the drivers on the path");
  await expectClean(page, "case");
  await page.getByRole("button", { name: "I cannot run this here" }).click();
  await expectClean(page, "skip dialog");
  await page.keyboard.press("Escape");
  await paste(page, "0:039> !clrstack\nNo export clrstack found\n");
  await expect(page.getByText("SOS_NOT_LOADED")).toBeVisible();
  await expectClean(page, "repair", "main");
  await paste(page, FOLDER_SIZE);
  await expectStep(page, "Temporary ASP.NET Files is far too large");
  await expectClean(page, "verdict");
  await page.getByRole("banner").getByRole("button", { name: "Report" }).click();
  await expectClean(page, "report", "[role=dialog]");
  await page.keyboard.press("Escape");
  await page.goto("/");
  await expect(page.getByRole("button", { name: /^Actions for/ })).toBeVisible();
  await expectClean(page, "start with a case");
});

test("axe finds nothing on the pages to read", async ({ page }) => {
  test.setTimeout(240_000);
  for (const path of [
    "/playbooks/aspnet-hang",
    "/commands",
    "/commands/sos-syncblk",
    "/causes",
    "/causes/file-system-filter",
    "/training",
    "/nowhere",
  ]) {
    await page.goto(path);
    await expectClean(page, path);
  }
});

test("on a narrow screen nothing runs out of the page", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await paste(page, [...OUTPUTS, FOLDER_SIZE].join("\n"));
  await expectStep(page, "Temporary ASP.NET Files is far too large");
  for (const path of [
    null,
    "/",
    "/playbooks/aspnet-hang",
    "/commands/sos-syncblk",
    "/causes/file-system-filter",
    "/training",
  ]) {
    if (path) await page.goto(path);
    expect(await page.evaluate(runningOut), path ?? "case").toEqual([]);
  }
});

/** Texts and buttons that end beyond the right edge, but for those inside something that scrolls. */
function runningOut(): string[] {
  const scrolls = (element: Element): boolean => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("h1, h2, h3, p, li, button, textarea, code")]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && box.right > innerWidth + 1 && !scrolls(element);
    })
    .map((element) => `${element.tagName} ${(element.textContent ?? "").slice(0, 60)}`)
    .slice(0, 5);
}

test("the case study is solved by keyboard alone", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("textbox", { name: /Paste any output here/ }).focus();
  await page.keyboard.insertText(OUTPUTS.join("\n"));
  await page.keyboard.press("Control+Enter");
  await expectStep(page, "Measure the folder and name the drivers on the path");
  await page.getByRole("textbox", { name: /Size/ }).focus();
  await page.keyboard.insertText("80 GB");
  await page.keyboard.press("Enter");
  await expectStep(page, "Temporary ASP.NET Files is far too large");
});
