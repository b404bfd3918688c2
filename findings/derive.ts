import type { Finding } from "@/evidence";
import { capturesOf } from "./captures/captures";
import type { EvidenceSet } from "./evidence-set";
import { Found } from "./rule";
import { ACROSS, RULES } from "./rules/list";

/** Findings of several passes; what two of them say alike counts once. */
class Union {
  readonly all: Finding[] = [];
  private readonly known = new Set<string>();

  add(findings: readonly Finding[], several: boolean): void {
    for (const finding of findings) {
      if (several) {
        const key = JSON.stringify([finding.id, finding.values, finding.cites]);
        if (this.known.has(key)) continue;
        this.known.add(key);
      }
      this.all.push(finding);
    }
  }
}

/**
 * All that the evidence proves of the one process that is followed, in the order of the rules. Facts of different
 * dumps meet only in the rules that compare dumps. Pure: the same evidence gives the same findings.
 */
export function deriveFindings(evidence: EvidenceSet): Finding[] {
  const { passes } = capturesOf(evidence);
  const union = new Union();
  for (const pass of passes) {
    const found = new Found();
    for (const rule of RULES) {
      if (ACROSS.has(rule)) continue;
      const derived = rule.derive(pass.evidence, found);
      found.add(derived);
      union.add(derived, passes.length > 1);
    }
  }
  const found = new Found(union.all);
  for (const rule of ACROSS) {
    const derived = rule.derive(evidence, found);
    found.add(derived);
    union.add(derived, passes.length > 1);
  }
  return union.all;
}
