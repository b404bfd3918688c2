import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { guarded, lookAt } from "@/parsers/guarded";
import { markedText } from "@/parsers/marks";
import { needsOf } from "@/parsers/pattern-needs";
import { scanLine } from "@/parsers/scanned-line";
import { damaged } from "../support/damage";

const PATTERNS = [
  /^\s*THREAD\s+[0-9a-f]{8,16}\s+Cid/i,
  /\s(?:<<|<-|\/\/|;;)/,
  /RetAddr|Call Site/i,
  /[\da-fOoIl]{8}/i,
  /^\s*(?:Priority|Start):\s{0,4}\S/i,
  /\bImage:\s+\S/i,
];

const SAMPLES = ["kd-thread", "kd-process", "windbg-stack", "sos-clrstack"].flatMap((id) => {
  const source = readFileSync(join(import.meta.dirname, "../../parsers", `${id}.ts`), "utf8");
  return [...source.matchAll(/```sample [^\n]+\n([\s\S]*?)\n \* ```/g)].map((match) =>
    (match[1] ?? "").replaceAll(/^ \* ?/gm, ""),
  );
});

test("a guarded pattern finds what the pattern finds, in the line being read, in a part of it and elsewhere", () => {
  const guards = PATTERNS.map(guarded);
  const same = (text: string) => {
    expect(guards.map((guard) => guard.exec(text)?.[0])).toEqual(PATTERNS.map((pattern) => pattern.exec(text)?.[0]));
    expect(guards.map((guard) => guard.test(text))).toEqual(PATTERNS.map((pattern) => pattern.test(text)));
  };
  fc.assert(
    fc.property(damaged(...SAMPLES), fc.nat(40), (text, cut) => {
      const lines = text.split("\n");
      for (const [at, line] of lines.entries()) {
        lookAt(scanLine(at + 1, line));
        same(line);
        same(line.slice(cut));
        same(lines[at + 1] ?? "");
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["eight digits", "0e8cf25c", true],
  ["letters that a scanner takes for digits", "OOab3f5l", true],
  ["seven digits", "0e8cf25 0e8cf25 x", false],
])("%s in a row are told", (_what, text, expected) => {
  const [needed = { morePairs: 0 }] = needsOf(/[\da-fOoIl]{8}/i);
  expect(needed.morePairs).not.toBe(0);
  expect((markedText(text).morePairs & needed.morePairs) !== 0).toBe(expected);
});

test("a group that is repeated eight times needs no eight digits in a row", () => {
  expect(needsOf(/(?:x[0-9a-f]){8}/)).toEqual([markedText("x")]);
});
