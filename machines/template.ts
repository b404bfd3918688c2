import type { Finding } from "@/evidence";
import type { Template } from "./ask";

// {lock-owner.thread}   {lock-owner.thread,cleans-temp-files.thread|<owner>}
const SLOT = /\{([a-z0-9-]+\.[a-zA-Z0-9]+(?:,[a-z0-9-]+\.[a-zA-Z0-9]+)*)(?:\|([^{}]*))?\}/g;

/** A filled template, and whether a value was missing that had nothing to stand in for it. */
export interface Filled {
  text: string;
  complete: boolean;
}

function slotValue(slot: string, findings: readonly Finding[]): string | null {
  const [id, name = ""] = slot.split(".");
  for (const finding of findings) {
    if (finding.id !== id) continue;
    const value = finding.values[name];
    if (value !== null && value !== undefined && !Array.isArray(value)) return String(value);
  }
  return null;
}

/** Puts values of findings into a template: the first slot that has a value wins, else the part behind `|`. */
export function fill(template: Template, findings: readonly Finding[]): Filled {
  let complete = true;
  const text = template.replace(SLOT, (_all, slots: string, standIn: string | undefined) => {
    for (const slot of slots.split(",")) {
      const value = slotValue(slot, findings);
      if (value !== null) return value;
    }
    if (standIn === undefined) complete = false;
    return standIn ?? "?";
  });
  return { text, complete };
}

/** Findings and values a template draws on. */
export function slotsOf(template: Template): { finding: string; value: string }[] {
  return [...template.matchAll(SLOT)].flatMap((match) =>
    (match[1] ?? "").split(",").map((slot) => {
      const [finding = "", value = ""] = slot.split(".");
      return { finding, value };
    }),
  );
}
