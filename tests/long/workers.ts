import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Outcome, Task } from "./tasks";

const ROOT = join(import.meta.dirname, "../..");

function startWorker(): ChildProcess {
  return fork(join(ROOT, "scripts/run.mjs"), ["tests/long/worker.ts"]);
}

function performed(worker: ChildProcess, task: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null): void => reject(new Error(`A worker ended with ${code} at ${describe(task)}.`));
    worker.once("exit", died);
    worker.once("message", (outcome: Outcome) => {
      worker.off("exit", died);
      resolve(outcome);
    });
    worker.send(task);
  });
}

function describe(task: Task): string {
  return JSON.stringify(task).slice(0, 300);
}

/** Has the tasks done by so many processes at a time, each a task after the other. */
export async function inParallel(
  tasks: readonly Task[],
  workers: number,
  done: (outcome: Outcome, task: Task) => void,
): Promise<void> {
  const left = tasks.values();
  const lane = async (): Promise<void> => {
    const worker = startWorker();
    try {
      for (const task of left) done(await performed(worker, task), task);
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, lane));
}
