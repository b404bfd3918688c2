import { readFileSync } from "node:fs";
import { type Browser, chromium } from "@playwright/test";

/** The browser that the set-up found; Playwright's own where it named none. */
export function browserFile(): string | undefined {
  const choice = JSON.parse(readFileSync(".waitchain/test-browser.json", "utf8")) as { executablePath: string };
  return choice.executablePath;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserFile(), args: ["--no-sandbox"] });
}
