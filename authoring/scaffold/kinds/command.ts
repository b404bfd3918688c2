import type { Kind, Options } from "../kind";
import { camel, checkId, pascal, upper } from "../names";
import type { Edit, Read } from "../plan";
import { refusal } from "../problem";
import { filled } from "../templates";

/** What follows from where a command is typed. */
interface Place {
  mode: string;
  prompt: string;
  console: string;
  consoles: string;
  cost: string;
  /** Which list of findings/captures/marks.ts says that its outputs are of no process. */
  marks: string | null;
  needs: string;
}

const PLACES: Readonly<Record<string, Place>> = {
  server: {
    mode: "shell",
    prompt: "C:\\>",
    console: "cmd",
    consoles: '"cmd", "powershell"',
    cost: "live",
    marks: "const MACHINE: ReadonlySet<ReportKind> = new Set<ReportKind>([",
    needs: ' systems: ["2008-r2", "2019"] ',
  },
  "process-dump": {
    mode: "user",
    prompt: "0:000> ",
    console: "user",
    consoles: '"user"',
    cost: "safe",
    marks: null,
    needs: "",
  },
  "kernel-dump": {
    mode: "kernel",
    prompt: "0: kd> ",
    console: "kernel",
    consoles: '"kernel"',
    cost: "safe",
    marks: "const KERNEL: ReadonlySet<ReportKind> = new Set<ReportKind>([",
    needs: "",
  },
};

function placeOf(target: string): Place {
  const place = PLACES[target];
  if (place) return place;
  throw refusal(
    "PLACE_UNKNOWN",
    `A command is not typed in "${target}". Nothing was changed.`,
    `Say --on ${Object.keys(PLACES).join(", --on ")}.`,
  );
}

/** The command as a pattern: blanks may be more than one; a program may be called by its path. */
function patternOf(run: string, program = false): string {
  const pattern = wordPattern(run);
  return program ? pattern.replace(/^[^\\\s]+/, "(?:\\S{0,120}\\\\)?$&(?:\\.exe)?") : pattern;
}

function wordPattern(run: string): string {
  return run.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(/\s+/g, "\\s+");
}

/** Where it was said to be typed, or where its page says by now. */
function targetOf(id: string, { on }: Options, read: Read): string {
  return on ?? /^target: "([a-z-]+)"$/m.exec(read(`content/commands/${id}.mdx`) ?? "")?.[1] ?? "server";
}

/** Extensions that made-up servers know; their commands are named for them: `sos-eeversion`. */
const EXTENSIONS = ["sos", "sosex", "mex", "netext", "fltkd"];

/** How a command of a debugger is called: SOS's without its bang too, in dotnet-dump. */
function debuggerWords(id: string, run: string): Record<string, string> {
  const [first = ""] = id.split("-");
  const extension = EXTENSIONS.includes(first) ? first : "debugger";
  const sos = extension === "sos";
  const pattern = patternOf(run.toLowerCase());
  return {
    pattern: sos ? pattern.replace(/^!/, "!?") : pattern,
    form: sos ? "inSos" : "inWinDbg",
    askRun: sos ? `inSos(${JSON.stringify(run.replace(/^!/, ""))})` : `inWinDbg(${JSON.stringify(run)})`,
    extension: run.startsWith("!") ? `\n  extension: "${extension}",` : "",
    ...(sos ? { consoles: '"user", "dotnet-dump"' } : {}),
  };
}

/** `appcmd apppools`, or `!eeversion` of `sos-eeversion`. */
function usualRun(id: string, on: string): string {
  const words = id.split("-");
  return on === "server" ? words.join(" ") : `!${words.slice(words.length > 1 ? 1 : 0).join("")}`;
}

const ON_LINUX = '  onLinux: { lacks: "FILL IN: why Linux has nothing of the kind, and what to do there instead." },\n';

function wordsOf(id: string, on: string, { run, summary }: Options): Record<string, string> {
  const place = placeOf(on);
  const typed = run ?? usualRun(id, on);
  const line = JSON.stringify(typed);
  return {
    ...place,
    marks: "",
    typedPrompt: place.prompt.replaceAll("\\", "\\\\"),
    id,
    name: camel(id),
    Name: pascal(id),
    NAME: upper(id),
    target: on,
    run: typed,
    summary: summary ?? "FILL IN: what it lists, in one sentence.",
    pattern: patternOf(typed.toLowerCase(), true),
    typed: patternOf(typed.replace(/^!/, "")),
    bare:
      on === "server" ? `\n  bareCommand: /^\\s{0,8}${patternOf(typed, true)}(?:\\s{1,4}\\/\\S{1,80}){0,6}$/i,` : "",
    askRun: line,
    askLine: line,
    extension: "",
    form: "",
    onLinux: on === "process-dump" ? "" : ON_LINUX,
    ...(on === "server" ? {} : debuggerWords(id, typed)),
  };
}

function editsFor(id: string, { marks }: Place): Edit[] {
  const [name, report] = [camel(id), `${pascal(id)}Report`];
  const reports = "evidence/reports/index.ts";
  const consoles = "simulator/console/commands/index.ts";
  return [
    { path: "parsers/list.ts", line: `import { ${name} } from "./${id}";`, above: "import " },
    {
      path: "parsers/list.ts",
      list: ["export const PARSERS: readonly Parser[] = ["],
      element: name,
      key: name,
    },
    { path: reports, line: `import type { ${report} } from "./${id}";`, above: "import type " },
    { path: reports, line: `export * from "./${id}";`, above: "export * from " },
    { path: reports, line: `  | ${report}`, below: "export type Report =" },
    ...(marks ? [{ path: "findings/captures/marks.ts", list: [marks], element: `"${id}"`, key: `"${id}"` }] : []),
    { path: "machines/commands/index.ts", line: `export * from "./${id}";`, above: "export * from " },
    { path: "simulator/printers/list.ts", line: `import { ${upper(id)} } from "./${id}";`, above: "import " },
    {
      path: "simulator/printers/list.ts",
      list: ["export const PRINTERS: readonly Printer[] = ["],
      element: `...${upper(id)}`,
      key: `...${upper(id)}`,
    },
    { path: consoles, line: `import { ${name}Command } from "./${id}";`, above: "import " },
    {
      path: consoles,
      list: ["export const COMMANDS: readonly Command[] = ["],
      element: `${name}Command`,
      key: `${name}Command`,
    },
  ];
}

/** An output that is read: its parser and report, its page, and all that prints it and asks for it. */
export const command: Kind = {
  options: {
    run: 'the command as it is typed: --run "appcmd list apppool"',
    on: "where it is typed: server (if nothing is said), process-dump or kernel-dump",
    summary: 'what it lists: --summary "Application pools and their states."',
  },
  plan(id, options, read) {
    checkId(id);
    const target = targetOf(id, options, read);
    const words = wordsOf(id, target, options);
    const ask = filled("command/ask.ts", words);
    return {
      what: `the command ${id}`,
      files: [
        { path: `parsers/${id}.ts`, text: filled("command/parser.ts", words) },
        { path: `evidence/reports/${id}.ts`, text: filled("command/report.ts", words) },
        { path: `tests/parsers/${id}.test.ts`, text: filled("command/test.ts", words) },
        { path: `content/commands/${id}.mdx`, text: filled("command/page.mdx", words) },
        {
          path: `machines/commands/${id}.ts`,
          text: words.form ? `${ask.replace("\n", `\nimport { ${words.form} } from "./forms";\n`)}` : ask,
        },
        { path: `simulator/printers/${id}.ts`, text: filled("command/printer.ts", words) },
        { path: `simulator/console/commands/${id}.ts`, text: filled("command/console.ts", words) },
      ],
      edits: editsFor(id, placeOf(target)),
    };
  },
};
