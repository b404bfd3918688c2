import type { Hang } from "./hang";
import { lock } from "./locks";
import { waitsForMonitor } from "./stories";

/** The thread that took the lock has ended without giving it back. */
export const orphanedLock: Hang = {
  cause: "orphaned-lock",
  needs: {},
  put(stage) {
    const { random } = stage;
    const waiters = stage.threads(random.int(6, 30), waitsForMonitor());
    const gone = {
      kind: "gone" as const,
      object: stage.address("native-heap"),
      osThreadId: random.int(0x3000, 0x3fff).toString(16),
    };
    const model = waiters[0]?.runtime;
    const ids = stage.server.threads.map(({ runtime }) => runtime?.id ?? 0);
    if (model)
      stage.set({ deadThreads: [{ ...model, id: Math.max(...ids) + 1, object: gone.object, state: "1031820" }] });
    lock(stage, random.pick(["Contoso.Stock.Ledger", "System.Object"]), gone, waiters);
    stage.requests(waiters.length, random.int(100_000, 3_000_000));
    stage.answers.set("duration", "never");
  },
};
