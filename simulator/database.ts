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
