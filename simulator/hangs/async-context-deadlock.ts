import type { Hang } from "./hang";
import type { Stage } from "./stage";
import { waitsForTask } from "./task-waits";

const CONTEXTS = ["System.Web.AspNetSynchronizationContext", "System.Web.LegacyAspNetSynchronizationContext"];
/** What lies on the stack of whoever waits for an async method. */
const BESIDE = ["System.Threading.Tasks.Task", "Contoso.Orders.Catalog+<LoadAsync>d__4", "System.Net.Http.HttpClient"];

/** Blocks so many requests, each on its own context. */
export function blockOnContext(stage: Stage, count: number): void {
  const { random } = stage;
  const context = random.pick(CONTEXTS);
  for (const thread of stage.threads(count, waitsForTask(stage))) {
    const types = [...random.sample(BESIDE, random.int(0, BESIDE.length)), context];
    stage.refers(thread, ...types.map((type) => stage.objects.object(type, { thinLock: null })));
  }
}

/** A request waits for a task that can only end on the request's own context. */
export const asyncContextDeadlock: Hang = {
  cause: "async-context-deadlock",
  needs: { versions: ["4.x"] },
  put(stage) {
    const { random } = stage;
    const count = random.pick([1, 1, 2, 3, 4]);
    blockOnContext(stage, count);
    stage.requests(count, random.int(60_000, 3_000_000));
    if (random.chance(0.8)) stage.answers.set("single-request", "hangs-alone");
    stage.answers.set("duration", "never");
    if (random.chance(0.6)) stage.answers.set("trigger", "any-time");
  },
};
