import type { Row } from "./row";

/** One column of a log of performance counters. */
export interface Counter extends Row {
  /** As printed, machine included: `\\WEB01\Memory\Pages/sec`. */
  path: string;
  machine: string | null;
  /** `Memory`, `Processor`; null for a path that lost its back-slashes. */
  object: string | null;
  /** `_Total`, `w3wp#1`; null for a counter without instances. */
  instance: string | null;
  counter: string | null;
  /** One for each sample that is kept, in their order; null where none could be taken. */
  values: readonly (number | null)[];
  /** Samples of the whole log that hold a number; the figures below are about them. */
  count: number;
  first: number | null;
  last: number | null;
  minimum: number | null;
  minimumLine: number | null;
  maximum: number | null;
  maximumLine: number | null;
  average: number | null;
}

/** When a row of values was taken. */
export interface CounterSample extends Row {
  /** As printed: `03/12/2024 16:04:33.123`. */
  time: string;
  /**
   * The same as `2024-03-12T16:04:33.123`: the log's own machine's time, without a zone. Null where the language
   * decides which number is the month.
   */
  localTime: string | null;
}

/** `typeperf`, `relog -f csv`, a CSV log of Performance Monitor, `Get-Counter`. */
export interface CountersReport {
  kind: "counters";
  counters: readonly Counter[];
  /** All rows that were read; of a long log only the first and the last are kept. */
  sampleCount: number;
  samples: readonly CounterSample[];
  /** Zone as Performance Monitor names it, and the minutes to add to a local time for UTC. */
  zone: string | null;
  zoneBiasMinutes: number | null;
  /** Rows that were cut or held another number of columns. */
  cutRows: number;
}
