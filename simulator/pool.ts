import type { Hex } from "@/evidence";
import type { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";
import type { Thread } from "./threads";

/** A piece of work that no worker has taken yet. */
export interface QueuedWork {
  queue: "Global" | "Global high-pri";
  /** What the runtime's own pool calls it; null for a function it has no name for. */
  callback: "QueueUserWorkItemCallback DelegateInfo" | "AsyncCallbackCompletion AsyncCallback" | null;
  function: Hex;
  /** Type as the portable pool knows it. */
  type: string;
  object: Hex;
  /** What a delegate calls. */
  target: { object: Hex; method: string } | null;
}

/** A decision of the pool on its number of threads. */
export interface PoolStep {
  /** Hundredths of a second before the last one. */
  before: number;
  transition: "Warmup" | "Starvation" | "ClimbingMove" | "RandomMove" | "Stabilizing";
  threads: number;
  samples: number;
  throughput: number;
}

/** The thread pool of the process. */
export interface ThreadPool {
  /** Of the whole machine, in percent. */
  cpu: number;
  running: number;
  idle: number;
  minLimit: number;
  maxLimit: number;
  queue: readonly QueuedWork[];
  timers: number;
  completion: {
    total: number;
    free: number;
    maxFree: number;
    currentLimit: number;
    minLimit: number;
    maxLimit: number;
  };
  steps: readonly PoolStep[];
}

const TYPES: readonly (readonly [type: string, method: string | null])[] = [
  ["System.Action", "<SendAsync>b__0"],
  ["System.Threading.Tasks.Task<System.Int32>", null],
  ["System.Threading.QueueUserWorkItemCallbackDefaultContext", "OnTimer"],
  ["Contoso.Shop.Mailer+<FlushAsync>d__3", null],
];
const CALLBACKS = ["QueueUserWorkItemCallback DelegateInfo", "AsyncCallbackCompletion AsyncCallback", null] as const;
const TRANSITIONS = ["Warmup", "Starvation", "ClimbingMove", "RandomMove", "Stabilizing"] as const;

function makeSteps(total: number, random: Random): PoolStep[] {
  const count = random.int(0, 5);
  return random.times(count, (at) => ({
    before: (count - 1 - at) * random.int(40, 1900),
    transition: random.pick(TRANSITIONS),
    threads: Math.max(1, total - (count - 1 - at)),
    samples: random.int(0, 40),
    throughput: random.int(0, 90_000) / 100,
  }));
}

export function makePool(
  threads: readonly Thread[],
  { version }: Runtime,
  addresses: AddressSpace,
  random: Random,
): ThreadPool {
  const workers = threads.filter(({ runtime }) => runtime?.kind === "Threadpool Worker");
  const idle = workers.filter(({ role }) => role === "idle-worker").length;
  const ports = threads.filter(({ role }) => role === "completion-port").length;
  const processors = random.pick([2, 4, 8, 16]);
  const waiting = idle > 0 ? 0 : random.pick([0, 0, 1, random.int(2, 9)]);
  return {
    cpu: random.pick([0, random.int(1, 30), random.int(81, 100)]),
    running: workers.length - idle,
    idle,
    minLimit: processors,
    maxLimit: version === "1.1" || version === "2.0" ? 25 * processors : 32_767,
    queue: random.times(waiting, () => {
      const [type, method] = random.pick(TYPES);
      return {
        queue: random.pick(["Global", "Global", "Global high-pri"] as const),
        callback: random.pick(CALLBACKS),
        function: addresses.take("jitted"),
        type,
        object: addresses.take("object"),
        target: method === null ? null : { object: addresses.take("object"), method },
      };
    }),
    timers: random.int(0, 40),
    completion: {
      total: ports,
      free: ports,
      maxFree: 2 * processors,
      currentLimit: Math.max(1, ports),
      minLimit: processors,
      maxLimit: 1000,
    },
    steps: makeSteps(workers.length, random),
  };
}
