import type { Hex } from "../hex";
import type { ManagedFrame } from "./managed-stacks";
import type { Row } from "./row";

/** One exception of `!pe`. */
export interface ManagedException extends Row {
  lastLine: number;
  object: Hex;
  /** Null when the paste ends before it does. */
  type: string | null;
  /** May have several lines. Null for `<none>`, and when the paste ends inside. */
  message: string | null;
  innerExceptionType: string | null;
  innerException: Hex | null;
  /** Where it was thrown, and what had called that; top first. Empty for one that was never thrown. */
  frames: readonly ManagedFrame[];
  /** The stack as text, where the exception came from elsewhere. */
  stackTraceString: string | null;
  hResult: Hex | null;
  /** An earlier one of the same thread, that was being handled when the other was thrown (`-nested`). */
  nested: boolean;
  /** The output went on to its end, and nothing was left out. */
  complete: boolean;
}

/** `!pe`, `!PrintException`. */
export interface ExceptionsReport {
  kind: "exceptions";
  exceptions: readonly ManagedException[];
  /** Why there is no exception. */
  none: "no-exception" | "unmanaged-thread" | null;
  /** The thread has more of them, which `-nested` would print. */
  moreNested: boolean;
}
