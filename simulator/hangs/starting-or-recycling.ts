import { call } from "../methods";
import type { Hang } from "./hang";
import { inRequestAt, isOld } from "./stories";

/** The process has just begun; requests wait until the application is up. */
export const startingOrRecycling: Hang = {
  cause: "starting-or-recycling",
  needs: { versions: ["2.0", "4.x"] },
  put(stage) {
    const { random, server, runtime } = stage;
    const start = isOld(runtime)
      ? "System.Web.HttpApplicationFactory.FireApplicationOnStart"
      : "System.Web.HttpRuntime.EnsureFirstRequestInit";
    stage.thread(
      inRequestAt(
        ["CLR!MethodDesc::MakeJitWorker"],
        [call("Contoso.Web.Global.Application_Start", { transition: "helper" }), call(start)],
      ),
    );
    const processUptime = random.int(15_000, 80_000);
    stage.set({
      clock: {
        ...server.clock,
        processUptime,
        kernelTime: Math.floor(processUptime / 20),
        userTime: Math.floor(processUptime / 3),
      },
    });
    const { web, process } = stage.server;
    const pool = web.workers[0]?.applicationPool ?? "DefaultAppPool";
    const processId = Number.parseInt(process.id, 16) - 4 * random.int(3, 40);
    stage.set({ web: { ...web, workers: [...web.workers, { processId, applicationPool: pool }] } });
    stage.requests(random.int(3, 9), processUptime);
    stage.answers.set("trigger", "after-restart");
    stage.answers.set("duration", "by-itself");
  },
  without: ["another pool's worker process"],
};
