import { closest } from "@/components/mdx/closest";
import type { ContentFile, ContentPath, FileProblem } from "@/components/mdx/content-files";
import { contentIds } from "@/components/mdx/content-files";
import { readMarks } from "@/components/mdx/read-marks";
import { RULES } from "@/findings/rules/list";
import { PLAYBOOKS } from "@/machines/list";

export const FINDINGS: readonly string[] = [...new Set(RULES.flatMap(({ finds }) => finds))];

/** Every content file that is a page or a part of one. */
export function pagePaths(): ContentPath[] {
  const folders = ["causes", "commands", "drills", "pages"] as const;
  return [
    ...folders.flatMap((folder) => contentIds(folder).map((id): ContentPath => `${folder}/${id}`)),
    ...PLAYBOOKS.flatMap(({ id }) =>
      contentIds(`playbooks/${id}`).map((step): ContentPath => `playbooks/${id}/${step}`),
    ),
  ];
}

/** Fewer letters than this explain nothing. */
const SHORTEST = 250;

/** What is wrong inside one page: words, targets, facts, and whether it says anything. */
export function pageProblems(file: ContentFile): FileProblem[] {
  const { problems, facts } = readMarks(file);
  const unknown = facts.filter(({ of }) => !FINDINGS.includes(of.split(".")[0] ?? ""));
  return [
    ...problems.map((problem) => ({ file: file.name, ...problem })),
    ...unknown.map(({ of, line }) => ({
      file: file.name,
      line,
      what: `no rule finds "${of.split(".")[0]}", which <Fact of="${of}"> is to show`,
      fix: `name a finding that exists, such as ${closest(of.split(".")[0] ?? "", FINDINGS)}`,
    })),
    ...(file.body.trim().length < SHORTEST
      ? [{ file: file.name, line: 1, what: "the page says next to nothing", fix: "write what a reader came here for" }]
      : []),
  ];
}

/** Ids without a page, and pages without an id. */
export function pairProblems(
  folder: "causes" | "commands" | "drills" | `playbooks/${string}`,
  ids: readonly string[],
  home: string,
): FileProblem[] {
  const pages = contentIds(folder);
  const missing = ids.filter((id) => !pages.includes(id));
  const left = pages.filter((page) => !ids.includes(page));
  return [
    ...missing.map((id) => ({
      file: `content/${folder}/${id}.mdx`,
      line: 1,
      what: `${id} has no page`,
      fix: "write it; AUTHORING.md says what stands in one",
    })),
    ...left.map((id) => ({
      file: `content/${folder}/${id}.mdx`,
      line: 1,
      what: `nothing in ${home} has the id ${id}`,
      fix: `add it there, delete this page, or rename it (${closest(id, ids)}?)`,
    })),
  ];
}
