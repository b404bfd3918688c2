import fc from "fast-check";
import { expect, test } from "vitest";
import { caseFileName, exportCase, importCase } from "@/cases/case-file";
import type { Case, Entry } from "@/cases/case-log";
import { digestOf } from "@/cases/digest";
import { CASE_LIMITS } from "@/cases/limits";
import { UPGRADES } from "@/cases/upgrades/list";
import { WaitchainError } from "@/evidence";

const AT = "2024-05-01T10:00:00.000Z";

const CASE: Case = {
  id: "k3v9",
  title: "Shop stalls after recycle",
  playbook: "aspnet-hang",
  createdAt: AT,
  log: [
    {
      type: "transcript",
      id: "e1",
      at: AT,
      name: "stacks.txt",
      text: '0:081> !syncblk\r\n"quoted" \\ \u0000 \ud800 ü\n',
    },
    { type: "answer", id: "e2", at: AT, question: "recycling", value: "frequent" },
    { type: "skip", id: "e3", at: AT, step: "request-age", reason: "no SOS here" },
    { type: "note", id: "e4", at: AT, text: "Restarted at noon\nand again", step: null },
    { type: "removal", id: "e5", at: "2024-05-02T08:15:00.000Z", entry: "e2" },
  ],
};

function problemOf(run: () => unknown): { code: string; what: string; fix: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof WaitchainError) return error.problem;
    throw error;
  }
  throw new Error("Nothing was thrown");
}

/** A case file whose checksum fits whatever it says. */
function sealed(content: Record<string, unknown>): string {
  return JSON.stringify({ ...content, digest: digestOf(content) });
}

test("a case comes back from its file as it was", () => {
  expect(importCase(exportCase(CASE))).toEqual(CASE);
});

test("the same case is always the same file, dated by its last entry", () => {
  expect(exportCase(CASE)).toBe(exportCase(structuredClone(CASE)));
  expect(JSON.parse(exportCase(CASE)).exportedAt).toBe("2024-05-02T08:15:00.000Z");
  expect(JSON.parse(exportCase({ ...CASE, log: [] })).exportedAt).toBe(AT);
});

test("any case with any text in it survives the way through a file", () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
  const entry: fc.Arbitrary<Entry> = fc.oneof(
    fc.record({
      type: fc.constant("transcript" as const),
      id,
      at: fc.constant(AT),
      name: fc.string({ minLength: 1, unit: "binary" }),
      text: fc.string({ unit: "binary" }),
    }),
    fc.record({
      type: fc.constant("note" as const),
      id,
      at: fc.constant(AT),
      text: fc.string({ unit: "binary" }),
      step: fc.option(id),
    }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: (each) => each.id }), fc.string({ maxLength: 200 }), (log, title) => {
      const subject = { ...CASE, title, log };
      expect(importCase(exportCase(subject))).toEqual(subject);
    }),
  );
});

test("line ends and layout that mail changes do not matter", () => {
  const text = exportCase(CASE);
  expect(importCase(`\ufeff${text.replaceAll("\n", "\r\n")}`)).toEqual(CASE);
  expect(importCase(JSON.stringify(JSON.parse(text)))).toEqual(CASE);
});

test("any one changed letter or figure is noticed", () => {
  const text = exportCase(CASE);
  fc.assert(
    fc.property(fc.nat(text.length - 1), (at) => {
      fc.pre(/[A-Za-z0-9]/.test(text[at] ?? ""));
      const other = text[at] === "7" ? "8" : "7";
      const problem = problemOf(() => importCase(text.slice(0, at) + other + text.slice(at + 1)));
      expect(problem.code).toMatch(/^CASE_(CHANGED|NOT_A_CASE|NEWER_VERSION)$/);
      expect(problem.what).not.toBe("");
      expect(problem.fix).not.toBe("");
    }),
  );
});

test("one changed byte inside a transcript is named as a change", () => {
  const text = exportCase(CASE).replace("!syncblk", "!synchlk");
  expect(problemOf(() => importCase(text)).code).toBe("CASE_CHANGED");
});

test("a file without its checksum counts as changed", () => {
  const { digest, ...rest } = JSON.parse(exportCase(CASE));
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(problemOf(() => importCase(JSON.stringify(rest))).code).toBe("CASE_CHANGED");
});

test("a case file cut off anywhere says that its end is missing", () => {
  const text = exportCase(CASE).trimEnd();
  for (let length = 1; length < text.length; length++) {
    expect(problemOf(() => importCase(text.slice(0, length))).code, `${length} characters`).toBe("CASE_CUT_OFF");
  }
  const flat = JSON.stringify(JSON.parse(text));
  for (let length = 1; length < flat.length; length++) {
    expect(problemOf(() => importCase(flat.slice(0, length))).code, `${length} characters`).toBe("CASE_CUT_OFF");
  }
});

test("a case file in which a bracket was overwritten is changed, not cut off", () => {
  const text = exportCase(CASE).replace('"log": [', '"log": x');
  expect(problemOf(() => importCase(text)).code).toBe("CASE_CHANGED");
});

test.each(["", "  \n", "0:081> !syncblk\nIndex SyncBlock", "{ no json }"])("%j is told to be no JSON", (text) => {
  expect(problemOf(() => importCase(text)).code).toBe("CASE_NOT_JSON");
});

test.each([
  "null",
  "[]",
  "42",
  "{}",
  '{"schema":7}',
  '{"schema":"waitchain.diagnosis/1"}',
  '{"schema":"waitchain.case/0"}',
])("JSON that is no case is refused: %s", (text) => {
  const document = JSON.parse(text);
  const file = document?.schema === "waitchain.case/0" ? sealed(document) : text;
  expect(problemOf(() => importCase(file)).code).toBe("CASE_NOT_A_CASE");
});

test("a newer case is refused with both versions named", () => {
  const { digest: _old, ...content } = JSON.parse(exportCase(CASE));
  const problem = problemOf(() => importCase(sealed({ ...content, schema: "waitchain.case/7" })));
  expect(problem.code).toBe("CASE_NEWER_VERSION");
  expect(problem.what).toContain("version 7");
  expect(problem.what).toContain("up to version 2");
});

test.each<[string, (content: { case: Record<string, unknown> }) => void]>([
  ["an unknown field", (content) => Object.assign(content.case, { extra: 1 })],
  ["an unknown entry", (content) => Object.assign(content.case, { log: [{ type: "virus", id: "a", at: AT }] })],
  ["an id that is no id", (content) => Object.assign(content.case, { id: "../../x" })],
  ["a time that is no time", (content) => Object.assign(content.case, { createdAt: "yesterday" })],
  [
    "two entries with one id",
    (content) =>
      Object.assign(content.case, { log: [1, 2].map(() => ({ type: "note", id: "a", at: AT, text: "", step: null })) }),
  ],
  [
    "a removal of what is not there",
    (content) => Object.assign(content.case, { log: [{ type: "removal", id: "a", at: AT, entry: "b" }] }),
  ],
])("a file with a fitting checksum and %s is refused", (_what, change) => {
  const { digest: _old, ...content } = JSON.parse(exportCase(CASE));
  change(content);
  expect(problemOf(() => importCase(sealed(content))).code).toBe("CASE_NOT_A_CASE");
});

test("a field called __proto__ changes nothing but the verdict on the file", () => {
  const text = exportCase(CASE).replace('"title"', '"__proto__": {"polluted": true}, "title"');
  expect(problemOf(() => importCase(text)).code).toBe("CASE_CHANGED");
  expect({}).not.toHaveProperty("polluted");
});

test("a file that nests without end is refused", () => {
  const deep = `{"schema":"waitchain.case/1","case":${"[".repeat(5000)}${"]".repeat(5000)}}`;
  expect(problemOf(() => importCase(deep)).code).toBe("CASE_NOT_A_CASE");
});

test("more entries than a case may hold are refused as too large", () => {
  const note = (index: number) => ({ type: "note", id: `n${index}`, at: AT, text: "x", step: null });
  const log = Array.from({ length: CASE_LIMITS.entries + 1 }, (_, index) => note(index));
  const { digest: _old, ...content } = JSON.parse(exportCase(CASE));
  expect(problemOf(() => importCase(sealed({ ...content, case: { ...content.case, log } }))).code).toBe(
    "CASE_TOO_LARGE",
  );
});

test("a title longer than allowed is refused as too large", () => {
  const { digest: _old, ...content } = JSON.parse(exportCase(CASE));
  const long = { ...content, case: { ...content.case, title: "x".repeat(CASE_LIMITS.title + 1) } };
  const problem = problemOf(() => importCase(sealed(long)));
  expect(problem.code).toBe("CASE_TOO_LARGE");
  expect(problem.what).toContain("case.title");
});

test("an older case is brought up to date by the upgrades, one version at a time", () => {
  const old = sealed({ schema: "waitchain.case/0", saved: AT, id: "k3v9", name: "Shop", entries: CASE.log });
  const upgrades = [
    {
      from: 0,
      upgrade: (document: Readonly<Record<string, unknown>>) => ({
        schema: "waitchain.case/1",
        exportedAt: document.saved,
        digest: document.digest,
        case: {
          id: document.id,
          title: document.name,
          playbook: "aspnet-hang",
          createdAt: document.saved,
          log: document.entries,
        },
      }),
    },
    ...UPGRADES,
  ];
  expect(importCase(old, upgrades)).toEqual({ ...CASE, title: "Shop" });
  expect(problemOf(() => importCase(old)).code).toBe("CASE_NOT_A_CASE");
  const changed = old.replace("no SOS here", "no SOS there");
  expect(problemOf(() => importCase(changed, upgrades)).code).toBe("CASE_CHANGED");
});

test.each([
  ["Shop stalls after recycle", "waitchain-shop-stalls-after-recycle-2024-05-02.json"],
  ["  Ünïcode / ..\\..\\evil: <x>?", "waitchain-unicode-evil-x-2024-05-02.json"],
  ["要再起動", "waitchain-k3v9-2024-05-02.json"],
  ["x".repeat(200), `waitchain-${"x".repeat(60)}-2024-05-02.json`],
])("the file of the case %j has a name every system takes", (title, name) => {
  expect(caseFileName({ ...CASE, title })).toBe(name);
});
