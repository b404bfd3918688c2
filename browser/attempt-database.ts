import type { DBSchema } from "idb";
import type { AttemptRecord, TimedAct } from "./attempt-record";
import type { Migration as MigrationOf, StorageWords } from "./database";

/** What the browser keeps of training, apart from the cases: neither waits for the other's versions. */
export interface AttemptSchema extends DBSchema {
  attempts: { key: string; value: AttemptRecord };
  /** Acts in order. */
  acts: { key: [attemptId: string, index: number]; value: { attemptId: string; index: number; act: TimedAct } };
}

export type AttemptMigration = MigrationOf<AttemptSchema>;

/** A published one never changes. */
export const ATTEMPT_MIGRATIONS: readonly AttemptMigration[] = [
  (database) => {
    database.createObjectStore("attempts", { keyPath: "id" });
    database.createObjectStore("acts", { keyPath: ["attemptId", "index"] });
  },
];

export const ATTEMPT_WORDS: StorageWords = {
  unchanged: "You can play on; until there is room, what you do is gone once the page is closed.",
  makeRoom: "Delete cases or attempts you no longer need, or free disk space. The next input then keeps all of it.",
  failed: "The browser could not read or write the attempt",
  tryAgain:
    "Play on: the next input tries again to keep everything. If it goes on failing, save the result file at the end.",
  unavailable:
    "This browser keeps no data for this page, as in a private window: attempts and progress are gone once the page is closed.",
  keep: "Play on and save the result file at the end, or open the page in an ordinary window.",
  blocked: "Another tab with an older version of this site holds the stored attempts, so they cannot be opened here.",
};
