import type { Finding } from "@/evidence";

/** Looks findings up by kind. */
export class Known {
  constructor(private readonly findings: readonly Finding[]) {}

  all(id: string): Finding[] {
    return this.findings.filter((finding) => finding.id === id);
  }

  first(...ids: readonly string[]): Finding | null {
    for (const id of ids) {
      const found = this.findings.find((finding) => finding.id === id);
      if (found) return found;
    }
    return null;
  }
}

/** A value, when it is a number. */
export function number(finding: Finding | null, value: string): number | null {
  const found = finding?.values[value];
  return typeof found === "number" ? found : null;
}

/** A value, when it is text. */
export function text(finding: Finding | null, value: string): string | null {
  const found = finding?.values[value];
  return typeof found === "string" ? found : null;
}

/** A value, when it is a list of numbers. */
export function numbers(finding: Finding, value: string): readonly number[] {
  const found = finding.values[value];
  return Array.isArray(found) ? found.filter((item): item is number => typeof item === "number") : [];
}

/** A value, when it is a list of texts. */
export function texts(finding: Finding | null, value: string): readonly string[] {
  const found = finding?.values[value];
  return Array.isArray(found) ? found.filter((item): item is string => typeof item === "string") : [];
}
