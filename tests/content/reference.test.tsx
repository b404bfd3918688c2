import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { driverGroups } from "@/components/drivers/driver-groups";
import { FramesPage } from "@/components/frames/frames-page";
import { readContent } from "@/components/mdx/content-files";
import { glossaryTerms } from "@/components/mdx/glossary-terms";
import { readMarks } from "@/components/mdx/read-marks";
import { findingGroups } from "@/components/reference/findings";
import { FindingsPage } from "@/components/reference/findings-page";
import { pageEntries } from "@/components/reference/pages";
import { CAUSES } from "@/findings/causes/list";
import { LOAD_ORDER_GROUPS, listedDrivers } from "@/findings/driver-facts";
import { DRIVER_KINDS } from "@/findings/driver-kinds";
import { meaningOf } from "@/findings/finding-meanings";
import { FRAME_EXAMPLES } from "@/findings/frame-examples";
import { FRAME_MEANINGS } from "@/findings/frame-meanings";
import { FRAME_SIGNATURES } from "@/findings/frame-signatures";
import { IDLE_STACKS } from "@/findings/idle-stacks";
import { RULES } from "@/findings/rules/list";

const FOUND = [...new Set(RULES.flatMap(({ finds }) => finds))];
const anchors = (markup: string): string[] => [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);

test("every page to read stands once in the list, with title and summary", () => {
  const pages = pageEntries();

  expect(pages.length).toBeGreaterThan(120);
  expect(pages.map(({ path }) => path).filter((path, at, all) => all.indexOf(path) !== at)).toEqual([]);
  for (const { path, title, summary } of pages) {
    expect([path, title.length > 0 && title.length < 80]).toEqual([path, true]);
    expect([path, summary.length > 20 && summary.length < 260 && /[.?]$/.test(summary)]).toEqual([path, true]);
  }
});

test("every route for reading is in the list", () => {
  const app = join(import.meta.dirname, "../../app");
  const routes = readdirSync(app).filter((name) => !name.startsWith("[") && existsSync(join(app, name, "page.tsx")));
  const listed = new Set(pageEntries().map(({ path }) => path.slice(1)));
  const forWork = ["case", "search", "training"];

  expect(routes.filter((route) => !listed.has(route) && !forWork.includes(route))).toEqual([]);
});

test("every kind of finding stands in one group", () => {
  const grouped = findingGroups().flatMap(({ findings }) => findings.map(({ id }) => id));

  expect(meaningOf("no-such-finding")).toBeNull();
  expect(grouped.sort()).toEqual([...FOUND].sort());
});

test("the page of findings has an anchor for each, and each once", () => {
  const ids = anchors(renderToStaticMarkup(<FindingsPage />));

  expect(FOUND.filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test("every signature and every idle thread has its words, its examples and its anchor, and nothing else has", () => {
  const signatures = FRAME_SIGNATURES.map(({ id }) => id);
  const all = [...signatures, ...IDLE_STACKS.map(({ id }) => id)];
  const ids = anchors(renderToStaticMarkup(<FramesPage />));

  expect(Object.keys(FRAME_MEANINGS).sort()).toEqual([...signatures].sort());
  expect(Object.keys(FRAME_EXAMPLES).sort()).toEqual([...all].sort());
  expect(all.filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test("every kind of driver that a group can have is explained, and the causes it names exist", () => {
  const causes = CAUSES.map(({ id }) => id);

  expect(driverGroups().filter(({ kind }) => kind === undefined)).toEqual([]);
  for (const { kind, causes: named, exclude } of DRIVER_KINDS) {
    expect([kind, named.filter((id) => !causes.includes(id)), exclude.length > 0]).toEqual([kind, [], true]);
  }
});

test("the groups together show every driver of the published list", () => {
  const shown = LOAD_ORDER_GROUPS.flatMap(({ group }) => listedDrivers(group));

  expect(shown.length).toBe(1958);
});

test("the glossary is in order, and each of its words is a heading", () => {
  const terms = glossaryTerms();
  const { headings } = readMarks(readContent("pages/glossary"));
  const sorted = [...terms].sort((a, b) => a.word.localeCompare(b.word, "en"));

  expect(terms.length).toBeGreaterThan(75);
  expect(terms.map(({ word }) => word)).toEqual(sorted.map(({ word }) => word));
  expect(headings.filter(({ depth }) => depth === 3).map(({ id }) => id)).toEqual(terms.map(({ id }) => id));
});
