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

/** Memory that one of the collector's heaps has from the system: a segment, or from .NET 7 on a region. */
export interface HeapSegmentRow extends Row {
  segment: Hex;
  begin: Hex;
  allocated: Hex;
  /** Printed from .NET 5 on. */
  committed: Hex | null;
  /** From begin to allocated. */
  sizeBytes: number;
  committedSizeBytes: number | null;
  kind: "small" | "large" | "pinned" | "frozen";
  /** The generation a region belongs to; segments may hold several. */
  generation: number | null;
}

/** One heap of the collector; the workstation's has no number. */
export interface GcHeap extends Row {
  heap: number | null;
  address: Hex | null;
  /** Where each generation begins; not printed for regions. */
  generations: readonly (Row & { generation: number; startsAt: Hex })[];
  segments: readonly HeapSegmentRow[];
  sizeBytes: number | null;
  committedSizeBytes: number | null;
}

/** `!eeheap` / `eeheap`: memory the runtime has for objects and for itself. */
export interface RuntimeHeapsReport {
  kind: "runtime-heaps";
  numberOfGcHeaps: number | null;
  gcHeaps: readonly GcHeap[];
  gcHeapSizeBytes: number | null;
  gcCommittedSizeBytes: number | null;
  /** What domains, compiled code and modules use. */
  loaderHeaps: readonly (Row & { name: string; address: Hex | null; sizeBytes: number | null })[];
  loaderHeapSizeBytes: number | null;
  /** All that the runtime uses; printed by `eeheap` without options from .NET 7 on. */
  totalSizeBytes: number | null;
  /** SOS warned that a collection was moving objects when the dump was taken. */
  gcInProgress: boolean;
  /** True when the segments read add up to the total, and the totals of all parts were read. */
  complete: boolean;
}
