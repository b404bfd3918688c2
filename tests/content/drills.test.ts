import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { compileDrill, DRILL_PARTS, type DrillPart } from "@/components/training/drill-text";
import { causeById } from "@/findings/causes/list";
import { WRITTEN_DRILLS } from "@/training/drills/list";

const PARTS = Object.keys(DRILL_PARTS) as DrillPart[];

test.each(WRITTEN_DRILLS)(
  "the text of $id is shown part by part, and none before the last names the cause",
  async (drill) => {
    const { parts, summary } = await compileDrill(drill.id);
    const shown = Object.fromEntries(PARTS.map((part) => [part, renderToStaticMarkup(parts[part])]));

    expect(PARTS.filter((part) => (shown[part]?.length ?? 0) < 300)).toEqual([]);
    expect(shown.brief).toContain("<blockquote");
    expect(shown.debrief).toContain(`href="/causes/${drill.cause}"`);
    expect(summary + shown.brief + shown.watch).not.toContain(causeById(drill.cause)?.title);
  },
);
