import { expect, test } from "vitest";
import { causePageProblems, definitionProblems } from "@/authoring/checks/causes";
import { CHECKS } from "@/authoring/checks/check";
import { commandPageProblems, sampleProblem } from "@/authoring/checks/commands";
import { drillTextProblems } from "@/authoring/checks/drills";
import { findingProblems } from "@/authoring/checks/findings";
import { pagePaths, pageProblems, pairProblems } from "@/authoring/checks/pages";
import { playbookProblems } from "@/authoring/checks/playbooks";
import { unfilledIn } from "@/authoring/checks/unfilled";
import {
  type ContentFile,
  type FileProblem,
  problemText,
  readContent,
  splitContent,
} from "@/components/mdx/content-files";
import meanings from "@/content/data/finding-meanings.json" with { type: "json" };
import { CAUSES } from "@/findings/causes/list";
import { hangPlaybook } from "@/machines/hang";
import { WRITTEN_DRILLS } from "@/training/drills/list";

test.each(Object.entries(CHECKS))("npm run check:content has nothing to say of: %s", (_about, check) => {
  expect(check().map(problemText)).toEqual([]);
});

test("every page is looked at", () => {
  expect(pagePaths().length).toBeGreaterThan(140);
});

/** A content file in which one thing was written differently. */
function changed(path: Parameters<typeof readContent>[0], from: string, to: string): ContentFile {
  const file = readContent(path);
  expect(file.body).toContain(from);
  return { ...file, body: file.body.replace(from, to) };
}

/** Each problem as it is printed, with the text of the line it points at. */
function told(problems: readonly FileProblem[], { body }: ContentFile): string[] {
  return problems.map((problem) => `${problemText(problem)} | ${body.split("\n")[problem.line - 1]}`);
}

test.each([
  [
    "a link to a step",
    "(step:stacks)",
    "(step:stack)",
    "no such target: step:stack — write one that exists, such as step:stacks",
  ],
  ["a link to a command", "# How to run it", "# How to run it\n\n[x](command:appcmd-w)", "such as command:appcmd-wp"],
  ["a kind of link", "(step:stacks)", "(stage:stacks)", "link to command:…, cause:…"],
  ["a fact of no finding", "## Traps", '## Traps\n\n<Fact of="lock-ownr.thread">x</Fact>', "such as lock-owner"],
])("%s that does not exist is told with its line and with what was meant", (_what, from, to, message) => {
  const file = changed("commands/appcmd-wp", from, to);
  const [problem, ...others] = told(pageProblems(file), file);

  expect(others).toEqual([]);
  expect(problem).toContain(message);
  expect(problem?.split(" | ")[1]).toContain(to.split("\n").at(-1) ?? "");
});

test("a page of a word or two is no page", () => {
  expect(pageProblems(splitContent("content/pages/x.mdx", "Soon.\n")).map(({ what }) => what)).toEqual([
    "the page says next to nothing",
  ]);
});

test.each([
  ["a sample that is no longer read", 'WP "3220"', "WP 3220", "partly-read", "WP 3220"],
  ["a column that no report holds", "field:workers.processId", "field:workers.pid", "holds workers.pid", "workers.pid"],
  ["a section that is missing", "## Traps", "## Trap", "a section is missing or misplaced", "## What to run next"],
  ["a page that leads nowhere", "(step:stacks)", "(page:commands)", "leads nowhere", "## What to run next"],
  ["a row without its field", "[WP](field:workers.processId)", "WP", "rows that name no field", "<Columns>"],
])("%s is told with its line", (_what, from, to, what, line) => {
  const file = changed("commands/appcmd-wp", from, to);
  const [problem = ""] = told(commandPageProblems("appcmd-wp", file), file);

  expect(problem.split(" | ")[0]).toContain(what);
  expect(problem.split(" | ")[1]).toContain(line);
});

test("the head of a command's page says where it is typed", () => {
  const file = { ...readContent("commands/appcmd-wp"), frontMatter: { title: "x" } };

  expect(commandPageProblems("appcmd-wp", file).map(({ what }) => what)).toEqual([
    "front matter lacks summary",
    "front matter lacks where it is typed",
  ]);
});

test("a sample that another parser takes is told by whom", () => {
  expect(sampleProblem({ parser: "fltmc", text: 'WP "1" (applicationPool:A)' })?.what).toBe(
    "the sample of fltmc is read by appcmd-wp",
  );
});

test("a part of a cause's page that is missing or misplaced is told with the part before it", () => {
  const missing = changed("causes/low-memory", "<Verify/>", "");
  const swapped = changed("causes/low-memory", "<Disproof/>\n\n## Sources\n", "## Sources\n\n<Disproof/>\n");

  expect(causePageProblems(missing).map(problemText)).toEqual([
    expect.stringMatching(
      /low-memory\.mdx:\d+: <Verify\/> is missing — write <Verify\/> behind ## How to check it worked$/,
    ),
  ]);
  expect(causePageProblems(swapped).map(({ what }) => what)).toEqual(["## Sources is not at its place"]);
});

test("a cause that rests on what nobody finds is told at its line", () => {
  const [cause] = CAUSES;
  if (!cause) throw new RangeError("no cause");
  const broken = { ...cause, supports: [{ finding: "lock-ownr", origin: "x" }], remedy: [] };

  expect(definitionProblems(broken).map(({ what, fix }) => [what, fix])).toEqual([
    ['no rule finds "lock-ownr"', expect.stringContaining("such as lock-owner,")],
    ["file-system-filter has no remedy", expect.stringContaining("fill it")],
  ]);
  expect(definitionProblems(broken)[1]?.line).toBeGreaterThan(5);
});

test("findings without words, and words without finding, are told", () => {
  const { "lock-owner": _gone, ...rest } = meanings;
  const problems = findingProblems({ ...rest, "lock-ownr": "Who." });

  expect(problems.map(({ file, what }) => [file, what])).toEqual([
    [expect.stringMatching(/^findings\/rules\//), 'nobody says what "lock-owner" means'],
    ["content/data/finding-meanings.json", 'no rule finds "lock-ownr"'],
  ]);
});

test("a page without its id, and an id without its page, are told", () => {
  const problems = pairProblems("causes", ["file-system-filters"], "the list").map(problemText);

  expect(problems[0]).toContain("content/causes/file-system-filters.mdx:1: file-system-filters has no page");
  expect(problems.length).toBe(CAUSES.length + 1);
});

test("what a step names and nobody has is told with its playbook", () => {
  const { stacks, ...steps } = hangPlaybook.steps;
  if (!stacks) throw new RangeError("no step");
  const [ask] = stacks.ask.commands;
  const step = {
    ...stacks,
    title: "Look at {nothing.here}",
    ask: { ...stacks.ask, questions: ["no-question"], commands: ask ? [{ ...ask, command: "no-parser" }] : [] },
  };
  const whats = playbookProblems({ ...hangPlaybook, steps: { stacks: step, ...steps } }).map(({ what }) => what);

  expect(whats).toEqual([
    'no rule finds "nothing", which the step stacks of hang names',
    'findings/questions.ts has no question "no-question", which the step stacks of hang names',
    'no parser of parsers/list.ts has the id "no-parser", which the step stacks of hang names',
  ]);
});

test("a drill's text that tells the end, or other things than the drill, is told", () => {
  const drill = WRITTEN_DRILLS.find(({ id }) => id === "session-lock");
  if (!drill) throw new RangeError("no drill");
  const file = changed("drills/session-lock", "## What to watch for", "## What to watch for\n\n[x](cause:low-memory)");
  const other = { ...file, frontMatter: { ...file.frontMatter, level: "7", minutes: "2" } };

  expect(drillTextProblems(drill, other).map(({ what }) => what)).toEqual([
    "the drill has another level",
    "nobody solves a drill so fast",
    "the cause is named before the end",
  ]);
});

test("what a scaffold left open is told with what has to be written there", () => {
  const lines = ["export const a = {", '  says: "FILL IN: what is wrong, in one sentence",', "};"];

  expect(unfilledIn("findings/causes/a.ts", lines).map(problemText)).toEqual([
    "findings/causes/a.ts:2: still to be filled in: what is wrong, in one sentence — write it in place of these words",
  ]);
});
