import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { WaitchainError } from "@/evidence";
import { formatCode, parseCode, SEEDS } from "@/training/code";
import { WRITTEN_DRILLS, writtenDrill } from "@/training/drills/list";
import { resultFile, resultOf } from "@/training/results/result-file";
import { RESULT_LIMITS, traineeName } from "@/training/results/result-shape";
import { LEVELS, TOPICS } from "@/training/topics";
import { UsageError } from "./arguments";
import { DRILL_WORDS, TypedDrill } from "./typed-drill";

/** What a drill reads and writes; tests put their own in. */
export interface DrillTerminal {
  /** Lines as they are typed; a script has no prompt printed for it, so its lines are echoed. */
  lines: AsyncIterable<string>;
  echoes: boolean;
  write: (text: string) => void;
  save: (file: string, text: string) => void;
  now: () => string;
}

function usage(): string {
  const words = Object.entries(DRILL_WORDS).map(([word, what]) => `  ${word.padEnd(28)} ${what}`);
  return `Usage: waitchain drill [--name NAME] CODE

Plays a training drill in this terminal. The same code makes the same drill on the page.

CODE is that of a drill (locks-2-MDA84), or names one to be made: a topic and a level (locks-2), or a written drill.
  topics   ${TOPICS.join(", ")}; levels ${LEVELS.join(", ")}
  written  ${WRITTEN_DRILLS.map(({ id }) => id).join(", ")}

Options
  --name NAME   whose result it is, for the result file
  --help        this text

Words
${words.join("\n")}

Lines may come from a script on standard input.

Exit codes
  0  the cause was named      3  it was not: given up, left, or the script ended
  2  wrong usage, or a wrong code                           1  failure
`;
}

function wrong(what: string, fix = "See `waitchain drill --help`."): never {
  throw new UsageError({ code: "WRONG_USAGE", what, fix });
}

/** `locks-2` and `case-study` become a code with any numbers; all else has to be one. */
function codeFrom(text: string): string {
  const plain = text.trim().toLowerCase();
  const seed = Math.floor(Math.random() * SEEDS);
  const topic = TOPICS.find((one) => plain.startsWith(`${one}-`));
  const level = LEVELS.find((one) => plain === `${topic}-${one}`);
  if (topic && level) return formatCode({ kind: "generated", topic, level, seed });
  if (writtenDrill(plain)) return formatCode({ kind: "written", id: plain, seed });
  const code = parseCode(text);
  if ("kind" in code) return formatCode(code);
  throw new UsageError(code);
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    return wrong(error instanceof Error ? (error.message.split("\n")[0] ?? "") : "The options cannot be read.");
  }
}

function saved(drill: TypedDrill, name: string | null, file: string, { save, now }: DrillTerminal): string {
  try {
    const result = resultOf(drill.attempt, drill.view, name, now());
    save(file, resultFile(result));
    return `Saved ${file}: ${result.score.total} of 100 points.`;
  } catch (error) {
    if (!(error instanceof WaitchainError)) throw error;
    const { code, what, fix } = error.problem;
    return `${code}: ${what} ${fix}`;
  }
}

/** Plays a drill to its end, or to the end of the lines. Gives the exit code. */
export async function playDrill(drill: TypedDrill, name: string | null, terminal: DrillTerminal): Promise<number> {
  const { lines, echoes, write } = terminal;
  write(`${drill.opening().join("\n")}\n${drill.prompt}`);
  for await (const line of lines) {
    if (echoes) write(`${line}\n`);
    const { lines: told, save, quit } = drill.type(line);
    if (quit) break;
    const last = save === undefined ? [] : [saved(drill, name, save, terminal)];
    write([...told, ...last, drill.prompt].join("\n"));
  }
  write("\n");
  return drill.view.accusations.some(({ verdict }) => verdict === "right") ? 0 : 3;
}

function realTerminal(drill: TypedDrill): DrillTerminal {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const completer = (line: string): [string[], string] => [[...drill.complete(line)], line];
  const lines = createInterface({
    input: process.stdin,
    ...(terminal ? { output: process.stdout, completer } : {}),
    terminal,
  });
  return {
    lines,
    echoes: !terminal,
    write: (text) => {
      // The last line is where the next one is typed: readline has to know it.
      const from = text.lastIndexOf("\n") + 1;
      process.stdout.write(terminal ? text.slice(0, from) : text);
      if (!terminal) return;
      lines.setPrompt(text.slice(from));
      lines.prompt();
    },
    save: (file, text) => writeResult(resolve(process.env.INIT_CWD ?? process.cwd(), file), text),
    now: () => new Date().toISOString(),
  };
}

function writeResult(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new WaitchainError({
      code: "FILE_NOT_WRITTEN",
      what: `${path} cannot be written (${reason}).`,
      fix: "Name a file in a folder that is there and may be written to.",
    });
  }
}

function madeDrill(code: string): TypedDrill {
  const began = performance.now();
  try {
    return new TypedDrill(code, () => (performance.now() - began) / 1000);
  } catch (error) {
    if (!(error instanceof WaitchainError)) throw error;
    throw new UsageError(error.problem);
  }
}

/** Runs `drill`; gives the exit code. */
export async function runDrill(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args);
  if (values.help) {
    process.stdout.write(usage());
    return 0;
  }
  const [code] = positionals;
  if (code === undefined || positionals.length > 1) wrong("A drill takes one code.");
  const name = values.name?.trim() || null;
  if (name !== null && !traineeName.safeParse(name).success) {
    wrong(`A name has at most ${RESULT_LIMITS.trainee} letters on one line.`);
  }
  const drill = madeDrill(codeFrom(code));
  return playDrill(drill, name, realTerminal(drill));
}
