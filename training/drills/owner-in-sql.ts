import type { DatabaseSession } from "@/simulator/database";
import { behindOwner } from "@/simulator/hangs/behind-owner";
import { referring } from "@/simulator/hangs/fields";
import { current } from "@/simulator/hangs/locks";
import type { Stage } from "@/simulator/hangs/stage";
import { readsFromDatabase } from "@/simulator/hangs/stories";
import type { Thread } from "@/simulator/threads";
import type { WrittenDrill } from "./written-drill";

const APPLICATION = ".Net SqlClient Data Provider";
const TABLES = ["dbo.Rates", "dbo.Prices", "dbo.Stock", "dbo.Customers"];

/** The owner's command, with its text and time-out, lies on the owner's stack. */
function command(stage: Stage, owner: Thread): void {
  const text = stage.objects.object("System.String", {
    text: `select Code, Value, ValidFrom from ${stage.random.pick(TABLES)} where ValidFrom <= @now`,
    thinLock: null,
    fields: [],
  });
  const plain = stage.objectWith("System.Data.SqlClient.SqlCommand", { _commandTimeout: 0 });
  const made = referring(stage, plain, "_commandText", text);
  stage.set({ objects: [...stage.server.objects, text] });
  stage.refers(current(stage, owner), made);
}

/** One session of the site waits for a report, which waits for nobody. */
function sessions({ random }: Stage, seconds: number): DatabaseSession[] {
  const report = random.int(51, 90);
  const site = report + random.int(3, 40);
  return [
    {
      id: report,
      status: "running",
      program: "Monthly sales report",
      command: "INSERT",
      blockedBy: 0,
      wait: null,
      seconds: 0,
    },
    {
      id: site,
      status: "suspended",
      program: APPLICATION,
      command: "SELECT",
      blockedBy: report,
      wait: "LCK_M_S",
      seconds,
    },
    ...random.times(
      random.int(3, 9),
      (at): DatabaseSession => ({
        id: site + at + 1,
        status: "sleeping",
        program: APPLICATION,
        command: "AWAITING COMMAND",
        blockedBy: 0,
        wait: null,
        seconds: seconds + random.int(5, 300),
      }),
    ),
  ];
}

/** Everybody waits for a lock, and its owner waits for a database that a report holds up. */
export const ownerInSql: WrittenDrill = {
  id: "owner-in-sql",
  title: "A lock, and what is behind it",
  cause: "external-call",
  contributing: [],
  topic: "calls",
  level: 1,
  needs: { versions: ["2.0", "4.x"] },
  put(stage) {
    const { random } = stage;
    const seconds = random.int(90, 600);
    const owner = behindOwner(stage, {
      owner: readsFromDatabase(),
      on: random.pick(["Contoso.Pricing.RateCache", "Contoso.Stock.Ledger", "System.Collections.Hashtable"]),
      waiters: [12, 48],
      age: [1000 * seconds, 1000 * seconds],
    });
    command(stage, owner);
    stage.set({ database: sessions(stage, seconds - 1) });
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "by-itself");
    stage.answers.set("static-files", "fine");
  },
  complaint: ({ machine }) =>
    `${machine.name} hangs for minutes around the end of each month. A developer looked into a dump and found nearly all threads in Monitor.Enter: it is a lock problem, and we mean to take the lock out. Anything against that?`,
};
