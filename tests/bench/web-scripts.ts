import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { printFigure, printNote } from "./figures";
import { openBrowser } from "./web-browser";

/** Bytes of compressed script that a page to read may ship. */
const MOST = 130_000;

/** One page of each kind, with what somebody presses there that needs React. */
const READ: readonly string[] = [
  "/playbooks/hang",
  "/commands/sos-syncblk",
  "/causes/monitor-deadlock",
  "/drivers",
  "/frames",
  "/findings",
  "/glossary",
  "/privacy",
];
const USED: readonly string[] = ["/", "/case", "/search", "/training"];

type Scripts = Map<string, Buffer>;

interface Sizes {
  gzip: number;
  brotli: number;
}

function sizesOf(scripts: Iterable<Buffer>): Sizes {
  const sizes = { gzip: 0, brotli: 0 };
  for (const script of scripts) {
    sizes.gzip += gzipSync(script, { level: 9 }).length;
    sizes.brotli += brotliCompressSync(script).length;
  }
  return sizes;
}

const inWords = ({ gzip, brotli }: Sizes): string => `${(gzip / 1000).toFixed(1)}, ${(brotli / 1000).toFixed(1)} kB`;

/** Notes every script and the search index that the page fetches, from now on. */
function watchScripts(page: Page): { scripts: Scripts; indexes: () => number; settled: () => Promise<unknown> } {
  const scripts: Scripts = new Map();
  const bodies: Promise<void>[] = [];
  let indexes = 0;
  page.on("response", (response) => {
    if (response.url().endsWith("/search-index.json")) indexes++;
    if (response.request().resourceType() !== "script") return;
    bodies.push(response.body().then((body) => void scripts.set(response.url(), body)));
  });
  return { scripts, indexes: () => indexes, settled: () => Promise.all(bodies) };
}

async function measureRead(page: Page, site: string, path: string): Promise<Scripts> {
  const { scripts, indexes, settled } = watchScripts(page);
  await page.goto(`${site}${path}`, { waitUntil: "networkidle" });
  await settled();
  const sizes = sizesOf(scripts.values());
  const early = indexes();
  await page.keyboard.press("Control+k");
  await page.getByRole("option").or(page.getByText("Type a command")).first().waitFor();
  await settled();
  const goal = `at most ${MOST / 1000} kB, no search index; with the search open ${inWords(sizesOf(scripts.values()))}`;
  printFigure(`script of ${path}`, inWords(sizes), goal, sizes.gzip <= MOST && early === 0 && indexes() === 1);
  return scripts;
}

/** What any page of Next brings along, as the page itself tells it apart. */
function frameworkOf(scripts: Scripts): Buffer[] {
  const wakes = [...scripts].find(([url]) => url.endsWith(".wake.js"))?.[1].toString() ?? "";
  const own = /"otherChunks":\[([^\]]*)\]/.exec(wakes)?.[1] ?? "";
  const names = [...own.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
  return [...scripts]
    .filter(([url]) => /\/turbopack-[^/]+$/.test(url) || names.some((name) => url.endsWith(name)))
    .map(([, script]) => script);
}

/** Compressed script of each kind of page (gzip, brotli), beside the framework's own. */
export async function measureScripts(site: string): Promise<void> {
  const browser = await openBrowser();
  const open = (): Promise<Page> => browser.newPage({ serviceWorkers: "block" });
  try {
    let framework: Buffer[] = [];
    for (const path of READ) framework = frameworkOf(await measureRead(await open(), site, path));
    printNote("the bare framework", inWords(sizesOf(framework)));
    for (const path of USED) {
      const page = await open();
      const { scripts, settled } = watchScripts(page);
      await page.goto(`${site}${path}`, { waitUntil: "networkidle" });
      await settled();
      printNote(`script of ${path}`, inWords(sizesOf(scripts.values())));
    }
  } finally {
    await browser.close();
  }
}
