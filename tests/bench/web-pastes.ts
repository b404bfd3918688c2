import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { median, printFigure, printNote } from "./figures";
import { syntheticLog } from "./synthetic-log";
import { openBrowser } from "./web-browser";

/** Goals of the figures, in milliseconds. */
const FIRST_FINDING = 150;
const LONGEST_TASK = 100;
const CANCEL = 100;

const PASTES = 20;
const PASTED_BYTES = 1_000_000;
const MEGABYTES = Number(process.env.WAITCHAIN_BENCH_MB ?? 200);
const PATIENCE = 900_000;

/** Written part by part: a log of this size is larger than some strings may be. */
async function writeLog(path: string, megabytes: number): Promise<void> {
  const out = createWriteStream(path);
  const part = syntheticLog(20e6);
  for (let written = 0; written < megabytes * 1e6; written += part.length) {
    if (!out.write(`${part}\n`)) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
}

/** A page that knows the function with which the compiler names functions. */
async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.addInitScript("globalThis.__name ??= (named) => named");
  return page;
}

async function openCase(page: Page, site: string): Promise<void> {
  await page.goto(site);
  await page.getByRole("button", { name: "Start without anything" }).click();
  await page.getByRole("heading", { name: "Say what the users see" }).waitFor();
  // Fonts, the worker and idle work of the start are none of what is measured.
  await page.waitForTimeout(500);
}

/** Milliseconds from a paste to the first finding on the screen. */
async function pasteOnce(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (pasted) =>
      new Promise<number>((resolve) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", pasted);
        const began = performance.now();
        const shown = (): boolean =>
          (document.querySelector("[aria-label='First findings'] li") ??
            document.querySelector("section[aria-labelledby=feedback] li .text-soft")) !== null;
        const watcher = new MutationObserver(() => {
          if (!shown()) return;
          watcher.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        });
        watcher.observe(document.body, { childList: true, subtree: true });
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }),
    text,
  );
}

async function measurePastes(browser: Browser, site: string): Promise<void> {
  const text = syntheticLog(PASTED_BYTES);
  const times: number[] = [];
  for (let round = 0; round < PASTES; round++) {
    const page = await newPage(browser);
    await openCase(page, site);
    times.push(await pasteOnce(page, `${text}\n0:000> .echo ${round}\n`));
    await page.close();
  }
  const middle = median(times);
  const range = `${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;
  printFigure(
    `1 MB paste to first finding, median of ${PASTES}`,
    `${Math.round(middle)} ms`,
    `aim ${FIRST_FINDING} ms (${range})`,
    middle <= FIRST_FINDING,
  );
}

/** Notes every task that holds the page up, from now on. */
async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: "longtask" });
  });
}

const longestTask = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));

/** Hands the file over as a drop does. */
async function dropFile(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.id = "bench-file";
    document.body.append(input);
  });
  await page.locator("#bench-file").setInputFiles(path);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>("#bench-file");
    const dataTransfer = new DataTransfer();
    for (const file of input?.files ?? []) dataTransfer.items.add(file);
    input?.remove();
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
}

async function measureDrop(browser: Browser, site: string, log: string): Promise<void> {
  const page = await newPage(browser);
  await openCase(page, site);
  await watchTasks(page);
  const began = performance.now();
  const since = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  await dropFile(page, log);
  await page.getByRole("list", { name: "First findings" }).waitFor({ timeout: PATIENCE });
  printNote(`${MEGABYTES} MB dropped to first findings`, since());
  await page.getByRole("article").waitFor({ timeout: PATIENCE });
  printNote(`${MEGABYTES} MB dropped to the end`, since());
  // What is drawn afterwards counts as well.
  await page.waitForTimeout(2000);
  const longest = await longestTask(page);
  printFigure(
    "longest task of the page meanwhile",
    longest === 0 ? "under 50 ms" : `${Math.round(longest)} ms`,
    `under ${LONGEST_TASK} ms`,
    longest < LONGEST_TASK,
  );
  await page.close();
}

async function measureCancel(browser: Browser, site: string, log: string): Promise<void> {
  const page = await newPage(browser);
  await openCase(page, site);
  await dropFile(page, log);
  await page.getByRole("list", { name: "First findings" }).waitFor({ timeout: PATIENCE });
  const time = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const panel = document.querySelector("section[aria-labelledby=reading]");
        const began = performance.now();
        const look = (): void => {
          if (document.querySelector("section[aria-labelledby=reading]")) requestAnimationFrame(look);
          else resolve(performance.now() - began);
        };
        panel?.querySelector("button")?.click();
        look();
      }),
  );
  const left = await page.getByRole("article").count();
  printFigure("cancel to gone", `${Math.round(time)} ms`, `under ${CANCEL} ms`, time < CANCEL && left === 0);
  await page.close();
}

/** How soon the page says something of what was pasted, dropped or cancelled, and whether it holds meanwhile. */
export async function measureReading(site: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "waitchain-bench-"));
  const log = join(folder, "night.log");
  const browser = await openBrowser();
  try {
    await measurePastes(browser, site);
    await writeLog(log, MEGABYTES);
    await measureDrop(browser, site, log);
    await measureCancel(browser, site, log);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
