import { addFilter, onlyWindowsFilters } from "@/simulator/hangs/filters";
import { WAITS_FOR_RESOURCE } from "@/simulator/hangs/kernel-paths";
import { holdResource, OPENS_FILE } from "@/simulator/hangs/kernel-resource";
import type { Stage } from "@/simulator/hangs/stage";
import { KernelThreadMaker } from "@/simulator/kernel-threads";
import type { WrittenDrill } from "./written-drill";

const REPLICATION: readonly (readonly [name: string, altitude: string])[] = [
  ["AcmeReplica", "301234.5"],
  ["ContosoMirror", "305110"],
  ["AcmeRepl", "302077"],
];
/** Everybody who wants the volume: the web server's threads and those of other processes. */
const WAITERS: readonly [number, number] = [32, 46];

/** Threads of other processes that wait for the same resource: the whole machine stands still. */
function othersWait(stage: Stage, count: number): void {
  const { random, runtime, addresses } = stage;
  const maker = new KernelThreadMaker(runtime, addresses, random);
  const { kernel } = stage.server;
  const [resource, ...rest] = kernel.resources;
  const host = kernel.processes.find(({ image }) => image === "svchost.exe") ?? kernel.processes[0];
  if (!resource || !host) return;
  const waiting = random.times(count, (at) => ({
    ...maker.make(
      {
        processId: host.processId,
        osThreadId: (0x700 + 4 * at).toString(16),
        teb: stage.address("teb"),
        process: host.address,
        image: host.image,
      },
      WAITS_FOR_RESOURCE,
    ),
    ticks: random.int(1, 250),
  }));
  stage.set({
    kernel: {
      ...kernel,
      resources: [
        {
          ...resource,
          exclusiveWaiters: [...resource.exclusiveWaiters, ...waiting.map(({ address }) => address)],
          contentionCount: random.int(9000, 19_000),
        },
        ...rest,
      ],
      processes: kernel.processes.map((process) =>
        process === host ? { ...process, threads: [...process.threads, ...waiting] } : process,
      ),
    },
  });
}

/** A replication product keeps a volume's lock while it waits; the web server is only the first to be missed. */
export const kernelResourceDrill: WrittenDrill = {
  id: "kernel-resource",
  title: "Everything on that box is slow",
  cause: "kernel-resource",
  contributing: ["file-system-filter"],
  topic: "native",
  level: 3,
  needs: { systems: ["2003", "2008-r2", "2019"] },
  put(stage) {
    const { random } = stage;
    const [driver, altitude] = random.pick(REPLICATION);
    onlyWindowsFilters(stage);
    addFilter(stage, driver, altitude);
    const waiters = random.int(...WAITERS);
    const threads = stage.threads(random.int(12, 24), OPENS_FILE);
    holdResource(stage, driver, threads);
    othersWait(stage, waiters - threads.length + 1);
    const age = random.int(120_000, 900_000);
    stage.requests(threads.length, age);
    stage.requestAge(age);
    stage.answers.set("trigger", "any-time");
    stage.answers.set("duration", "never");
    stage.answers.set("static-files", "stall");
    stage.answers.set("filter-test", "not-done");
  },
  without: ["a kernel lock that nobody waits for"],
  refuses: ["procmon"],
  complaint: ({ machine }) =>
    `The web site on ${machine.name} hangs, shares on it open slowly, and remote desktop takes minutes. The network people find nothing, and the web team says that w3wp.exe does not answer. We want a root cause for the SMB slowness first, please.`,
};
