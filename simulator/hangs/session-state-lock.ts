import { call } from "../methods";
import type { Hang } from "./hang";
import type { Stage, Story } from "./stage";
import { inRequestAt, methods, readsFromDatabase } from "./stories";

/** What keeps the first request of the session busy: a report from a database, or a long piece of work of its own. */
function longWork({ random }: Stage): Story {
  if (random.chance(0.5)) return readsFromDatabase();
  if (random.chance(0.5))
    return inRequestAt(["NtDelayExecution", "BASE!SleepEx"], methods("System.Threading.Thread.SleepInternal"));
  return inRequestAt(["CLR!JIT_New"], [call("System.Text.StringBuilder.Append", { transition: "protected-helper" })]);
}

/** A session's long request, and those of the same session that wait for it. */
export interface SessionQueue {
  work: Story;
  /** Milliseconds that the long request has been running. */
  age: number;
  waiting: number;
  /** Of the long request, where it matters. */
  url?: string;
}

/** Has one browser's requests wait for each other. */
export function holdSession(stage: Stage, { work, age, waiting, url }: SessionQueue): void {
  const { random } = stage;
  const client = `${random.pick(["192.168", "10.4", "172.20"])}.${random.int(0, 9)}.${random.int(2, 250)}`;
  stage.thread(work);
  stage.requests(1, age, url === undefined ? { client } : { client, url, milliseconds: age });
  stage.requests(waiting, random.int(20_000, Math.min(100_000, age)), {
    client,
    stage: "AcquireRequestState",
    module: "Session",
  });
  // Others are served, some of them just now.
  stage.requests(random.int(0, 3), random.int(200, 4000));
}

/** One long request of a session holds all others of the same session up. */
export const sessionStateLock: Hang = {
  cause: "session-state-lock",
  needs: { versions: ["2.0", "4.x"], systems: ["2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    holdSession(stage, { work: longWork(stage), age: random.int(120_000, 400_000), waiting: random.int(5, 14) });
    stage.answers.set("trigger", random.pick(["any-time", "under-load"]));
    stage.answers.set("session-scope", "one-session");
  },
};
