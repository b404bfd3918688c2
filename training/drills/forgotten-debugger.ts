import { debuggerLeft } from "@/simulator/hangs/debugger-attached";
import { lock } from "@/simulator/hangs/locks";
import type { Stage } from "@/simulator/hangs/stage";
import { readsFromDatabase, waitsForMonitor } from "@/simulator/hangs/stories";
import type { WrittenDrill } from "./written-drill";

const TYPES = ["Contoso.Shop.Basket", "Contoso.Stock.Ledger", "Contoso.Pricing.RateCache", "System.Object"];

/** What everybody was at when the debugger stopped them: locks in use, one of them with a queue. */
function caughtAtWork(stage: Stage): void {
  const { random } = stage;
  for (const type of random.sample(TYPES, random.int(2, 3))) {
    lock(stage, type, { kind: "thread", thread: stage.thread(readsFromDatabase()) }, []);
  }
  const [owner] = stage.threads(1, readsFromDatabase());
  if (owner) {
    const waiters = stage.threads(random.int(1, 3), waitsForMonitor());
    lock(stage, "Contoso.Web.Settings", { kind: "thread", thread: owner }, waiters);
  }
}

/** Somebody has debugged the staging copy and gone home. */
export const forgottenDebugger: WrittenDrill = {
  id: "forgotten-debugger",
  title: "Locks everywhere, and nobody moves",
  cause: "debugger-attached",
  contributing: [],
  topic: "native",
  level: 2,
  needs: { versions: ["4.x"], systems: ["2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    caughtAtWork(stage);
    debuggerLeft(stage, "msvsmon.exe");
    const age = random.int(36_000_000, 64_800_000);
    stage.requests(random.int(4, 16), age);
    stage.requestAge(age);
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "never");
    stage.answers.set("static-files", "stall");
  },
  without: ["one thread that waits for a database", "a lock that nobody waits for"],
  complaint: ({ machine }) =>
    `The staging copy on ${machine.name} has not answered since yesterday evening, and tomorrow is the demonstration. !syncblk shows lock after lock that is held, so it looks like one big deadlock. Production with the same build runs well.`,
};
