import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { contentIds } from "@/components/mdx/content-files";
import { compileDrill, DRILL_PARTS, type DrillPart } from "@/components/training/drill-text";
import { causeById } from "@/findings/causes/list";
import { WRITTEN_DRILLS } from "@/training/drills/list";

const PARTS = Object.keys(DRILL_PARTS) as DrillPart[];

test("every written drill has its text, and every text its drill", () => {
  expect(contentIds("drills")).toEqual(WRITTEN_DRILLS.map(({ id }) => id).sort());
});

test.each(WRITTEN_DRILLS)("the text of $id has all parts, and says of the drill what the drill is", async (drill) => {
  const { parts, title, level, minutes, summary } = await compileDrill(drill.id);
  const shown = Object.fromEntries(PARTS.map((part) => [part, renderToStaticMarkup(parts[part])]));

  expect({ title, level }).toEqual({ title: drill.title, level: String(drill.level) });
  expect(minutes).toBeGreaterThanOrEqual(10);
  expect(summary.length).toBeGreaterThan(60);
  expect(PARTS.filter((part) => (shown[part]?.length ?? 0) < 300)).toEqual([]);
  expect(shown.brief).toContain("<blockquote");
  expect(shown.debrief).toContain(`href="/causes/${drill.cause}"`);
  for (const cause of drill.contributing) expect(shown.debrief).toContain(`href="/causes/${cause}"`);
});

test.each(WRITTEN_DRILLS)("what is shown of $id before its end does not name the cause", async (drill) => {
  const { parts, summary } = await compileDrill(drill.id);
  const before = summary + renderToStaticMarkup(parts.brief) + renderToStaticMarkup(parts.watch);

  expect(before).not.toContain("/causes/");
  expect(before).not.toContain(causeById(drill.cause)?.title);
});
