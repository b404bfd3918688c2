import type { Block, Cite, Finding, FindingValue } from "@/evidence";
import type { EvidenceSet } from "./evidence-set";

/** Findings derived so far; rules later in the list may build on earlier ones. */
export class Found {
  private readonly byId = new Map<string, Finding[]>();

  constructor(findings: readonly Finding[] = []) {
    this.add(findings);
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const list = this.byId.get(finding.id) ?? [];
      list.push(finding);
      this.byId.set(finding.id, list);
    }
  }

  all(id: string): readonly Finding[] {
    return this.byId.get(id) ?? [];
  }

  first(id: string): Finding | null {
    return this.byId.get(id)?.[0] ?? null;
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** A value of the first finding with that id, when it has the asked type. */
  number(id: string, value: string): number | null {
    const found = this.first(id)?.values[value];
    return typeof found === "number" ? found : null;
  }

  text(id: string, value: string): string | null {
    const found = this.first(id)?.values[value];
    return typeof found === "string" ? found : null;
  }
}

/** What one topic of evidence proves. Pure; sees reports, answers and earlier findings, never text. */
export interface Rule {
  /** File name of the rule. */
  id: string;
  /** Every finding id it may return. */
  finds: readonly string[];
  derive(evidence: EvidenceSet, found: Found): Finding[];
}

/** A fact with its proof. */
export function fact(
  id: string,
  says: string,
  cites: readonly Cite[],
  values: Record<string, FindingValue> = {},
): Finding {
  return { id, says, values, cites, tone: "fact" };
}

/** An output is there. Steers the asks, proves nothing by itself. */
export function presence(
  id: string,
  says: string,
  cites: readonly Cite[],
  values: Record<string, FindingValue> = {},
): Finding {
  return { id, says, values, cites, tone: "presence" };
}

/** A disagreement inside the evidence: it warns and never blocks. */
export function warning(
  id: string,
  says: string,
  cites: readonly Cite[],
  values: Record<string, FindingValue> = {},
): Finding {
  return { id, says, values, cites, tone: "warning" };
}

/** Citation of one line or of a range of a block's transcript. */
export function cite(block: Block, first: number, last: number = first): Cite {
  return { file: block.file, lines: [first, last] };
}
