import type { Hex } from "@/evidence";
import { Random } from "./random";
import type { Server } from "./server";

/** How much of the address space something takes. */
export interface Share {
  name: string;
  regions: number;
  bytes: number;
}

export interface AddressSpaceMap {
  totalBytes: number;
  free: Share;
  busyBytes: number;
  usages: readonly Share[];
  types: readonly Share[];
  states: readonly Share[];
  protections: readonly Share[];
  /** Of what is free, then of each usage. */
  largest: readonly { name: string; base: Hex; bytes: number }[];
}

const PAGE = 4096;
const USAGES = ["Image", "<unknown>", "Stack", "Heap", "MappedFile", "Other", "TEB", "PEB"];
const PROTECTIONS = [
  "PAGE_READWRITE",
  "PAGE_READONLY",
  "PAGE_EXECUTE_READ",
  "PAGE_WRITECOPY",
  "PAGE_READWRITE|PAGE_GUARD",
];

/** What a server's process uses its addresses for; the same for the same server. */
export function addressSpaceOf({ seed, runtime }: Server): AddressSpaceMap {
  const random = new Random(seed).fork("address-space");
  const share = (name: string, most: number): Share => ({
    name,
    regions: random.int(1, 900),
    bytes: PAGE * random.int(1, most),
  });
  const parts = (names: readonly string[], sum: number): Share[] => {
    let left = sum / PAGE;
    return names.map((name, at) => {
      const pages = at === names.length - 1 ? left : random.int(1, Math.max(1, Math.floor(left / 2)));
      left -= pages;
      return { name, regions: random.int(1, 400), bytes: pages * PAGE };
    });
  };
  const names = random.sample(USAGES, random.int(3, USAGES.length));
  const usages = names.map((name) => share(name, random.pick([16, 9_000, 60_000])));
  const busyBytes = usages.reduce((sum, { bytes }) => sum + bytes, 0);
  const totalBytes = runtime.bits === 32 ? 0x7fff0000 : 0x7ffffffe0000;
  const free = { name: "Free", regions: random.int(9, 400), bytes: totalBytes - busyBytes };
  const [reserve, commit] = parts(["MEM_RESERVE", "MEM_COMMIT"], busyBytes);
  const protections = random.sample(PROTECTIONS, random.int(2, 5));
  return {
    totalBytes,
    free,
    busyBytes,
    usages,
    types: parts(["MEM_PRIVATE", "MEM_IMAGE", "MEM_MAPPED"], busyBytes),
    states: [reserve, commit].filter((state) => state !== undefined),
    protections: parts(protections, commit?.bytes ?? PAGE * 8),
    largest: [free, ...usages].map(({ name, bytes }) => ({
      name,
      base: (0x10000 * random.int(1, 0x7ff0)).toString(16),
      bytes: Math.max(PAGE, Math.floor(bytes / PAGE / 2) * PAGE),
    })),
  };
}
