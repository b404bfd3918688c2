import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { type CheckOptions, type ContentProblem, checkContent, type Marks } from "./check-content";
import type { ContentFile } from "./content-files";

export function noMarks(): Marks {
  return { problems: [], samples: [], headings: [], facts: [], targets: [], columns: [] };
}

/** The cause whose page a file is, if it is one. */
export function causeOf({ name }: ContentFile): string | null {
  return /^content\/causes\/(.+)\.mdx$/.exec(name)?.[1] ?? null;
}

/** What the parser threw: `Expected a closing tag`, with its line. */
export function syntaxProblem(error: unknown): ContentProblem {
  const text = error instanceof Error ? error.message : String(error);
  const place = /\((\d+):\d+(?:-\d+:\d+)?\)/.exec(text) ?? /^[ \t]{0,8}(\d{1,9}):\d{1,9}: /m.exec(text);
  const at = (error as { line?: number } | null)?.line;
  const what = text
    .split("\n")
    .at(-1)
    ?.replace(/^\s*\d+:\d+: /, "");
  return { line: Number(place?.[1] ?? at ?? 1), what: what ?? text, fix: "close what was opened, or put it in `code`" };
}

const PARSER = unified().use(remarkParse).use(remarkMdx).use(remarkGfm);

function marksOf(file: ContentFile, shift: number, prefix: string): Marks {
  const marks = noMarks();
  try {
    checkContent(marks, { shift, prefix, cause: causeOf(file) })()(PARSER.parse(file.body));
  } catch (error) {
    marks.problems.push(syntaxProblem(error));
  }
  return marks;
}

const known = new Map<string, Marks>();

/** What is in a content file and wrong with it, told without making a page of it. */
export function readMarks(file: ContentFile, { shift = 0, prefix = "" }: Partial<CheckOptions> = {}): Marks {
  const key = JSON.stringify([file.name, file.body, shift, prefix]);
  const marks = known.get(key) ?? marksOf(file, shift, prefix);
  known.set(key, marks);
  return marks;
}
