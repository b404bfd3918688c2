import { MANY } from "../calls";
import type { Hang } from "./hang";
import { inRequestAt, methods } from "./stories";

/** Everybody waits for a semaphore that whoever took it does not release. */
export const ownerlessPrimitive: Hang = {
  cause: "ownerless-primitive",
  needs: { versions: ["4.x", "core"] },
  put(stage) {
    const { random } = stage;
    const semaphore = stage.objects.object("System.Threading.SemaphoreSlim", { thinLock: null });
    const waiting = stage.threads(
      random.int(8, 30),
      inRequestAt(
        [...MANY, "CLR!Thread::DoAppropriateWait", "CLR!SyncBlock::Wait"],
        methods(
          "System.Threading.Monitor.ObjWait",
          "System.Threading.SemaphoreSlim.WaitUntilCountOrTimeout",
          "System.Threading.SemaphoreSlim.Wait",
        ),
      ),
    );
    for (const thread of waiting) stage.refers(thread, semaphore);
    stage.requests(waiting.length, random.int(60_000, 900_000));
    stage.answers.set("duration", "never");
  },
};
