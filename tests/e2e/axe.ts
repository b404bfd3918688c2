import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * Axe with all of its rules. The site has no frames of other sites, so axe need not open a page of its own to put
 * results of such together, and of what is well it need not tell anything.
 */
export function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
}
