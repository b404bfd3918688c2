import type { DatabaseSession } from "../database";

type Column = readonly [name: string, width: number, value: (session: DatabaseSession) => string | number];

const REQUESTS: readonly Column[] = [
  ["session_id", 10, ({ id }) => id],
  ["status", 10, ({ status }) => status],
  ["command", 16, ({ command }) => command],
  ["blocking_session_id", 19, ({ blockedBy }) => blockedBy],
  ["wait_type", 20, ({ wait }) => wait ?? "NULL"],
  ["wait_time", 9, ({ seconds }) => 1000 * seconds],
];
const SESSIONS: readonly Column[] = [
  ["session_id", 10, ({ id }) => id],
  ["status", 10, ({ status }) => status],
  ["program_name", 28, ({ program }) => program],
  ["seconds_in_status", 17, ({ seconds }) => seconds],
];

function table(columns: readonly Column[], sessions: readonly DatabaseSession[]): string[] {
  const row = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, at) => {
        const width = columns[at]?.[1] ?? 0;
        return typeof cell === "number" ? String(cell).padStart(width) : cell.padEnd(width);
      })
      .join(" ");
  return [
    row(columns.map(([name]) => name)),
    columns.map(([, width]) => "-".repeat(width)).join(" "),
    ...sessions.map((session) => row(columns.map(([, , value]) => value(session)))),
    "",
    `(${sessions.length} rows affected)`,
  ];
}

/** `sys.dm_exec_requests`: what is being run. */
export function printDatabaseRequests(sessions: readonly DatabaseSession[]): string[] {
  return table(
    REQUESTS,
    sessions.filter(({ status }) => status !== "sleeping"),
  );
}

/** `sys.dm_exec_sessions`: everybody who is connected. */
export function printDatabaseSessions(sessions: readonly DatabaseSession[]): string[] {
  return table(SESSIONS, sessions);
}
