import type { Random } from "./random";

/** A thread of a made-up Linux machine; the first of each process is the process itself. */
export interface LinuxThread {
  processId: number;
  threadId: number;
  parentId: number;
  user: string;
  state: string;
  /** Null when it runs. */
  wchan: string | null;
  processor: number;
  /** Tenths of a percent. */
  cpu: number;
  memory: number;
  cpuSeconds: number;
  residentKilobytes: number;
  name: string;
  commandLine: string;
}

export interface LinuxTasks {
  threads: readonly LinuxThread[];
  /** In hundredths, over 1, 5 and 15 minutes. */
  loadAverages: readonly [number, number, number];
  /** Tenths of a percent. */
  ioWait: number;
}

const WAITS: readonly (readonly [state: string, wchan: string | null])[] = [
  ["Ssl", "futex_wait_queue_me"],
  ["Sl", "ep_poll"],
  ["D", "fanotify_get_response"],
  ["Dsl", "rpc_wait_bit_killable"],
  ["D", "io_schedule"],
  ["Rl+", null],
  ["S<", "hrtimer_nanosleep"],
  ["I", "rescuer_thread"],
];
const PROCESSES: readonly (readonly [names: readonly string[], commandLine: string, user: string])[] = [
  [
    ["dotnet", ".NET ThreadPool", ".NET Finalizer", ".NET Tiered Com"],
    "dotnet Contoso.Shop.dll --urls http://+:8080",
    "app",
  ],
  [["nginx"], "nginx: worker process", "www-data"],
  [["scand", "scand-worker"], "/opt/acme/scand --watch /app --deep", "root"],
  [["kworker/u8:1-events"], "[kworker/u8:1-events]", "root"],
];

function makeThreads(random: Random): LinuxThread[] {
  let id = random.int(1, 900);
  return random.sample(PROCESSES, random.int(2, PROCESSES.length)).flatMap(([names, commandLine, user]) => {
    id += random.int(1, 4000);
    const processId = id;
    return random.times(random.int(1, 4), (at) => {
      const [state, wchan] = random.pick(WAITS);
      if (at > 0) id += random.int(1, 9);
      return {
        processId,
        threadId: id,
        parentId: random.int(0, 1),
        user,
        state,
        wchan,
        processor: random.int(0, 63),
        cpu: random.int(0, random.pick([9, 999])),
        memory: random.int(0, 400),
        cpuSeconds: random.int(0, random.pick([50, 5000, 500_000])),
        residentKilobytes: random.int(0, 900_000),
        name: names[at % names.length] ?? "dotnet",
        commandLine,
      };
    });
  });
}

export function makeLinuxTasks(random: Random): LinuxTasks {
  return {
    threads: makeThreads(random),
    loadAverages: [random.int(0, 9000), random.int(0, 3000), random.int(0, 999)],
    ioWait: random.int(0, 999),
  };
}
