import type { Hex } from "../hex";
import type { Row } from "./row";

/** A piece of work that waits for a worker. */
export interface WorkItem extends Row {
  /** As printed between brackets: `Global`, `Global high-pri`; null where no queue is named. */
  queue: string | null;
  /** The type, or what the old pool calls it: `QueueUserWorkItemCallback`. */
  type: string;
  /** The item itself; of the old pool what it is called with. */
  object: Hex | null;
  /** Native function of the old pool's item. */
  function: Hex | null;
  /** What a delegate calls: the object and the method's name. */
  target: Hex | null;
  method: string | null;
}

/** One decision of the pool about its number of threads (`-ti`). */
export interface HillClimbingStep extends Row {
  /** Before the last decision: zero or negative. */
  seconds: number;
  transition: string;
  newThreads: number;
  samples: number;
  throughput: number;
}

/** `!threadpool`. Null is what this dialect does not print, or what was cut off. */
export interface ThreadPoolReport {
  kind: "thread-pool";
  /** `clr`: the runtime's own in native code; `portable`: the managed one of .NET 6 and later; `windows`: that of the system. */
  pool: "clr" | "portable" | "windows";
  dialect: "sos-1.1" | "sos-2" | "psscor" | "portable" | "windows";
  /** Percent, of the whole machine. */
  cpuUtilization: number | null;
  workersTotal: number | null;
  workersRunning: number | null;
  workersIdle: number | null;
  workersMinLimit: number | null;
  workersMaxLimit: number | null;
  /** All there is to know of a Windows pool. */
  threadCount: number | null;
  workRequestsInQueue: number | null;
  timers: number | null;
  iocpTotal: number | null;
  iocpFree: number | null;
  iocpMaxFree: number | null;
  iocpCurrentLimit: number | null;
  iocpMinLimit: number | null;
  iocpMaxLimit: number | null;
  cpuLine: number | null;
  workersLine: number | null;
  queueLine: number | null;
  iocpLine: number | null;
  /** Listed by SOS 1.1 always, by others with `-wi`. */
  workItems: readonly WorkItem[];
  hillClimbing: readonly HillClimbingStep[];
  /** True when the workers' counts and limits are all there, and no line was left out or unreadable. */
  complete: boolean;
}
