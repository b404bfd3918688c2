import type { Hang } from "./hang";
import { queued } from "./pool";
import type { Stage } from "./stage";
import { WITH_TASKS } from "./stories";
import { waitsForTask } from "./task-waits";

/** Blocks so many workers, all there are, with so much work behind them. */
export function starve(stage: Stage, blocked: number, waiting: number): void {
  stage.set({ threads: stage.server.threads.filter(({ role }) => role !== "idle-worker") });
  stage.threads(blocked, waitsForTask(stage));
  const { pool } = stage.server;
  stage.set({ pool: { ...pool, cpu: stage.random.int(1, 30), queue: queued(stage, waiting) } });
}

/** Every worker blocks on a task, and the work that would end it is queued. */
export const threadPoolStarvation: Hang = {
  cause: "thread-pool-starvation",
  needs: WITH_TASKS,
  put(stage) {
    const { random } = stage;
    const count = random.int(16, 60);
    starve(stage, count, random.int(20, 900));
    // Somebody set a limit, and it is reached; mostly the pool still adds a thread now and then.
    const { pool } = stage.server;
    if (random.chance(0.2)) stage.set({ pool: { ...pool, maxLimit: count } });
    stage.requests(random.int(6, 30), random.int(30_000, 300_000));
    stage.answers.set("trigger", "under-load");
    if (random.chance(0.7)) stage.answers.set("single-request", "fine-alone");
  },
};
