import { lock } from "./locks";
import type { Stage } from "./stage";
import { nativeOnly, readsFromDatabase } from "./stories";

/** Things that happen on every server and explain no hang, each with a name to leave it out by. */
const HERRINGS: Readonly<Record<string, (stage: Stage) => void>> = {
  "a lock that nobody waits for": (stage) => {
    const owner = stage.server.threads.find(({ role }) => role === "idle-worker");
    if (owner) lock(stage, "System.Object", { kind: "thread", thread: owner }, []);
  },
  "one thread that waits for a database": (stage) => {
    stage.thread(readsFromDatabase());
  },
  "a kernel lock that nobody waits for": (stage) => {
    const { kernel } = stage.server;
    const thread = kernel.strangers[0]?.address;
    if (thread === undefined) return;
    stage.set({
      kernel: {
        ...kernel,
        resources: [
          {
            address: stage.address("pool"),
            name: null,
            access: "shared",
            owners: [{ thread, count: 1 }],
            sharedWaiters: [],
            exclusiveWaiters: [],
            contentionCount: stage.random.int(0, 9000),
          },
        ],
      },
    });
  },
  "another pool's worker process": (stage) => {
    const { web, process } = stage.server;
    const processId = Number.parseInt(process.id, 16) + 4 * stage.random.int(3, 90);
    stage.set({ web: { ...web, workers: [...web.workers, { processId, applicationPool: "OtherPool" }] } });
  },
  "a thread of a product's own": (stage) => {
    stage.thread(nativeOnly(["NtWaitForSingleObject", "BASE!WaitForSingleObjectEx", "AcmeAgent+", "START"]));
  },
};

/** Names of all of them, for a server without any. */
export const HERRING_NAMES: readonly string[] = Object.keys(HERRINGS);

/** Puts some of them on the server. */
export function putHerrings(stage: Stage, without: readonly string[] = []): void {
  for (const [name, put] of Object.entries(HERRINGS)) {
    if (!without.includes(name) && stage.random.fork(name).chance(0.35)) put(stage);
  }
}
