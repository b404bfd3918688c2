import { monitorDeadlock } from "@/simulator/hangs/monitor-deadlock";
import { readsFromDatabase } from "@/simulator/hangs/stories";
import type { WrittenDrill } from "./written-drill";

/** Two locks in a circle, while a third thread waits for a slow database. */
export const realDeadlock: WrittenDrill = {
  id: "real-deadlock",
  title: "The database did it",
  cause: monitorDeadlock.cause,
  contributing: [],
  topic: "locks",
  level: 1,
  needs: { versions: ["2.0", "4.x", "core"] },
  put(stage) {
    monitorDeadlock.put(stage);
    stage.serves(stage.thread(readsFromDatabase()));
    stage.answers.set("trigger", "any-time");
    stage.answers.set("static-files", "fine");
  },
  without: ["one thread that waits for a database"],
  complaint: ({ machine }) =>
    `The shop on ${machine.name} stops several times a day and comes back only when we recycle it. A colleague caught a thread that waits for SQL Server, so it is the database again. Please confirm, and we take it to the DBAs.`,
};
