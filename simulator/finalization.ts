import { addHex, type Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import type { HeapEntry, HeapType } from "./managed-heap";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

export interface FinalizerHeap {
  /** How many objects of each generation have a finalizer. */
  generations: readonly [number, number, number];
  /** How many wait for theirs. */
  ready: number;
  /** Where the queue lies in memory; its parts follow one another. */
  start: Hex;
}

/** Objects with a finalizer. */
export interface Finalization {
  syncBlocks: number;
  freeThreaded: number;
  mta: number;
  sta: number;
  heaps: readonly FinalizerHeap[];
  objects: readonly HeapEntry[];
  /** Objects that the next collection would find dead. */
  notRooted: readonly Hex[];
}

const TYPES = [
  "System.IO.FileStream",
  "System.Threading.Thread",
  "System.Data.SqlClient.SqlConnection",
  "Microsoft.Win32.SafeHandles.SafeFileHandle",
  "System.Threading.ReaderWriterLock",
];

export function makeFinalization({ bits }: Runtime, heaps: number, random: Random): Finalization {
  const addresses = new AddressSpace(bits, random.fork("addresses"));
  const few = (): number => random.int(0, 3);
  const queues = random.times(heaps, (): FinalizerHeap => {
    const start = addHex(addresses.take("native-heap"), 0);
    return { generations: [few(), few(), few()], ready: random.pick([0, few(), few()]), start };
  });
  const count = queues.reduce((sum, { generations, ready }) => sum + ready + generations.reduce((a, b) => a + b, 0), 0);
  const types = random.sample(TYPES, random.int(1, TYPES.length)).map(
    (type): HeapType => ({
      methodTable: addresses.take("method-table"),
      type,
      currentName: type,
    }),
  );
  return {
    syncBlocks: random.pick([0, random.int(1, 90)]),
    freeThreaded: random.pick([0, random.int(1, 9)]),
    mta: random.pick([0, random.int(1, 9)]),
    sta: random.pick([0, random.int(1, 2400)]),
    heaps: queues,
    objects: random.times(count, () => ({
      address: addresses.take("object"),
      size: 8 * random.int(2, 200),
      type: random.pick(types),
      generation: random.int(0, 2),
      heap: 0,
    })),
    notRooted: random.times(random.int(1, 3), () => addresses.take("object")),
  };
}
