import type { Hang } from "./hang";
import { waitsForTask } from "./stories";

/** A request waits for a task that can only end on the request's own context. */
export const asyncContextDeadlock: Hang = {
  cause: "async-context-deadlock",
  needs: { versions: ["4.x"] },
  put(stage) {
    const { random } = stage;
    const context = random.pick([
      "System.Web.AspNetSynchronizationContext",
      "System.Web.LegacyAspNetSynchronizationContext",
    ]);
    for (const thread of stage.threads(random.int(1, 3), waitsForTask())) {
      stage.refers(
        thread,
        stage.objects.object(context, { thinLock: null }),
        stage.objects.object("System.Threading.Tasks.Task", { thinLock: null }),
      );
    }
    stage.requests(random.int(1, 3), random.int(60_000, 3_000_000));
    stage.answers.set("single-request", "hangs-alone");
    stage.answers.set("duration", "never");
  },
};
