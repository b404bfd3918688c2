import { expect, test } from "@playwright/test";
import { drop, paste } from "./case-page";
import { expectClean } from "./expect-clean";

const TABLE = [
  "C:\\>fltmc",
  "",
  "Filter Name                     Num Instances    Altitude    Frame",
  "------------------------------  -------------  ------------  -----",
  "AcmeAudit                               5       385420         0",
  "WdFilter                                5       328010         0",
  "luafv                                   1       135000         0",
].join("\n");

test("axe finds nothing on the pages to look things up in", async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto("/drivers");
  await page.getByRole("textbox", { name: /Driver name, altitude/ }).fill(TABLE);
  await expect(page.getByRole("row", { name: /^AcmeAudit/ })).toContainText("unknown");
  await expectClean(page, "drivers");
  await page.goto("/frames");
  await page.getByRole("textbox", { name: /A symbol/ }).fill("nt!ExpWorkerThread\nntdll!ZwQueryDirectoryFile+0xc");
  await expect(page.getByText(/^1 stack/)).toBeVisible();
  await expectClean(page, "frames");
  await page.goto("/commands/appcmd-wp");
  await page.getByRole("button", { name: "Open the box" }).click();
  await page.getByRole("textbox").fill('WP "1234" (applicationPool:Shop)');
  await expect(page.getByText(/^Read as/)).toBeVisible();
  await expectClean(page, "command");
  for (const path of ["/privacy", "/glossary", "/drivers/quota-management"]) {
    await page.goto(path);
    await expectClean(page, path);
  }
});

test("a pasted fltmc tells whose each filter is and what to exclude, and nothing of it is sent", async ({ page }) => {
  await page.goto("/drivers");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
  await page.getByRole("textbox", { name: /Driver name, altitude/ }).fill(TABLE);

  await expect(page.getByText("3 drivers in the output of fltmc; 2 not Microsoft’s, or worth a look.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^WdFilter/ })).toContainText("works like other makers’ products");
  await expect(page.getByRole("heading", { name: "Activity monitor" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Encryption" })).toBeHidden();
  expect(asked.filter((request) => !/^(?:GET|HEAD) /.test(request) || /Acme|fltmc|328010/i.test(request))).toEqual([]);
  await page.getByRole("link", { name: "FSFilter Anti-Virus" }).first().click();
  await expect(page.getByRole("rowheader", { name: "wdfilter.sys" })).toBeVisible();
});

test("a long output pasted or dropped anywhere on the page is read whole, and the box shows where it begins", async ({
  page,
}) => {
  await page.goto("/drivers");
  const box = page.getByRole("textbox", { name: /Driver name, altitude/ });
  const long = `${TABLE}\n${"padding of a log that nobody reads\n".repeat(3000)}\n${TABLE.replace("AcmeAudit", "AcmeVault")}`;
  await paste(page, long);
  await expect(page.getByText(`The beginning of ${long.length.toLocaleString("en")} characters`)).toBeVisible();
  await expect(page.getByText(/^4 drivers in the output of fltmc/)).toBeVisible();
  expect((await box.inputValue()).length).toBeLessThan(10_000);

  await page.getByRole("button", { name: "Clear" }).click();
  await expect(box).toHaveValue("");
  await drop(page, "fltmc.txt", TABLE);
  await expect(page.getByText(/^3 drivers in the output of fltmc/)).toBeVisible();
  await expect(box).toHaveValue(TABLE);
  await drop(page, "memory.dmp", "MDMP and the rest");
  await expect(page.getByText(/“memory.dmp” is a memory dump/)).toBeVisible();
  await expect(box).toHaveValue(TABLE);
});

test("a typed symbol leads to what it means", async ({ page }) => {
  await page.goto("/frames");
  await page.getByRole("textbox", { name: /A symbol/ }).fill("ntdll!ZwQueryDirectoryFile");
  await page.getByRole("link", { name: "is listing a folder" }).first().click();

  await expect(page).toHaveURL(/#lists-folder$/);
  await expect(page.getByText(/too quick to be caught in a dump/)).toBeInViewport();
});

test("a sample explains its parts where they stand, by pointer and by keyboard", async ({ page }) => {
  await page.goto("/commands/sos-syncblk");
  const sample = page.getByRole("figure").first();
  const held = sample.getByRole("button", { name: "39", exact: true });
  await expect(held).toHaveAccessibleDescription(/1 for the owner and 2 for each waiter/);
  await expect(sample.getByText("1 for the owner and 2").filter({ visible: true })).toHaveCount(0);

  await held.hover();
  await expect(sample.getByText("1 for the owner and 2").filter({ visible: true })).toHaveCount(1);
  await sample.getByRole("button", { name: "Index" }).focus();
  await page.mouse.move(0, 0);
  await expect(sample.getByText(/number of the sync block/).filter({ visible: true })).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(sample.getByText("1 for the owner and 2").filter({ visible: true })).toHaveCount(1);
});

test("an output pasted on the page of its command shows how it is read", async ({ page }) => {
  await page.goto("/commands/fltmc");
  await page.getByRole("button", { name: "Open the box" }).click();
  await page.getByRole("textbox", { name: "Paste the output of fltmc" }).fill(TABLE);

  await expect(page.getByText(/^Read as fltmc; \d+ findings\.$/)).toBeVisible();
  await expect(page.getByRole("row", { name: "filters[1].altitude 328010" })).toBeVisible();
});
