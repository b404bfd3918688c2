import type { Problem } from "@/evidence";
import type { Mark } from "@/training/attempt";
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
import { newId } from "./new-id";

/** Keeps attempts as long as the page lives. */
export class MemoryAttemptStore implements AttemptStore {
  private readonly attempts = new Map<string, StoredAttempt>();

  constructor(
    readonly trouble: Problem | null,
    private readonly now: () => string,
    private readonly changes: Changes<AttemptChange>,
  ) {}

  async list(): Promise<AttemptRecord[]> {
    return [...this.attempts.values()].map(({ record }) => record).sort(newestAttemptFirst);
  }

  async load(id: string): Promise<StoredAttempt | null> {
    return this.attempts.get(id) ?? null;
  }

  async start(code: string): Promise<AttemptRecord> {
    const record = newAttempt(newId(), code, this.now());
    this.keep({ record, acts: [] });
    return record;
  }

  async append(id: string, from: number, acts: readonly TimedAct[], standing: Standing): Promise<void> {
    const before = this.get(id);
    if (before.acts.length !== from) throw attemptMovedOn();
    const all = [...before.acts, ...acts];
    this.keep({ record: { ...before.record, ...standing, acts: all.length, updatedAt: this.now() }, acts: all });
  }

  async mark(id: string, marks: readonly Mark[]): Promise<void> {
    const { record, acts } = this.get(id);
    this.attempts.set(id, { record: { ...record, marks }, acts });
  }

  async remove(id: string): Promise<void> {
    if (this.attempts.delete(id)) this.changes.tell({ type: "deleted", id });
  }

  subscribe(listener: (change: AttemptChange) => void): () => void {
    return this.changes.subscribe(listener);
  }

  close(): void {
    this.changes.close();
  }

  private get(id: string): StoredAttempt {
    const attempt = this.attempts.get(id);
    if (!attempt) throw attemptNotFound();
    return attempt;
  }

  private keep(attempt: StoredAttempt): void {
    const { id } = attempt.record;
    this.attempts.set(id, attempt);
    this.changes.tell({ type: "saved", id, acts: attempt.acts.length });
  }
}
