import { z } from "zod";

/**
 * What the Experience API 1.0.3 asks of a statement whose object is an activity (part two, section 2 of the
 * specification): nothing unknown, one way to identify the actor, addresses that are absolute, scores in their range.
 */

const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i, "is no absolute IRI");
const irl = iri.regex(/^https?:\/\/[^/\s]+\//, "is no IRL");
const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "is no language tag");
const words = z.record(language, z.string().min(1));
const extensions = z.record(iri, z.json());
// RFC 9562: the variant is 10x.
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const duration = z
  .string()
  .regex(/^P(?:\d+W|(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)$/);

const agent = z
  .strictObject({
    objectType: z.literal("Agent").optional(),
    name: z.string().min(1).optional(),
    mbox: z
      .string()
      .regex(/^mailto:[^\s@]+@[^\s@]+$/)
      .optional(),
    mbox_sha1sum: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .optional(),
    openid: irl.optional(),
    account: z.strictObject({ homePage: irl, name: z.string().min(1) }).optional(),
  })
  .refine(
    ({ mbox, mbox_sha1sum, openid, account }) => [mbox, mbox_sha1sum, openid, account].filter(Boolean).length === 1,
    "must be identified in exactly one way",
  );

const activity = z.strictObject({
  objectType: z.literal("Activity").optional(),
  id: iri,
  definition: z
    .strictObject({
      name: words.optional(),
      description: words.optional(),
      type: iri.optional(),
      moreInfo: irl.optional(),
      extensions: extensions.optional(),
    })
    .optional(),
});

const score = z
  .strictObject({
    scaled: z.number().min(-1).max(1).optional(),
    raw: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(({ min = -Infinity, raw, max = Infinity }) => min < max && (raw === undefined || (min <= raw && raw <= max)));

export const xapiStatement = z.strictObject({
  id: uuid,
  actor: agent,
  verb: z.strictObject({ id: iri, display: words.optional() }),
  object: activity,
  result: z
    .strictObject({
      score: score.optional(),
      success: z.boolean().optional(),
      completion: z.boolean().optional(),
      response: z.string().optional(),
      duration: duration.optional(),
      extensions: extensions.optional(),
    })
    .optional(),
  context: z
    .strictObject({
      registration: uuid.optional(),
      revision: z.string().optional(),
      platform: z.string().optional(),
      language: language.optional(),
      contextActivities: z
        .partialRecord(z.enum(["parent", "grouping", "category", "other"]), z.array(activity).min(1))
        .optional(),
      extensions: extensions.optional(),
    })
    .optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});
