import { PRINTERS } from "../printers/list";
import type { Server } from "../server";
import { type ConsoleKind, suits } from "./command";
import { Console } from "./console";

/** A line that a console answers with an output. */
export interface Example {
  line: string;
  /** Id of the parser that reads the output. */
  parser: string;
}

/** Lines of the shells whose outputs nothing here reads. */
export const UNREAD_LINES: readonly string[] = [
  'sqlcmd -S <server> -Q "select * from sys.dm_exec_requests"',
  'sqlcmd -S <server> -Q "select * from sys.dm_exec_sessions"',
];

/** Programs of Windows run in either of its shells. */
const SHELLS: readonly ConsoleKind[] = ["cmd", "powershell"];

/** Lines that a server's console knows, each once, with the addresses and names of this server. */
export function examplesFor(server: Server, kind: ConsoleKind): Example[] {
  const kinds = SHELLS.includes(kind) ? SHELLS : [kind];
  const lines = new Map<string, string>();
  for (const { parser, prompt, needs, command } of PRINTERS) {
    if (kinds.includes(prompt) && suits(needs, server)) lines.set(command(server), parser);
  }
  const works = ({ line, parser }: Example): boolean => {
    const reply = new Console(server, kind).type(line);
    return reply.kind === "printed" && reply.parser === parser;
  };
  return [...lines].map(([line, parser]) => ({ line, parser })).filter(works);
}
