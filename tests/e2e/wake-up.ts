import type { Page } from "@playwright/test";

/** Brings the page to life: a page to read wakes once somebody is about to press something. */
export async function wakeUp(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Search" }).dispatchEvent("pointerover");
  await page.waitForFunction(() => "awake" in document.documentElement.dataset);
}
