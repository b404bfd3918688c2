import type { Hex } from "../hex";
import type { Row } from "./row";

/** One way in which an object is kept alive, from its root to the object. */
export interface RootPath extends Row {
  kind: "stack" | "handle" | "finalizer-queue" | "other";
  /** For a root on a stack, where the output says it. */
  thread: number | null;
  osThreadId: Hex | null;
  /** The method whose frame holds it; printed from .NET 4 on. */
  frame: string | null;
  /** Register with its offset, `rbp-20`, `ESP`. */
  register: string | null;
  /** Where the root lies: on the stack, or in the handle table. */
  address: Hex | null;
  /** `strong`, `pinned`, `ref counted` … */
  handleType: string | null;
  /** The object the root refers to comes first, the one asked about last. */
  objects: readonly (Row & { object: Hex; type: string })[];
  /** Objects were left out. */
  cut: boolean;
}

/** `!gcroot` / `gcroot`: why an object is alive. */
export interface RootsReport {
  kind: "roots";
  /** The object asked about, from the command. */
  target: Hex | null;
  roots: readonly RootPath[];
  /** As counted at the end; older versions count none. */
  uniqueRoots: number | null;
  /** True when as many roots were read as were counted. */
  complete: boolean;
}
