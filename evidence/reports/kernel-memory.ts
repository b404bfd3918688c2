import type { Hex } from "../hex";
import type { Row } from "./row";

/** One line of `!vm`: so many pages. */
export interface MemoryAmount extends Row {
  /** As printed: `NonPagedPool Usage`. */
  name: string;
  /** Null when the debugger printed an absurd number (a wrapped negative one). */
  pages: number | null;
  bytes: number | null;
}

/** `!vm [flags]`. */
export interface KernelMemoryReport {
  kind: "kernel-memory";
  physicalMemory: MemoryAmount | null;
  available: MemoryAmount | null;
  resAvail: MemoryAmount | null;
  modified: MemoryAmount | null;
  committed: MemoryAmount | null;
  commitLimit: MemoryAmount | null;
  nonPagedPoolUsage: MemoryAmount | null;
  nonPagedPoolNxUsage: MemoryAmount | null;
  nonPagedPoolMax: MemoryAmount | null;
  pagedPoolUsage: MemoryAmount | null;
  pagedPoolMaximum: MemoryAmount | null;
  freeSystemPtes: MemoryAmount | null;
  kernelStacks: MemoryAmount | null;
  /** Every line, those above among them, in the order printed. */
  amounts: readonly MemoryAmount[];
  pageFiles: readonly (Row & {
    /** Null for one without a name. */
    path: string | null;
    currentBytes: number | null;
    freeSpaceBytes: number | null;
    minimumBytes: number | null;
    maximumBytes: number | null;
  })[];
  /** What the debugger put between stars. */
  warnings: readonly (Row & { text: string })[];
  /** Largest first, as printed. */
  processes: readonly (Row & {
    processId: Hex;
    image: string;
    commitBytes: number | null;
    sharedCommitBytes: number | null;
    debtBytes: number | null;
  })[];
  /** False when rows of the process list were cut out. */
  processesComplete: boolean;
}
