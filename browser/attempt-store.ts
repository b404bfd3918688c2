import { type Problem, problemIn } from "@/evidence";
import type { Mark } from "@/training/attempt";
import { ATTEMPT_MIGRATIONS, type AttemptMigration } from "./attempt-database";
import type { AttemptRecord, Standing, StoredAttempt, TimedAct } from "./attempt-record";
import { Changes } from "./changes";
import { IndexedAttemptStore } from "./indexed-attempt-store";
import { MemoryAttemptStore } from "./memory-attempt-store";

/** Something that happened to a stored attempt. */
export type AttemptChange = { type: "saved"; id: string; acts: number } | { type: "deleted"; id: string };

/** Where attempts are kept. Every write either happens whole or throws a WaitchainError and changes nothing. */
export interface AttemptStore {
  /** Why attempts will not outlive this page, or null when they will. */
  readonly trouble: Problem | null;
  /** Newest first. */
  list(): Promise<AttemptRecord[]>;
  load(id: string): Promise<StoredAttempt | null>;
  start(code: string): Promise<AttemptRecord>;
  /** Appends acts behind the first `from`; where the log has others there, it throws `ATTEMPT_MOVED_ON`. */
  append(id: string, from: number, acts: readonly TimedAct[], standing: Standing): Promise<void>;
  mark(id: string, marks: readonly Mark[]): Promise<void>;
  remove(id: string): Promise<void>;
  /** Hears of every change, made here or in another tab. Returns what ends it. */
  subscribe(listener: (change: AttemptChange) => void): () => void;
  close(): void;
}

/** What a store is opened with. The defaults are the page's. */
export interface AttemptStoreOptions {
  name?: string;
  migrations?: readonly AttemptMigration[];
  now?: () => string;
}

/** Opens the browser's storage. Where there is none, attempts live in memory and `trouble` says so. */
export async function openAttemptStore(options: AttemptStoreOptions = {}): Promise<AttemptStore> {
  const {
    name = "waitchain-training",
    migrations = ATTEMPT_MIGRATIONS,
    now = () => new Date().toISOString(),
  } = options;
  const changes = new Changes<AttemptChange>(name);
  try {
    return await IndexedAttemptStore.open({ name, migrations, now, changes });
  } catch (error) {
    return new MemoryAttemptStore(problemIn(error), now, changes);
  }
}

let pageStore: Promise<AttemptStore> | null = null;

/** The page's one store, opened when it is first asked for. */
export function attemptStore(): Promise<AttemptStore> {
  pageStore ??= openAttemptStore();
  return pageStore;
}

/** Begins an attempt. Where the browser refuses to keep it, this page plays on in memory, and the store says why. */
export async function startAttempt(code: string): Promise<AttemptRecord> {
  const store = await attemptStore();
  try {
    return await store.start(code);
  } catch (error) {
    const inMemory = new MemoryAttemptStore(
      problemIn(error),
      () => new Date().toISOString(),
      new Changes<AttemptChange>("in-memory"),
    );
    pageStore = Promise.resolve(inMemory);
    return inMemory.start(code);
  }
}
