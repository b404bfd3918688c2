import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCode, parseCode, SEEDS } from "@/training/code";
import {
  type ClassSet,
  codesIn,
  drawCodes,
  SET_FILE,
  SET_LIMITS,
  setFile,
  setFromHash,
  setFromText,
  setHash,
  setOf,
  setText,
} from "@/training/results/class-set";
import { openSealed } from "@/training/results/sealed-file";
import { TOPICS } from "@/training/topics";
import { problemOf } from "../support/problem-of";

const SET: ClassSet = { title: "Locks & files, week 1", codes: ["locks-1-0007P", "locks-2-MDA84"], mastery: 75 };

test("a set comes back from its link, its text and its file", () => {
  expect(setFromHash(`#${setHash(SET)}`)).toEqual(SET);
  expect(setFromText(setText(SET, "https://training.example/training/set#x"))).toEqual(SET);
  expect(openSealed(SET_FILE, setFile(SET)).content).toEqual(SET);
});

test("any set survives the way through a link and a text", () => {
  const seeds = fc.uniqueArray(fc.nat(SEEDS - 1), { minLength: 1, maxLength: SET_LIMITS.codes });
  const title = fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" });
  fc.assert(
    fc.property(seeds, title, fc.integer({ min: 1, max: 100 }), (all, name, mastery) => {
      fc.pre(name.trim() !== "" && !/[\r\n\u2028\u2029]/.test(name));
      const codes = all.map((seed) => formatCode({ kind: "generated", topic: "locks", level: 1, seed }));
      const set = setOf(name, codes, mastery);
      expect(setFromHash(setHash(set))).toEqual(set);
      expect(setFromText(setText(set, "https://training.example/"))).toEqual(set);
    }),
  );
});

test("codes are written as they are shown, each once, whatever their case", () => {
  expect(setOf(" Mine ", ["LOCKS-1-OOO7P", "locks-1-0007p"])).toEqual({
    title: "Mine",
    codes: ["locks-1-0007P"],
    mastery: 70,
  });
});

test("codes are found in any text, and a damaged one is named", () => {
  expect(codesIn("Do locks-1-0007P first, then\nlocks-2-MDA84; well-known words stay out").codes).toEqual(SET.codes);
  expect(problemOf(() => setFromText("locks-1-0007P\nlocks-1-0008P")).code).toBe("DRILL_CODE_WRONG");
});

test.each([
  ["no drill", () => setOf("x", []), "SET_EMPTY"],
  ["a code with a wrong digit", () => setOf("x", ["locks-1-0007Q"]), "DRILL_CODE_WRONG"],
  ["a link that lost its drills", () => setFromHash("#title=x"), "SET_LINK_DAMAGED"],
  ["points to pass beyond all points", () => setFromHash("#drills=locks-1-0007P&mastery=700"), "SET_NOT_ONE"],
  [
    "more drills than a set holds",
    () => setOf("x", drawn(SET_LIMITS.codes).concat(["locks-1-0007P", "locks-1-0008N"])),
    "SET_TOO_LARGE",
  ],
])("%s is refused with its own code", (_what, run, code) => {
  expect(problemOf(run).code).toBe(code);
});

test("a link without a hash names no set", () => {
  expect(setFromHash("")).toBe(null);
  expect(setFromHash("#")).toBe(null);
});

function drawn(count: number): string[] {
  let state = 1;
  return drawCodes({ topics: TOPICS, levels: [2, 3], count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  });
}

test("drawn drills go round the chosen topics and levels, all different", () => {
  const codes = drawn(28);
  const parsed = codes.map(parseCode);

  expect(new Set(codes).size).toBe(28);
  for (const topic of TOPICS) {
    const levels = parsed.flatMap((code) =>
      "kind" in code && code.kind === "generated" && code.topic === topic ? code.level : [],
    );
    expect(levels.sort()).toEqual([2, 2, 3, 3]);
  }
});

test("nothing chosen draws nothing", () => {
  expect(drawCodes({ topics: [], levels: [1], count: 5 }, () => 0.5)).toEqual([]);
});
