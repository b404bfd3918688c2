import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { compileContent } from "@/components/mdx/compile-content";
import { stepTexts } from "@/components/mdx/step-texts";
import { CAUSES } from "@/findings/causes/list";
import { PLAYBOOKS } from "@/machines/list";

/** The words of a cause's page are the same for all; the checks hold that every page has them. */
const SOME = CAUSES.filter(({ id }) => ["file-system-filter", "not-hung"].includes(id));

test.each(SOME)("the page of $id shows its remedy, its check, its disproof and its sources", async (cause) => {
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

test.each(PLAYBOOKS)("the wizard gets a text for every step of $id", async ({ id, steps }) => {
  expect(Object.keys(await stepTexts(id)).sort()).toEqual(Object.keys(steps).sort());
});
