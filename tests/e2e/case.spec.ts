import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { drop, expectNoCaseData, expectStep, FOLDER_SIZE, OUTPUTS, paste, watchRequests } from "./case-page";

const CASE_WORDS = ["SomeFiltr", "1c316400", "HttpApplicationFactory", "88e889a0", "RemoveOldTempFiles", "85899345920"];
const FOLDER_STEP = "Measure the folder and name the drivers on the path";
const VERDICT = "Temporary ASP.NET Files is far too large";
const all = [...OUTPUTS, FOLDER_SIZE].join("\n");

test("a newcomer comes from the start page to the verdict, one paste at a time, and nothing leaves the machine", async ({
  page,
}) => {
  const requests = watchRequests(page);
  await page.goto("/");
  await page.getByRole("button", { name: "Start without anything" }).click();
  await expectStep(page, "Say what the users see");
  const steps = [
    /Find out who compiles/,
    "Find who owns the lock",
    "Find who owns the lock",
    "See what thread 39 is doing",
    "Find out how long that request has been running",
    "Find out how long that request has been running",
    FOLDER_STEP,
    FOLDER_STEP,
    FOLDER_STEP,
  ];
  for (const [index, output] of OUTPUTS.entries()) {
    await paste(page, output);
    await expect(page.getByRole("article")).toHaveCount(index + 1, { timeout: 15_000 });
    await expectStep(page, steps[index] ?? "");
  }
  await expect(page.getByText("72 threads wait for the lock").first()).toBeVisible();
  await paste(page, FOLDER_SIZE);
  await expectStep(page, VERDICT);
  await expect(page.getByText("A file-system filter slows every access").first()).toBeVisible();
  await expect(page.getByText(/batch="false"/).first()).toBeVisible();
  expectNoCaseData(requests, CASE_WORDS);
});

test("one dropped file with everything in it comes to the same verdict", async ({ page }) => {
  await page.goto("/");
  await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith("__react")));
  await drop(page, "windbg.log", all);
  await expectStep(page, VERDICT);
});

test("a reload in the middle, and a closed tab, lose nothing", async ({ page, context }) => {
  await page.goto("/");
  await paste(page, OUTPUTS.slice(0, 4).join("\n"));
  await expectStep(page, "See what thread 39 is doing");
  await page.reload();
  await expectStep(page, "See what thread 39 is doing");
  const address = page.url();
  await page.close();
  const again = await context.newPage();
  await again.goto(address);
  await expectStep(again, "See what thread 39 is doing");
  await again.goto("/");
  await expect(again.getByRole("region", { name: /cases in this browser/i }).getByRole("listitem")).toHaveCount(1);
});

test("undo takes back the last paste, and redo brings it again", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS.slice(0, 4).join("\n"));
  await expectStep(page, "See what thread 39 is doing");
  await paste(page, OUTPUTS[4] ?? "");
  await expectStep(page, "Find out how long that request has been running");
  await page.getByRole("button", { name: "Undo" }).click();
  await expectStep(page, "See what thread 39 is doing");
  await page.getByRole("button", { name: "Redo" }).click();
  await expectStep(page, "Find out how long that request has been running");
});

test("a step that cannot be done here is skipped with its reason, which stands in the report", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS.slice(0, 7).join("\n"));
  await expectStep(page, FOLDER_STEP);
  await page.getByRole("button", { name: "I cannot run this here" }).click();
  await page.getByRole("radio", { name: "I have no permission on that server" }).check();
  await page.getByRole("button", { name: "Go on without it" }).click();
  await expectStep(page, "Look from the kernel");
  await page.getByRole("banner").getByRole("button", { name: "Report" }).click();
  await expect(page.getByRole("region", { name: "Report as Markdown" })).toContainText(
    "I have no permission on that server",
  );
});

test("a case that is saved, deleted and opened again stands where it stood", async ({ page }) => {
  await page.goto("/");
  await paste(page, all);
  await expectStep(page, VERDICT);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save case file" }).click();
  const file = await (await saving).path();
  await page.goto("/");
  await page.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /Delete/ })
    .click();
  await expect(page.getByText("None yet.")).toBeVisible();
  await page
    .getByLabel("Case file to open")
    .setInputFiles({ name: "case.json", mimeType: "application/json", buffer: readFileSync(file) });
  await expectStep(page, VERDICT);
});

test("answers to questions count like outputs", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS.join("\n"));
  await expectStep(page, FOLDER_STEP);
  await page.getByRole("radio", { name: "One restart with a single user stalls just the same" }).check();
  await page.getByRole("textbox", { name: /Size/ }).fill("80 GB");
  await page.getByRole("button", { name: "Use these answers" }).click();
  await expectStep(page, VERDICT);
  await expect(page.getByText("The application restarts too often").first()).toBeVisible();
});

test("a finding leads to its lines", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS[3] ?? "");
  await expectStep(page, "See what thread 39 is doing");
  await page
    .getByRole("button", { name: /^Show line 3.*72 threads wait/ })
    .first()
    .click();
  await expect(page.getByText("6840 0x0aaabd20 145 1").first()).toBeInViewport();
});
