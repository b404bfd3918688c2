import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { diagnosisJson } from "@/cli/json";
import { diagnosisText } from "@/cli/text";
import type { Block, Problem } from "@/evidence";
import { aspnetHangPlaybook } from "@/machines/aspnet-hang";
import { repairsOf } from "@/machines/repairs";
import { nextCommands } from "@/machines/resolve";
import { COMMAND_ERRORS } from "@/parsers/command-errors";
import { PARSERS } from "@/parsers/list";
import type { OutputError } from "@/parsers/parser";
import { CASE_STUDY } from "../support/case-study";

const run = (...texts: string[]) =>
  diagnose(
    aspnetHangPlaybook,
    texts.map((text, index) => ({ name: `paste ${index + 1}`, text })),
  );

const typed = (diagnosis: ReturnType<typeof run>): string[] => nextCommands(diagnosis.step).map((next) => next.command);

function problemOf({ problem }: OutputError): Problem {
  if (typeof problem !== "function") return problem;
  const match = /x/.exec("x");
  if (!match) throw new Error("An x is an x.");
  return problem(Object.assign(match, { groups: {} }), "user");
}

function unusable(parser: (typeof PARSERS)[number], problem: Problem): Block {
  const { id, name, mode } = parser;
  const place = { file: 0, lines: [1, 2], thread: null, unread: [], fingerprint: "a" } as const;
  return { ...place, command: name, echoed: true, parser: id, mode, outcome: "unusable", report: null, problem };
}

const EVERY = PARSERS.flatMap((parser) =>
  [...(parser.errors ?? []), ...COMMAND_ERRORS].map((error) => ({ parser, problem: problemOf(error) })),
);

test("every error of every parser puts its fix first and its command after it", () => {
  expect(EVERY.length).toBeGreaterThan(500);
  for (const { parser, problem } of EVERY) {
    const [repair, ...others] = repairsOf([unusable(parser, problem)]);
    const where = `${parser.id} ${problem.code}`;
    expect(others, where).toEqual([]);
    expect(repair, where).toMatchObject({ code: problem.code, what: problem.what, fix: problem.fix });
    expect(
      repair?.commands.map(({ command }) => command),
      where,
    ).toEqual([...(problem.commands ?? [])]);
    const all = [...(repair?.commands ?? []), ...(repair?.again ?? [])].map(({ command }) => command);
    expect(all, where).toContain(parser.name);
    expect(new Set(all).size, where).toBe(all.length);
  }
});

test("every error is settled by a usable output of its command, wherever that stands, and by no other", () => {
  for (const { parser, problem } of EVERY) {
    const block = unusable(parser, problem);
    const usable: Block = { ...block, outcome: "read", problem: null, lines: [5, 9] };
    expect(repairsOf([block, usable]), `${parser.id} ${problem.code}`).toEqual([]);
    expect(repairsOf([{ ...block, file: 1 }, usable])).toEqual([]);
    expect(repairsOf([block, { ...usable, parser: "another" }])).toHaveLength(1);
  }
});

// The samples stand as comments above the patterns.
const SAMPLES = [
  ...readFileSync(join(import.meta.dirname, "../../parsers/command-errors.ts"), "utf8").matchAll(
    /\/\/ (.+)\n\s+line: /g,
  ),
].flatMap(([, samples]) => (samples ?? "").split(/\s{3,}/));

test.each(SAMPLES)("after “%s” the next thing to run is what mends it", (sample) => {
  const text = sample.replaceAll("…", "Windows");
  const diagnosis = run(`0:000> !syncblk\n${text}\n`);
  const [block] = diagnosis.blocks;
  expect(block?.outcome).toBe("unusable");
  const commands = typed(diagnosis);
  const wanted = [...(block?.problem?.commands ?? []), "!syncblk"];
  expect(commands.slice(0, wanted.length)).toEqual(wanted);
  expect(diagnosis.step.repairs[0]?.fix).toBe(block?.problem?.fix);
});

test("SOS that is not loaded: load it, run the command again, and then it is gone", () => {
  const failed = "0:039> ~39e !clrstack\nNo export clrstack found\n";
  const before = run(failed);
  expect(typed(before).slice(0, 5)).toEqual([
    ".loadby sos clr",
    ".loadby sos mscorwks",
    ".loadby sos coreclr",
    ".load clr10\\sos",
    "~39e !clrstack",
  ]);
  const stack = CASE_STUDY.find(({ text }) => text.includes("!clrstack"));
  const after = run(failed, stack?.text ?? "");
  expect(after.blocks.some(({ parser, outcome }) => parser === "sos-clrstack" && outcome === "read")).toBe(true);
  expect(after.step.repairs).toEqual([]);
  expect(typed(after)).not.toContain(".loadby sos clr");
});

test("one cause of several failures is mended once, and each command is run again", () => {
  const { repairs } = run("0:000> !syncblk\nNo export syncblk found\n0:000> !threads\nNo export threads found\n").step;
  expect(repairs.map(({ code, again }) => [code, again.map(({ command }) => command)])).toEqual([
    ["SOS_NOT_LOADED", ["!syncblk", "!threads"]],
  ]);
});

test("a kernel command typed in a process dump is sent to the kernel dump", () => {
  const { repairs } = run("0:000> !process 0 0\nNo export process found\n").step;
  expect(repairs[0]).toMatchObject({
    code: "NEEDS_KERNEL_TARGET",
    again: [{ command: "!process 0 0", target: "kernel-dump" }],
  });
});

test("a command that reads one process, typed in a kernel dump, is sent to the process dump", () => {
  const { repairs } = run("0: kd> !syncblk\nNo export syncblk found\n").step;
  expect(repairs[0]).toMatchObject({
    code: "NEEDS_USER_TARGET",
    again: [{ command: "!syncblk", target: "process-dump" }],
  });
});

test("a refused prompt is answered with the same command on the server, elevated", () => {
  const { repairs } = run("C:\\>fltmc\nAccess is denied.\n").step;
  expect(repairs[0]?.code).toBe("NEEDS_ELEVATION");
  const all = [...(repairs[0]?.commands ?? []), ...(repairs[0]?.again ?? [])];
  expect(all.every(({ target, cost }) => target === "server" && cost === "elevated")).toBe(true);
});

test("a message without a known command counts until something readable follows it", () => {
  const alone = "The call to LoadLibrary(sos) failed, Win32 error 0n2\n";
  const [usable] = CASE_STUDY;
  expect(run(alone).step.repairs.map(({ code }) => code)).toEqual(["SOS_NOT_LOADED"]);
  expect(run(usable?.text ?? "", alone).step.repairs).toHaveLength(1);
  expect(run(alone, usable?.text ?? "").step.repairs).toEqual([]);
});

test("a mistyped command is not asked for again", () => {
  const { repairs } = run("0:000> !clrstak\nUnrecognized command 'clrstak'\n").step;
  expect(repairs).toMatchObject([{ code: "COMMAND_REJECTED", again: [] }]);
});

test("the command line says what to mend first, for people and for programs", () => {
  const diagnosis = run("0:000> !syncblk\nNo export syncblk found\n");
  const text = diagnosisText(diagnosis, ["a.txt"]);
  expect(text.indexOf("First: The debugger does not know")).toBeLessThan(text.indexOf(".loadby sos clr"));
  const { next, repairs } = diagnosisJson(diagnosis) as { next: { command: string }[]; repairs: { code: string }[] };
  expect(next[0]?.command).toBe(".loadby sos clr");
  expect(repairs[0]?.code).toBe("SOS_NOT_LOADED");
});
