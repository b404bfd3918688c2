import * as z from "zod";
import { type Problem, WaitchainError } from "@/evidence";
import { codeOf, formatCode, parseCode, SEEDS } from "../code";
import type { Level, Topic } from "../topics";
import "@/cases/plain-zod";
import { RESULT_LIMITS } from "./result-shape";
import { type SealedKind, sealedFile } from "./sealed-file";

/** Drills that a trainer gives to a class. */
export interface ClassSet {
  title: string;
  /** Codes, each once, in the order they are to be played in. */
  codes: readonly string[];
  /** Points from which a drill counts as passed. */
  mastery: number;
}

export const SET_LIMITS = { codes: 60, title: 100, file: 100_000, hash: 8_000 } as const;
export const MASTERY = 70;

const code = z
  .string()
  .max(RESULT_LIMITS.code)
  .refine((text) => {
    const parsed = parseCode(text);
    return "kind" in parsed && formatCode(parsed) === text;
  }, "is no code of a drill");

const setShape: z.ZodType<ClassSet> = z.strictObject({
  title: z.string().min(1).max(SET_LIMITS.title),
  codes: z
    .array(code)
    .min(1)
    .max(SET_LIMITS.codes)
    .refine((codes) => new Set(codes).size === codes.length, "names a drill twice"),
  mastery: z.int().min(1).max(100),
});

export const SET_FILE: SealedKind<ClassSet> = {
  schema: "class-set",
  version: 1,
  code: "SET",
  called: "a class set",
  from: "was saved with “Save as a file” beside a class set",
  largest: SET_LIMITS.file,
  shape: setShape,
  steps: [],
};

function refuse(code: string, what: string, fix: string): never {
  throw new WaitchainError({ code, what, fix });
}

/** A set whose codes are written as they are shown, each once. Throws a WaitchainError. */
export function setOf(title: string, codes: readonly string[], mastery: number = MASTERY): ClassSet {
  const written = [...new Set(codes.map((each) => formatCode(codeOf(each))))];
  const shaped = setShape.safeParse({ title: title.trim() || "Class set", codes: written, mastery });
  if (shaped.success) return shaped.data;
  if (written.length === 0) refuse("SET_EMPTY", "There is no drill in this set.", "Choose at least one drill.");
  if (written.length > SET_LIMITS.codes) {
    refuse("SET_TOO_LARGE", `A set holds at most ${SET_LIMITS.codes} drills.`, "Make two sets of them.");
  }
  const [issue] = shaped.error.issues;
  return refuse(
    "SET_NOT_ONE",
    `This is no class set: ${issue?.path.join(".")}: ${issue?.message}.`,
    "Ask for it again.",
  );
}

export function setFile(set: ClassSet): string {
  return sealedFile(SET_FILE, set);
}

/** Behind the `#` of a link, which no request carries. */
export function setHash({ title, codes, mastery }: ClassSet): string {
  return new URLSearchParams({ title, mastery: String(mastery), drills: codes.join(" ") }).toString();
}

/** The set of a link; null where its hash names none. Throws a WaitchainError where it is damaged. */
export function setFromHash(hash: string): ClassSet | null {
  const plain = hash.replace(/^#/, "");
  if (plain === "") return null;
  const said = new URLSearchParams(plain.slice(0, SET_LIMITS.hash));
  const drills = said.get("drills");
  if (drills === null)
    refuse("SET_LINK_DAMAGED", "This link names no drills.", "Ask for the whole link, or for the set as a file.");
  return setOf(said.get("title") ?? "", drills.split(" ").filter(Boolean), Number(said.get("mastery") ?? MASTERY));
}

/** The set as lines to send by mail or chat. */
export function setText({ title, codes, mastery }: ClassSet, link: string): string {
  return [`Class set: ${title}`, `Passed from: ${mastery} of 100 points`, `Open: ${link}`, ...codes, ""].join("\n");
}

// locks-2-0M4TR, case-study-7K3QD
const CODE_LIKE = /^[a-z][a-z0-9-]{1,60}-[0-9a-z]{5}$/i;

/** Codes in a text, and those that are damaged. */
export function codesIn(text: string): { codes: string[]; problems: Problem[] } {
  const codes = new Set<string>();
  const problems: Problem[] = [];
  for (const word of text.slice(0, SET_LIMITS.file).split(/[\s,;]+/)) {
    if (!CODE_LIKE.test(word)) continue;
    const parsed = parseCode(word);
    if ("kind" in parsed) codes.add(formatCode(parsed));
    else if (/\d/.test(word.slice(-5))) problems.push(parsed);
  }
  return { codes: [...codes], problems };
}

/** A set from lines as `setText` writes them, or from any text with codes in it. Throws a WaitchainError. */
export function setFromText(text: string): ClassSet {
  const { codes, problems } = codesIn(text);
  const [problem] = problems;
  if (problem) throw new WaitchainError(problem);
  const title = /^Class set:(.{1,100})/m.exec(text.slice(0, 2_000))?.[1] ?? "";
  const mastery = /^Passed from: (\d{1,3}) of/m.exec(text.slice(0, 2_000))?.[1];
  return setOf(title, codes, mastery === undefined ? MASTERY : Number(mastery));
}

/** Codes of generated drills: the chosen topics and levels in turn, each with a seed from `random` (0 to 1). */
export function drawCodes(
  { topics, levels, count }: { topics: readonly Topic[]; levels: readonly Level[]; count: number },
  random: () => number,
): string[] {
  const kinds = levels.flatMap((level) => topics.map((topic) => ({ topic, level })));
  const codes = new Set<string>();
  for (let at = 0; kinds.length > 0 && codes.size < Math.min(count, SET_LIMITS.codes); at++) {
    const { topic, level } = kinds[at % kinds.length] ?? { topic: "locks", level: 1 };
    codes.add(formatCode({ kind: "generated", topic, level, seed: Math.floor(random() * SEEDS) }));
  }
  return [...codes];
}
