import { call } from "../methods";
import type { Thread } from "../threads";
import { filterOf } from "./filters";
import type { Hang } from "./hang";
import { WAITS_FOR_RESOURCE, waitsInDriver } from "./kernel-paths";
import type { Stage } from "./stage";
import { inRequestAt } from "./stories";

/** Reads a file, and is still at opening it. */
export const OPENS_FILE = inRequestAt(
  ["NtCreateFile", "BASE!CreateFileW"],
  [call("System.IO.FileStream.Init", { transition: "helper" }), call("System.IO.File.ReadAllText", { isStatic: true })],
);

/** The first thread is kept in the driver with a lock of the file system, and the others wait for that lock. */
export function holdResource(stage: Stage, driver: string, [holder, ...waiting]: readonly Thread[]): void {
  if (!holder) return;
  const { random } = stage;
  const owner = stage.inKernel(holder, waitsInDriver(driver), { ticks: random.int(4000, 40_000) });
  const others = waiting.map((thread) => stage.inKernel(thread, WAITS_FOR_RESOURCE, { ticks: random.int(1, 250) }));
  const { kernel } = stage.server;
  stage.set({
    kernel: {
      ...kernel,
      suspect: owner,
      resources: [
        {
          address: stage.address("pool"),
          name: null,
          access: "exclusive",
          owners: [{ thread: owner.address, count: 1 }],
          sharedWaiters: [],
          exclusiveWaiters: others.map(({ address }) => address),
          contentionCount: random.int(90, 20_000),
        },
      ],
    },
  });
}

/** A driver keeps a lock of the file system; whoever comes by waits in the kernel. */
export const kernelResource: Hang = {
  cause: "kernel-resource",
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const driver = filterOf(stage);
    const threads = stage.threads(random.int(6, 20), OPENS_FILE);
    holdResource(stage, driver, threads);
    stage.requests(threads.length, random.int(60_000, 600_000));
    stage.requestAge(random.int(60_000, 600_000));
    stage.answers.set("duration", "never");
  },
  without: ["a kernel lock that nobody waits for"],
};
