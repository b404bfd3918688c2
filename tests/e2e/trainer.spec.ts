import { readFileSync } from "node:fs";
import { type Download, expect, type Page, test } from "@playwright/test";
import { certificateFile, certificateOf } from "@/training/results/certificate";
import { openResult } from "@/training/results/result-file";
import { play } from "@/training/session";
import { csvTable } from "../support/csv-table";
import { solvedFile } from "../support/solved-drill";
import { xapiStatement } from "../support/xapi-statement";
import { axe } from "./axe";
import { drop } from "./case-page";

const ADA = solvedFile("locks-1-0007P", "Ada Lovelace", "2026-05-01T10:00:00.000Z");
const GRACE = solvedFile("server-2-00CHW", "Grace Hopper", "2026-05-02T10:00:00.000Z");

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), "utf8");
}

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return textOf(download);
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await axe(page).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}

test("a trainer makes a set, collects results, and takes them elsewhere", async ({ page }) => {
  await page.goto("/training/trainer");
  await page.getByRole("textbox", { name: "Title" }).fill("Hangs, week 1");
  await page.getByRole("textbox", { name: "Add by code" }).fill("locks-1-0007P server-2-00CHW");
  await expect(page.getByRole("list", { name: "Drills of the set" }).getByRole("listitem")).toHaveCount(2);

  await drop(page, "ada.json", ADA);
  await drop(page, "grace.json", GRACE);
  const table = page.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(3);
  await expect(table.getByRole("row", { name: /Ada Lovelace/ })).toContainText("passed");
  await drop(page, "forged.json", ADA.replace("Ada Lovelace", "Eve Lovelace"));
  await expect(page.getByRole("alert").filter({ hasText: "RESULT_CHANGED" })).toBeVisible();
  await expect(table.getByRole("row")).toHaveCount(3);
  await table.getByRole("button", { name: "Trainee" }).click();
  await expect(table.getByRole("rowheader").first()).toHaveText("Grace Hopper");
  await expectClean(page);

  const csv = await saved(page, "Save as CSV");
  expect(csvTable(csv.slice(1)).map(([trainee]) => trainee)).toEqual(["Trainee", "Ada Lovelace", "Grace Hopper"]);
  const statements: unknown[] = JSON.parse(await saved(page, "Save xAPI statements"));
  expect(statements).toHaveLength(6);
  for (const statement of statements) expect(xapiStatement.safeParse(statement).error).toBeUndefined();

  await page.getByRole("link", { name: "See it as the class does" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Hangs, week 1" })).toBeVisible();
  await expect(page.getByText("0 of 2 passed in this browser")).toBeVisible();
  await expectClean(page);
});

test("a certificate's code is verified by its results, and by no others", async ({ page }) => {
  const { verification } = certificateOf([openResult(ADA, play)]);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/training/certificate");
  await page.getByRole("textbox", { name: "Verification code" }).fill(verification.toLowerCase());

  await drop(page, "certificate.json", certificateFile([ADA]));
  await expect(page.getByText("The code fits these results.")).toBeVisible();
  await expectClean(page);
  await page.getByRole("button", { name: "Begin again" }).click();
  await drop(page, "grace.json", GRACE);
  await expect(page.getByText("The code does not fit these results.")).toBeVisible();
});
