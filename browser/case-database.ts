import type { DBSchema } from "idb";
import type { CaseSummary } from "./case-summary";
import type { Migration as MigrationOf, StorageWords } from "./database";
import type { PageEntry } from "./long-text";

/** What the browser keeps. Large texts stand apart, so that appending to a case touches none of them. */
export interface CaseSchema extends DBSchema {
  cases: { key: string; value: CaseSummary };
  /** Entries in order; those of transcripts without their text, unless it is a file of its own. */
  entries: { key: [caseId: string, at: number]; value: { caseId: string; at: number; entry: PageEntry } };
  /** Texts of transcripts, in parts that no browser finds too large for one record. */
  texts: {
    key: [caseId: string, entryId: string, part: number];
    value: { caseId: string; entryId: string; part: number; text: string };
  };
}

export type Migration = MigrationOf<CaseSchema>;

/** One per version, oldest first; how many there are is the version. A published one never changes. */
export const MIGRATIONS: readonly Migration[] = [
  (database) => {
    database.createObjectStore("cases", { keyPath: "id" });
    database.createObjectStore("entries", { keyPath: ["caseId", "at"] });
    database.createObjectStore("texts", { keyPath: ["caseId", "entryId", "part"] });
  },
];

export const CASE_WORDS: StorageWords = {
  unchanged: "The case is as it was before.",
  makeRoom: "Save cases you no longer need as files and delete them here, or free disk space, then add it again.",
  failed: "The browser could not read or write the case",
  tryAgain: "Try once more. If it fails again, save the case as a file and reload the page.",
  unavailable:
    "This browser keeps no data for this page, as in a private window: cases are gone once the page is closed.",
  keep: "Save the case as a file before you leave, or open the page in an ordinary window.",
  blocked: "Another tab with an older version of this site holds the stored cases, so they cannot be opened here.",
};
