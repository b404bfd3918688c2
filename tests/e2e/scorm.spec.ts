import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { strFromU8 } from "fflate";
import { SUSPEND_LIMIT } from "@/training/scorm/suspend-data";
import { type LearningSystem, learningSystem, reported } from "./learning-system";

async function exported(page: Page): Promise<LearningSystem> {
  await page.goto("/training/trainer#title=Locks+%26+more&mastery=70&drills=locks-1-0007P");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as SCORM 1.2 package" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("waitchain-locks-more-scorm12.zip");
  return learningSystem(readFileSync(await download.path()));
}

/** What the manifest says, as an XML parser reads it. */
function manifestOf(page: Page, { files }: LearningSystem) {
  return page.evaluate(
    (xml) => {
      const document = new DOMParser().parseFromString(xml, "application/xml");
      const all = (name: string): Element[] => [...document.getElementsByTagNameNS("*", name)];
      const text = (name: string): (string | null)[] => all(name).map(({ textContent }) => textContent);
      const attributes = (name: string, attribute: string): (string | null)[] =>
        all(name).map((element) => element.getAttribute(attribute));
      return {
        broken: all("parsererror").length,
        children: [...document.documentElement.children].map(({ localName }) => localName),
        schema: [...text("schema"), ...text("schemaversion")],
        titles: text("title"),
        refers: attributes("item", "identifierref"),
        resources: attributes("resource", "identifier"),
        type: all("resource").map((one) => one.getAttributeNS("http://www.adlnet.org/xsd/adlcp_rootv1p2", "scormtype")),
        start: attributes("resource", "href"),
        files: attributes("file", "href"),
        ids: ["manifest", "organization", "item", "resource"].flatMap((name) => attributes(name, "identifier")),
      };
    },
    strFromU8(files["imsmanifest.xml"] ?? new Uint8Array()),
  );
}

test("a set runs from its package in a learning system, resumes there, and reports score and status", async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const system = await exported(page);
  try {
    const manifest = await manifestOf(page, system);
    expect(manifest).toMatchObject({
      broken: 0,
      children: ["metadata", "organizations", "resources"],
      schema: ["ADL SCORM", "1.2"],
      titles: ["Locks & more", "Locks & more"],
      refers: manifest.resources,
      type: ["sco"],
      start: ["index.html"],
    });
    expect(new Set(manifest.ids).size).toBe(manifest.ids.length);
    expect(manifest.files.sort()).toEqual(
      Object.keys(system.files)
        .filter((name) => name !== "imsmanifest.xml")
        .sort(),
    );

    await page.goto(system.address);
    const drills = page.frameLocator("iframe");
    await expect(drills.getByRole("heading", { level: 1, name: "Locks & more" })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include("iframe").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await drills.getByRole("button", { name: "Begin drill 1" }).click();
    const input = drills.getByRole("combobox");
    await input.fill("!syncblk");
    await input.press("Enter");
    await expect(drills.getByText("MonitorHeld").first()).toBeVisible();
    expect(await reported(page, "core.lesson_status")).toBe("incomplete");

    await page.reload();
    await drills.getByRole("button", { name: "Go on with drill 1" }).click();
    await expect(drills.getByText("MonitorHeld").first()).toBeVisible();
    for (const line of ["a", "b", "c"]) {
      await input.fill(
        `${line}${Array.from({ length: 1_900 }, () => String.fromCharCode(33 + Math.floor(Math.random() * 94))).join("")}`,
      );
      await input.press("Enter");
    }
    await expect(drills.getByText("SCORM_LOG_TOO_LONG")).toBeVisible();
    const kept = await reported(page, "suspend_data");
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(SUSPEND_LIMIT);

    await drills.getByRole("button", { name: "Give up" }).click();
    await drills.getByRole("alertdialog").getByRole("button", { name: "Give up" }).click();
    await expect(drills.getByRole("heading", { level: 1, name: /of 100 points/ })).toBeVisible();
    expect(await reported(page, "core.lesson_status")).toBe("failed");
    expect(await reported(page, "core.score.raw")).toMatch(/^\d{1,2}$/);
    await drills.getByRole("button", { name: "All drills of the set" }).click();
    await expect(drills.getByRole("button", { name: "Try again drill 1" })).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    system.close();
  }
});
