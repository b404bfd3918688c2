import type { Hang } from "./hang";
import { queued } from "./pool";
import { WITH_TASKS } from "./stories";
import { waitsForTask } from "./task-waits";

/** Every worker blocks on a task, and the work that would end it is queued. */
export const threadPoolStarvation: Hang = {
  cause: "thread-pool-starvation",
  needs: WITH_TASKS,
  put(stage) {
    const { random, server } = stage;
    stage.set({ threads: server.threads.filter(({ role }) => role !== "idle-worker") });
    const count = random.int(16, 60);
    stage.threads(count, waitsForTask(stage));
    const { pool } = stage.server;
    // Somebody set a limit, and it is reached; mostly the pool still adds a thread now and then.
    const maxLimit = random.chance(0.2) ? count : pool.maxLimit;
    stage.set({ pool: { ...pool, maxLimit, cpu: random.int(1, 30), queue: queued(stage, random.int(20, 900)) } });
    stage.requests(random.int(6, 30), random.int(30_000, 300_000));
    stage.answers.set("trigger", "under-load");
    if (random.chance(0.7)) stage.answers.set("single-request", "fine-alone");
  },
};
