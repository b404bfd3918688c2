import type { Hex } from "../hex";
import type { Row } from "./row";

/** One row of `!clrstack`, top of stack first. */
export interface ManagedFrame extends Row {
  childSp: Hex | null;
  ip: Hex | null;
  /** Text between brackets of a transition frame: `HelperMethodFrame`, `InlinedCallFrame`; null for a real call. */
  transition: string | null;
  /** Full name without signature: `System.Web.HttpRuntime.ProcessRequest`; null on a bare transition frame. */
  method: string | null;
  /** Parameter list as printed, without the parentheses; null when none was printed. */
  parameters: string | null;
  /** `file @ line` as printed at the end of the row. */
  source: string | null;
}

export interface ManagedStack extends Row {
  lastLine: number;
  /** Debugger thread number. */
  thread: number | null;
  osThreadId: Hex | null;
  frames: readonly ManagedFrame[];
  /** `none` when the debugger said that the thread runs no managed code. */
  walk: "walked" | "none" | "failed";
}

/** `!clrstack`, `~*e !clrstack`, `clrstack -all`. */
export interface ManagedStacksReport {
  kind: "managed-stacks";
  stacks: readonly ManagedStack[];
  /** True when every thread was asked for (`~*e`, `-all`) . */
  allThreads: boolean;
}
