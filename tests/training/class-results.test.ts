import fc from "fast-check";
import { expect, test } from "vitest";
import { type ClassSet, setOf } from "@/training/results/class-set";
import { classCsv, classRows, sortRows, traineeLines } from "@/training/results/class-table";
import { csvOf } from "@/training/results/csv";
import { isoDuration, statementsOf } from "@/training/results/xapi";
import { csvTable } from "../support/csv-table";
import { ACTS, type Played, playedResult } from "../support/played-drill";
import { xapiStatement } from "../support/xapi-statement";

const SET = setOf("Locks, week 1", ["locks-1-0007P", "locks-2-MDA84"]);
const HOME = "https://training.example/";

const WITH_HINTS: Played = { acts: [{ do: "hint" }, { do: "hint" }, ...ACTS] };
const BLAMED: Played = {
  acts: [{ do: "accuse", cause: "external-call", marks: [] }, { do: "hint" }, ...ACTS],
  finishedAt: "2026-05-02T10:00:00.000Z",
};

function rowsOf(played: readonly Played[], which: "best" | "first" | "last" = "best", set: ClassSet = SET) {
  return classRows(played.map(playedResult), which, set);
}

test("a trainee has one row a drill: the best, first or last of the tries", () => {
  const tries = [
    { ...WITH_HINTS, finishedAt: "2026-05-03T10:00:00.000Z" },
    { finishedAt: "2026-05-02T10:00:00.000Z" },
    { ...BLAMED, finishedAt: "2026-05-01T10:00:00.000Z" },
  ];

  expect(rowsOf(tries, "best").map(({ points, tries }) => [points, tries])).toEqual([[100, 3]]);
  expect(rowsOf(tries, "first").map(({ points }) => points)).toEqual([73]);
  expect(rowsOf(tries, "last").map(({ points }) => points)).toEqual([96]);
});

test("a row says what it cost and which mistake was the dearest", () => {
  const [row] = rowsOf([BLAMED]);

  expect(row).toMatchObject({
    trainee: "Ada Lovelace",
    code: "locks-2-MDA84",
    points: 73,
    passed: true,
    minutes: 1,
    seconds: 70,
    hints: 1,
    wrongAccusations: 1,
    worstMistake: "wrongAccusation",
    inSet: true,
  });
});

test("a file that is dropped twice counts once, and a drill of another set says so", () => {
  expect(rowsOf([{}, {}]).map(({ tries }) => tries)).toEqual([1]);
  expect(rowsOf([{ code: "pools-2-0C1S3" }]).map(({ inSet }) => inSet)).toEqual([false]);
});

test("results without a name are not taken for one person's", () => {
  const rows = rowsOf([{ trainee: null }, { trainee: null, ...WITH_HINTS }]);

  expect(rows).toHaveLength(2);
  expect(traineeLines(rows, SET)).toEqual([]);
});

test("the table is sorted by any column, either way", () => {
  const rows = rowsOf([{ trainee: "Grace" }, { trainee: "Ada", ...WITH_HINTS }, { trainee: "Kurt", ...BLAMED }]);
  const names = (by: "trainee" | "points" | "hints", descending: boolean): string[] =>
    sortRows(rows, { by, descending }).map(({ trainee }) => trainee);

  expect(names("trainee", false)).toEqual(["Ada", "Grace", "Kurt"]);
  expect(names("points", false)).toEqual(["Kurt", "Ada", "Grace"]);
  expect(names("hints", true)).toEqual(["Ada", "Kurt", "Grace"]);
});

test("a trainee's line counts what is missing", () => {
  const rows = rowsOf([{ trainee: "Ada" }, { trainee: "Ada", code: "pools-2-0C1S3" }]);

  expect(traineeLines(rows, SET)).toEqual([{ trainee: "Ada", passed: 1, missing: ["locks-1-0007P"], mean: 50 }]);
});

test("any cell comes back from the CSV, and none begins as a formula does", () => {
  const cell = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom(...'=+-@,"\r\n\tA1＝') }));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 })), (rows) => {
      const table = csvTable(csvOf(["a", "b"], rows));
      expect(table[0]).toEqual(["a", "b"]);
      table.slice(1).forEach((cells, at) => {
        cells.forEach((text, column) => {
          expect(text).not.toMatch(/^\s*[=+\-@\t\r＝＋－＠]/);
          expect([text, text.replace(/^'/, "")]).toContain(rows[at]?.[column]);
        });
      });
    }),
  );
});

test("the class's CSV has a line for each row, a byte order mark where it is asked for, and no formula", () => {
  const csv = classCsv(rowsOf([{ trainee: '=HYPERLINK("http://x","y")' }, BLAMED]), true);

  expect(csv.startsWith("\ufeffTrainee,Drill,Points")).toBe(true);
  const [headings, ...rows] = csvTable(csv.slice(1));
  expect(rows).toHaveLength(2);
  expect(rows.every((row) => row.length === headings?.length)).toBe(true);
  expect(rows[0]?.[0]).toBe('\'=HYPERLINK("http://x","y")');
  expect(classCsv([], false).startsWith("Trainee,")).toBe(true);
});

test("every statement is one that the Experience API takes", () => {
  const rows = rowsOf([{}, { trainee: null }, { trainee: "ada@example.org" }, BLAMED, { code: "pools-2-0C1S3" }]);
  const statements = statementsOf(rows, SET, HOME);

  expect(statements).toHaveLength(3 * rows.length);
  for (const statement of statements)
    expect(xapiStatement.safeParse(JSON.parse(JSON.stringify(statement))).error).toBe(undefined);
  expect(new Set(statements.map(({ id }) => id)).size).toBe(statements.length);
  expect(statementsOf(rows, SET, HOME)).toEqual(statements);
});

test("a result is told in the verbs of cmi5, with score, duration and the points to pass", () => {
  const [initialized, completed, passed] = statementsOf(rowsOf([BLAMED]), SET, HOME);

  expect(initialized).toMatchObject({
    verb: { id: "http://adlnet.gov/expapi/verbs/initialized" },
    timestamp: "2026-05-02T09:58:50.000Z",
    context: { extensions: { "https://w3id.org/xapi/cmi5/context/extensions/masteryscore": 0.7 } },
  });
  expect(initialized?.result).toBeUndefined();
  expect(completed?.result).toEqual({ completion: true, duration: "PT1M10S" });
  expect(passed).toMatchObject({
    verb: { id: "http://adlnet.gov/expapi/verbs/passed" },
    result: { success: true, score: { scaled: 0.73, raw: 73, min: 0, max: 100 }, duration: "PT1M10S" },
    timestamp: "2026-05-02T10:00:00.000Z",
  });
});

test("the points to pass decide between passed and failed, and one trainee's results share a registration", () => {
  const strict = { ...SET, mastery: 74 };
  const rows = rowsOf([BLAMED, { code: "locks-1-0007P" }, { trainee: "Grace" }], "best", strict);
  const statements = statementsOf(rows, strict, HOME);
  const verbs = statements.map(({ verb }) => verb.display.en);

  expect(verbs.filter((verb) => verb === "failed")).toHaveLength(1);
  expect(verbs.filter((verb) => verb === "passed")).toHaveLength(2);
  expect(new Set(statements.map(({ context }) => context.registration)).size).toBe(2);
});

test.each([
  [0, "PT0S"],
  [59.6, "PT1M"],
  [191, "PT3M11S"],
  [90_061, "PT25H1M1S"],
])("%d seconds are %s", (seconds, text) => {
  expect(isoDuration(seconds)).toBe(text);
});

test.each<[string, (statement: Record<string, unknown>) => void]>([
  [
    "two identities",
    (statement) => Object.assign(statement, { actor: { mbox: "mailto:a@b.c", openid: "https://a.b/" } }),
  ],
  ["a verb that is no address", (statement) => Object.assign(statement, { verb: { id: "passed" } })],
  ["a score beyond its range", (statement) => Object.assign(statement, { result: { score: { scaled: 73 } } })],
  ["something unknown", (statement) => Object.assign(statement, { grade: 1 })],
  ["an empty duration", (statement) => Object.assign(statement, { result: { duration: "PT" } })],
])("the check of statements itself refuses %s", (_what, damage) => {
  const [statement] = JSON.parse(JSON.stringify(statementsOf(rowsOf([{}]), SET, HOME)));
  damage(statement);

  expect(xapiStatement.safeParse(statement).success).toBe(false);
});
