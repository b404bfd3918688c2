import type { Role } from "../calls";
import type { CounterColumn, CounterLog } from "../counters";
import { makeFilters } from "../filters";
import { makeHttpErrors } from "../http-errors";
import type { KernelStory, KernelThreadState } from "../kernel-threads";
import { KernelThreadMaker, SWAP } from "../kernel-threads";
import { makeEvents } from "../logged-events";
import type { Random } from "../random";
import type { BuiltServer, Server } from "../server";
import type { Thread } from "../threads";

/** Roles of a process that does nothing: what every worker process has, and a pool whose threads are idle. */
export function calmRoles(random: Random): Role[] {
  const workers = random.int(4, 8);
  return [
    "main",
    "pump",
    "pump",
    "debugger-helper",
    "finalizer",
    "timer",
    "completion-port",
    ...random.times(workers, (): Role => "idle-worker"),
  ];
}

/** A thread with nothing odd about it. */
export function calmThread(thread: Thread): Thread {
  const { runtime } = thread;
  return {
    ...thread,
    suspendCount: thread.suspendCount === 2 ? 1 : thread.suspendCount,
    frozen: false,
    runtime: runtime && { ...runtime, cooperative: false, lockCount: 0, apartment: "MTA", exception: null },
  };
}

const SLEEPS: KernelStory = {
  reason: "UserRequest",
  type: "SynchronizationEvent",
  irps: 0,
  sites: [...SWAP, "nt!NtWaitForSingleObject", "ENTRY"],
};

/** A thread as the kernel sees it, waiting for something its own process does, or as it is told. */
export function kernelThreadOf(
  thread: Thread,
  { server, addresses }: BuiltServer,
  random: Random,
  story: KernelStory = SLEEPS,
): KernelThreadState {
  const process = server.kernel.processes.at(-1);
  const maker = new KernelThreadMaker(server.runtime, addresses, random);
  return maker.make(
    {
      processId: server.process.id,
      osThreadId: thread.osThreadId,
      teb: thread.teb,
      process: process?.address ?? "0",
      image: process?.image ?? server.process.image,
    },
    story,
  );
}

/** What the performance counters show, one value a counter and sample. */
export interface Health {
  availableMegabytes: number;
  pageReads: number;
  diskSeconds: number;
  processorPercent: number;
  requestsQueued: number;
}

export const HEALTHY: Health = {
  availableMegabytes: 3900,
  pageReads: 4,
  diskSeconds: 0.004,
  processorPercent: 6,
  requestsQueued: 0,
};

type Row = readonly [
  key: keyof Health,
  object: string,
  instance: string | null,
  counter: string,
  germanObject: string,
  germanCounter: string,
];

const ROWS: readonly Row[] = [
  ["availableMegabytes", "Memory", null, "Available MBytes", "Arbeitsspeicher", "Verfügbare MB"],
  ["pageReads", "Memory", null, "Page Reads/sec", "Arbeitsspeicher", "Seitenlesevorgänge/s"],
  [
    "diskSeconds",
    "PhysicalDisk",
    "0 C:",
    "Avg. Disk sec/Read",
    "Physikalischer Datenträger",
    "Mittlere Sek./Lesevorgänge",
  ],
  ["processorPercent", "Processor", "_Total", "% Processor Time", "Prozessor", "Prozessorzeit (%)"],
  [
    "requestsQueued",
    "HTTP Service Request Queues",
    "DefaultAppPool",
    "CurrentQueueSize",
    "HTTP-Dienst-Anforderungswarteschlangen",
    "CurrentQueueSize",
  ],
];

/** Ten samples, each a little off what it is told. */
export function healthLog(health: Health, from: number, machine: string, random: Random): CounterLog {
  return {
    columns: ROWS.map(
      ([, object, instance, counter, germanObject, germanCounter]): CounterColumn => ({
        machine,
        object,
        instance,
        counter,
        german: { object: germanObject, counter: germanCounter },
      }),
    ),
    samples: random.times(10, (at) => ({
      at: from + 1000 * at + random.int(0, 30),
      values: ROWS.map(([key]) => Math.round(health[key] * 1_000_000 * (0.9 + 0.2 * random.next()))),
    })),
  };
}

/** The server as it is when nothing is wrong with it: each hang is put on top of this. */
export function calm(built: BuiltServer, random: Random): Server {
  const { server } = built;
  const threads = server.threads.map(calmThread);
  const { kernel, memory, clock, web } = server;
  const worker = kernel.processes.at(-1);
  const kernelThreads = threads.map((thread) => kernelThreadOf(thread, built, random.fork(`kernel ${thread.number}`)));
  const processes = kernel.processes.map((process) => ({
    ...process,
    debugPort: null,
    threads: process === worker ? kernelThreads : process.threads,
  }));
  return {
    ...server,
    process: { ...server.process, debugged: false },
    threads,
    deadThreads: [],
    current: threads[0] ?? server.current,
    monitors: { ...server.monitors, monitors: [] },
    criticalSections: server.criticalSections.filter(({ owner }) => owner === null),
    rwLocks: [],
    async: { chains: [] },
    exceptions: [],
    fileActivity: [],
    handles: server.handles.map((handle) =>
      handle.detail.type === "Mutant"
        ? { ...handle, detail: { ...handle.detail, owner: null, abandoned: false } }
        : handle,
    ),
    kernel: { ...kernel, resources: [], processes, suspect: kernelThreads[0] ?? kernel.suspect },
    memory: {
      ...memory,
      available: Math.floor(memory.physical * 0.4),
      limit: 3 * memory.committed,
      failedAllocations: 0,
    },
    pool: { ...server.pool, cpu: random.int(1, 20), queue: [], steps: [] },
    filters: makeFilters(server.runtime.system, random.fork("filters")),
    counters: healthLog(HEALTHY, clock.session, server.machine.name, random.fork("counters")),
    httpErrors: makeHttpErrors(clock, web, random.fork("http errors")).filter(({ request }) => request === null),
    events: makeEvents(
      {
        clock,
        system: server.runtime.system,
        processId: Number.parseInt(server.process.id, 16),
        image: server.process.image,
        applicationPool: web.workers[0]?.applicationPool ?? "DefaultAppPool",
        memory,
      },
      random.fork("events"),
      ["started"],
    ),
    web: { ...web, requests: [], workers: web.workers.slice(0, 1) },
  };
}
