import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { compileContent } from "@/components/mdx/compile-content";
import { type ContentPath, contentIds } from "@/components/mdx/content-files";
import { compileStep, stepTexts } from "@/components/mdx/step-texts";
import { CAUSES } from "@/findings/causes/list";
import { RULES } from "@/findings/rules/list";
import { PLAYBOOKS } from "@/machines/list";
import { readTranscript } from "@/parsers/read";

const COMMANDS: ContentPath[] = contentIds("commands").map((id) => `commands/${id}` as const);
const CAUSE_PAGES: ContentPath[] = contentIds("causes").map((id) => `causes/${id}` as const);
const STEPS: ContentPath[] = PLAYBOOKS.flatMap(({ id }) =>
  contentIds(`playbooks/${id}`).map((step) => `playbooks/${id}/${step}` as const),
);
const FINDINGS = new Set(RULES.flatMap(({ finds }) => finds));

test.each([...COMMANDS, ...CAUSE_PAGES, ...STEPS])("%s holds listed words and existing targets only", async (path) => {
  const { content, facts } = await compileContent(path);

  expect(renderToStaticMarkup(content).length).toBeGreaterThan(400);
  expect(facts.filter(({ of }) => !FINDINGS.has(of.split(".")[0] ?? ""))).toEqual([]);
});

test.each(COMMANDS)("the samples of %s are read whole by the parser they name", async (path) => {
  const { samples } = await compileContent(path);

  expect(samples.map(({ parser }) => `commands/${parser}`)).toContain(path);
  for (const { parser, text } of samples) {
    const blocks = readTranscript({ name: "sample", text }, 0);
    expect(blocks.map(({ parser: by, outcome, unread }) => [by, outcome, unread])).toEqual([[parser, "read", []]]);
  }
});

test.each(CAUSES)("the page of $id shows its remedy, its check, its disproof and its sources", async (cause) => {
  const page = renderToStaticMarkup((await compileContent(`causes/${cause.id}`)).content);
  const text = page
    .replaceAll(/<[^>]+>/g, "\n")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'");
  const shown = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

  for (const part of [cause.remedy, cause.verify, cause.disproof, cause.sources]) {
    for (const item of part) expect(shown).toContain(`\n${item}\n`);
  }
});

test.each(PLAYBOOKS)("no two headings of the page of $id share an anchor", async ({ id, steps }) => {
  const intro = await compileContent(`playbooks/${id}/index`);
  const texts = await Promise.all(Object.keys(steps).map((step) => compileStep(id, step)));
  const anchors = [intro, ...texts].flatMap(({ headings }) => headings.map((heading) => heading.id));
  const all = [...anchors, ...Object.keys(steps), "map"];

  expect(all.filter((anchor, index) => all.indexOf(anchor) !== index)).toEqual([]);
  expect(texts.flatMap(({ headings }) => headings).filter(({ depth }) => depth < 3)).toEqual([]);
});

test.each(PLAYBOOKS)("the wizard gets a text for every step of $id", async ({ id, steps }) => {
  expect(Object.keys(await stepTexts(id)).sort()).toEqual(Object.keys(steps).sort());
});
