import type { AttemptRecord } from "@/browser/attempt-record";
import { writtenId } from "./drill-names";

/** How somebody stands with a written drill. */
export interface DrillState {
  /** The newest attempt that is not over. */
  begun: AttemptRecord | null;
  /** Most points of all attempts; null where none is over. */
  best: number | null;
}

/** How the attempts at a written drill stand; they come newest first. */
export function drillState(id: string, attempts: readonly AttemptRecord[]): DrillState {
  const own = attempts.filter((attempt) => writtenId(attempt.code) === id);
  const points = own.flatMap(({ finished }) => finished?.summary.total ?? []);
  return {
    begun: own.find(({ finished }) => finished === null) ?? null,
    best: points.length ? Math.max(...points) : null,
  };
}
