import type { Hex } from "../hex";
import type { Row } from "./row";

/** One line of a summary: so much of the address space is used that way. */
export interface AddressUsage extends Row {
  /** As printed: `Image`, `<unknown>`, `MEM_COMMIT`, `RegionUsageStack`. Null when a page took it for a tag. */
  name: string | null;
  /** Old debuggers print none. */
  regionCount: number | null;
  totalBytes: number;
  /** Null for what is free. */
  percentOfBusy: number | null;
  percentOfTotal: number | null;
}

/** `!address -summary`: what the addresses of a process are used for. */
export interface AddressSpaceReport {
  kind: "address-space";
  usages: readonly AddressUsage[];
  types: readonly AddressUsage[];
  states: readonly AddressUsage[];
  protections: readonly AddressUsage[];
  largestRegions: readonly (Row & { name: string | null; base: Hex; bytes: number })[];
  /** Sums that old debuggers print. */
  totalBytes: number | null;
  busyBytes: number | null;
  /** The output went on to its end, and nothing was left out. */
  complete: boolean;
}
