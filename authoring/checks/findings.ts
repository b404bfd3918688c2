import { closest } from "@/components/mdx/closest";
import type { FileProblem } from "@/components/mdx/content-files";
import meanings from "@/content/data/finding-meanings.json" with { type: "json" };
import { meaningOf } from "@/findings/finding-meanings";
import { FINDINGS } from "./pages";
import { placeOf } from "./sources";

const FILE = "content/data/finding-meanings.json";

/** Findings that nobody explains, and explanations of none. */
export function findingProblems(written: Readonly<Record<string, string>> = meanings): FileProblem[] {
  const silent = FINDINGS.filter((id) => !(id in written) && (meaningOf(id) === null || id in meanings));
  const left = Object.keys(written).filter((id) => !FINDINGS.includes(id));
  const texts = Object.values(written);
  const twice = Object.entries(written).filter(([, text], at) => texts.indexOf(text) !== at);
  return [
    ...silent.map((id) => ({
      ...placeOf("findings/rules", `"${id}"`),
      what: `nobody says what "${id}" means`,
      fix: `add a line for it to ${FILE}`,
    })),
    ...left.map((id) => ({
      ...placeOf(FILE, `"${id}"`),
      what: `no rule finds "${id}"`,
      fix: `take the line away, or rename it (${closest(id, FINDINGS)}?)`,
    })),
    ...twice.map(([id]) => ({
      ...placeOf(FILE, `"${id}"`),
      what: `"${id}" is explained in the words of another finding`,
      fix: "say what only this one means",
    })),
  ];
}
