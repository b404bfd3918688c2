import type { Hex } from "../hex";
import type { Row } from "./row";

/** `vertarget`, `|` and `||`: what is being debugged. Null is what this command does not print. */
export interface TargetReport {
  kind: "target";
  /** `Windows Server 2003`, `Windows 10`: what the debugger calls it. */
  system: string | null;
  systemLine: number | null;
  /** Build number of Windows. */
  build: number | null;
  servicePack: number | null;
  /** The target is the whole system and not a process; null when it cannot be told. */
  kernel: boolean | null;
  processors: number | null;
  /** `x86`, `x64`, `ARM64`. */
  architecture: string | null;
  product: string | null;
  suites: readonly string[];
  buildLab: string | null;
  machineName: string | null;
  kernelBase: Hex | null;
  /** `|`. */
  processes: readonly (Row & {
    current: boolean;
    number: number;
    processId: Hex;
    /** How it came to be debugged: `create`, `attach`, `examine`. */
    state: string;
    name: string | null;
  })[];
  /** `||`. */
  systems: readonly (Row & {
    current: boolean;
    number: number;
    /** `User mini dump`, `Live user mode`. */
    mode: string;
    /** The dump's file, or where the live one runs. */
    from: string | null;
  })[];
}
