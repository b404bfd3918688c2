import { blockOnContext } from "@/simulator/hangs/async-context-deadlock";
import type { WrittenDrill } from "./written-drill";

/** One request waits for itself; the customer has meanwhile turned every knob of the pool. */
export const asyncDeadlock: WrittenDrill = {
  id: "async-deadlock",
  title: "One request, all alone",
  cause: "async-context-deadlock",
  contributing: [],
  topic: "pools",
  level: 1,
  needs: { versions: ["4.x"] },
  put(stage) {
    const { random } = stage;
    blockOnContext(stage, 1);
    const { pool } = stage.server;
    const [maxLimit, minLimit] = [random.pick([400, 800, 1600]), random.pick([50, 100, 200])];
    stage.set({ pool: { ...pool, maxLimit, minLimit } });
    stage.requests(1, random.int(240_000, 3_000_000), { url: "/orders/summary" });
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "never");
    stage.answers.set("static-files", "fine");
    stage.answers.set("single-request", "hangs-alone");
  },
  complaint: ({ pool }) =>
    `Our order summary never answers, not even at night with a single user. It looks like thread-pool starvation, so we raised the limits: ${pool.minLimit} threads at least, ${pool.maxLimit} at most. It did not help. How high do we have to go?`,
};
