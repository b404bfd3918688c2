import type { Cite, Finding, LineRange } from "@/evidence";

/** `line 3`, `lines 3–9`. */
export function lineLabel([first, last]: LineRange): string {
  return first === last ? `line ${first}` : `lines ${first}–${last}`;
}

/** `line 3 of paste 2`, `what was answered`. */
export function citeLabel(cite: Cite, names: readonly string[]): string {
  if ("answer" in cite) return "what was answered";
  return `${lineLabel(cite.lines)} of ${names[cite.file] ?? `transcript ${cite.file + 1}`}`;
}

/** The cites of a finding, each place once. */
export function distinctCites(finding: Finding): Cite[] {
  return [...new Map(finding.cites.map((cite) => [JSON.stringify(cite), cite])).values()];
}

/** Tells a finding from every other of the same diagnosis. */
export function findingKey(finding: Finding): string {
  return `${finding.id} ${finding.says} ${JSON.stringify(finding.cites.slice(0, 8))}`;
}
