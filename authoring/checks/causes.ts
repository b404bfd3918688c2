import { closest } from "@/components/mdx/closest";
import { type ContentFile, contentIds, type FileProblem, readContent } from "@/components/mdx/content-files";
import { CAUSE_IDS } from "@/evidence";
import type { CauseDefinition } from "@/findings/causes/cause";
import { CAUSES } from "@/findings/causes/list";
import { LOOK_ALIKES } from "@/findings/causes/look-alikes";
import { FINDINGS, pairProblems } from "./pages";
import { placeOf } from "./sources";

/** What stands on the page of every cause, in this order. */
export const CAUSE_PARTS: readonly string[] = [
  "## How it looks",
  "## How to tell it from its look-alikes",
  "<LookAlikes/>",
  "## What confirms it",
  "<Confirm/>",
  "## What rules it out",
  "<Refute/>",
  "## What to do",
  "<Remedy/>",
  "## How to check it worked",
  "<Verify/>",
  "## What would prove it wrong",
  "<Disproof/>",
  "## Sources",
  "<Sources/>",
];

/** Parts of a cause's page that are missing, or not at their place. */
export function causePageProblems({ name, body }: ContentFile): FileProblem[] {
  const lines = body.split("\n");
  let last = 0;
  return CAUSE_PARTS.flatMap((part, at) => {
    const line = lines.indexOf(part) + 1;
    const fix = `write ${part} behind ${CAUSE_PARTS[at - 1] ?? "the front matter"}`;
    if (line === 0) return [{ file: name, line: last || 1, what: `${part} is missing`, fix }];
    const misplaced = line < last;
    last = Math.max(line, last);
    return misplaced ? [{ file: name, line, what: `${part} is not at its place`, fix }] : [];
  });
}

/** Findings that no rule finds, and parts of a definition that say nothing. */
export function definitionProblems(cause: CauseDefinition): FileProblem[] {
  const file = `findings/causes/${cause.id}.ts`;
  const named = [...cause.supports.map(({ finding }) => finding), ...cause.decides.flat(), ...cause.refutes.flat()];
  const unknown = [...new Set(named)].filter((id) => !FINDINGS.includes(id));
  const empty = (["supports", "remedy", "verify", "disproof", "sources"] as const).filter(
    (part) => cause[part].length === 0,
  );
  return [
    ...unknown.map((id) => ({
      ...placeOf(file, `"${id}"`),
      what: `no rule finds "${id}"`,
      fix: `name a finding that exists, such as ${closest(id, FINDINGS)}, or write its rule`,
    })),
    ...empty.map((part) => ({
      ...placeOf(file, `${part}:`),
      what: `${cause.id} has no ${part}`,
      fix: "fill it: a cause without it can neither be named nor acted upon",
    })),
  ];
}

function lookAlikeProblems(): FileProblem[] {
  const file = "findings/causes/look-alikes.ts";
  const told = new Set(LOOK_ALIKES.flatMap(({ causes }) => causes));
  const pairs = LOOK_ALIKES.map(({ causes }) => [...causes].sort().join(" and "));
  const twice = pairs.filter((pair, at) => pairs.indexOf(pair) !== at);
  const alike = LOOK_ALIKES.filter(({ causes, seen }) => causes[0] === causes[1] || seen[0] === seen[1]);
  return [
    ...CAUSES.filter(({ id }) => !told.has(id)).map(({ id }) => ({
      ...placeOf(file, "LOOK_ALIKES"),
      what: `${id} is told from no other cause`,
      fix: "add a pair: what is seen of the one, what of the other",
    })),
    ...twice.map((pair) => ({
      ...placeOf(file, "LOOK_ALIKES"),
      what: `${pair} are told apart twice`,
      fix: "leave one of the two",
    })),
    ...alike.map(({ causes }) => ({
      ...placeOf(file, `"${causes[0]}"`),
      what: `the pair of ${causes.join(" and ")} tells nothing apart`,
      fix: "name two causes, and say something else of each",
    })),
  ];
}

export function causeProblems(): FileProblem[] {
  const ids: readonly string[] = CAUSES.map(({ id }) => id);
  const pages = contentIds("causes");
  const missing = CAUSE_IDS.filter((id) => !ids.includes(id));
  return [
    ...missing.map((id) => ({
      ...placeOf("evidence/cause.ts", `"${id}"`),
      what: `${id} has no definition`,
      fix: "add it to findings/causes/list.ts",
    })),
    ...pairProblems("causes", ids, "findings/causes/list.ts"),
    ...CAUSES.flatMap(definitionProblems),
    ...ids.filter((id) => pages.includes(id)).flatMap((id) => causePageProblems(readContent(`causes/${id}`))),
    ...lookAlikeProblems(),
  ];
}
