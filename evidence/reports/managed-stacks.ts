import type { Hex } from "../hex";
import type { Row } from "./row";

/** What `-p`, `-l` and `-a` print below a frame. */
export interface ManagedValue extends Row {
  section: "parameter" | "local";
  /** Null where only a place is printed. */
  name: string | null;
  /** `CLR reg` or an address. */
  place: string | null;
  /** As printed, canonical hex where it is one; null for `<no data>`. */
  value: string | null;
}

/** One row of `!clrstack`, top of stack first. */
export interface ManagedFrame extends Row {
  childSp: Hex | null;
  ip: Hex | null;
  /** .NET 2.0 on x64 prints this instead of the instruction pointer. */
  returnAddress: Hex | null;
  /** Text between brackets of a transition frame: `HelperMethodFrame`, `InlinedCallFrame`; null for a real call. */
  transition: string | null;
  /** `Contoso.Shop.dll`, `ntdll`: printed by `-f` only. */
  module: string | null;
  /** Full name without signature: `System.Web.HttpRuntime.ProcessRequest`; null on a bare transition frame. */
  method: string | null;
  /** Parameter list as printed, without the parentheses; null when none was printed. */
  parameters: string | null;
  /** `file @ line` as printed at the end of the row. */
  source: string | null;
  values: readonly ManagedValue[];
}

export interface ManagedStack extends Row {
  lastLine: number;
  /** Debugger thread number. */
  thread: number | null;
  osThreadId: Hex | null;
  frames: readonly ManagedFrame[];
  /** `none` when the debugger said that the thread runs no managed code. */
  walk: "walked" | "none" | "failed";
  /** True when somebody cut rows out (`...`) or a line among the rows could not be read: absence proves nothing then. */
  cut: boolean;
}

/** `!clrstack`, `~*e !clrstack`, `clrstack -all`. */
export interface ManagedStacksReport {
  kind: "managed-stacks";
  stacks: readonly ManagedStack[];
  /** True when every thread was asked for (`~*e`, `-all`) . */
  allThreads: boolean;
}
