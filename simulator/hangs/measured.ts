import type { CounterColumn } from "../counters";
import type { Stage } from "./stage";

/** A counter and what it shows: one figure throughout, or one that rises to `value` while the log runs. */
export interface Measured {
  column: Omit<CounterColumn, "machine">;
  value: number;
  /** What it starts from, where it rises. */
  from?: number;
}

/** Puts more counters into the log that the server has. */
export function withCounters(stage: Stage, measured: readonly Measured[]): void {
  const { counters, machine } = stage.server;
  const last = Math.max(1, counters.samples.length - 1);
  const at = ({ value, from = value }: Measured, row: number): number =>
    Math.round(1e6 * Math.round(from + ((value - from) * row) / last));
  stage.set({
    counters: {
      columns: [...counters.columns, ...measured.map(({ column }) => ({ ...column, machine: machine.name }))],
      samples: counters.samples.map((sample, row) => ({
        ...sample,
        values: [...sample.values, ...measured.map((one) => at(one, row))],
      })),
    },
  });
}
