import * as z from "zod";
import type { PastResult } from "../progress";
import { LEVELS, TOPICS } from "../topics";
import "@/cases/plain-zod";
import { RESULT_LIMITS } from "./result-shape";
import { type SealedKind, sealedFile } from "./sealed-file";

const PROGRESS_LIMITS = { results: 20_000, file: 10_000_000 } as const;

const pastResult: z.ZodType<PastResult> = z.strictObject({
  code: z.string().min(1).max(RESULT_LIMITS.code),
  written: z.string().min(1).max(RESULT_LIMITS.code).nullable(),
  topic: z.enum(TOPICS),
  level: z.literal(LEVELS),
  total: z.number().min(0).max(100),
  solved: z.boolean(),
  finishedAt: z.iso.datetime(),
});

/** What was practised in one browser, to be carried to another. */
export const PROGRESS_FILE: SealedKind<{ results: readonly PastResult[] }> = {
  schema: "progress",
  version: 1,
  code: "PROGRESS",
  called: "a trainee's progress",
  from: "was saved with “Save progress”",
  largest: PROGRESS_LIMITS.file,
  shape: z.strictObject({ results: z.array(pastResult).max(PROGRESS_LIMITS.results) }),
  steps: [],
};

function idOf({ code, finishedAt }: PastResult): string {
  return `${finishedAt} ${code}`;
}

/** Both together, each result once, oldest first. */
export function joinResults(own: readonly PastResult[], others: readonly PastResult[]): PastResult[] {
  const byId = new Map([...others, ...own].map((past) => [idOf(past), past]));
  return [...byId.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

export function progressFile(results: readonly PastResult[]): string {
  const plain = joinResults(results, []).map(({ code, written, topic, level, total, solved, finishedAt }) => {
    return { code, written, topic, level, total, solved, finishedAt };
  });
  return sealedFile(PROGRESS_FILE, { results: plain });
}
