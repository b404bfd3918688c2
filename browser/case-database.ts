import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import { WaitchainError } from "@/evidence";
import type { CaseSummary } from "./case-summary";
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

export type CaseDatabase = IDBPDatabase<CaseSchema>;

/** Brings a database from one version to the next. */
export type Migration = (
  database: CaseDatabase,
  transaction: IDBPTransaction<CaseSchema, StoreNames<CaseSchema>[], "versionchange">,
) => void;

/** One per version, oldest first; how many there are is the version. A published one never changes. */
export const MIGRATIONS: readonly Migration[] = [
  (database) => {
    database.createObjectStore("cases", { keyPath: "id" });
    database.createObjectStore("entries", { keyPath: ["caseId", "at"] });
    database.createObjectStore("texts", { keyPath: ["caseId", "entryId", "part"] });
  },
];

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

/** What a failure of the browser's storage means for the person. */
export function storageError(error: unknown): WaitchainError {
  if (error instanceof WaitchainError) return error;
  if (nameOf(error) === "QuotaExceededError") {
    return new WaitchainError({
      code: "STORAGE_FULL",
      what: "The browser has no room left for this, so it was not kept. The case is as it was before.",
      fix: "Save cases you no longer need as files and delete them here, or free disk space, then add it again.",
    });
  }
  if (nameOf(error) === "VersionError") {
    return new WaitchainError({
      code: "STORAGE_NEWER",
      what: "A newer version of this site has changed how cases are kept in this browser.",
      fix: "Reload the page to get that version. Nothing is lost.",
    });
  }
  return new WaitchainError({
    code: "STORAGE_FAILED",
    what: `The browser could not read or write the case${nameOf(error) ? ` (${nameOf(error)})` : ""}.`,
    fix: "Try once more. If it fails again, save the case as a file and reload the page.",
  });
}

function unavailable(): WaitchainError {
  return new WaitchainError({
    code: "STORAGE_UNAVAILABLE",
    what: "This browser keeps no data for this page, as in a private window: cases are gone once the page is closed.",
    fix: "Save the case as a file before you leave, or open the page in an ordinary window.",
  });
}

function blocked(): WaitchainError {
  return new WaitchainError({
    code: "STORAGE_BLOCKED",
    what: "Another tab with an older version of this site holds the stored cases, so they cannot be opened here.",
    fix: "Close the other tabs of this site, then reload this page.",
  });
}

function open(name: string, migrations: readonly Migration[], lost: () => void): Promise<CaseDatabase> {
  return new Promise((resolve, reject) => {
    let given = true;
    const opening = openDB<CaseSchema>(name, migrations.length, {
      upgrade(database, from, _to, transaction) {
        for (const migrate of migrations.slice(from)) migrate(database, transaction);
      },
      blocked() {
        given = false;
        reject(blocked());
      },
      // A newer tab wants to upgrade: it must not wait for this one.
      blocking(_from, _to, event) {
        (event.target as IDBDatabase).close();
        lost();
      },
      terminated: lost,
    });
    opening.then((database) => (given ? resolve(database) : database.close()), reject);
  });
}

/** Opens the database, bringing it up to date. `lost` is called when the connection ends. Throws a WaitchainError. */
export async function openDatabase(
  name: string,
  migrations: readonly Migration[],
  lost: () => void,
): Promise<CaseDatabase> {
  try {
    if (typeof indexedDB === "undefined") throw unavailable();
    return await open(name, migrations, lost);
  } catch (error) {
    const known = storageError(error);
    throw known.problem.code === "STORAGE_FAILED" ? unavailable() : known;
  }
}
