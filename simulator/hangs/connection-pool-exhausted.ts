import { MANY } from "../calls";
import type { Hang } from "./hang";
import { inRequestAt, methods } from "./stories";

/** All connections of the pool are in use, and none comes back. */
export const connectionPoolExhausted: Hang = {
  cause: "connection-pool-exhausted",
  needs: { versions: ["2.0", "4.x", "core"] },
  put(stage) {
    const { random, server } = stage;
    const count = random.int(8, 40);
    stage.threads(
      count,
      inRequestAt(
        [...MANY, "CLR!WaitHandleNative::CorWaitMultipleNative"],
        methods(
          "System.Threading.WaitHandle.WaitMultiple",
          "System.Data.ProviderBase.DbConnectionPool.TryGetConnection",
          "System.Data.ProviderBase.DbConnectionFactory.TryGetConnection",
          "System.Data.SqlClient.SqlConnection.Open",
        ),
      ),
    );
    const pool = stage.objectWith("System.Data.ProviderBase.DbConnectionPool", {
      _totalObjects: random.pick([30, 100, 200]),
      _waitCount: count,
      _errorOccurred: 0,
    });
    stage.set({ objects: [...server.objects, pool] });
    stage.requests(count, random.int(15_000, 60_000));
    stage.answers.set("trigger", "under-load");
  },
};
