import type { FileProblem } from "@/components/mdx/content-files";
import { linesOf, sourcesIn } from "./sources";

/** Folders that a scaffold writes to. */
const FOLDERS = [
  ...["content", "evidence", "findings", "machines", "parsers", "simulator", "training"],
  ...["tests/parsers", "tests/support"],
];

/** What a scaffold writes where an author has to; what stands behind it says what. */
const FILL_IN = "FILL IN: ";

/** Up to the end of the text it stands in: a string's own quote, or the end of the line. */
function wantedIn(text: string, from: number): string {
  const quote = text[from - 1] ?? "";
  const rest = text.slice(from + FILL_IN.length);
  const end = /["'`]/.test(quote) ? rest.indexOf(quote) : -1;
  return (end < 0 ? rest.replace(/(?:\*\/|\||`,)\s*$/, "") : rest.slice(0, end)).trim();
}

/** What `npm run new` left open in these lines. */
export function unfilledIn(file: string, lines: readonly string[]): FileProblem[] {
  return lines.flatMap((text, at) =>
    [...text.matchAll(new RegExp(FILL_IN, "g"))].map(({ index }) => ({
      file,
      line: at + 1,
      what: `still to be filled in: ${wantedIn(text, index)}`,
      fix: "write it in place of these words",
    })),
  );
}

export function unfilled(): FileProblem[] {
  return FOLDERS.flatMap(sourcesIn).flatMap((file) => unfilledIn(file, linesOf(file)));
}
