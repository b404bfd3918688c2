import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, printFigure } from "./figures";
import { browserFile } from "./web-browser";

const PAGES: readonly string[] = [
  "/",
  "/playbooks/hang",
  "/commands/sos-syncblk",
  "/causes/monitor-deadlock",
  "/drivers",
  "/search",
  "/case",
  "/training",
];
const GOALS = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 } as const;
type Category = keyof typeof GOALS;
const CATEGORIES = Object.keys(GOALS) as Category[];
const RUNS = 3;

interface Result {
  lhr: { categories: Record<Category, { score: number | null }> };
}

/** The part of Lighthouse and of its launcher that is used here; neither is a package of this repository. */
interface Lighthouse {
  default(url: string, flags: object, config: object): Promise<Result | undefined>;
  desktopConfig: object;
}
interface Launcher {
  launch(options: object): Promise<{ port: number; kill(): void }>;
}

async function load<T>(packages: string, path: string): Promise<T> {
  return (await import(pathToFileURL(join(packages, path)).href)) as T;
}

/** Lighthouse's scores of each kind of page, as on a desk, where this site is used; median of several runs. */
export async function measureScores(site: string, packages: string): Promise<void> {
  const { default: lighthouse, desktopConfig } = await load<Lighthouse>(packages, "lighthouse/core/index.js");
  const { launch } = await load<Launcher>(packages, "chrome-launcher/dist/index.js");
  const chrome = await launch({ chromePath: browserFile(), chromeFlags: ["--headless=new", "--no-sandbox"] });
  try {
    for (const path of PAGES) {
      const scores = await scoresOf(() =>
        lighthouse(
          `${site}${path}`,
          { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES },
          desktopConfig,
        ),
      );
      const met = CATEGORIES.every((category) => scores[category] >= GOALS[category]);
      const goals = CATEGORIES.map((category) => `${category} ${GOALS[category]}`).join(", ");
      printFigure(`Lighthouse of ${path}`, CATEGORIES.map((category) => scores[category]).join(" "), goals, met);
    }
  } finally {
    chrome.kill();
  }
}

async function scoresOf(run: () => Promise<Result | undefined>): Promise<Record<Category, number>> {
  const runs: Result[] = [];
  while (runs.length < RUNS) {
    const result = await run();
    if (result) runs.push(result);
  }
  const score = (category: Category): number =>
    Math.round(median(runs.map(({ lhr }) => lhr.categories[category].score ?? 0)) * 100);
  return Object.fromEntries(CATEGORIES.map((category) => [category, score(category)])) as Record<Category, number>;
}
