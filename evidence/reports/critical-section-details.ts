import type { Hex } from "../hex";
import type { Row } from "./row";

/** One critical section, from `!cs` or from `dt`. */
export interface CriticalSectionDetail extends Row {
  /** `decoded`: as `!cs` explains it. `memory`: the fields as they lie there, LockCount with its bits. */
  form: "decoded" | "memory";
  address: Hex | null;
  name: string | null;
  debugInfo: Hex | null;
  /** As printed by `!cs`; null where nothing says so. */
  locked: boolean | null;
  /** As printed; null when the section is not locked or the line is missing. */
  lockCount: number | null;
  /** Null in debuggers that print the raw count. */
  waiterWoken: boolean | null;
  recursionCount: number | null;
  /** OS thread id; null when nobody owns it. */
  owningThread: Hex | null;
  /** Debugger thread number, which `-o` adds. */
  thread: number | null;
  lockSemaphore: Hex | null;
  spinCount: Hex | null;
}

/** `!cs` and `dt ntdll!_RTL_CRITICAL_SECTION`. */
export interface CriticalSectionDetailsReport {
  kind: "critical-section-details";
  sections: readonly CriticalSectionDetail[];
  /** The last section was printed to its last field, and no line was left out or unreadable. */
  complete: boolean;
}
