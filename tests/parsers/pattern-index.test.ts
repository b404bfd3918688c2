import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { COMMAND_ERRORS } from "@/parsers/command-errors";
import { PARSERS } from "@/parsers/list";
import { PatternIndex } from "@/parsers/pattern-index";
import { scanLine } from "@/parsers/scanned-line";
import { damaged } from "../support/damage";

const PATTERNS: readonly RegExp[] = [
  ...PARSERS.flatMap((parser) => [
    ...parser.recognise,
    ...(parser.keeps ?? []),
    ...[parser.restarts, parser.bareCommand].filter((pattern) => pattern !== undefined),
    ...(parser.errors ?? []).map((error) => error.line),
  ]),
  ...COMMAND_ERRORS.map((error) => error.line),
];

const SAMPLES = PARSERS.flatMap((parser) => {
  const source = readFileSync(join(import.meta.dirname, "../../parsers", `${parser.id}.ts`), "utf8");
  return [...source.matchAll(/```sample [^\n]+\n([\s\S]*?)\n \* ```/g)].map((match) =>
    (match[1] ?? "").replaceAll(/^ \* ?/gm, ""),
  );
});

function found(index: PatternIndex, text: string): number[] {
  const numbers: number[] = [];
  const line = scanLine(1, text);
  for (let at = index.find(line); at >= 0; at = index.find(line, at + 1)) numbers.push(at);
  return numbers;
}

function triedOneByOne(patterns: readonly RegExp[], text: string): number[] {
  return patterns.flatMap((pattern, number) => (pattern.test(text) ? [number] : []));
}

test("every line of the parsers' samples finds the patterns that it finds when all are tried", () => {
  const index = new PatternIndex(PATTERNS);
  const lines = SAMPLES.flatMap((sample) => sample.split("\n"));
  expect(PATTERNS.length).toBeGreaterThan(200);
  expect(lines.length).toBeGreaterThan(500);
  for (const line of lines) expect([line, found(index, line)]).toEqual([line, triedOneByOne(PATTERNS, line)]);
});

test("a text that is no line finds the same patterns as a line", () => {
  const index = new PatternIndex(PATTERNS);
  for (const text of SAMPLES.map((sample) => sample.split("\n")[1] ?? "")) {
    const numbers: number[] = [];
    for (let at = index.findIn(text); at >= 0; at = index.findIn(text, at + 1)) numbers.push(at);
    expect([text, numbers]).toEqual([text, found(index, text)]);
  }
});

test("damaged lines find the same patterns as well", () => {
  const index = new PatternIndex(PATTERNS);
  fc.assert(
    fc.property(damaged(...SAMPLES), (text) => {
      for (const line of text.split("\n")) expect(found(index, line)).toEqual(triedOneByOne(PATTERNS, line));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test.each([
  ["blanks in front and behind", /^\s*\d+\s+end\s*$/, "  12 end   ", true],
  ["a pattern that counts its blanks", /^\s{0,2}a/, "   a", false],
  ["either case", /^\s*Total\b/i, "TOTAL 7", true],
  ["the case that is asked for", /^\s*Total\b/, "total 7", false],
  ["a negated set", /^[^\s:]{2}:/, "ab: c", true],
  ["a range with a dash at its end", /^[a-c.-]+$/, "a.-c", true],
  ["letters of other languages", /^\s*Катал/i, " каталог", true],
  ["a blank that is no ASCII", /^\s*x/, "\u2003x", true],
  ["a pattern that may be nothing", /^(?:a|b)?$/, "", true],
  ["an end that is one of several", /^a(?:\s|$)/, "a", true],
  ["a group that repeats", /^(?:ab?){3}$/, "aabab", true],
  ["something in the middle", /needle \d/, "hay needle 7 hay", true],
  ["a branch that is bound beside one that is not", /^\s*bound|loose/, "all loose ends", true],
  ["looking ahead", /^(?=.{0,9}!)\S+$/, "a!b", true],
  ["an escaped bar that must be there", /^[\w ]{0,9}\|/, "a b | c", true],
  ["an escaped bar that need not be there", /^[\w ]{0,9}\|?$/, "a b c", true],
  ["a code in hex", /^\x41\u0042/, "AB", true],
  ["many of the same", /^-{26,34} -$/, `${"-".repeat(30)} -`, true],
])("%s: is found as the pattern alone finds it", (_what, pattern, text, expected) => {
  expect(pattern.test(text)).toBe(expected);
  expect(found(new PatternIndex([/^zz/, pattern]), text)).toEqual(expected ? [1] : []);
});
