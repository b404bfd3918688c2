import { addHex, type Hex } from "@/evidence";
import { AddressSpace, type Bits } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

/** A stretch of memory that the collector has from the system. */
export interface HeapPart {
  segment: Hex;
  begin: Hex;
  allocated: Hex;
  committed: Hex;
  size: number;
  committedSize: number;
  kind: "small" | "large" | "pinned" | "frozen";
  generation: number | null;
}

export interface CollectorHeap {
  address: Hex;
  /** Where generation 0, 1 and 2 begin. */
  starts: readonly [Hex, Hex, Hex];
  /** As collectors up to .NET 6 have it. */
  segments: readonly HeapPart[];
  /** As collectors from .NET 7 on have it. */
  regions: readonly HeapPart[];
}

/** What the runtime needs for itself: by domain, for compiled code, for modules. */
export interface LoaderPart {
  name: string;
  address: Hex | null;
  heaps: readonly { name: string; address: Hex; reserved: number; size: number }[];
}

/** The memory of a runtime. */
export interface Collector {
  heaps: readonly CollectorHeap[];
  loader: readonly LoaderPart[];
}

const PAGE = 0x1000;
/** Far apart, so that no segment reaches the next one. */
const FIRST: Readonly<Record<Bits, Hex>> = { 32: "2400000", 64: "21c0a000000" };
const APART = 0x400000;

/** Makes the stretches of one process, one behind the other. */
class PartMaker {
  private made = 0;

  constructor(
    private readonly bits: Bits,
    private readonly addresses: AddressSpace,
    private readonly random: Random,
  ) {}

  segment(kind: HeapPart["kind"]): HeapPart {
    const segment = this.next();
    const header = this.bits === 32 ? 0x38 : PAGE;
    return this.part(segment, addHex(segment, header), header, kind, null, this.random.int(2, 900_000) * 4);
  }

  region(kind: HeapPart["kind"], generation: number | null): HeapPart {
    const begin = addHex(this.next(), 0x28);
    const size = this.random.chance(0.3) ? 0 : this.random.int(2, 900_000) * 4;
    return this.part(this.addresses.take("native-heap"), begin, 0x28, kind, generation, size);
  }

  private next(): Hex {
    return addHex(FIRST[this.bits], APART * this.made++);
  }

  private part(
    segment: Hex,
    begin: Hex,
    header: number,
    kind: HeapPart["kind"],
    generation: number | null,
    size: number,
  ): HeapPart {
    const committedSize = PAGE * (Math.floor((header + size) / PAGE) + this.random.int(1, 20));
    const allocated = addHex(begin, size);
    const committed = addHex(begin, committedSize - header);
    return { segment, begin, allocated, committed, size, committedSize, kind, generation };
  }
}

function makeHeap(maker: PartMaker, addresses: AddressSpace, random: Random): CollectorHeap {
  const small = random.times(random.int(1, 3), () => maker.segment("small"));
  const { begin, size } = small.at(-1) ?? maker.segment("small");
  const [middle, late] = [4 * random.int(0, Math.floor(size / 8)), 4 * Math.floor(size / 8)];
  return {
    address: addresses.take("native-heap"),
    starts: [addHex(begin, late), addHex(begin, Math.min(middle, late)), begin],
    segments: [
      ...small,
      ...random.times(random.int(1, 2), () => maker.segment("large")),
      ...random.times(random.int(0, 1), () => maker.segment("pinned")),
    ],
    regions: [
      ...[0, 1, 2].flatMap((generation) => random.times(random.int(1, 2), () => maker.region("small", generation))),
      ...random.times(random.int(0, 1), () => maker.region("frozen", null)),
      ...random.times(random.int(1, 2), () => maker.region("large", null)),
      ...random.times(random.int(0, 1), () => maker.region("pinned", null)),
    ],
  };
}

const LOADER_HEAPS = ["LowFrequencyHeap", "HighFrequencyHeap", "StubHeap"];

function makeLoader(addresses: AddressSpace, random: Random): LoaderPart[] {
  const heaps = (names: readonly string[]): LoaderPart["heaps"] =>
    names.map((name) => {
      const size = PAGE * random.int(0, 40);
      return { name, address: addresses.take("native-heap"), reserved: size + PAGE * random.int(0, 8), size };
    });
  const part = (name: string, address: Hex | null): LoaderPart => ({ name, address, heaps: heaps(LOADER_HEAPS) });
  return [
    part("System Domain", addresses.take("method-table")),
    part("Shared Domain", addresses.take("method-table")),
    ...random.times(random.int(1, 3), (at) => part(`Domain ${at + 1}`, addresses.take("native-heap"))),
    { name: "Jit code heap", address: null, heaps: heaps(["LoaderCodeHeap", "HostCodeHeap"]) },
  ];
}

export function makeCollector({ bits }: Runtime, heaps: number, random: Random): Collector {
  const addresses = new AddressSpace(bits, random.fork("addresses"));
  const maker = new PartMaker(bits, addresses, random.fork("parts"));
  const draw = random.fork("heaps");
  return {
    heaps: draw.times(heaps, () => makeHeap(maker, addresses, draw)),
    loader: makeLoader(addresses, random.fork("loader")),
  };
}
