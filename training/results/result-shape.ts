import * as z from "zod";
import { CAUSE_IDS } from "@/evidence";
import type { Act } from "../attempt";
import type { Target } from "../drill";
import { DEDUCTIONS, PARTS } from "../rubric";
import "@/cases/plain-zod";

/** What a result may hold. The page keeps to it, so that every result can be opened again. */
export const RESULT_LIMITS = {
  file: 2_000_000,
  acts: 2_000,
  line: 2_000,
  id: 200,
  code: 80,
  marks: 50,
  trainee: 100,
  /** Seconds of one attempt: a month. */
  seconds: 31 * 86_400,
} as const;

const TARGETS = [
  "user",
  "kernel",
  "dotnet-dump",
  "cmd",
  "powershell",
  "unix",
  "user-second",
  "dotnet-dump-second",
] as const satisfies readonly Target[];

const id = z.string().min(1).max(RESULT_LIMITS.id);
const index = z.int().min(0).max(100_000);
const points = z.number().min(-1_000).max(1_000);

const act: z.ZodType<Act> = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("open"), target: z.enum(TARGETS) }),
  z.strictObject({ do: z.literal("type"), line: z.string().max(RESULT_LIMITS.line) }),
  z.strictObject({ do: z.literal("answer"), question: id, option: id }),
  z.strictObject({ do: z.literal("ask-customer"), question: id }),
  z.strictObject({ do: z.literal("hint") }),
  z.strictObject({
    do: z.literal("accuse"),
    cause: z.enum(CAUSE_IDS),
    marks: z.array(z.strictObject({ act: index, from: index, to: index })).max(RESULT_LIMITS.marks),
  }),
  z.strictObject({ do: z.literal("remedy"), option: id }),
  z.strictObject({ do: z.literal("give-up") }),
]);

export const timedActs = z
  .array(z.strictObject({ at: z.number().min(0).max(RESULT_LIMITS.seconds), act }))
  .max(RESULT_LIMITS.acts)
  .refine((list) => list.every(({ at }, place) => at >= (list[place - 1]?.at ?? 0)), "goes back in time");

const score = z.strictObject({
  parts: z.record(z.enum(Object.keys(PARTS) as (keyof typeof PARTS)[]), points),
  deductions: z
    .array(z.strictObject({ of: z.enum(Object.keys(DEDUCTIONS) as (keyof typeof DEDUCTIONS)[]), act: index, points }))
    .max(RESULT_LIMITS.acts),
  total: z.number().min(0).max(100),
});

export const traineeName = z
  .string()
  .min(1)
  .max(RESULT_LIMITS.trainee)
  .refine((name) => name === name.trim() && !/[\p{Cc}\p{Cs}]/u.test(name), "is no name on one line");

/** What a result says, of the newest version. */
export const resultShape = z.strictObject({
  code: z.string().min(1).max(RESULT_LIMITS.code),
  trainee: traineeName.nullable(),
  finishedAt: z.iso.datetime(),
  score,
  acts: timedActs,
});

export type DrillResult = z.infer<typeof resultShape>;
