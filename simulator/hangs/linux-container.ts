import { FUTEX, makeLinuxStacks } from "../linux-stacks";
import type { LinuxThread } from "../linux-tasks";
import type { Stage } from "./stage";

const GIGABYTE = 1_073_741_824;
/** A period of the processor's quota, in microseconds. */
const PERIOD = 100_000;

function threadsOf({ server, random }: Stage): LinuxThread[] {
  const processId = Number.parseInt(server.process.id, 16);
  return server.threads.map((thread, at) => ({
    processId,
    threadId: at === 0 ? processId : Number.parseInt(thread.osThreadId, 16),
    parentId: 0,
    user: "app",
    state: at === 0 ? "Ssl" : "Sl",
    wchan: "futex_wait_queue_me",
    processor: random.int(0, 7),
    cpu: random.int(0, 3),
    memory: random.int(20, 90),
    cpuSeconds: random.int(0, 40),
    residentKilobytes: 640_000,
    name: at === 0 ? "dotnet" : thread.runtime?.kind === "Threadpool Worker" ? ".NET TP Worker" : ".NET SigHandler",
    commandLine: "dotnet Contoso.Shop.dll --urls http://+:8080",
  }));
}

/** A container with processor time and memory to spare, whose only process has the threads that stand on the stage. */
export function inContainer(stage: Stage): void {
  const { random, server } = stage;
  const threads = threadsOf(stage);
  const memoryMax = random.int(3, 8) * GIGABYTE;
  const calm = (): readonly [number, number, number] => [random.int(0, 60), random.int(0, 60), random.int(0, 60)];
  stage.set({
    linux: {
      threads,
      loadAverages: [random.int(10, 90), random.int(10, 90), random.int(10, 90)],
      ioWait: random.int(0, 9),
      stacks: makeLinuxStacks(threads, random, [FUTEX]),
      controlGroup: {
        ...server.linux.controlGroup,
        periods: random.int(30_000, 900_000),
        throttled: 0,
        throttledTime: 0,
        quota: random.pick([2, 4, 8]) * PERIOD,
        memoryMax,
        memoryCurrent: 4096 * Math.floor((memoryMax * (0.3 + 0.2 * random.next())) / 4096),
        events: { low: 0, high: 0, max: 0, oom: 0, oomKill: 0 },
        pressure: { some: calm(), full: calm(), total: random.int(1000, 90_000) },
      },
      disks: {
        ...server.linux.disks,
        filesystems: server.linux.disks.filesystems.map((one) => ({
          ...one,
          used: Math.floor(one.kilobytes * 0.4),
          inodesUsed: Math.floor(one.inodes * 0.1),
        })),
      },
    },
  });
}
