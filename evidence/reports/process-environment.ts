import type { Hex } from "../hex";
import type { Row } from "./row";

/** One line of the loader's list. */
export interface LoadedImage extends Row {
  base: Hex;
  /** ISO 8601; a build that is to be reproducible has a made-up one. Null when none is printed. */
  timestamp: string | null;
  path: string;
}

/** `!peb`: what a process was started with, and what the loader knows. */
export interface ProcessEnvironmentReport extends Row {
  kind: "process-environment";
  address: Hex | null;
  /** The 32-bit one of a process on 64-bit Windows. */
  wow64: boolean;
  inheritedAddressSpace: boolean | null;
  readImageFileExecOptions: boolean | null;
  beingDebugged: boolean | null;
  imageBaseAddress: Hex | null;
  ntGlobalFlag: Hex | null;
  ntGlobalFlag2: Hex | null;
  ldr: Hex | null;
  ldrInitialized: boolean | null;
  /** Heads of the loader's three lists, as they are printed. */
  moduleLists: readonly (Row & { name: string; first: Hex; last: Hex })[];
  modules: readonly LoadedImage[];
  subSystemData: Hex | null;
  processHeap: Hex | null;
  processParameters: Hex | null;
  currentDirectory: string | null;
  windowTitle: string | null;
  imageFile: string | null;
  commandLine: string | null;
  /** Where the command line stands. */
  commandLineLine: number | null;
  /** From `-ap "…"` of the command line. */
  applicationPool: string | null;
  dllPath: string | null;
  environment: Hex | null;
  variables: readonly (Row & { name: string; value: string })[];
  bits: 32 | 64 | null;
  /** The environment went on to a variable that stands at its end, and nothing was left out. */
  complete: boolean;
}
