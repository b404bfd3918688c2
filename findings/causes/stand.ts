import type { CauseStanding, Finding, Role, Standing } from "@/evidence";
import type { CauseDefinition, FindingSet } from "./cause";

const RANK: Readonly<Record<Standing, number>> = { confirmed: 0, likely: 1, suspected: 2, open: 3, excluded: 4 };

function holds(set: FindingSet, facts: ReadonlySet<string>): boolean {
  return set.every((id) => facts.has(id));
}

function standingOf(cause: CauseDefinition, facts: ReadonlySet<string>): Standing {
  const refuted = cause.refutes.some((set) => holds(set, facts));
  const decided = cause.decides.some((set) => holds(set, facts));
  // A contradiction settles nothing: what decides is then worth one support.
  if (refuted && decided) return "suspected";
  if (refuted) return "excluded";
  if (decided) return "confirmed";
  const origins = new Set(cause.supports.filter(({ finding }) => facts.has(finding)).map(({ origin }) => origin));
  if (origins.size >= 2) return "likely";
  return origins.size === 1 ? "suspected" : "open";
}

function evidenceFor(cause: CauseDefinition, facts: ReadonlySet<string>): string[] {
  const decided = cause.decides.filter((set) => holds(set, facts)).flat();
  const supported = cause.supports.map(({ finding }) => finding).filter((id) => facts.has(id));
  return [...new Set([...decided, ...supported])];
}

function evidenceAgainst(cause: CauseDefinition, facts: ReadonlySet<string>): string[] {
  return [...new Set(cause.refutes.filter((set) => holds(set, facts)).flat())];
}

/**
 * How every cause stands. Roles are given once a cause is likely or confirmed:
 * the strongest is primary, the others that anything speaks for contribute.
 */
export function standings(causes: readonly CauseDefinition[], findings: readonly Finding[]): CauseStanding[] {
  const facts = new Set(findings.map((finding) => finding.id));
  const rows = causes.map((cause) => ({
    cause,
    standing: standingOf(cause, facts),
    for: evidenceFor(cause, facts),
    against: evidenceAgainst(cause, facts),
  }));
  const ranked = rows
    .map((row, order) => ({ ...row, order }))
    .sort((a, b) => RANK[a.standing] - RANK[b.standing] || b.for.length - a.for.length || a.order - b.order);
  const named = ranked.filter(({ standing }) => RANK[standing] <= RANK.likely).map(({ cause }) => cause);
  const follows = (cause: CauseDefinition): boolean =>
    named.some(({ id }) => id !== cause.id && (cause.followsFrom === "any" || cause.followsFrom?.includes(id)));
  const primary = (named.find((cause) => !follows(cause)) ?? named[0])?.id ?? null;
  return ranked.map(({ cause, standing, for: supporting, against }) => {
    const role: Role =
      primary === null
        ? null
        : cause.id === primary
          ? "primary"
          : RANK[standing] <= RANK.suspected
            ? "contributing"
            : null;
    return { id: cause.id, standing, role, for: supporting, against, kind: cause.kindOf?.(findings) ?? null };
  });
}
