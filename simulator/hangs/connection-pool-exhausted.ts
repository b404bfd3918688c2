import { MANY } from "../calls";
import type { HeapObject } from "../objects";
import { referring } from "./fields";
import type { Hang } from "./hang";
import type { Stage } from "./stage";
import { inRequestAt, methods, readsFromDatabase } from "./stories";

const DEFAULT_SIZE = 100;

/** Where the provider's classes are: .NET (Core) has one of its own beside the framework's. */
function clientOf({ runtime, random }: Stage): string {
  return runtime.version === "core" && random.chance(0.6) ? "Microsoft.Data" : "System.Data";
}

function wantsConnection({ runtime }: Stage, space: string) {
  const old = runtime.version === "2.0";
  return inRequestAt(
    [...MANY, "CLR!WaitHandleNative::CorWaitMultipleNative"],
    methods(
      "System.Threading.WaitHandle.WaitMultiple",
      `${space}.ProviderBase.DbConnectionPool.${old ? "GetConnection" : "TryGetConnection"}`,
      `${space}.ProviderBase.DbConnectionFactory.${old ? "GetConnection" : "TryGetConnection"}`,
      ...(old ? [`${space}.ProviderBase.DbConnectionClosed.OpenConnection`] : []),
      `${space}.SqlClient.SqlConnection.Open`,
    ),
  );
}

/** A pool and what it was made with. */
function poolObjects(stage: Stage, space: string, total: number, waiting: number, most: number): HeapObject[] {
  const options = stage.objectWith(`${space}.ProviderBase.DbConnectionPoolGroupOptions`, {
    _minPoolSize: 0,
    _maxPoolSize: most,
    _creationTimeout: 15_000,
  });
  const pool = stage.objectWith(`${space}.ProviderBase.DbConnectionPool`, {
    _totalObjects: total,
    _waitCount: waiting,
    _errorOccurred: 0,
  });
  return [referring(stage, pool, "_connectionPoolGroupOptions", options), options];
}

/** How full a pool is, and who wants of it. */
export interface PoolUse {
  /** As many connections as it may have. */
  most: number;
  waiting: number;
  /** Threads that work with a connection of it at this moment. */
  atWork: number;
}

/** Uses a pool up. */
export function drainPool(stage: Stage, { most, waiting, atWork }: PoolUse): void {
  const { random, server } = stage;
  const space = clientOf(stage);
  for (const thread of stage.threads(waiting, wantsConnection(stage, space))) {
    // Three handles: the semaphore, an error, the right to open one. Only 32-bit code passes the count on the stack.
    if (stage.runtime.bits === 32) stage.waitsOn(thread, "WaitForMultipleObjectsEx", "3");
  }
  stage.threads(atWork, readsFromDatabase());
  const other = random.chance(0.5) ? poolObjects(stage, space, random.int(1, 12), 0, DEFAULT_SIZE) : [];
  stage.set({ objects: [...server.objects, ...other, ...poolObjects(stage, space, most, waiting, most)] });
}

/** All connections of the pool are in use, and none comes back. */
export const connectionPoolExhausted: Hang = {
  cause: "connection-pool-exhausted",
  needs: { versions: ["2.0", "4.x", "core"] },
  put(stage) {
    const { random } = stage;
    const waiting = random.int(8, 40);
    const most = random.pick([DEFAULT_SIZE, DEFAULT_SIZE, 20, 30, 50, 200]);
    // Given back by nobody, or one or two at work.
    drainPool(stage, { most, waiting, atWork: random.int(0, 2) });
    stage.requests(waiting, random.int(15_000, 60_000));
    stage.answers.set("trigger", random.pick(["under-load", "any-time"]));
  },
};
