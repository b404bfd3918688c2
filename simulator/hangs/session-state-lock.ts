import type { Hang } from "./hang";
import { readsFromDatabase } from "./stories";

/** One long request of a session holds all others of the same session up. */
export const sessionStateLock: Hang = {
  cause: "session-state-lock",
  needs: { versions: ["2.0", "4.x"], systems: ["2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const client = `192.168.${random.int(0, 9)}.17`;
    stage.thread(readsFromDatabase());
    stage.requests(1, random.int(120_000, 400_000), { client });
    stage.requests(random.int(5, 14), random.int(20_000, 100_000), {
      client,
      stage: "AcquireRequestState",
      module: "Session",
    });
    stage.answers.set("session-scope", "one-session");
  },
};
