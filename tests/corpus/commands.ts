import type { Block } from "@/evidence";
import { PARSERS } from "@/parsers/list";
import { parseCommand } from "@/parsers/prompt";
import type { Published } from "./published";

/** Commands whose output is not in the text, or is nothing that could be told from prose, with the reason. */
const NOT_THERE: readonly (readonly [command: RegExp, why: string])[] = [
  [/^(?:\.load|\.loadby|setthread)\b/, "prints nothing"],
  [/^(?:\.cordll|\.chain|whoami|runtimes|threads 8)/, "its lines stand alone, without prompt or command"],
  [/^(?:dotnet-dump|g$|!cpuinfo|verifyheap)/, "its lines stand alone, and say nothing of a hang"],
];

export interface CheckedCommand {
  command: string;
  recognised: boolean;
  /** Why it need not be. */
  why: string | null;
}

const bareOf = (command: string): string => parseCommand(command.replaceAll("–", "-").trim()).bare;
const nameOf = (command: string): string => /^\S+/.exec(bareOf(command))?.[0].replace("!", "").toLowerCase() ?? "";

/** The outputs that a command may be the one of. */
function parsersOf(command: string): string[] {
  if (command === "Process Monitor CSV") return ["procmon"];
  const bare = bareOf(command);
  return PARSERS.filter((parser) => parser.command.test(bare)).map(({ id }) => id);
}

function answers(block: Block, command: string): boolean {
  if (block.parser !== null && block.report !== null) return parsersOf(command).includes(block.parser);
  return nameOf(block.command) === nameOf(command);
}

/** Looks for the block of every command, in the order they were typed. */
export function checkCommands({ commands, blocks }: Published): CheckedCommand[] {
  const left = [...blocks];
  let before: Block | undefined;
  return commands.map((command) => {
    const at = left.findIndex((block) => answers(block, command));
    // What two commands print one below the other, without their names, is one block.
    if (at < 0 && before?.report && answers(before, command)) return { command, recognised: true, why: null };
    if (at >= 0) [before] = left.splice(at, 1);
    const why = NOT_THERE.find(([pattern]) => pattern.test(command))?.[1] ?? null;
    return { command, recognised: at >= 0, why: at >= 0 ? null : why };
  });
}

/** Outputs that are printed by other commands, too: by what breaks in, or as part of more. */
const ALSO_PRINTED: Readonly<Record<string, RegExp>> = {
  "windbg-thread-switch": /^(?:g|sxe)\b/,
  "windbg-time": /^vertarget\b/,
};

/** Blocks that were read as the output of a command which is not among those that were typed. */
export function strayBlocks({ commands, blocks }: Published): Block[] {
  const typed = new Set(commands.flatMap(parsersOf));
  return blocks.filter(({ parser, report }) => {
    if (parser === null || report === null || typed.has(parser)) return false;
    return !commands.some((command) => ALSO_PRINTED[parser]?.test(bareOf(command)));
  });
}
