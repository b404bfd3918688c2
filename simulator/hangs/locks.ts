import type { Monitor } from "../locks";
import type { Thread } from "../threads";
import type { Stage } from "./stage";

/** Puts a lock on an object of that type: who owns it and who waits. The owner's stack refers to the object. */
export function lock(
  stage: Stage,
  type: string,
  owner: Monitor["owner"],
  waiters: readonly Thread[],
  more: Partial<Monitor> = {},
): Monitor {
  const { random, server } = stage;
  const { monitors } = server.monitors;
  const object = stage.objects.object(type, { thinLock: null });
  const monitor: Monitor = {
    index: (monitors.at(-1)?.index ?? random.int(1, 60)) + random.int(1, 30),
    syncBlock: stage.address("native-heap"),
    recursion: owner.kind === "none" ? 0 : 1,
    owner,
    waiters,
    object: object.address,
    type,
    ...more,
  };
  stage.set({
    monitors: {
      ...server.monitors,
      monitors: [...monitors, monitor],
      total: Math.max(server.monitors.total, monitor.index + random.int(10, 200)),
    },
  });
  for (const thread of waiters) stage.refers(current(stage, thread), object);
  return monitor;
}

/** The thread as it stands on the stage now. */
export function current({ server }: Stage, { number }: Thread): Thread {
  const thread = server.threads.find((known) => known.number === number);
  if (!thread) throw new RangeError(`The server has no thread ${number}.`);
  return thread;
}
