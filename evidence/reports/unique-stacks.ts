import type { Hex } from "../hex";
import type { Row } from "./row";

/** One row of a stack that mex prints, top first. */
export interface UniqueStackFrame extends Row {
  /** Where the thread stands in this frame; null for an inlined call. */
  address: Hex | null;
  module: string | null;
  symbol: string | null;
  /** Bytes behind the symbol, hex. */
  offset: Hex | null;
  callSite: string;
  inline: boolean;
  /** `file @ line`. */
  source: string | null;
}

/** Threads that have the same stack. */
export interface UniqueStack extends Row {
  lastLine: number;
  /** How many threads have it. */
  count: number;
  /** Their debugger numbers, as far as they are listed; mex lists ten. */
  threads: readonly number[];
  /** In a kernel target their addresses instead. */
  kernelThreads: readonly Hex[];
  frames: readonly UniqueStackFrame[];
}

/** `!mex.us`. */
export interface UniqueStacksReport {
  kind: "unique-stacks";
  /** In the order printed, the rarest first as a rule. */
  stacks: readonly UniqueStack[];
  /** As the last line counts them. */
  stackCount: number | null;
  threadsDisplayed: number | null;
  threadsTotal: number | null;
  bits: 32 | 64 | null;
  /** As many stacks and threads as the last line counts, and none left out. */
  complete: boolean;
}
