import type { Diagnosis } from "@/cases/diagnose";
import type { Finding } from "@/evidence";

/** Findings of one kind that are handed to the page; nobody reads more of them. */
export const MOST_OF_A_KIND = 100;
/** Places that prove one finding. */
export const MOST_CITES = 1000;

function shortened(finding: Finding): Finding {
  return finding.cites.length > MOST_CITES ? { ...finding, cites: finding.cites.slice(0, MOST_CITES) } : finding;
}

/** The first findings of each kind, and how many more there are: a log of many dumps shows tens of thousands. */
export function limitedFindings(findings: readonly Finding[]): Pick<Diagnosis, "findings" | "further"> {
  const seen = new Map<string, number>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const before = seen.get(finding.id) ?? 0;
    seen.set(finding.id, before + 1);
    if (before < MOST_OF_A_KIND) kept.push(shortened(finding));
  }
  if (kept.length === findings.length) return { findings: kept };
  const further = [...seen].flatMap(([id, count]) =>
    count > MOST_OF_A_KIND ? [[id, count - MOST_OF_A_KIND] as const] : [],
  );
  return { findings: kept, further: Object.fromEntries(further) };
}
