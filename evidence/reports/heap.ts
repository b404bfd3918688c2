import type { Hex } from "../hex";
import type { Row } from "./row";

/** All objects of one type, as the statistics of several commands count them. */
export interface TypeCountRow extends Row {
  methodTable: Hex;
  count: number;
  totalSizeBytes: number;
  /** `Free` stands for the gaps between objects. */
  type: string;
}

/** `!dumpheap` / `dumpheap`: objects on the managed heap. */
export interface HeapObjectsReport {
  kind: "heap-objects";
  objects: readonly (Row & {
    address: Hex;
    /** Null in a list of addresses (`-short`). */
    methodTable: Hex | null;
    sizeBytes: number | null;
    /** Printed by SOS 1.1 only; -1 for large objects. */
    generation: number | null;
    /** A gap between objects. */
    free: boolean;
    /** Printed by SOS 1.1 only. */
    type: string | null;
  })[];
  /** Smallest total first, as printed. */
  statistics: readonly TypeCountRow[];
  /** Locks that stand in an object's header (`-thinlock`); `!syncblk` does not show them. */
  thinLocks: readonly (Row & {
    object: Hex;
    methodTable: Hex | null;
    sizeBytes: number | null;
    /** The runtime's number of the owner; printed up to .NET 6. */
    managedThreadId: number | null;
    /** The owner's thread object, the ThreadOBJ of `!threads`. */
    thread: Hex | null;
    /** Printed from .NET 7 on. */
    osThreadId: Hex | null;
    /** How often the owner has entered once more; 0 for once. */
    recursion: number | null;
  })[];
  /** Gaps of half a megabyte and more. Older versions print their size to a tenth of a megabyte. */
  fragmentedBlocks: readonly (Row & { address: Hex; sizeBytes: number; followedBy: Hex; type: string | null })[];
  /** Heaps of the server collector, where each is listed by itself. */
  heaps: readonly (Row & { heap: number; totalObjects: number | null })[];
  totalObjects: number | null;
  totalSizeBytes: number | null;
  /** SOS warned that a collection was moving objects when the dump was taken. */
  gcInProgress: boolean;
  /** True when as many objects were read as the total says. */
  complete: boolean;
}
