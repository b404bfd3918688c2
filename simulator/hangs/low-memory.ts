import { call } from "../methods";
import type { Hang } from "./hang";
import { WAITS_FOR_PAGE } from "./kernel-paths";
import { inRequestAt } from "./stories";

/** The machine has no memory left and fetches page after page from the disk. */
export const lowMemory: Hang = {
  cause: "low-memory",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, server } = stage;
    const { memory } = server;
    const slow = stage.threads(
      random.int(5, 20),
      inRequestAt(["CLR!JIT_New"], [call("Contoso.Shop.Basket.Load", { transition: "helper" })]),
    );
    for (const thread of slow) stage.inKernel(thread, WAITS_FOR_PAGE);
    stage.set({
      memory: {
        ...memory,
        available: Math.floor(memory.physical * 0.01),
        limit: memory.committed + random.int(20, 900),
        failedAllocations: random.int(1, 40),
      },
    });
    stage.health({ availableMegabytes: random.int(5, 60), pageReads: random.int(300, 2000) });
    stage.requests(slow.length, random.int(30_000, 300_000));
  },
};
