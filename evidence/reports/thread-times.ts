import type { Hex } from "../hex";
import type { Row } from "./row";

/** What one thread has used since it began. */
export interface ThreadTime extends Row {
  /** Debugger thread number; null where only an OS id is printed. */
  thread: number | null;
  osThreadId: Hex;
  /** As the newer debuggers print it; null else. */
  name: string | null;
  seconds: number;
}

/** `!runaway [flags]`. Each list is in the order printed, most first. Null: not asked for, or not in the paste. */
export interface ThreadTimesReport {
  kind: "thread-times";
  userModeTime: readonly ThreadTime[] | null;
  kernelModeTime: readonly ThreadTime[] | null;
  /** Since the thread was created. */
  elapsedTime: readonly ThreadTime[] | null;
  /** False when rows were cut out, so that a thread that is missing may have been in the list. */
  complete: boolean;
}
