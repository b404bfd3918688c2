import { readFileSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/**
 * Chromium's list of what to leave off, of which there can be one: Playwright's own entries that matter to
 * pages on this machine, and the address bar's suggestions, which are pages of their own, two for every window.
 */
const LEFT_OFF = [
  "AimEnabled",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxPopup",
];

export default defineConfig({
  testDir: "tests/e2e",
  fullyParallel: true,
  workers: 2,
  // A busy machine must not turn a journey red.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: ".waitchain/e2e.json" }]],
  use: {
    // Each test has a browser of its own, which would fetch the whole site in order to keep it.
    serviceWorkers: "block",
    baseURL: `http://localhost:${process.env.SITE_PORT}`,
    launchOptions: {
      executablePath: chosenBrowser(),
      args: [
        "--no-sandbox",
        `--disable-features=${LEFT_OFF.join(",")}`,
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node scripts/serve.mjs",
    env: { PORT: "0" },
    wait: { stdout: /serving http:\/\/localhost:(?<site_port>\d+)/ },
  },
});

/** The browser that the set-up found; Playwright's own where nothing was set up. */
function chosenBrowser(): string | undefined {
  try {
    const choice = JSON.parse(readFileSync(".waitchain/test-browser.json", "utf8")) as { executablePath: string };
    return choice.executablePath;
  } catch {
    return undefined;
  }
}
