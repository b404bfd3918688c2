import { CAUSES } from "@/findings/causes/list";
import { meaningOf } from "@/findings/finding-meanings";
import { RULES } from "@/findings/rules/list";
import { findingWords } from "./finding-words";

/** What a cause makes of a finding. */
export interface Bearing {
  cause: string;
  title: string;
  says: "decides" | "supports" | "rules out";
}

/** A kind of finding as its entry tells of it. */
export interface FindingEntry {
  id: string;
  words: string;
  means: string;
  bearings: readonly Bearing[];
}

export function findingHref(id: string): string {
  return `/findings#${id}`;
}

function bearingsOf(finding: string): Bearing[] {
  return CAUSES.flatMap(({ id: cause, title, decides, supports, refutes }): Bearing[] => {
    if (decides.some((set) => set.includes(finding))) return [{ cause, title, says: "decides" }];
    if (supports.some((support) => support.finding === finding)) return [{ cause, title, says: "supports" }];
    if (refutes.some((set) => set.includes(finding))) return [{ cause, title, says: "rules out" }];
    return [];
  });
}

/** Every kind of finding once, by the topic of the rule that finds it first; what people say comes last. */
export function findingGroups(): { topic: string; findings: FindingEntry[] }[] {
  const seen = new Set<string>();
  const rules = [...RULES].sort((a, b) => Number(a.id === "answers") - Number(b.id === "answers"));
  return rules
    .map(({ id, finds }) => ({
      topic: id,
      findings: finds
        .filter((finding) => !seen.has(finding) && seen.add(finding))
        .map((finding) => ({
          id: finding,
          words: findingWords(finding),
          means: meaningOf(finding) ?? "",
          bearings: bearingsOf(finding),
        })),
    }))
    .filter(({ findings }) => findings.length > 0);
}
