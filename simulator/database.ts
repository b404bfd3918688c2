import { Random } from "./random";
import type { Thread } from "./threads";

/** A connection of the process, as its database server sees it. */
export interface DatabaseSession {
  id: number;
  status: "running" | "suspended" | "sleeping";
  program: string;
  /** What it runs, or ran last. */
  command: string;
  /** Id of the session that it waits for; 0 for none. */
  blockedBy: number;
  wait: string | null;
  /** Seconds that the wait, or the sleep, has lasted. */
  seconds: number;
}

const APPLICATION = ".Net SqlClient Data Provider";
/** The first id that is not the database's own. */
const FIRST_SESSION = 51;

function waitsForAnswer({ managed }: Thread): boolean {
  return managed?.some(({ name }) => /SNIReadSync|ReadSni/.test(name)) ?? false;
}

/** What a database sees of threads that wait for it: each has its query, and nobody blocks anybody. */
export function sessionsOf(threads: readonly Thread[], seed: number): DatabaseSession[] {
  const random = new Random(seed).fork("database");
  return threads.filter(waitsForAnswer).map((_thread, at) => ({
    id: FIRST_SESSION + at,
    status: "suspended",
    program: APPLICATION,
    command: "SELECT",
    blockedBy: 0,
    wait: random.pick(["PAGEIOLATCH_SH", "CXPACKET"]),
    seconds: random.int(0, 2),
  }));
}
