import { makeEvents } from "../logged-events";
import { call } from "../methods";
import { behindOwner } from "./behind-owner";
import { onlyWindowsFilters } from "./filters";
import type { Hang } from "./hang";
import { WAITS_FOR_DISK } from "./kernel-paths";
import { inRequestAt } from "./stories";

/** The disk itself answers late; only Windows' own drivers stand before it. */
export const slowStorage: Hang = {
  cause: "slow-storage",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, server } = stage;
    const owner = behindOwner(stage, {
      owner: inRequestAt(
        ["NtReadFile", "BASE!ReadFile"],
        [call("System.IO.FileStream.ReadCore", { transition: "helper" }), call("System.IO.StreamReader.ReadToEnd")],
      ),
      on: "Contoso.Shop.TemplateStore",
      waiters: [5, 30],
      age: [40_000, 300_000],
    });
    stage.inKernel(owner, WAITS_FOR_DISK, { ticks: random.int(70, 1500) });
    stage.health({ diskSeconds: random.int(60, 900) / 1000 });
    onlyWindowsFilters(stage);
    stage.set({
      events: makeEvents(
        {
          clock: server.clock,
          system: server.runtime.system,
          processId: Number.parseInt(server.process.id, 16),
          image: server.process.image,
          applicationPool: server.web.workers[0]?.applicationPool ?? "DefaultAppPool",
          memory: server.memory,
        },
        random,
        ["reset", "started"],
      ),
    });
    stage.answers.set("filter-test", "no-change");
  },
};
