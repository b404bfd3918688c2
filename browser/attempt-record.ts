import { WaitchainError } from "@/evidence";
import type { Attempt, Mark } from "@/training/attempt";
import type { Summary } from "@/training/results/summary";
import type { DrillView } from "@/training/view";

export type TimedAct = Attempt["acts"][number];

/** An attempt as lists show it, without its acts. */
export interface AttemptRecord {
  id: string;
  code: string;
  startedAt: string;
  updatedAt: string;
  /** Acts in the log. */
  acts: number;
  phase: DrillView["phase"];
  /** Lines that are marked, until a cause is named with them. */
  marks: readonly Mark[];
  /** What came of it, once the debrief is there. */
  finished: { at: string; summary: Summary } | null;
}

/** An attempt with all that was done in it. */
export interface StoredAttempt {
  record: AttemptRecord;
  acts: readonly TimedAct[];
}

/** What a record says besides the acts that are appended. */
export type Standing = Pick<AttemptRecord, "phase" | "marks" | "finished">;

export function newAttempt(id: string, code: string, now: string): AttemptRecord {
  return { id, code, startedAt: now, updatedAt: now, acts: 0, phase: "working", marks: [], finished: null };
}

/** Newest first; of the same time in the order of their ids. */
export function newestAttemptFirst(a: AttemptRecord, b: AttemptRecord): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

export function attemptNotFound(): WaitchainError {
  return new WaitchainError({
    code: "ATTEMPT_NOT_FOUND",
    what: "This attempt is no longer in this browser: it was deleted, perhaps in another tab.",
    fix: "Begin the drill again; its code makes the same one.",
  });
}

export function attemptMovedOn(): WaitchainError {
  return new WaitchainError({
    code: "ATTEMPT_MOVED_ON",
    what: "This attempt went on in another tab, so your last input was not taken here. It now stands as it does there.",
    fix: "Go on in one of the tabs and close the other.",
  });
}
