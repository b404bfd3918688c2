import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOf } from "@/cases/digest";
import { openResult, RESULT_FILE, resultFileName, resultOf } from "@/training/results/result-file";
import { RESULT_LIMITS } from "@/training/results/result-shape";
import { looksSealed, openSealed, type SealedKind, sealedFile } from "@/training/results/sealed-file";
import { VERSION } from "@/training/version";
import { ACTS, attemptOf, playedFile, playedResult, replaySimply } from "../support/played-drill";
import { problemOf } from "../support/problem-of";

const FILE = playedFile();

/** What is wrong with a file whose seal and layout fit whatever it says. */
function problemOfResealed(change: (document: Record<string, unknown>, result: Record<string, unknown>) => void) {
  const { seal, ...document } = JSON.parse(FILE);
  expect(seal).toMatch(/^sha256:[0-9a-f]{64}$/);
  change(document, document.content);
  return problemOf(() =>
    openResult(`${JSON.stringify({ ...document, seal: digestOf(document) }, null, 1)}\n`, replaySimply),
  );
}

test("a result comes back from its file with its score worked out anew", () => {
  const { result, summary } = openResult(FILE, replaySimply);

  expect(result).toMatchObject({ code: "locks-2-MDA84", trainee: "Ada Lovelace", score: { total: 100 } });
  expect(result.acts).toEqual(attemptOf("locks-2-MDA84").acts);
  expect(summary).toMatchObject({ topic: "locks", level: 2, total: 100, solved: true, minutes: 1, seconds: 50 });
});

test("the same result is always the same file", () => {
  expect(playedFile()).toBe(FILE);
  expect(looksSealed(RESULT_FILE, FILE)).toBe(true);
  expect(resultFileName(playedResult().result)).toBe("waitchain-result-locks-2-mda84-ada-lovelace-2026-05-01.json");
});

test("a file with any one byte changed is refused, with a code that says so", () => {
  const bytes = new TextEncoder().encode(playedFile({ trainee: "Zoë Ω" }));
  const flips = [0x01, 0x20, 0x80];
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ (flips[at % flips.length] ?? 1);
    const { code, what, fix } = problemOf(() => openResult(new TextDecoder().decode(changed), replaySimply));
    expect(code, `byte ${at}`).toMatch(/^RESULT_(?:CHANGED|CUT_OFF|NOT_JSON|NOT_ONE|NEWER_VERSION)$/);
    expect([what, fix]).not.toContain("");
  }
});

test("a byte more or less is refused too", () => {
  fc.assert(
    fc.property(fc.nat(FILE.length - 1), fc.constantFrom(" ", "\n", "7", '"'), (at, more) => {
      const refused = /^RESULT_/;
      expect(problemOf(() => openResult(FILE.slice(0, at) + FILE.slice(at + 1), replaySimply)).code).toMatch(refused);
      expect(problemOf(() => openResult(FILE.slice(0, at) + more + FILE.slice(at), replaySimply)).code).toMatch(
        refused,
      );
    }),
  );
});

test("line ends of Windows all through, and a byte order mark, are what mail does", () => {
  expect(openResult(`\ufeff${FILE.replaceAll("\n", "\r\n")}`, replaySimply)).toEqual(playedResult());
});

test("a file cut off anywhere says that its end is missing", () => {
  for (let length = 1; length < FILE.length - 1; length += 7) {
    expect(problemOf(() => openResult(FILE.slice(0, length), replaySimply)).code, `${length}`).toBe("RESULT_CUT_OFF");
  }
});

test("a better score under a new seal is refused, because the acts do not give it", () => {
  const { code, what } = problemOfResealed((_document, result) => {
    result.acts = attemptOf("locks-2-MDA84", [{ do: "hint" }, ...ACTS]).acts;
  });

  expect(code).toBe("RESULT_SCORE_DIFFERS");
  expect(what).toContain("give 98");
});

test("a score of another version that cannot be worked out here names that version", () => {
  const { code, what } = problemOfResealed((document, result) => {
    document.tool = "9.1.0";
    result.acts = attemptOf("locks-2-MDA84", [{ do: "hint" }, ...ACTS]).acts;
  });

  expect(code).toBe("RESULT_OTHER_TOOL");
  expect(what).toContain("9.1.0");
});

test("a drill that was not finished is no result", () => {
  const attempt = attemptOf("locks-1-0007P", ACTS.slice(0, 2));
  const file = sealedFile(RESULT_FILE, resultOf(attempt, replaySimply(attempt), null, "2026-05-01T10:00:00.000Z"));

  expect(problemOf(() => openResult(file, replaySimply)).code).toBe("RESULT_UNFINISHED");
});

test.each([
  ["a newer version", "RESULT_NEWER_VERSION", { schema: "waitchain.drill-result/2" }],
  ["a case", "RESULT_NOT_ONE", { schema: "waitchain.case/1" }],
  ["no schema", "RESULT_NOT_ONE", { schema: 7 }],
])("%s is refused by name", (_what, code, change) => {
  expect(problemOfResealed((document) => Object.assign(document, change)).code).toBe(code);
});

test.each<[string, (result: Record<string, unknown>) => void]>([
  ["something more", (result) => Object.assign(result, { extra: 1 })],
  ["an act that there is not", (result) => Object.assign(result, { acts: [{ at: 1, act: { do: "win" } }] })],
  [
    "time that goes back",
    (result) =>
      Object.assign(result, {
        acts: [
          { at: 9, act: { do: "hint" } },
          { at: 1, act: { do: "hint" } },
        ],
      }),
  ],
  ["a name of two lines", (result) => Object.assign(result, { trainee: "Ada\nEve" })],
  ["a day for an instant", (result) => Object.assign(result, { finishedAt: "2026-05-01" })],
  [
    "more acts than anybody makes",
    (result) => Object.assign(result, { acts: Array(RESULT_LIMITS.acts + 1).fill({ at: 1, act: { do: "hint" } }) }),
  ],
])("%s in a result is refused", (_what, change) => {
  expect(problemOfResealed((_document, result) => change(result)).code).toBe("RESULT_NOT_ONE");
});

test.each([
  ["nothing", "", "RESULT_NOT_JSON"],
  ["debugger output", "0:000> !syncblk\n", "RESULT_NOT_JSON"],
  ["a list", "[1]", "RESULT_NOT_ONE"],
  [
    "JSON that nests without end",
    `{"schema":"waitchain.drill-result/1","a":${"[".repeat(60)}${"]".repeat(60)}}`,
    "RESULT_NOT_ONE",
  ],
  ["a file without end", " ".repeat(RESULT_LIMITS.file + 1), "RESULT_TOO_LARGE"],
])("%s is refused with its own code", (_what, text, code) => {
  expect(problemOf(() => openResult(text, replaySimply)).code).toBe(code);
});

test("an attempt that does not fit a file is not saved as one", () => {
  const attempt = attemptOf("locks-1-0007P", [{ do: "type", line: "x".repeat(RESULT_LIMITS.line + 1) }]);
  const save = () => resultOf(attempt, replaySimply(attempt), null, "2026-05-01T10:00:00.000Z");

  expect(problemOf(save).code).toBe("RESULT_NOT_SAVED");
});

test("a file of an old version is brought up by one step a version", () => {
  const second: SealedKind<{ name: string }> = { ...RESULT_FILE, version: 1, shape: RESULT_FILE.shape as never };
  const old = sealedFile(second, { title: "x" } as never);
  const newer: SealedKind<unknown> = {
    ...RESULT_FILE,
    version: 3,
    shape: { safeParse: (data: unknown) => ({ success: true, data }) } as never,
    steps: [
      { from: 1, upgrade: ({ title }) => ({ name: title }) },
      { from: 2, upgrade: (content) => ({ ...content, grade: 1 }) },
    ],
  };

  expect(openSealed(newer, old).content).toEqual({ name: "x", grade: 1 });
  expect(problemOf(() => openSealed({ ...newer, steps: newer.steps.slice(1) }, old)).code).toBe("RESULT_NOT_ONE");
});

test("results carry the version in package.json", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8")).version).toBe(VERSION);
  expect(openSealed(RESULT_FILE, FILE).tool).toBe(VERSION);
});
