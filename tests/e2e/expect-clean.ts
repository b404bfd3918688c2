import type AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { axe } from "./axe";

type Violations = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"];

/** Ends all that moves, and lets it be drawn. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
    }
  });
}

/** Marks one text of each look: its colour, size and weight, and what is painted behind it. Says how many there are. */
function markLooks(part: string): number {
  const seen = new Set<string>();
  const behind = (element: Element): string[] => {
    const painted: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(at);
      painted.push(backgroundColor, backgroundImage, opacity);
      if (/^rgb\(/.test(backgroundColor)) break;
    }
    return painted;
  };
  for (const element of document.querySelectorAll(`${part} *`)) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
    if (!hasText || !element.checkVisibility()) continue;
    const { color, fill, fontSize, fontWeight } = getComputedStyle(element);
    const look = [color, fill, fontSize, fontWeight, ...behind(element)].join();
    if (!seen.has(look)) element.setAttribute("data-look", "");
    seen.add(look);
  }
  return seen.size;
}

function expectNone(violations: Violations, where: string): void {
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
    where,
  ).toEqual([]);
}

/**
 * Axe finds nothing on the page, or in a part of it, and nothing amiss with its colours in the other theme either:
 * nothing else depends on the theme, and texts of one look stand or fall together.
 */
export async function expectClean(page: Page, where: string, part = "html"): Promise<void> {
  await rest(page);
  expectNone((await axe(page).include(part).analyze()).violations, where);

  const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  await page.emulateMedia({ colorScheme: dark ? "light" : "dark" });
  await rest(page);
  expect(await page.evaluate(markLooks, part), where).toBeGreaterThan(2);
  const { violations } = await axe(page).include("[data-look]").withRules("color-contrast").analyze();
  expectNone(violations, `${where}, ${dark ? "light" : "dark"}`);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll("[data-look]")) element.removeAttribute("data-look");
  });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
}
