import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { expectStep, OUTPUTS, paste } from "./case-page";

const OWNER_STEP = "See what thread 39 is doing";

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await paste(page, OUTPUTS.slice(0, 4).join("\n"));
  await expectStep(page, OWNER_STEP);
});

test.afterEach("the case before it is intact", async ({ page }) => {
  await expectStep(page, OWNER_STEP);
});

test("nothing, the same again, garbage and hostile text are told as what they are, and conclude nothing", async ({
  page,
}) => {
  const outputs = page.getByRole("article");
  await paste(page, "   \n\n");
  await expect(page.getByText("PASTE_EMPTY")).toBeVisible();
  await expect(outputs).toHaveCount(1);

  await paste(page, OUTPUTS.slice(0, 4).join("\n"));
  await expect(page.getByText("PASTE_REPEATED")).toBeVisible();
  await expect(outputs).toHaveCount(1);

  await paste(page, "the quick brown fox\njumps over the lazy dog\n");
  await expect(outputs).toHaveCount(2);
  await expect(
    page.getByText(/Nothing (?:in|of) .*recogni[sz]ed|Not recognised|nothing .* recognised/i).first(),
  ).toBeVisible();
  await expectStep(page, OWNER_STEP);

  await paste(
    page,
    '0:081> !syncblk\n<img src=x onerror="document.title=1"><script>document.title=2</script>\n[x](javascript:alert(1))',
  );
  await expect(outputs).toHaveCount(3);
  expect(await page.title()).not.toMatch(/^[12]$/);
});

test("20 MB of noise neither freezes the page nor changes the case", async ({ page }) => {
  await page.evaluate(() => {
    let noise = "";
    for (let line = 0; line < 250_000; line++)
      noise += `2026-01-01 worker ${line} served /page in ${line % 977} ms, nothing else to say about it here\n`;
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", noise);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("article")).toHaveCount(2, { timeout: 60_000 });
});

test("SOS that is not loaded is answered with the commands that load it", async ({ page }) => {
  await paste(page, "0:039> !clrstack\nNo export clrstack found\n");
  await expect(page.getByText("SOS_NOT_LOADED")).toBeVisible();
  await expect(page.getByText(".loadby sos clr", { exact: true })).toBeVisible();
});

test("a case file with one changed byte is refused", async ({ page }) => {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save case file" }).click();
  const saved = readFileSync(await (await saving).path(), "utf8");
  const address = page.url();
  await page.goto("/");
  const changed = saved.replace("0x0aaabd20", "0x0aaabd21");
  expect(changed).not.toBe(saved);
  await page
    .getByLabel("Case file to open")
    .setInputFiles({ name: "case.json", mimeType: "application/json", buffer: Buffer.from(changed) });
  await expect(page.getByText("CASE_CHANGED")).toBeVisible();
  await page.goto(address);
});

test("half of an output is told as what it is, and undone and redone like a whole one", async ({ page }) => {
  const read = page.getByRole("region", { name: /^Just read/ });
  const undo = page.getByRole("button", { name: "Undo" });
  for (const [index, output] of OUTPUTS.entries()) {
    await test.step(`half of output ${index + 1}`, async () => {
      await undo.click();
      await expect(read).toBeHidden();
      await paste(page, output.slice(0, Math.floor(output.length / 2)));
      await expect(read).toBeVisible();
      await expect(
        read.getByText(/ends before its totals|Not read|Not recognised|Read as|all read/).first(),
      ).toBeVisible();
      await undo.click();
      await expect(read).toBeHidden();
      await page.getByRole("button", { name: "Redo" }).click();
      await expect(read).toBeVisible();
    });
  }
  await undo.click();
  await expect(read).toBeHidden();
  await paste(page, OUTPUTS.slice(0, 4).join("\n"));
});

test("text read from a picture is mended when that is asked for, and not before", async ({ page }) => {
  const scanned = [
    "ChildEBP RetAddr  Args to Child",
    "Oe8cf25c 77e612df OOOO14ac OOOOOOO0 00000000 ntdll!NtWaitForSingleObject+0x14",
    "Oe8cf2c0 79e901d5 OOOO14ac ffffffff OOOOOOO0 kernel32!WaitForSingleObjectEx+0xac",
    "Oe8cf304 79e90144 OOOO14ac ffffffff OOOOOOO0 mscorwks!PEImage::LoadImage+0x1af",
  ];
  await paste(page, scanned.join("\n"));
  const offer = page.getByRole("group").filter({ hasText: "hold the letters O or l where digits belong" });
  await expect(offer).toBeVisible();
  await offer.getByRole("button", { name: "Read it so" }).click();
  await expect(offer).toBeHidden();
  const mended = page.getByRole("article").filter({ hasText: ", mended" });
  await expect(mended).toContainText("0e8cf25c");
  await expect(mended).toContainText("4 lines, all read");
  await page.getByRole("button", { name: "Undo" }).click();
});
