import type { Case, Entry } from "@/cases/case-log";
import { questionById } from "@/findings/questions";
import { THRESHOLDS } from "@/findings/thresholds";
import { playbookById } from "@/machines/list";

/** What an entry is called when something happens to it: `“paste 3”`, `the answer to “How does it end?”`. */
export function entryName(entry: Exclude<Entry<unknown>, { type: "removal" }>, subject: Case<unknown> | null): string {
  switch (entry.type) {
    case "transcript":
      return `“${entry.name}”`;
    case "answer":
      return `the answer to “${questionById(entry.question)?.ask ?? entry.question}”`;
    case "skip":
      return `the skipping of “${playbookById(subject?.playbook ?? "")?.steps[entry.step]?.label ?? entry.step}”`;
    case "limit":
      return `the limit “${THRESHOLDS[entry.limit].title}”`;
    case "note":
      return `the note “${entry.text.length > 40 ? `${entry.text.slice(0, 40)}…` : entry.text}”`;
  }
}
