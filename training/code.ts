import { type Problem, WaitchainError } from "@/evidence";
import { LEVELS, type Level, TOPICS, type Topic } from "./topics";

/** What a code says: which drill, and the seed of its numbers. */
export type DrillCode =
  | { kind: "written"; id: string; seed: number }
  | { kind: "generated"; topic: Topic; level: Level; seed: number };

/** Crockford's digits: none that looks like another. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SEED_DIGITS = 4;
/** Seeds that a code can carry. */
export const SEEDS = DIGITS.length ** SEED_DIGITS;

// locks-2-0M4TR      case-study-7K3QD
const CODE = /^([a-z][a-z0-9-]{1,60})-([0-9a-z]{5})$/;
const GENERATED = new RegExp(`^(${TOPICS.join("|")})-([${LEVELS.join("")}])$`);

/** Where the digits of a word stand; letters that look like a digit count as it. */
function valuesOf(text: string): number[] {
  const plain = text.toUpperCase().replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return [...plain].map((letter) => DIGITS.indexOf(letter));
}

/** The number of a name, so that the digits of one drill are no code of another. */
function numberOf(name: string): number {
  return [...name].reduce((sum, letter, at) => sum + (at + 1) * letter.charCodeAt(0), 0);
}

/** Every second digit counts double, by its own digits: one wrong digit, or two that changed places, are noticed. */
function checkDigit(name: string, digits: readonly number[]): number {
  const base = DIGITS.length;
  const sum = digits.reduce((total, digit, at) => {
    const weighed = digit * (at % 2 === 0 ? 2 : 1);
    return total + Math.floor(weighed / base) + (weighed % base);
  }, numberOf(name));
  return (base - (sum % base)) % base;
}

function digitsOf(seed: number): number[] {
  const base = DIGITS.length;
  return Array.from({ length: SEED_DIGITS }, (_item, at) => Math.floor(seed / base ** (SEED_DIGITS - 1 - at)) % base);
}

function nameOf(code: DrillCode): string {
  return code.kind === "written" ? code.id : `${code.topic}-${code.level}`;
}

/** The short text of a drill: `locks-2-0M4TR`. */
export function formatCode(code: DrillCode): string {
  const name = nameOf(code);
  const digits = digitsOf(code.seed % SEEDS);
  const written = [...digits, checkDigit(name, digits)].map((digit) => DIGITS[digit]).join("");
  return `${name}-${written}`;
}

function problem(typed: string, what: string): Problem {
  return {
    code: "DRILL_CODE_WRONG",
    what: `“${typed.slice(0, 80)}” ${what}`,
    fix: "Copy the code again; it looks like locks-2-0M4TR. Upper and lower case make no difference.",
  };
}

/** What a typed code says, or what is wrong with it. Whether there is a written drill of that name is not asked here. */
export function parseCode(typed: string): DrillCode | Problem {
  const text = typed.slice(0, 200).trim().toLowerCase();
  const match = CODE.exec(text);
  if (!match) return problem(typed, "is no code of a drill.");
  const [, name = "", tail = ""] = match;
  const values = valuesOf(tail);
  const digits = values.slice(0, SEED_DIGITS);
  if (values.includes(-1) || checkDigit(name, digits) !== values[SEED_DIGITS]) {
    return problem(typed, "has a letter or a digit that is not the one of the code.");
  }
  const seed = digits.reduce((sum, digit) => sum * DIGITS.length + digit, 0);
  const [, topic, level] = GENERATED.exec(name) ?? [];
  const known = TOPICS.find((one) => one === topic);
  const step = LEVELS.find((one) => String(one) === level);
  return known && step ? { kind: "generated", topic: known, level: step, seed } : { kind: "written", id: name, seed };
}

/** The same for whoever can do nothing without it. */
export function codeOf(typed: string): DrillCode {
  const code = parseCode(typed);
  if (!("kind" in code)) throw new WaitchainError(code);
  return code;
}
