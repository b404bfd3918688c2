import { expect, type Page } from "@playwright/test";
import { axe } from "./axe";

/** Axe finds nothing, once all that moves has come to rest. */
export async function expectClean(page: Page, where: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  const { violations } = await axe(page).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
    where,
  ).toEqual([]);
}
