import { makeEvents } from "../logged-events";
import { call } from "../methods";
import type { Hang } from "./hang";
import { WAITS_FOR_DISK } from "./kernel-paths";
import { lock } from "./locks";
import { inRequestAt, waitsForMonitor } from "./stories";

/** The disk itself answers late; only Windows' own drivers stand before it. */
export const slowStorage: Hang = {
  cause: "slow-storage",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random, server } = stage;
    const owner = stage.thread(
      inRequestAt(
        ["NtReadFile", "BASE!ReadFile"],
        [call("System.IO.FileStream.ReadCore", { transition: "helper" }), call("System.IO.StreamReader.ReadToEnd")],
      ),
    );
    stage.serves(owner);
    const waiters = stage.threads(random.int(5, 30), waitsForMonitor());
    lock(stage, "Contoso.Shop.TemplateStore", { kind: "thread", thread: owner }, waiters);
    stage.inKernel(owner, WAITS_FOR_DISK, { ticks: random.int(70, 1500) });
    stage.health({ diskSeconds: random.int(60, 900) / 1000 });
    stage.set({
      filters: server.filters.filter(({ name }) => !/Acme|Contoso|Old|Some/.test(name)),
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
    stage.requests(waiters.length + 1, random.int(40_000, 300_000));
    stage.requestAge(random.int(40_000, 300_000));
    stage.answers.set("filter-test", "no-change");
  },
};
