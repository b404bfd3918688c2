import { expect, test } from "vitest";
import {
  buildsRegexes,
  type Found,
  literalsIn,
  recordRegexes,
  sourceOf,
  superLinear,
  typeScriptIn,
} from "../support/shipped-regexes";

/** Folders whose modules may be loaded here, with all that they build. */
const LOADED = ["parsers", "findings", "cases", "evidence", "machines"];
const LITERALS_ONLY = ["browser", "components", "cli"];

function found(pattern: RegExp): Found {
  return { source: pattern.source, flags: pattern.flags, file: "planted.ts" };
}

/** What the modules build as they load, and as they read the parsers' samples. */
async function builtRegexes(): Promise<Found[]> {
  let loading = "";
  const load = async (): Promise<void> => {
    for (const file of LOADED.flatMap(typeScriptIn)) {
      loading = file;
      await import(/* @vite-ignore */ `../../${file}`);
    }
    loading = "while reading";
    const { readTranscript } = await import("@/parsers/read");
    for (const file of typeScriptIn("parsers")) {
      for (const [, sample = ""] of sourceOf(file).matchAll(/```sample [^\n]+\n([\s\S]*?)\n \* ```/g)) {
        readTranscript({ name: "sample", text: sample.replaceAll(/^ \* ?/gm, "") }, 0);
      }
    }
  };
  return recordRegexes(load, () => loading);
}

test("no expression that is shipped needs more than linear time, whatever the paste", async () => {
  const built = await builtRegexes();
  const literals = [...LOADED, ...LITERALS_ONLY]
    .flatMap(typeScriptIn)
    .flatMap((file) => literalsIn(sourceOf(file), file));
  expect(built.length).toBeGreaterThan(300);
  expect(literals.length).toBeGreaterThan(1000);
  expect(superLinear([...literals, ...built])).toEqual([]);
});

test("expressions are put together only where they are looked at", () => {
  const files = LITERALS_ONLY.flatMap(typeScriptIn);
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => buildsRegexes(sourceOf(file), file))).toEqual([]);
});

test.each([
  ["nested quantifiers", /^(\w+\s?)+$/],
  ["two quantifiers that can swap characters", /^\s*\w*\s*$/],
  ["two dots before an end", /^.*,.*x$/],
  ["a start that is tried everywhere", /\s+$/],
])("%s: is found out", (_what, pattern) => {
  expect(superLinear([found(pattern)])).toHaveLength(1);
});

test.each([
  ["bounded quantifiers", /^\s{0,8}\w{1,40}\s{1,8}$/],
  ["quantifiers that share no character", /^\s*\w+\s*$/],
  ["a literal", /needle/],
])("%s: is let through", (_what, pattern) => {
  expect(superLinear([found(pattern)])).toEqual([]);
});

test("an expression is found between slashes, in a component, and where it is put together", async () => {
  const component = "export const a = (p: string): boolean => /^(x+)+$/i.test(p);\nexport const b = <p>{a('y')}</p>;\n";
  expect(literalsIn(component, "planted.tsx")).toEqual([{ source: "^(x+)+$", flags: "i", file: "planted.tsx" }]);
  expect(buildsRegexes('export const a = new RegExp("x");', "planted.ts")).toBe(true);
  const built = await recordRegexes(
    async () => {
      new RegExp(`^(?:${"a+"})+$`, "i").test("a");
    },
    () => "planted.ts",
  );
  expect(built).toEqual([{ source: "^(?:a+)+$", flags: "i", file: "planted.ts" }]);
  expect(superLinear(built)).toHaveLength(1);
});
