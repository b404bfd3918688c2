import type { CauseId, Finding } from "@/evidence";

/** Findings that prove something only together. */
export type FindingSet = readonly string[];

/** One finding that speaks for a cause. */
export interface Support {
  finding: string;
  /**
   * Where the fact comes from. Two supports of one origin are the same fact seen
   * twice (the same call from user mode and from the kernel) and count once.
   */
  origin: string;
}

/** A root cause: what speaks for it, what settles it, what rules it out, and what to do about it. */
export interface CauseDefinition {
  id: CauseId;
  title: string;
  /** What is wrong, one sentence, as it stands at the head of a verdict. */
  says: string;
  supports: readonly Support[];
  /** Any one of these sets confirms it, unless something speaks against. */
  decides: readonly FindingSet[];
  /** Any one of these sets rules it out. */
  refutes: readonly FindingSet[];
  /** Causes that bring this one about: while one of them stands, this one only contributes. */
  followsFrom?: readonly CauseId[] | "any";
  /** Variant told by the evidence: `backup`, `sql`, …; null when it tells none. */
  kindOf?(findings: readonly Finding[]): string | null;
  /** What would decide it, while it is open. */
  decidedBy: string;
  /** Actions in order, with exact settings. */
  remedy: readonly string[];
  /** How to see that the remedy worked. */
  verify: readonly string[];
  /** What would prove this cause wrong. */
  disproof: readonly string[];
  /** Published sources and the case study. */
  sources: readonly string[];
}
