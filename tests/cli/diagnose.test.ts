import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { UsageError } from "@/cli/arguments";
import { runDiagnose } from "@/cli/diagnose-command";
import { WaitchainError } from "@/evidence";
import { CASE_STUDY, FOLDER_80_GB } from "../support/case-study";

const ROOT = join(import.meta.dirname, "../..");
const FIXTURES = CASE_STUDY.map((file) => join("tests/fixtures/case-study", file.name));

function waitchain(args: readonly string[], input = "") {
  const run = spawnSync(process.execPath, ["scripts/run-cli.mjs", "diagnose", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    input,
    env: { ...process.env, INIT_CWD: ROOT },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** The same without a process of its own, which takes a second to start. */
function diagnosed(args: readonly string[]) {
  const out: string[] = [];
  vi.stubEnv("INIT_CWD", ROOT);
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
  try {
    return { code: runDiagnose(args), out: out.join("") };
  } finally {
    write.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** What is wrong with arguments; asked here, because starting the program takes seconds. */
function problemOf(args: readonly string[]): WaitchainError | null {
  try {
    runDiagnose(args);
    return null;
  } catch (error) {
    if (error instanceof WaitchainError) return error;
    throw error;
  }
}

test("the nine outputs print one JSON object and ask for more with exit code 3", () => {
  const { code, out } = waitchain(["--json", ...FIXTURES]);
  const printed = JSON.parse(out);
  expect(code).toBe(3);
  expect(printed.schema).toBe("waitchain.diagnosis/1");
  expect(Object.keys(printed)).toEqual([
    "schema",
    "playbook",
    "blocks",
    "findings",
    "path",
    "step",
    "passedOver",
    "next",
    "lacks",
    "captures",
    "repairs",
    "questions",
    "causes",
    "coverage",
  ]);
  expect(printed.step).toBe("folder-and-filters");
  expect(printed.next[0]).toMatchObject({ command: expect.stringContaining("dir /a /s"), why: expect.any(String) });
  expect(printed.blocks[0]).toMatchObject({
    command: "!clrstack",
    parser: "sos-clrstack",
    file: 0,
    lines: [1, 7],
    mode: "user",
    thread: 109,
    outcome: "read",
    unread: [],
  });
});

test("what the tool at hand does not have is printed with the reason, and what to do instead", () => {
  const { out } = diagnosed(["--json", "--tool", "none", FIXTURES[3] ?? ""]);
  const { step, next, lacks, captures, passedOver } = JSON.parse(out);
  expect(step).toBe("owner");
  expect(next).toEqual([]);
  expect(lacks).toContainEqual(expect.stringContaining("Process Explorer shows one thread's at a time"));
  expect(captures).toMatchObject([{ command: "procdump -ma <pid>", why: expect.stringContaining("full dump") }]);
  expect(passedOver).toEqual([]);
});

test("with the folder answered it names the cause in plain text with exit code 0", () => {
  const { code, out } = diagnosed([
    "--answer",
    "folder-size=80GB",
    "--answer",
    "recycling=one-user-one-recycle",
    ...FIXTURES,
  ]);
  expect(code).toBe(0);
  expect(out).toContain("CAUSE (confirmed): Temporary ASP.NET Files is far too large");
  expect(out).toContain("CONTRIBUTING (suspected): A file-system filter slows every access");
  expect(out).toContain("04-syncblk.txt:3");
});

test("standard input is read, with Windows line ends", () => {
  const text = [...CASE_STUDY, FOLDER_80_GB].map((file) => file.text).join("\r\n");
  expect(waitchain(["-"], text).code).toBe(0);
});

test("noise gives exit code 4 and says that nothing is proven", () => {
  const { code, out } = waitchain(["-"], "the quick brown fox\njumps over the lazy dog\n");
  expect(code).toBe(4);
  expect(out).toContain("No cause is proven yet.");
});

test.each([
  [[], "No file was named"],
  [["--wrong", "x.txt"], "--wrong"],
  [["--playbook", "nope", "x.txt"], "nope"],
  [["--answer", "recycling=maybe", "x.txt"], "one-user-one-recycle"],
  [["--answer", "colour=blue", "x.txt"], "There is no question"],
  [["--limit", "patience=3", "x.txt"], "requestOldSeconds"],
  [["--limit", "requestOldSeconds=soon", "x.txt"], "A number of seconds"],
])("wrong usage %j says what is right", (args, told) => {
  const wrong = problemOf(args);
  expect(wrong).toBeInstanceOf(UsageError);
  expect(`${wrong?.problem.what}\n${wrong?.problem.fix}`).toContain(told);
});

test("wrong usage exits with 2", () => {
  const { code, err } = waitchain(["--answer", "colour=blue", "x.txt"]);
  expect(code).toBe(2);
  expect(err).toContain("There is no question");
});

test("a file that is not there exits with 1 and its name", () => {
  const { code, err } = waitchain(["missing-output.txt"]);
  expect(code).toBe(1);
  expect(err).toContain("FILE_UNREADABLE");
  expect(err).toContain("missing-output.txt");
});

test("a UTF-16 log of WinDbg is read like any other", () => {
  const file = join(mkdtempSync(join(tmpdir(), "waitchain-")), "log.txt");
  writeFileSync(
    file,
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(CASE_STUDY.map(({ text }) => text).join("\r\n"), "utf16le")]),
  );
  expect(diagnosed(["--json", file]).code).toBe(3);
});

test("a limit of one's own decides what counts as old", () => {
  const { out } = diagnosed(["--json", "--limit", "requestOldSeconds=600", ...FIXTURES]);
  const ids = JSON.parse(out).findings.map(({ id }: { id: string }) => id);
  expect([ids.includes("request-is-old"), ids.includes("request-is-slow")]).toEqual([false, true]);
});
