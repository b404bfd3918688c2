import { ContentError, type FileProblem, readContent } from "@/components/mdx/content-files";
import { PLAYBOOKS } from "@/machines/list";
import { causeProblems } from "./causes";
import { commandProblems } from "./commands";
import { drillProblems } from "./drills";
import { findingProblems } from "./findings";
import { pagePaths, pageProblems } from "./pages";
import { branchProblems, playbookProblems, targetProblems } from "./playbooks";
import { unfilled } from "./unfilled";

/** Everything that is checked, by what it is about. */
export const CHECKS: Readonly<Record<string, () => FileProblem[]>> = {
  "words and links": () => pagePaths().flatMap((path) => pageProblems(readContent(path))),
  commands: commandProblems,
  causes: causeProblems,
  findings: findingProblems,
  playbooks: () => [...PLAYBOOKS.flatMap(playbookProblems), ...branchProblems(), ...targetProblems()],
  drills: drillProblems,
  "what scaffolds left open": unfilled,
};

/** A file whose head cannot be read stops a check: what stopped it is what is wrong. */
function outcomeOf(check: () => FileProblem[]): readonly FileProblem[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}

/** Everything that is wrong, each thing once, by file and line. */
export function checkAll(): FileProblem[] {
  const all = Object.values(CHECKS).flatMap(outcomeOf);
  const once = new Map(all.map((problem) => [JSON.stringify(problem), problem]));
  return [...once.values()].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}
