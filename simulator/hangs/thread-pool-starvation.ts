import type { Hang } from "./hang";
import { queued } from "./pool";
import { WITH_TASKS, waitsForTask } from "./stories";

/** Every worker blocks on a task, and the work that would end it is queued. */
export const threadPoolStarvation: Hang = {
  cause: "thread-pool-starvation",
  needs: WITH_TASKS,
  put(stage) {
    const { random, server } = stage;
    stage.set({ threads: server.threads.filter(({ role }) => role !== "idle-worker") });
    stage.threads(random.int(16, 60), waitsForTask());
    stage.set({ pool: { ...stage.server.pool, cpu: random.int(1, 30), queue: queued(stage, random.int(20, 900)) } });
    stage.requests(random.int(6, 30), random.int(30_000, 300_000));
    stage.answers.set("trigger", "under-load");
    stage.answers.set("single-request", "fine-alone");
  },
};
