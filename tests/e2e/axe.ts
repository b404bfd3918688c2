import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** Every rule in the light theme; in the dark one, whose pages differ in nothing else, those about colours. */
export async function axeFor(page: Page): Promise<AxeBuilder> {
  const axe = new AxeBuilder({ page });
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  return isDark ? axe.withRules(["color-contrast", "link-in-text-block"]) : axe;
}
