import type { Finding } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";
import { Found } from "./rule";
import { RULES } from "./rules/list";

/** All that the evidence proves, in the order of the rules. Pure: the same evidence gives the same findings. */
export function deriveFindings(evidence: EvidenceSet): Finding[] {
  const found = new Found();
  const all: Finding[] = [];
  for (const rule of RULES) {
    const derived = rule.derive(evidence, found);
    found.add(derived);
    // One by one: a log of many dumps gives more of them than fit on the stack.
    for (const finding of derived) all.push(finding);
  }
  return all;
}
