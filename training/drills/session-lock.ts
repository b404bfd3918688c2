import { holdSession } from "@/simulator/hangs/session-state-lock";
import { readsFromDatabase } from "@/simulator/hangs/stories";
import type { WrittenDrill } from "./written-drill";

/** A report of six minutes, and the other tabs of whoever asked for it. */
export const sessionLock: WrittenDrill = {
  id: "session-lock",
  title: "It hangs only for me",
  cause: "session-state-lock",
  contributing: [],
  topic: "server",
  level: 1,
  needs: { versions: ["2.0", "4.x"], systems: ["2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    holdSession(stage, {
      work: readsFromDatabase(),
      age: random.int(330_000, 400_000),
      waiting: random.int(5, 12),
      url: "/reports/sales.aspx?year=2024",
    });
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "by-itself");
    stage.answers.set("static-files", "fine");
    stage.answers.set("session-scope", "one-session");
  },
  without: ["one thread that waits for a database"],
  complaint: ({ machine }) =>
    `Our head of sales says that the whole site hangs on him for minutes, every Monday. We see nothing: the processor of ${machine.name} is idle, memory is fine, and a dump shows one busy thread and a pool in best health. Is it his computer?`,
};
