import type { StoreNames } from "idb";
import type { Mark } from "@/training/attempt";
import { ATTEMPT_WORDS, type AttemptMigration, type AttemptSchema } from "./attempt-database";
import {
  type AttemptRecord,
  attemptMovedOn,
  attemptNotFound,
  newAttempt,
  newestAttemptFirst,
  type Standing,
  type StoredAttempt,
  type TimedAct,
} from "./attempt-record";
import type { AttemptChange, AttemptStore } from "./attempt-store";
import type { Changes } from "./changes";
import { Database } from "./database";
import { newId } from "./new-id";

const STORES: StoreNames<AttemptSchema>[] = ["attempts", "acts"];

function actsOf(attemptId: string): IDBKeyRange {
  return IDBKeyRange.bound([attemptId], [attemptId, []]);
}

/** Keeps attempts in IndexedDB. */
export class IndexedAttemptStore implements AttemptStore {
  readonly trouble = null;
  private readonly database: Database<AttemptSchema>;

  private constructor(
    private readonly setUp: {
      name: string;
      migrations: readonly AttemptMigration[];
      now: () => string;
      changes: Changes<AttemptChange>;
    },
  ) {
    this.database = new Database({ ...setUp, words: ATTEMPT_WORDS });
  }

  static async open(setUp: IndexedAttemptStore["setUp"]): Promise<IndexedAttemptStore> {
    const store = new IndexedAttemptStore(setUp);
    await store.database.open();
    return store;
  }

  async list(): Promise<AttemptRecord[]> {
    const all = await this.database.reading((database) => database.getAll("attempts"));
    return all.sort(newestAttemptFirst);
  }

  load(id: string): Promise<StoredAttempt | null> {
    return this.database.reading(async (database) => {
      const reading = database.transaction(STORES);
      const [record, acts] = await Promise.all([
        reading.objectStore("attempts").get(id),
        reading.objectStore("acts").getAll(actsOf(id)),
      ]);
      return record ? { record, acts: acts.map(({ act }) => act) } : null;
    });
  }

  async start(code: string): Promise<AttemptRecord> {
    const record = newAttempt(newId(), code, this.setUp.now());
    await this.database.writing(STORES, async (writing) => writing.objectStore("attempts").add(record));
    this.tellSaved(record);
    return record;
  }

  async append(id: string, from: number, acts: readonly TimedAct[], standing: Standing): Promise<void> {
    const saved = await this.change(
      id,
      (record) => {
        if (record.acts !== from) throw attemptMovedOn();
        return { ...record, ...standing, acts: from + acts.length, updatedAt: this.setUp.now() };
      },
      acts,
    );
    this.tellSaved(saved);
  }

  async mark(id: string, marks: readonly Mark[]): Promise<void> {
    await this.change(id, (record) => ({ ...record, marks }));
  }

  async remove(id: string): Promise<void> {
    await this.database.writing(STORES, async (writing) => {
      await Promise.all([writing.objectStore("attempts").delete(id), writing.objectStore("acts").delete(actsOf(id))]);
    });
    this.setUp.changes.tell({ type: "deleted", id });
  }

  subscribe(listener: (change: AttemptChange) => void): () => void {
    return this.setUp.changes.subscribe(listener);
  }

  close(): void {
    this.setUp.changes.close();
    this.database.close();
  }

  /** Writes a record anew, with the acts that come behind those it has. */
  private change(
    id: string,
    next: (record: AttemptRecord) => AttemptRecord,
    acts: readonly TimedAct[] = [],
  ): Promise<AttemptRecord> {
    return this.database.writing(STORES, async (writing) => {
      const record = await writing.objectStore("attempts").get(id);
      if (!record) throw attemptNotFound();
      const changed = next(record);
      const log = writing.objectStore("acts");
      await Promise.all(acts.map((act, at) => log.add({ attemptId: id, index: record.acts + at, act })));
      await writing.objectStore("attempts").put(changed);
      return changed;
    });
  }

  private tellSaved({ id, acts }: AttemptRecord): void {
    this.setUp.changes.tell({ type: "saved", id, acts });
  }
}
