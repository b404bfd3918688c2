import type { Row } from "./row";

/** One counter of a .NET process. */
export interface RuntimeCounter extends Row {
  /** `System.Runtime`; null below a gap. */
  provider: string | null;
  /** Without unit: `ThreadPool Queue Length`. */
  name: string;
  /** `%`, `MB`, `Count / 1 sec`, `{collection}`. */
  unit: string | null;
  /** What tells this row from others of its counter: `gen0`, `gc.heap.generation=gen0`. */
  tags: string | null;
  /** As it stands on the screen; null in a file. */
  value: number | null;
  /** Change since the measurement before, where that column is shown. */
  lastDelta: number | null;
  /** What a file holds of it. */
  log: { samples: number; last: number; minimum: number; maximum: number } | null;
}

/** `dotnet-counters monitor` as it stands on the screen, or the file that `dotnet-counters collect` writes. */
export interface RuntimeCountersReport {
  kind: "runtime-counters";
  status: "running" | "paused" | "waiting" | null;
  counters: readonly RuntimeCounter[];
  /** Of a file, as printed. */
  firstTime: string | null;
  lastTime: string | null;
}
