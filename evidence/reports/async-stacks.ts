import type { Hex } from "../hex";
import type { Row } from "./row";

/** One async method or task of a chain: the one that waits innermost first, then what continues after it. */
export interface AsyncFrame extends Row {
  address: Hex | null;
  methodTable: Hex | null;
  /** State of an async method: the number of the await it stands at; negative before its start and after its end. */
  state: number | null;
  /** What is printed of a task that is no async method, as `WaitingForActivation`. */
  status: string | null;
  /** Type of the state machine or task. */
  description: string;
  /** Objects that this line stands for, when equal ones were merged. */
  count: number;
}

export interface AsyncStack extends Row {
  frames: readonly AsyncFrame[];
  /** The awaiter that the innermost method waits for, where one was printed. */
  awaiting: string | null;
  /** OS ids of the threads whose stacks hold the chain (`-roots`). */
  rootThreads: readonly Hex[];
  /** Stack frames listed among the roots. */
  rootFrames: number;
}

/** One line of the statistics. */
export interface AsyncTypeRow extends Row {
  methodTable: Hex;
  count: number;
  totalSize: number | null;
  type: string;
}

/** `dumpasync`. */
export interface AsyncStacksReport {
  kind: "async-stacks";
  stacks: readonly AsyncStack[];
  types: readonly AsyncTypeRow[];
  totalObjects: number | null;
  chains: number | null;
}
