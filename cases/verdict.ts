import type { CauseStanding, Finding } from "@/evidence";
import type { CauseDefinition } from "@/findings/causes/cause";
import { CAUSES } from "@/findings/causes/list";
import { playbookById } from "@/machines/list";
import type { Diagnosis } from "./diagnose";

/** A cause with its standing and everything that is known about it. */
export interface NamedCause {
  standing: CauseStanding;
  definition: CauseDefinition;
  /** Findings for and against, in the order they were derived. */
  for: readonly Finding[];
  against: readonly Finding[];
}

/** A diagnosis sorted for telling: the page and the written report say the same. */
export interface Verdict {
  /** Null while no cause is likely or confirmed. */
  primary: NamedCause | null;
  contributing: readonly NamedCause[];
  /** Suspected while nothing is likely: no roles are given out then. */
  suspected: readonly NamedCause[];
  excluded: readonly NamedCause[];
  open: readonly NamedCause[];
  /** Facts the verdict rests on, and those that led to it. */
  chain: readonly Finding[];
  /** Facts that were found and play no part in it. */
  others: readonly Finding[];
  warnings: readonly Finding[];
}

/** What the steps passed have brought: the first fact each of them waited for. */
function broughtBy(diagnosis: Diagnosis): Set<string> {
  const steps = playbookById(diagnosis.playbook)?.steps ?? {};
  const known = new Set(diagnosis.findings.map((finding) => finding.id));
  const first = diagnosis.path.map((step) => steps[step]?.brings.find((id) => known.has(id)));
  return new Set(first.filter((id) => id !== undefined));
}

/** Who waits for whom, to its end: told with every verdict, a deadlock or not. */
const WAIT_CHAIN = ["wait-chain-end", "mixed-lock-cycle"];

/** Sorts causes and findings by the part they play. Pure. */
export function verdictOf(diagnosis: Diagnosis, causes: readonly CauseDefinition[] = CAUSES): Verdict {
  const findings = (ids: readonly string[]) => diagnosis.findings.filter((finding) => ids.includes(finding.id));
  const named = diagnosis.causes.flatMap((standing): NamedCause[] => {
    const definition = causes.find((cause) => cause.id === standing.id);
    return definition
      ? [{ standing, definition, for: findings(standing.for), against: findings(standing.against) }]
      : [];
  });
  const primary = named.find(({ standing }) => standing.role === "primary") ?? null;
  const contributing = named.filter(({ standing }) => standing.role === "contributing");
  const suspected = named.filter(({ standing }) => standing.role === null && standing.standing === "suspected");
  const proof = broughtBy(diagnosis);
  for (const id of WAIT_CHAIN) proof.add(id);
  for (const cause of [primary, ...contributing, ...suspected])
    for (const id of cause?.standing.for ?? []) proof.add(id);
  const facts = diagnosis.findings.filter((finding) => finding.tone === "fact");
  return {
    primary,
    contributing,
    suspected,
    excluded: named.filter(({ standing }) => standing.standing === "excluded"),
    open: named.filter(({ standing }) => standing.standing === "open"),
    chain: facts.filter((finding) => proof.has(finding.id)),
    others: facts.filter((finding) => !proof.has(finding.id)),
    warnings: diagnosis.findings.filter((finding) => finding.tone === "warning"),
  };
}

/** So many open causes are named; more of them are only counted. */
const NAMED_OPEN = 4;

/** What is to be said of causes that nothing speaks for or against; null when there are none. */
export function leftOpen(open: readonly NamedCause[]): string | null {
  if (open.length === 0) return null;
  const titles = open.map(({ definition }) => definition.title);
  const which = open.length > NAMED_OPEN ? "" : `: ${titles.join("; ")}`;
  return `Nothing that was found speaks for or against ${open.length === 1 ? "one more cause" : `${open.length} more causes`}${which}.`;
}
