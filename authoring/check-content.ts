import { problemText } from "@/components/mdx/content-files";
import { CHECKS, checkAll } from "./checks/check";
import { pagePaths } from "./checks/pages";

const problems = checkAll();
const subjects = Object.keys(CHECKS).join(", ");
process.stdout.write(problems.map((problem) => `${problemText(problem)}\n`).join(""));
process.stdout.write(
  problems.length === 0
    ? `${pagePaths().length} pages: nothing is wrong with their ${subjects}.\n`
    : `\n${problems.length} ${problems.length === 1 ? "problem" : "problems"}.\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
