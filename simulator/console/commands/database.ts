import { sessionsOf } from "../../database";
import { printDatabaseRequests, printDatabaseSessions } from "../../printers/sqlcmd";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";

/** What is asked of the database's own views; other questions it answers with its error. */
function query({ server }: Situation, { text = "" }: Arguments): Answer | readonly string[] {
  const database = server.database ?? sessionsOf(server.threads, server.seed);
  const [, view] = /\bfrom\s+(\S+)/i.exec(text) ?? [];
  if (/^(?:sys\.)?dm_exec_requests;?$/i.test(view ?? "")) return printDatabaseRequests(database);
  if (/^(?:sys\.)?dm_exec_sessions;?$/i.test(view ?? "")) return printDatabaseSessions(database);
  return fail(
    "Msg 208, Level 16, State 1, Server SQL01, Line 1",
    `Invalid object name '${(view ?? text).slice(0, 60)}'.`,
  );
}

/** The database server, asked from where it is used. */
export const DATABASE_COMMANDS: readonly Command[] = [
  {
    parser: null,
    consoles: ["cmd", "powershell"],
    typed: /^sqlcmd(?:\s+-(?:S\s+\S+|E|W|d\s+\S+))*\s+-Q\s+"(?<text>[^"]{1,300})"$/i,
    answer: query,
  },
];
