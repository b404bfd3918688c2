import type { Diagnosis } from "@/cases/diagnose";
import { leftOpen, type Verdict } from "@/cases/verdict";

/** Outputs that could not be used and are named. */
const MOST = 20;

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
    ...[leftOpen(open)].filter((sentence) => sentence !== null),
    ...unusable
      .slice(0, MOST)
      .map((block) => `${block.command} told nothing: ${block.problem?.what ?? ""} ${block.problem?.fix ?? ""}`),
    ...(unusable.length > MOST ? [`${unusable.length - MOST} more outputs told nothing.`] : []),
  ];
}
