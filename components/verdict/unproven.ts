import type { Diagnosis } from "@/cases/diagnose";
import type { Verdict } from "@/cases/verdict";

/** What the evidence leaves open, a sentence each. */
export function unproven(verdict: Verdict, diagnosis: Diagnosis): string[] {
  const { primary, contributing, suspected, open } = verdict;
  const named = [...(primary ? [primary] : []), ...contributing, ...suspected];
  const unsettled = named.filter(({ standing }) => standing.standing !== "confirmed");
  const unusable = diagnosis.blocks.filter((block) => block.problem !== null);
  return [
    ...unsettled.map(
      ({ definition, standing }) =>
        `${definition.title} is ${standing.standing}. To settle it: ${definition.decidedBy}`,
    ),
    ...open.map(({ definition }) => `${definition.title} is still possible. To settle it: ${definition.decidedBy}`),
    ...unusable.map(
      (block) => `${block.command} told nothing: ${block.problem?.what ?? ""} ${block.problem?.fix ?? ""}`,
    ),
  ];
}
