import { liveEntries } from "@/cases/case-log";
import { WaitchainError } from "@/evidence";
import type { PageCase } from "./long-text";
import { newId } from "./new-id";

/** A case as lists show it, without its texts. */
export interface CaseSummary {
  id: string;
  title: string;
  playbook: string;
  createdAt: string;
  /** Time of the newest entry. */
  updatedAt: string;
  /** Entries in the log, removed ones too. */
  entries: number;
  /** Transcripts that count. */
  transcripts: number;
}

/** What a list shows of a case. */
export function summaryOf({ id, title, playbook, createdAt, log }: PageCase): CaseSummary {
  const transcripts = liveEntries(log).filter((entry) => entry.type === "transcript").length;
  return { id, title, playbook, createdAt, updatedAt: log.at(-1)?.at ?? createdAt, entries: log.length, transcripts };
}

/** Newest first; of the same time in the order of their ids. */
export function newestFirst(a: CaseSummary, b: CaseSummary): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** The case under a new id and a title that tells it from the one already here. */
export function copyOf(subject: PageCase): PageCase {
  return { ...subject, id: newId(), title: `${subject.title.slice(0, 190)} (copy)`.trim() };
}

export function caseNotFound(): WaitchainError {
  return new WaitchainError({
    code: "CASE_NOT_FOUND",
    what: "This case is no longer in this browser: it was deleted, perhaps in another tab.",
    fix: "Go back to the start page. If you saved it as a file, import that.",
  });
}
