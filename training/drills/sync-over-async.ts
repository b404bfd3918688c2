import { inContainer } from "@/simulator/hangs/linux-container";
import { starve } from "@/simulator/hangs/thread-pool-starvation";
import type { WrittenDrill } from "./written-drill";

/** Every worker of a container blocks on a task that needs another worker. */
export const syncOverAsync: WrittenDrill = {
  id: "sync-over-async",
  title: "The container is throttled, surely",
  cause: "thread-pool-starvation",
  contributing: [],
  topic: "pools",
  level: 2,
  needs: { versions: ["core"], systems: ["linux"] },
  put(stage) {
    const { random } = stage;
    starve(stage, random.int(180, 220), random.int(440, 560));
    stage.requests(random.int(100, 160), random.int(30_000, 240_000));
    inContainer(stage);
    stage.answers.set("trigger", "under-load");
    stage.answers.set("duration", "never");
    stage.answers.set("server-system", "linux");
    stage.answers.set("single-request", "fine-alone");
  },
  complaint: ({ linux }) =>
    `After the move to containers the shop freezes whenever many users come at once. The quota is ${(linux.controlGroup.quota ?? 0) / 100_000} processors, and everybody knows that quotas throttle. Operations wants to double it. Would you sign that?`,
};
