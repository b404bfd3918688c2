import type { ReactNode } from "react";
import { compileFile } from "./compile-content";
import { ContentError, type ContentFile, readContent } from "./content-files";

/** The text of a drill: the brief tells nothing that the closing gives away. */
export interface DrillTexts {
  title: string;
  summary: string;
  brief: ReactNode;
  closing: ReactNode;
}

const CLOSING = /^## Debrief[ \t]*$/m;

function drillFile(id: string): ContentFile {
  return readContent(`drills/${id}`);
}

/** What the list of drills shows of one. */
export function drillCard(id: string): Pick<DrillTexts, "title" | "summary"> {
  const { title = id, summary = "" } = drillFile(id).frontMatter;
  return { title, summary };
}

/** Compiles the two parts of a drill's text, on the server, at build. */
export async function drillTexts(id: string): Promise<DrillTexts> {
  const file = drillFile(id);
  const heading = CLOSING.exec(file.body);
  if (!heading) throw new ContentError([`${file.name}:1: a drill has a part “## Debrief”`]);
  const before = file.body.slice(0, heading.index);
  // Blank lines stand where the brief was, so that line numbers hold.
  const behind = before.replaceAll(/[^\n]/g, "") + file.body.slice(heading.index + heading[0].length);
  const [brief, closing] = await Promise.all([
    compileFile({ ...file, body: before }, { prefix: "brief-" }),
    compileFile({ ...file, body: behind }, { prefix: "debrief-", shift: 1 }),
  ]);
  return { ...drillCard(id), brief: brief.content, closing: closing.content };
}
