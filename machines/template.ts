import type { Finding } from "@/evidence";
import type { Template } from "./ask";

const SLOT = /\{([a-z0-9-]+)\.([a-zA-Z0-9]+)(?:\|([^{}]*))?\}/g;

/** A filled template, and whether a value was missing that had nothing to stand in for it. */
export interface Filled {
  text: string;
  complete: boolean;
}

/** Puts values of findings into a template: the first finding of the named kind that has the value. */
export function fill(template: Template, findings: readonly Finding[]): Filled {
  let complete = true;
  const text = template.replace(SLOT, (_all, id: string, name: string, standIn: string | undefined) => {
    for (const finding of findings) {
      if (finding.id !== id) continue;
      const value = finding.values[name];
      if (value !== null && value !== undefined && !Array.isArray(value)) return String(value);
    }
    if (standIn === undefined) complete = false;
    return standIn ?? "?";
  });
  return { text, complete };
}

/** Finding ids a template draws on. */
export function slotsOf(template: Template): { finding: string; value: string }[] {
  return [...template.matchAll(SLOT)].map((match) => ({ finding: match[1] ?? "", value: match[2] ?? "" }));
}
