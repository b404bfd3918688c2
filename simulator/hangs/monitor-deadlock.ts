import type { Hang } from "./hang";
import { lock } from "./locks";
import { waitsForMonitor } from "./stories";

const TYPES = ["Contoso.Stock.Ledger", "Contoso.Pricing.RateCache", "System.Object", "System.Collections.Hashtable"];

/** Two or three threads each hold what the next one wants; others queue behind them. */
export const monitorDeadlock: Hang = {
  cause: "monitor-deadlock",
  needs: {},
  put(stage) {
    const { random } = stage;
    const ring = stage.threads(random.int(2, 3), waitsForMonitor());
    const behind = stage.threads(random.int(0, 12), waitsForMonitor());
    ring.forEach((thread, at) => {
      const next = ring[(at + 1) % ring.length] ?? thread;
      const queue = behind.filter((_waiter, position) => position % ring.length === at);
      lock(stage, random.pick(TYPES), { kind: "thread", thread: next }, [thread, ...queue]);
    });
    stage.requests(ring.length + behind.length, random.int(60_000, 900_000));
    stage.requestAge(random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
  },
};
