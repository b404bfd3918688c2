import { addHex, type Hex } from "@/evidence";
import type { Random } from "./random";

export type Bits = 32 | 64;

/** Where things lie in memory. Kernel regions come last. */
export type Region =
  | "object"
  | "method-table"
  | "jitted"
  | "native-heap"
  | "stack"
  | "teb"
  | "pool"
  | "driver-code"
  | "kernel-stack"
  | "kernel-handle-table";

/** First address of a region and the step its allocations are aligned to. */
const REGIONS: Readonly<Record<Bits, Readonly<Record<Region, readonly [base: string, step: number, spread: number]>>>> =
  {
    32: {
      object: ["2140000", 4, 9000],
      "method-table": ["1c08a00", 4, 60],
      jitted: ["2545000", 1, 4000],
      "native-heap": ["d94000", 8, 300],
      stack: ["286f000", 0x40000, 3],
      teb: ["7ff0b000", 0x1000, 3],
      pool: ["88e02000", 8, 9000],
      "driver-code": ["f7251000", 1, 4000],
      "kernel-stack": ["b9550000", 0x8000, 3],
      "kernel-handle-table": ["e1b90000", 8, 900],
    },
    64: {
      object: ["21c0a3b0000", 8, 9000],
      "method-table": ["7ffbbc2a0000", 8, 60],
      jitted: ["7ffbbc550000", 1, 4000],
      "native-heap": ["21c51a00000", 16, 300],
      stack: ["c9d5f70000", 0x100000, 8],
      teb: ["c9d4a1d000", 0x1000, 3],
      pool: ["ffffe10a4c2b0000", 16, 9000],
      "driver-code": ["fffff8012a0c0000", 1, 4000],
      "kernel-stack": ["fffff90e6b1c0000", 0x8000, 3],
      "kernel-handle-table": ["ffffb80842016000", 16, 900],
    },
  };

/** Hands out addresses, each once, ascending within a region. */
export class AddressSpace {
  private readonly last = new Map<Region, Hex>();

  constructor(
    readonly bits: Bits,
    private readonly random: Random,
  ) {}

  take(region: Region): Hex {
    const [base, step, spread] = REGIONS[this.bits][region];
    const from = this.last.get(region) ?? addHex(base, step * this.random.int(0, 40));
    const address = addHex(from, step * this.random.int(1, spread));
    this.last.set(region, address);
    return address;
  }
}
