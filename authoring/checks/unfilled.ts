import type { FileProblem } from "@/components/mdx/content-files";
import { FILL_IN } from "../fill-in";
import { linesOf, sourcesIn } from "./sources";

/** Folders that a scaffold writes to. */
const FOLDERS = ["content", "evidence", "findings", "machines", "parsers", "simulator", "training", "tests/parsers"];

/** What `npm run new` left open in these lines. */
export function unfilledIn(file: string, lines: readonly string[]): FileProblem[] {
  return lines.flatMap((text, at) => {
    const from = text.indexOf(FILL_IN);
    if (from < 0) return [];
    const wanted = text.slice(from + FILL_IN.length).replace(/["'`,;*/\])}|]+\s*$/, "");
    return [{ file, line: at + 1, what: `still to be filled in: ${wanted}`, fix: "write it in place of these words" }];
  });
}

export function unfilled(): FileProblem[] {
  return FOLDERS.flatMap(sourcesIn).flatMap((file) => unfilledIn(file, linesOf(file)));
}
