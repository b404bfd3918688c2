import type { Hex } from "../hex";
import type { Row } from "./row";

/** One line of a merged stack: a method and how many threads are in it. */
export interface ParallelFrame extends Row {
  threads: number;
  /** Full name without its parameters. */
  method: string;
  /** Parameter list as printed, without the parentheses; null when none was printed. */
  parameters: string | null;
}

/** A run of frames that the same threads share, top of stack first. */
export interface ParallelStack extends Row {
  threads: number;
  /** OS thread ids printed above the run where its threads end; empty for a run that others call into. */
  osThreadIds: readonly Hex[];
  /** True when the list of ids ended in `...`: the tool prints four unless told `-a`. */
  moreThreads: boolean;
  frames: readonly ParallelFrame[];
  /** Index of the run that these threads came from; null at a root, and where the text does not tell. */
  callers: number | null;
  /** True when somebody cut rows out of it. */
  cut: boolean;
}

/** `pstacks`, `parallelstacks`: all managed stacks, merged from their roots. */
export interface ParallelStacksReport {
  kind: "parallel-stacks";
  stacks: readonly ParallelStack[];
  totalThreads: number | null;
  roots: number | null;
  /** The `==> N threads with M roots` trailer was there, and no line was left out or unreadable. */
  complete: boolean;
}
