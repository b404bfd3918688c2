import { addHex, type Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

/** A type with objects on the heap; `Free` for the gaps between them. */
export interface HeapType {
  methodTable: Hex;
  type: string;
  /** As the tools of .NET 8 write it. */
  currentName: string;
}

export interface TypeCount extends HeapType {
  count: number;
  totalSize: number;
}

export interface HeapEntry {
  address: Hex;
  size: number;
  type: HeapType;
  generation: number;
  /** Index of the collector's heap it lies on. */
  heap: number;
}

export interface ThinLock {
  object: HeapEntry;
  managedThreadId: number;
  thread: Hex;
  osThreadId: Hex;
  recursion: number;
}

/** A large gap between objects. */
export interface Gap {
  address: Hex;
  /** Tenths of a megabyte. */
  tenths: number;
  followedBy: Hex;
  type: string;
}

/** What lies on the managed heap. */
export interface ManagedHeap {
  /** How many heaps the collector has; one for the workstation's. */
  heaps: number;
  /** All types, the smallest total first. */
  counts: readonly TypeCount[];
  /** Objects of one type with gaps among them. */
  listed: readonly HeapEntry[];
  locks: readonly ThinLock[];
  gaps: readonly Gap[];
}

const PLAIN = [
  "System.String",
  "System.Byte[]",
  "System.Object[]",
  "System.Char[]",
  "System.Collections.Hashtable",
  "System.Collections.Hashtable+bucket[]",
  "System.Threading.OverlappedData",
  "Contoso.Stock.Ledger",
  "Contoso.Stock.Entry[,]",
];
/** With what a generic type of the older and the newer tools looks like. */
const GENERIC: readonly (readonly [old: string, now: string])[] = [
  ["System.Collections.Generic.List`1[[System.String, LIBRARY]]", "System.Collections.Generic.List<System.String>"],
  [
    "System.Collections.Generic.Dictionary`2[[System.String, LIBRARY],[Contoso.Stock.Entry, Contoso.Shop]]",
    "System.Collections.Generic.Dictionary<System.String, Contoso.Stock.Entry>",
  ],
  [
    "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1[[System.Int32, LIBRARY],[Contoso.Stock.Ledger+<PostAsync>d__7, Contoso.Shop]]",
    "System.Runtime.CompilerServices.AsyncTaskMethodBuilder<System.Int32>+AsyncStateMachineBox<Contoso.Stock.Ledger+<PostAsync>d__7>",
  ],
];

type TypeName = Omit<HeapType, "methodTable">;

/** The types that a runtime of this version may have. */
export function heapTypeNames({ version, baseLibrary }: Runtime): TypeName[] {
  const plain = PLAIN.map((type) => ({ type, currentName: type }));
  if (version === "1.1") return plain;
  return [
    ...plain,
    ...GENERIC.map(([old, now]) => ({ type: old.replaceAll("LIBRARY", baseLibrary), currentName: now })),
  ];
}

function makeCounts(names: readonly TypeName[], free: HeapType, addresses: AddressSpace, random: Random): TypeCount[] {
  const typed = random.sample(names, random.int(2, names.length)).map((name) => {
    const count = random.pick([random.int(1, 9), random.int(10, 999), random.int(1000, 240_000)]);
    return { methodTable: addresses.take("method-table"), ...name, count, totalSize: count * 4 * random.int(3, 60) };
  });
  const gaps = { ...free, count: random.int(1, 4000), totalSize: 0 };
  const all = [...typed, { ...gaps, totalSize: gaps.count * 4 * random.int(3, 90) }];
  return all.sort((a, b) => a.totalSize - b.totalSize);
}

export function makeManagedHeap(runtime: Runtime, random: Random): ManagedHeap {
  const addresses = new AddressSpace(runtime.bits, random.fork("addresses"));
  const names = heapTypeNames(runtime);
  const free = { methodTable: addresses.take("native-heap"), type: "Free", currentName: "Free" };
  const type = { methodTable: addresses.take("method-table"), ...random.pick(names) };
  const heaps = random.pick([1, 1, 2, 4]);
  const entry = (heap: number, of: HeapType): HeapEntry => {
    const size = 4 * random.pick([random.int(3, 12), random.int(20_000, 400_000)]);
    return { address: addresses.take("object"), size, type: of, generation: random.int(-1, 2), heap };
  };
  const perHeap = (heap: number): HeapEntry[] =>
    random.times(random.int(0, 5), () => entry(heap, random.chance(0.2) ? free : type));
  const lock = (): ThinLock => ({
    object: entry(0, type),
    managedThreadId: random.int(1, 40),
    thread: addresses.take("native-heap"),
    osThreadId: random.int(0x40, 0x3fff).toString(16),
    recursion: random.int(0, 2),
  });
  const gap = (): Gap => {
    const tenths = random.int(5, 120);
    const address = addresses.take("object");
    return {
      address,
      tenths,
      followedBy: addHex(address, Math.round(tenths * 104_857.6)),
      type: random.pick(names).type,
    };
  };
  return {
    heaps,
    counts: makeCounts(names, free, addresses, random),
    listed: [entry(0, type), ...random.times(heaps, perHeap).flat()],
    locks: random.times(random.int(1, 4), lock),
    gaps: random.times(random.int(0, 3), gap),
  };
}
