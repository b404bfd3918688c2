import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runNew } from "@/authoring/run-new";
import { readArguments } from "@/authoring/scaffold/arguments";
import { changesToAdd, changesToRemove, recordOf } from "@/authoring/scaffold/changes";
import { elementsFrom } from "@/authoring/scaffold/elements";
import { KINDS } from "@/authoring/scaffold/kinds/list";
import type { Plan, Read } from "@/authoring/scaffold/plan";
import { WaitchainError } from "@/evidence";
import { lintTree } from "../support/lint-tree";

const ROOT = join(import.meta.dirname, "..", "..");

/** The repository's files, with some of them changed; null for one that is gone. */
function tree(changed: ReadonlyMap<string, string | null> = new Map()): Read {
  return (path) => {
    const text = changed.get(path);
    if (text !== undefined) return text;
    return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), "utf8") : null;
  };
}

function planOf(line: string, read: Read = tree()): Plan {
  const { kind, id, options } = readArguments(line.split(" "));
  const known = KINDS[kind];
  if (!known) throw new RangeError(kind);
  return known.plan(id, options, read);
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof WaitchainError) return error.problem.code;
    throw error;
  }
  return "done";
}

const LINES = [
  "command iis-sites",
  "command sos-made-up --on process-dump",
  "command windbg-made-up --on process-dump --run !made",
  "command kd-made-up --on kernel-dump",
  "finding made-up --finds made-up,not-made-up --of tasks",
  "cause made-up-cause --findings lock-owner,pool-idle --topic locks",
  "step hang/made-up --when pool-idle",
  "playbook made-up",
  "drill made-up --cause loader-lock",
];

test.each(LINES)("npm run new -- %s: what is taken back leaves every list as it was", (line) => {
  const plan = planOf(line);
  const added = changesToAdd(plan, tree());
  const there = tree(added);
  const removed = changesToRemove(planOf(line, there), recordOf(plan, there), false, there);

  expect([...added.keys()].sort()).toEqual([...removed.keys()].sort());
  for (const [path, text] of removed) expect([path, text]).toEqual([path, tree()(path)]);
});

test("what is written passes the linter", async () => {
  const added = new Map<string, string>();
  for (const line of LINES) {
    const changes = changesToAdd(planOf(line, tree(added)), tree(added));
    for (const [path, text] of changes) if (text !== null) added.set(path, text);
  }
  const complaints = await lintTree(Object.fromEntries(added));

  expect(added.size).toBeGreaterThan(40);
  expect(complaints.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([]);
});

test("all that was written says where something has to be filled in", () => {
  for (const line of LINES) {
    const { files } = planOf(line);
    expect([line, files.some(({ text }) => text.includes("FILL IN: "))]).toEqual([line, true]);
    expect([line, files.filter(({ text }) => text.includes("«")).map(({ path }) => path)]).toEqual([line, []]);
  }
});

test.each([
  ["command Fltmc", "ID_MALFORMED"],
  ["command a--b", "ID_MALFORMED"],
  ["cause class", "ID_MALFORMED"],
  [`cause ${"a".repeat(41)}`, "ID_MALFORMED"],
  ["command fltmc", "ID_TAKEN"],
  ["cause low-memory", "ID_TAKEN"],
  ["step hang/waits", "ID_TAKEN"],
  ["finding locks", "ID_TAKEN"],
  ["finding made-up --finds lock-owner", "ID_TAKEN"],
  ["drill session-lock", "ID_TAKEN"],
  ["playbook hang", "ID_TAKEN"],
  ["drill made-up --cause bad-luck", "OPTION_UNKNOWN"],
  ["cause made-up --topic weather", "OPTION_UNKNOWN"],
  ["cause made-up --like bad-luck", "OPTION_UNKNOWN"],
  ["step hang/made-up --group nowhere", "OPTION_UNKNOWN"],
  ["command made-up --on mars", "PLACE_UNKNOWN"],
  ["step aspnet-hang/made-up", "STEP_WITHOUT_PLACE"],
  ["step made-up", "STEP_WITHOUT_PLACE"],
  ["story made-up", "KIND_UNKNOWN"],
  ["command", "USAGE"],
  ["command made-up --ruin x", "USAGE"],
  ["command made up", "USAGE"],
])("npm run new -- %s is refused with %s", (line, code) => {
  expect(codeOf(() => changesToAdd(planOf(line), tree()))).toBe(code);
});

test("a list that is no longer where it was is named, and nothing is written", () => {
  const gone = tree(new Map([["parsers/list.ts", "export const OTHERS = [];\n"]]));
  const away = tree(new Map([["parsers/list.ts", null]]));

  expect(codeOf(() => changesToAdd(planOf("command made-up"), gone))).toBe("LIST_NOT_FOUND");
  expect(codeOf(() => changesToAdd(planOf("command made-up"), away))).toBe("LIST_NOT_FOUND");
});

test("what somebody has written into is taken back by force only", () => {
  const plan = planOf("cause made-up");
  const added = changesToAdd(plan, tree());
  const record = recordOf(plan, tree(added));
  const filled = new Map(added).set(
    "training/remedy-choices.ts",
    (added.get("training/remedy-choices.ts") ?? "").replace("FILL IN: the remedy that ends it, in short.", "Stop it."),
  );
  const removed = changesToRemove(plan, record, true, tree(filled));

  expect(codeOf(() => changesToRemove(plan, record, false, tree(filled)))).toBe("EDITED_SINCE");
  expect(removed.get("training/remedy-choices.ts")).toBe(tree()("training/remedy-choices.ts"));
  expect(codeOf(() => changesToRemove(plan, null, false, tree(added)))).toBe("EDITED_SINCE");
  expect(codeOf(() => changesToRemove(plan, record, true, tree()))).toBe("NOTHING_TO_REMOVE");
});

test("the findings of a rule are known by the rule itself when it is taken back", () => {
  const added = changesToAdd(planOf("finding made-up --finds one-thing,other-thing"), tree());
  const plan = planOf("finding made-up", tree(added));

  expect(changesToRemove(plan, null, true, tree(added)).get("content/data/finding-meanings.json")).toBe(
    tree()("content/data/finding-meanings.json"),
  );
});

test("the elements of a list are told apart through strings, comments and brackets", () => {
  const text = 'a, "b, ]", [c, d], { e: "}" }, // f, g\n/* h, */ i];';
  const { elements, close } = elementsFrom(text, 0);

  expect(elements.map(({ from, to }) => text.slice(from, to))).toEqual([
    "a",
    '"b, ]"',
    "[c, d]",
    '{ e: "}" }',
    "// f, g\n/* h, */ i",
  ]);
  expect(text.slice(close)).toBe("];");
});

test("the help names every kind and every option", () => {
  const { text, code } = runNew(ROOT, ["--help"]);

  expect(code).toBe(0);
  for (const [kind, { options }] of Object.entries(KINDS)) {
    expect(text).toContain(`npm run new -- ${kind} `);
    for (const option of Object.keys(options)) expect(text).toContain(`--${option} `);
  }
});

test("a refusal says what happened and what to do", () => {
  expect(runNew(ROOT, ["command", "fltmc"])).toEqual({
    code: 1,
    text: "ID_TAKEN: There is something of the name of the command fltmc already: parsers/fltmc.ts. Nothing was changed.\nChoose another id, or take the other one back first, with --remove.\n",
  });
});
