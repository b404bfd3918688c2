import type { ReactNode } from "react";
import { compileFile } from "../mdx/compile-content";
import { ContentError, type ContentFile, type FileProblem, readContent } from "../mdx/content-files";

/** The parts of a drill's text, by the headings that begin them; the last is not shown before the drill is over. */
export const DRILL_PARTS = { brief: "The customer", watch: "What to watch for", debrief: "Debrief" } as const;
export type DrillPart = keyof typeof DRILL_PARTS;

/** What somebody wrote about a drill. */
export interface DrillText {
  title: string;
  summary: string;
  level: string;
  /** How long it takes, about. */
  minutes: number;
  parts: Readonly<Record<DrillPart, ReactNode>>;
}

const KEYS = ["title", "summary", "level", "minutes"] as const;

/** What is wrong with how a drill's text is laid out. */
export function layoutProblems({ name, frontMatter, body }: ContentFile): FileProblem[] {
  const problem = (what: string, fix: string): FileProblem => ({ file: name, line: 1, what, fix });
  const missing = KEYS.filter((key) => !frontMatter[key]).map((key) =>
    problem(`front matter lacks ${key}`, `write ${key}: "…" between the dashes at its head`),
  );
  const headings = body.split("\n").flatMap((line) => /^## (.+)$/.exec(line)?.[1] ?? []);
  const wanted = Object.values(DRILL_PARTS);
  const ordered = headings.length === wanted.length && wanted.every((heading, at) => heading === headings[at]);
  if (ordered) return missing;
  return [
    ...missing,
    problem(`its second-level headings are ${headings.join(", ") || "none"}`, `make them ${wanted.join(", ")}`),
  ];
}

/** One part of a drill's text, without its heading; blank lines stand for all else, so line numbers hold. */
export function partOf(file: ContentFile, part: DrillPart): ContentFile {
  let inside = false;
  const lines = file.body.split("\n").map((line) => {
    const heading = /^## (.+)$/.exec(line)?.[1];
    if (heading !== undefined) inside = heading === DRILL_PARTS[part];
    return inside && heading === undefined ? line : "";
  });
  return { ...file, body: lines.join("\n") };
}

/** Compiles the text of a written drill, on the server, at build. */
export async function compileDrill(id: string): Promise<DrillText> {
  const file = readContent(`drills/${id}`);
  const problems = layoutProblems(file);
  if (problems.length > 0) throw new ContentError(problems);
  const compiled = async (part: DrillPart): Promise<ReactNode> => (await compileFile(partOf(file, part))).content;
  const { title = "", summary = "", level = "", minutes = "" } = file.frontMatter;
  const [brief, watch, debrief] = await Promise.all([compiled("brief"), compiled("watch"), compiled("debrief")]);
  return { title, summary, level, minutes: Number(minutes), parts: { brief, watch, debrief } };
}
