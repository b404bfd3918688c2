import { expect, test } from "@playwright/test";
import { expectStep, FOLDER_SIZE, OUTPUTS, paste } from "./case-page";

test("a limit that is changed changes the verdict, says so, and can be brought back", async ({ page }) => {
  const huge = page.getByRole("textbox", { name: "Huge folder, by files" });
  const bringBack = (title: string) => page.getByRole("button", { name: `Bring back the built-in value: ${title}` });
  await page.goto("/");
  await paste(page, [...OUTPUTS, FOLDER_SIZE].join("\n"));
  await expectStep(page, "Temporary ASP.NET Files is far too large");
  await expect(page.getByText(/^Confirmed: a finding decides it/)).toBeVisible();

  await page.getByText("As built in", { exact: true }).click();
  await page.getByRole("textbox", { name: "Huge folder, by size" }).fill("1e12");
  await page.getByRole("textbox", { name: "Huge folder, by size" }).press("Enter");
  await expect(page.getByText("1 limit is changed", { exact: true })).toBeVisible();
  await expect(page.getByText(/With what is built in, the causes would stand the same\./)).toBeVisible();
  await huge.fill("many");
  await huge.press("Enter");
  await expect(page.getByText("LIMIT_REFUSED")).toBeVisible();
  await huge.fill("10000000");
  await huge.press("Enter");
  await expect(page.getByText("2 limits are changed", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Likely: findings from two independent sides/)).toBeVisible();
  await expect(page.getByText(/Huge folder, by files: 10,000,000 instead of 100,000 files/)).toBeVisible();
  await expect(page.getByText(/With what is built in, the causes would stand otherwise\./)).toBeVisible();

  await bringBack("Huge folder, by files").click();
  await expect(page.getByText("1 limit is changed", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Confirmed: a finding decides it/)).toBeVisible();
});

test("the commands follow the tool that is at hand", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS[3] ?? "");
  await expectStep(page, "See what thread 39 is doing");
  await expect(page.getByText("~39e !clrstack", { exact: true })).toBeVisible();

  await page.getByRole("radio", { name: "dotnet-dump" }).click();
  const asked = page.getByRole("list", { name: "In the process dump" });
  await expect(asked.getByText("clrstack -all", { exact: true })).toBeVisible();
  await expect(page.getByText("~39e !clrstack", { exact: true })).toBeHidden();

  await page.getByRole("radio", { name: "No debugger" }).click();
  await expect(page.getByText(/The dotnet tools look into \.NET \(Core\) only/)).toBeVisible();
  await page.getByRole("radio", { name: "WinDbg, .NET Framework" }).click();
  await expect(page.getByText("~39e !clrstack", { exact: true })).toBeVisible();
});

test("the commands follow the system that the server runs", async ({ page }) => {
  const requests = page.getByText("%windir%\\system32\\inetsrv\\appcmd list requests /elapsed:10000", { exact: true });
  await page.goto("/");
  await page.getByRole("button", { name: "Start without anything" }).click();
  await expectStep(page, "Say what the users see");
  await page.getByRole("button", { name: "I cannot run this here" }).click();
  await page.getByRole("radio", { name: "Nobody knows" }).check();
  await page.getByRole("button", { name: "Go on without it" }).click();
  await expectStep(page, "Make sure that requests hang, and where");
  await expect(requests).toBeVisible();

  await page.getByRole("radio", { name: "Linux" }).click();
  await expect(page.getByText("ps -eLo pid,tid,stat,wchan:40,comm", { exact: true })).toBeVisible();
  await expect(requests).toBeHidden();
  await page.getByRole("radio", { name: "Windows" }).click();
  await expect(requests).toBeVisible();
});

test("the map opens at the group where the case stands, and any other group on demand", async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS[3] ?? "");
  await expectStep(page, "See what thread 39 is doing");
  await page.getByRole("button", { name: /^Map of the playbook/ }).click();
  const map = page.getByRole("dialog", { name: /^Map:/ });
  const stacks = map.getByRole("button", { name: /^The stacks/ });
  const locks = map.getByRole("button", { name: /^Managed locks.*you are here/ });
  await expect(locks).toHaveAttribute("aria-expanded", "true");
  await expect(map.getByRole("heading", { name: /^Managed locks: \d+ steps/ })).toBeVisible();

  await stacks.click();
  await expect(stacks).toHaveAttribute("aria-expanded", "true");
  await expect(locks).toHaveAttribute("aria-expanded", "false");
  await expect(map.getByRole("heading", { name: /^The stacks: \d+ steps/ })).toBeVisible();
  await expect(map.getByRole("link", { name: /^Managed stacks/ }).first()).toBeVisible();
});
