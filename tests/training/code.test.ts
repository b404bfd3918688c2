import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOf, type DrillCode, formatCode, parseCode, SEEDS } from "@/training/code";
import { LEVELS, TOPICS } from "@/training/topics";

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const seeds = fc.integer({ min: 0, max: SEEDS - 1 });
const codes: fc.Arbitrary<DrillCode> = fc.oneof(
  fc.record({
    kind: fc.constant("written" as const),
    id: fc.constantFrom("case-study", "real-deadlock", "not-hung"),
    seed: seeds,
  }),
  fc.record({
    kind: fc.constant("generated" as const),
    topic: fc.constantFrom(...TOPICS),
    level: fc.constantFrom(...LEVELS),
    seed: seeds,
  }),
);

test("a code says the same drill again, in either case", () => {
  fc.assert(
    fc.property(codes, fc.boolean(), (code, lower) => {
      const text = formatCode(code);
      expect(codeOf(lower ? text.toLowerCase() : text.toUpperCase())).toEqual(code);
    }),
  );
});

test("O and 0, I, L and 1 are the same", () => {
  const code: DrillCode = { kind: "generated", topic: "locks", level: 2, seed: 1 };
  const text = formatCode(code);
  expect(text).toMatch(/^locks-2-0001.$/);
  for (const one of ["I", "l", "i"]) {
    expect(parseCode(text.replace("0001", `oO0${one}`))).toEqual(code);
  }
});

test("one wrong digit is noticed wherever it stands", () => {
  fc.assert(
    fc.property(codes, fc.nat({ max: 4 }), fc.nat({ max: 31 }), (code, at, digit) => {
      const text = formatCode(code);
      const place = text.length - 5 + at;
      const other = DIGITS[digit] ?? "";
      fc.pre(text[place] !== other);
      const wrong = `${text.slice(0, place)}${other}${text.slice(place + 1)}`;
      expect(parseCode(wrong)).toMatchObject({ code: "DRILL_CODE_WRONG" });
    }),
  );
});

test("the digits of one level are no code of another", () => {
  const text = formatCode({ kind: "generated", topic: "locks", level: 2, seed: 777 });
  expect(parseCode(text.replace("locks-2", "locks-3"))).toMatchObject({ code: "DRILL_CODE_WRONG" });
});

test("what is no code is refused with what to do", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      const parsed = parseCode(text);
      if ("kind" in parsed) expect(formatCode(parsed).length).toBeGreaterThan(6);
      else expect(parsed.fix).toContain("locks-2-0M4TR");
    }),
  );
  expect(() => codeOf("locks")).toThrow("DRILL_CODE_WRONG");
});
