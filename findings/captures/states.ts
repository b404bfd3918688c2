import type { Report, ResourceLocksReport, SyncBlocksReport, ThreadPoolReport } from "@/evidence";
import type { EvidenceSet, Read } from "../evidence-set";
import type { Captures } from "./captures";

/** What a table of locks says, whoever printed it: the same dump gives the same text in every dialect. */
export function lockState({ rows }: SyncBlocksReport): string {
  const held = rows
    .filter(({ monitorHeld }) => monitorHeld > 0)
    .map(({ syncBlock, monitorHeld, osThreadId }) => `${syncBlock} ${monitorHeld} ${osThreadId ?? ""}`);
  return held.sort().join("\n");
}

/** Empty where the queue is not printed: then a difference may be one of dialects. */
export function poolState({
  pool,
  workersTotal,
  workersRunning,
  workRequestsInQueue: queue,
}: ThreadPoolReport): string {
  if (pool === "windows" || workersTotal === null || workersRunning === null || queue === null) return "";
  return `${workersTotal} ${workersRunning} ${queue}`;
}

export function resourceState({ resources }: ResourceLocksReport): string {
  const held = resources.map(
    ({ address, contentionCount, numberOfExclusiveWaiters, numberOfSharedWaiters, owners }) =>
      `${address} ${contentionCount ?? ""} ${numberOfExclusiveWaiters} ${numberOfSharedWaiters} ${owners.map(({ thread }) => thread).join(" ")}`,
  );
  return held.sort().join("\n");
}

/** One of the outputs for each state that they show; a single one where they all show the same. */
export function differing<R extends Report>(reads: readonly Read<R>[], state: (report: R) => string): Read<R>[] {
  const states = new Map<string, Read<R>>();
  for (const read of reads) {
    const key = state(read.report);
    if (key !== "" && !states.has(key)) states.set(key, read);
  }
  return [...states.values()];
}

/** One output for each moment: of the dated ones those of each dump, of the others those that differ. */
export function byMoment<R extends Report>(
  { followed, passes }: Captures,
  kind: R["kind"],
  state: (report: R) => string,
): Read<R>[] {
  const of = (evidence: EvidenceSet): Read<R>[] => differing(evidence.of(kind) as unknown as readonly Read<R>[], state);
  if (passes.length < 2) return of(followed);
  const seen = new Map(passes.flatMap(({ evidence }) => of(evidence).map((read) => [read.block, read] as const)));
  return [...seen.values()];
}
