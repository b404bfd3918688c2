import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UsageError } from "@/cli/arguments";
import { type DrillTerminal, playDrill, runDrill } from "@/cli/drill-command";
import { TypedDrill } from "@/cli/typed-drill";
import type { Act } from "@/training/attempt";
import { makeDrill } from "@/training/make-drill";
import { openResult } from "@/training/results/result-file";
import { DrillSession, play } from "@/training/session";
import { Diligent } from "@/training/trainees/diligent";
import { playOut } from "@/training/trainees/trainee";
import type { DrillView } from "@/training/view";

const ROOT = join(import.meta.dirname, "..", "..");
const LETTERS = "abcdefghij";

/** What is typed for an act, at a screen. */
function lineFor(act: Act, { terminal, questions, customer, remedy }: DrillView): string {
  const letter = (options: readonly { id: string }[], id: string): string =>
    LETTERS[options.findIndex((option) => option.id === id)] ?? "?";
  switch (act.do) {
    case "open":
      return `:open ${act.target}`;
    case "type":
      return act.line;
    case "answer": {
      const at = questions.findIndex(({ id }) => id === act.question);
      return `:answer ${at + 1} ${letter(questions[at]?.options ?? [], act.option)}`;
    }
    case "ask-customer":
      return `:ask ${customer.findIndex(({ id }) => id === act.question) + 1}`;
    case "accuse": {
      const marks = act.marks.map(
        ({ act: index, from, to }) => `${terminal.findIndex((entry) => entry.act === index) + 1}:${from + 1}-${to + 1}`,
      );
      return `:accuse ${[act.cause, ...marks].join(" ")}`;
    }
    case "remedy":
      return `:remedy ${letter(remedy?.options ?? [], act.option)}`;
    case "hint":
    case "give-up":
      return `:${act.do}`;
  }
}

/** A whole drill, played on the session that the page plays on, and as lines of a script. */
function played(code: string): { view: DrillView; script: string[] } {
  const session = new DrillSession(code);
  const script: string[] = [];
  const trainee = new Diligent(makeDrill(code).memory);
  playOut(
    {
      screen: () => session.view(),
      take: (act) => {
        script.push(lineFor(act, session.view()));
        session.take({ at: 0, act });
      },
    },
    trainee,
  );
  return { view: session.view(), script };
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

interface Run {
  code: number;
  printed: string;
  drill: TypedDrill;
  saved: [string, string][];
}

async function run(code: string, script: readonly string[], name: string | null = null): Promise<Run> {
  const drill = new TypedDrill(code, () => 0);
  const out: string[] = [];
  const saved: [string, string][] = [];
  const terminal: DrillTerminal = {
    lines: each(script),
    echoes: true,
    write: (text) => out.push(text),
    save: (file, text) => saved.push([file, text]),
    now: () => "2026-05-01T10:00:00.000Z",
  };
  const exit = await playDrill(drill, name, terminal);
  return { code: exit, printed: out.join(""), drill, saved };
}

test.each(["locks-1-0007P", "server-2-00CHW", "real-deadlock-0003P"])(
  "%s played in a terminal is the drill of the page, byte for byte",
  async (code) => {
    const { view, script } = played(code);
    const { code: exit, printed, drill } = await run(code, script);

    expect(drill.view).toEqual(view);
    expect(exit).toBe(0);
    let from = 0;
    for (const { prompt, line, output } of view.terminal) {
      const said = `${[prompt + line, ...output].join("\n")}\n`;
      const at = printed.indexOf(said, from);
      expect(at, line).toBeGreaterThanOrEqual(0);
      from = at + said.length;
    }
    expect(printed).toContain(`${view.score.total} of 100 points`);
  },
);

test("the process answers a script as the session does, and exits with 0 for a named cause", () => {
  const code = "locks-1-0007P";
  const { view, script } = played(code);
  const ran = spawnSync(process.execPath, ["cli/waitchain.mjs", "drill", code], {
    cwd: ROOT,
    input: `${script.join("\n")}\n`,
    encoding: "utf8",
  });

  expect(ran.stderr.replace(/^npm warn.*\n/gm, "")).toBe("");
  expect(ran.status).toBe(0);
  for (const { output } of view.terminal) expect(ran.stdout).toContain(output.join("\n"));
});

test("a finished drill is saved as a result file that opens", async () => {
  const { script } = played("locks-1-0007P");
  const { saved } = await run("locks-1-0007P", [":save early.json", ...script, ":save mine.json"], "Ada Lovelace");

  expect(saved.map(([file]) => file)).toEqual(["mine.json"]);
  const { result, summary } = openResult(saved[0]?.[1] ?? "", play);
  expect(result).toMatchObject({ code: "locks-1-0007P", trainee: "Ada Lovelace" });
  expect(summary).toMatchObject({ solved: true, total: 100 });
});

test("a drill given up shows the cause, and exits with 3", async () => {
  const { code, printed } = await run("locks-1-0007P", [":hint", ":give-up"]);

  expect(code).toBe(3);
  expect(printed).toContain("Hint (-2): ");
  expect(printed).toMatch(/Not solved: \S/);
  expect(printed).toMatch(/The same with other numbers: locks-1-[0-9A-Z]{5}/);
});

test("a script that ends early, or leaves, exits with 3 and saves nothing", async () => {
  expect((await run("locks-1-0007P", ["!syncblk"])).code).toBe(3);
  expect((await run("locks-1-0007P", [":quit", ":give-up"])).drill.view.phase).toBe("working");
});

test.each([
  [":nonsense", "There is no word :nonsense"],
  [":open moon", "There is no moon here."],
  [":answer 9 a", "There is no question 9"],
  [":accuse nobody", "There is no cause nobody"],
  [":accuse lock-convoy 7:1", "7:1 names no lines"],
  [":remedy a", "Name the cause first"],
  [":lines", "Nothing was typed yet."],
  [":save x.json", "There is a result once the drill is over"],
])("%s is answered with what to do instead, and is no act", async (line, answer) => {
  const { printed, drill } = await run("locks-1-0007P", [line]);

  expect(printed).toContain(answer);
  expect(drill.attempt.acts).toEqual([]);
});

test("Tab completes the words of the drill, its causes, and what the console knows", () => {
  const drill = new TypedDrill("locks-1-0007P", () => 0);

  expect(drill.complete(":acc")).toEqual([":accuse"]);
  expect(drill.complete(":accuse lock-")).toEqual([":accuse lock-convoy"]);
  expect(drill.complete("!syncb")).toContain("!syncblk");
});

test.each([
  ["no code", [], "WRONG_USAGE"],
  ["a code with a slip", ["locks-1-0008P"], "DRILL_CODE_WRONG"],
  ["an option that there is not", ["locks-1-0007P", "--fast"], "WRONG_USAGE"],
  ["a name of two lines", ["locks-1-0007P", "--name", "Ada\nEve"], "WRONG_USAGE"],
])("%s is wrong usage and says what to do", async (_what, args, code) => {
  const refused = await runDrill(args).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(UsageError);
  expect(refused).toMatchObject({ problem: { code, fix: expect.stringMatching(/\S/) } });
});
