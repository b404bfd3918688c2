import type { CounterColumn } from "@/simulator/counters";
import type { DatabaseSession } from "@/simulator/database";
import { drainPool } from "@/simulator/hangs/connection-pool-exhausted";
import { withCounters } from "@/simulator/hangs/measured";
import type { Stage } from "@/simulator/hangs/stage";
import type { WrittenDrill } from "./written-drill";

/** The provider's own limit. */
const POOL_SIZE = 100;
const AT_WORK = 3;

type Measured = readonly [counter: string, german: string, value: number];

/** What the provider counts of its pool. */
function provider({ random, server }: Stage): { column: Omit<CounterColumn, "machine">; value: number }[] {
  const rows: readonly Measured[] = [
    ["NumberOfPooledConnections", "NumberOfPooledConnections", POOL_SIZE],
    ["NumberOfReclaimedConnections", "NumberOfReclaimedConnections", random.int(40, 900)],
  ];
  const instance = `_lm_w3svc_1_root-1[${Number.parseInt(server.process.id, 16)}]`;
  const object = ".NET Data Provider for SqlServer";
  return rows.map(([counter, german, value]) => ({
    column: { object, instance, counter, german: { object, counter: german } },
    value,
  }));
}

/** Nearly all of the site's connections sleep, and have slept for long. */
function sessions({ random }: Stage): DatabaseSession[] {
  const first = random.int(51, 90);
  return random.times(POOL_SIZE, (at): DatabaseSession => {
    const works = at < AT_WORK;
    return {
      id: first + at,
      status: works ? "running" : "sleeping",
      program: ".Net SqlClient Data Provider",
      command: works ? "SELECT" : "AWAITING COMMAND",
      blockedBy: 0,
      wait: null,
      seconds: works ? 0 : random.int(120, 5400),
    };
  });
}

/** Readers that nobody closes keep all connections of the pool. */
export const poolLeak: WrittenDrill = {
  id: "pool-leak",
  title: "The DBA sees nothing but sleepers",
  cause: "connection-pool-exhausted",
  contributing: [],
  topic: "calls",
  level: 2,
  needs: { versions: ["2.0", "4.x"] },
  put(stage) {
    const { random } = stage;
    const waiting = random.int(14, 60);
    drainPool(stage, { most: POOL_SIZE, waiting, atWork: AT_WORK });
    stage.set({ database: sessions(stage) });
    withCounters(stage, provider(stage));
    stage.requests(waiting + AT_WORK, random.int(16_000, 45_000));
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "never");
    stage.answers.set("static-files", "fine");
  },
  without: ["one thread that waits for a database"],
  sosLoaded: false,
  complaint: ({ machine }) =>
    `Some hours after every restart ${machine.name} answers with "Timeout expired" and then hardly at all. Our DBA says that the SQL Server is bored: next to no load, and our connections only sleep. So it cannot be the database. Could you look at the web server's network?`,
};
