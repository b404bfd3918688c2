import type { Random } from "./random";

export interface MeasuredCounter {
  /** Name of the EventCounters, up to .NET 8. */
  display: string;
  /** Name and unit of the metrics, from .NET 9 on. */
  metric: string;
  /** Rows of a metric that has several, with the last change; one without a tag else. */
  rows: readonly { tag: string | null; value: number; delta: number }[];
}

/** What the runtime counts about itself. */
export interface RuntimeCounters {
  processId: number;
  paused: boolean;
  counters: readonly MeasuredCounter[];
  /** Samples of a file, a second apart, each with a value for every counter. */
  samples: readonly (readonly number[])[];
  /** Milliseconds since 1970. */
  from: number;
}

const PLAIN: readonly (readonly [display: string, metric: string, most: number])[] = [
  ["GC Heap Size (MB)", "dotnet.gc.last_collection.heap.size (By)", 4000],
  ["Monitor Lock Contention Count (Count / 1 sec)", "dotnet.monitor.lock_contentions ({contention})", 900],
  ["ThreadPool Queue Length", "dotnet.thread_pool.queue.length ({work_item})", 30_000],
  ["ThreadPool Thread Count", "dotnet.thread_pool.thread.count ({thread})", 900],
  ["Working Set (MB)", "dotnet.process.memory.working_set (By)", 9_000_000],
];

export function makeRuntimeCounters(processId: number, session: number, random: Random): RuntimeCounters {
  const counters = [
    {
      // With a fraction, so that the screen shows which mark the language has.
      display: "CPU Usage (%)",
      metric: "dotnet.process.cpu.time (s)",
      rows: [{ tag: null, value: random.int(0, 99) + 0.25, delta: random.int(0, 9) + 0.5 }],
    },
    {
      display: "Gen 0 GC Count (Count / 1 sec)",
      metric: "dotnet.gc.collections ({collection})",
      rows: ["gen0", "gen1", "gen2"].map((tag) => ({ tag, value: random.int(0, 5000), delta: random.int(0, 9) })),
    },
    ...random.sample(PLAIN, random.int(2, PLAIN.length)).map(([display, metric, most]) => ({
      display,
      metric,
      rows: [{ tag: null, value: random.int(0, most), delta: random.int(0, 50) }],
    })),
  ];
  return {
    processId,
    paused: random.chance(0.2),
    counters,
    samples: random.times(random.int(1, 4), () => counters.map(() => random.int(0, 400_000) / 4)),
    from: session,
  };
}
