import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { SiteIndex } from "@/components/search/site-index";
import { WISHES } from "./search-wishes";

const ROUNDS = 3;

test("what people type leads to the page they want, among the first three", () => {
  const index = new SiteIndex(readFileSync("out/search-index.json", "utf8"));
  const missed = WISHES.flatMap(([typed, ...pages]) => {
    const first = index.search(typed).slice(0, 3);
    const paths = first.map(({ id }) => id);
    const isWanted = (path: string): boolean =>
      pages.some((page) => path === page || path.startsWith(`${page}#`) || path.startsWith(`${page}/`));
    return paths.some(isWanted) ? [] : [`${typed}: ${paths.join(", ") || "nothing"}, not ${pages.join(" or ")}`];
  });
  expect(missed).toEqual([]);
});

test("a search is over before anybody notices", () => {
  const index = new SiteIndex(readFileSync("out/search-index.json", "utf8"));
  for (const [typed] of WISHES) index.search(typed);
  const times = Array.from({ length: ROUNDS }, () => WISHES)
    .flat()
    .map(([typed]) => {
      const began = performance.now();
      index.search(typed);
      return performance.now() - began;
    })
    .sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN;
  console.log(`search: 95 of 100 take at most ${p95.toFixed(1)} ms`);
  expect(times.length).toBe(ROUNDS * WISHES.length);
});
