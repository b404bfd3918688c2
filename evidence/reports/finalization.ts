import type { Hex } from "../hex";
import type { HeapObjectsReport, TypeCountRow } from "./heap";
import type { Row } from "./row";

/** `!finalizequeue` / `finalizequeue`: objects with a finalizer, and those that wait for it. */
export interface FinalizeQueueReport {
  kind: "finalize-queue";
  syncBlocksToBeCleanedUp: number | null;
  freeThreadedInterfacesToBeReleased: number | null;
  mtaInterfacesToBeReleased: number | null;
  staInterfacesToBeReleased: number | null;
  /** Sync blocks that the finalizer is to clean up (`-detail`); `0` stands for none. */
  syncBlocks: readonly (Row & { syncBlock: Hex; rcw: Hex; ccw: Hex; comClassFactory: Hex })[];
  /** COM objects that the finalizer is to release (`-detail`). */
  runtimeCallableWrappers: readonly (Row & { rcw: Hex; context: Hex; thread: Hex; apartment: string })[];
  /** One for each heap of the collector. */
  heaps: readonly (Row & {
    /** Null where the workstation's is printed without a number. */
    heap: number | null;
    generations: readonly (Row & { generation: number; objects: number })[];
    /** Objects that nothing refers to any more and whose finalizer has not run yet. */
    readyForFinalization: number | null;
  })[];
  /** Sum over the heaps; null when one of them was not read. */
  readyForFinalization: number | null;
  /** Objects that the next collection would add (`-allReady`). */
  notRooted: readonly Hex[];
  objects: HeapObjectsReport["objects"];
  statistics: readonly TypeCountRow[];
  totalObjects: number | null;
  totalSizeBytes: number | null;
  /** SOS warned that a collection was moving objects when the dump was taken. */
  gcInProgress: boolean;
  /** True when the statistics add up to their total, and each heap was read to its end. */
  complete: boolean;
}
