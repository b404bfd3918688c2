import type { QueuedWork } from "../pool";
import type { Stage } from "./stage";

/** Work that waits for a worker. */
export function queued({ random, addresses }: Stage, count: number): QueuedWork[] {
  const type = "System.Threading.Tasks.Task<System.Int32>";
  return random.times(count, () => ({
    queue: "Global",
    callback: null,
    function: addresses.take("jitted"),
    type,
    object: addresses.take("object"),
    target: null,
  }));
}
