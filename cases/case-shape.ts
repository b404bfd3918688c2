import * as z from "zod";
import "./plain-zod";
import { isLimit, LARGEST_LIMIT } from "@/findings/thresholds";
import { CASE_LIMITS } from "./limits";

/** Version of the shape below. Raising it takes an upgrade in `upgrades/list.ts`. */
export const CASE_VERSION = 2;

const id = z
  .string()
  .min(1)
  .max(CASE_LIMITS.id)
  .regex(/^[A-Za-z0-9_-]+$/);
const at = z.iso.datetime();
const base = { id, at };

const entry = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("transcript"),
    ...base,
    name: z.string().min(1).max(CASE_LIMITS.name),
    text: z.string().max(CASE_LIMITS.transcript),
  }),
  z.strictObject({ type: z.literal("answer"), ...base, question: id, value: z.string().max(CASE_LIMITS.value) }),
  z.strictObject({ type: z.literal("skip"), ...base, step: id, reason: z.string().max(CASE_LIMITS.reason) }),
  z.strictObject({
    type: z.literal("limit"),
    ...base,
    limit: z.string().refine(isLimit, "is no limit that this site has"),
    value: z
      .number()
      .refine((value) => value >= 0 && value <= LARGEST_LIMIT, "is no value for a limit")
      .nullable(),
  }),
  z.strictObject({
    type: z.literal("note"),
    ...base,
    text: z.string().max(CASE_LIMITS.note),
    step: id.nullable(),
  }),
  z.strictObject({ type: z.literal("removal"), ...base, entry: id }),
]);

/** A case as it stands in a file. */
const caseShape = z.strictObject({
  id,
  title: z.string().max(CASE_LIMITS.title),
  playbook: id,
  createdAt: at,
  log: z
    .array(entry)
    .max(CASE_LIMITS.entries)
    .superRefine((log, context) => {
      const seen = new Set<string>();
      log.forEach((each, index) => {
        if (seen.has(each.id)) {
          context.addIssue({ code: "custom", message: "stands twice", path: [index, "id"] });
        }
        if (each.type === "removal" && !seen.has(each.entry)) {
          context.addIssue({ code: "custom", message: "names no earlier entry", path: [index, "entry"] });
        }
        seen.add(each.id);
      });
    }),
});

/** The document of a case file, of the newest version. */
export const caseDocument = z.strictObject({
  schema: z.literal(`waitchain.case/${CASE_VERSION}`),
  exportedAt: at,
  digest: z.string(),
  case: caseShape,
});
