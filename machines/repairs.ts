import type { Block, Mode, Problem } from "@/evidence";
import type { Cost, Target } from "./ask";
import type { NextCommand } from "./resolve";

/** Outputs that are an error message, and what makes them usable: the next thing to do. */
export interface Repair {
  /** Code of the problem. */
  code: string;
  what: string;
  fix: string;
  /** What carries out the fix, in the order to try. */
  commands: readonly NextCommand[];
  /** The commands to run again after it. */
  again: readonly NextCommand[];
}

/** Where a problem says that the command belongs, whatever it was typed into. */
const BELONGS: Readonly<Record<string, Target>> = {
  NEEDS_KERNEL_TARGET: "kernel-dump",
  FLTKD_NOT_LOADED: "kernel-dump",
};

/** Where the command itself belongs when its fix is for what is open now. */
const AGAIN_AT: Readonly<Record<string, Target>> = { ...BELONGS, NEEDS_USER_TARGET: "process-dump" };

/** Problems of a command that cannot be right as it was typed. */
const MISTYPED = new Set(["COMMAND_REJECTED", "ARGUMENTS_REJECTED", "COMMAND_NOT_FOUND", "SC_IS_ANOTHER_COMMAND"]);

// procdump -ma 4242      reg query HKLM\…      Get-ChildItem 'C:\…'
const PROGRAM =
  /^(?:procdump|dotnet-(?:dump|stack|counters|trace)|reg|handle(?:\.exe)?|netstat|sc(?:\.exe)?|fltmc|dir|robocopy|du|df|ps|cat|fsutil|appcmd|tasklist|typeperf|wevtutil|powershell|Get-\w+)(?:\s|$)/i;
const TAKES_DUMP = /^(?:procdump|dotnet-dump collect|\.dump)\b/i;
const OF_DEBUGGER = /^[.!~]/;

function targetOf(command: string, mode: Mode): Target {
  if (PROGRAM.test(command)) return "server";
  if (mode === "kernel") return "kernel-dump";
  return mode === "shell" && !OF_DEBUGGER.test(command) ? "server" : "process-dump";
}

function costOf(command: string, target: Target): Cost {
  if (TAKES_DUMP.test(command)) return "stops-process";
  return target === "server" ? "elevated" : "safe";
}

function next(id: string | null, command: string, why: string, target: Target): NextCommand {
  return { id, command, why, target, cost: costOf(command, target), tool: null, complete: !/<[^<>]+>/.test(command) };
}

function isUsable({ outcome }: Block): boolean {
  return outcome === "read" || outcome === "partly-read";
}

function isLater(a: Block, b: Block): boolean {
  return a.file > b.file || (a.file === b.file && a.lines[0] > b.lines[0]);
}

/** Outputs that cannot be used and whose command has brought none that can. */
function outstanding(blocks: readonly Block[]): (Block & { problem: Problem })[] {
  const usable = blocks.filter(isUsable);
  const parsers = new Set(usable.map((block) => block.parser));
  const last = usable.reduce<Block | null>(
    (latest, block) => (latest && isLater(latest, block) ? latest : block),
    null,
  );
  return blocks.flatMap((block) => {
    const { problem, parser } = block;
    if (!problem || block.outcome !== "unusable") return [];
    // A message without a command of ours is settled by whatever could be read after it.
    const settled = parser === null ? last !== null && isLater(last, block) : parsers.has(parser);
    return settled ? [] : [{ ...block, problem }];
  });
}

/** What has to be mended before anything else, each problem once. */
export function repairsOf(blocks: readonly Block[]): Repair[] {
  const repairs = new Map<string, Repair & { commands: NextCommand[]; again: NextCommand[] }>();
  for (const { problem, command, parser, mode } of outstanding(blocks)) {
    const { code, what, fix, commands = [] } = problem;
    const repair = repairs.get(code) ?? { code, what, fix, commands: [], again: [] };
    repairs.set(code, repair);
    for (const each of commands) {
      if (repair.commands.some((known) => known.command === each)) continue;
      repair.commands.push(next(null, each, fix, BELONGS[code] ?? targetOf(each, mode)));
    }
    const known = [...repair.commands, ...repair.again].some((each) => each.command === command);
    if (known || command === "" || (MISTYPED.has(code) && parser === null)) continue;
    const why = "Once more: what it printed so far cannot be used.";
    repair.again.push(next(parser, command, why, AGAIN_AT[code] ?? targetOf(command, mode)));
  }
  return [...repairs.values()];
}
