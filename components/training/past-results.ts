import type { AttemptRecord } from "@/browser/attempt-record";
import { recall, remember } from "@/browser/remembered";
import type { PastResult } from "@/training/progress";
import { joinResults, PROGRESS_FILE, progressFile } from "@/training/results/progress-file";
import { openSealed } from "@/training/results/sealed-file";

const CARRIED = "carried-progress";

/** An attempt that came to its end. */
export type FinishedAttempt = AttemptRecord & { finished: NonNullable<AttemptRecord["finished"]> };

export function isFinished(record: AttemptRecord): record is FinishedAttempt {
  return record.finished !== null;
}

export function pastResult({ finished: { at, summary } }: FinishedAttempt): PastResult {
  const { code, written, topic, level, total, solved } = summary;
  return { code, written, topic, level, total, solved, finishedAt: at };
}

/** What was practised in other browsers, as far as it was carried here in a file. */
export function carriedResults(): readonly PastResult[] {
  const kept = recall(CARRIED);
  if (kept === null) return [];
  try {
    return openSealed(PROGRESS_FILE, kept).content.results;
  } catch {
    return [];
  }
}

export function carryResults(results: readonly PastResult[]): void {
  remember(CARRIED, progressFile(joinResults(carriedResults(), results)));
}
