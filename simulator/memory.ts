import type { Kernel } from "./kernel";
import type { Random } from "./random";

/** Pages of 4 KB. */
export interface Memory {
  physical: number;
  available: number;
  resAvailable: number;
  modified: number;
  committed: number;
  limit: number;
  freeSystemPtes: number;
  nonPagedPool: number;
  nonPagedPoolMax: number;
  pagedPool: number;
  pagedPoolMax: number;
  kernelStacks: number;
  /** Sizes in kilobytes. */
  pageFile: { path: string; current: number; free: number; minimum: number; maximum: number };
  failedAllocations: number;
  /** What each process has committed, in kilobytes, most first. */
  processes: readonly { processId: string; image: string; commit: number; shared: number }[];
}

export function makeMemory({ processes }: Kernel, random: Random): Memory {
  const physical = random.pick([524_157, 2_037_490, 4_194_160]);
  const committing = processes
    .map(({ processId, image, workingSet }) => ({
      processId,
      image,
      commit: 4 * (workingSet + random.int(0, 9000)),
      shared: 4 * random.int(0, 2000),
    }))
    .sort((a, b) => b.commit - a.commit);
  const used = Math.ceil(committing.reduce((sum, { commit }) => sum + commit, 0) / 4);
  const short = random.chance(0.25);
  const committed = used + random.int(40_000, 90_000);
  const limit = short ? committed + random.int(20, 9000) : committed + random.int(90_000, 900_000);
  const pageFile = 4 * random.int(90_000, 900_000);
  return {
    physical,
    available: short ? random.int(900, 9000) : random.int(90_000, 300_000),
    resAvailable: Math.floor(physical * 0.86),
    modified: random.int(9, 9000),
    committed,
    limit,
    freeSystemPtes: random.int(9000, 90_000),
    nonPagedPool: random.int(800, 40_000),
    nonPagedPoolMax: 98_304,
    pagedPool: random.int(1500, 70_000),
    pagedPoolMax: 90_112,
    kernelStacks: random.int(900, 14_000),
    pageFile: {
      path: "\\??\\C:\\pagefile.sys",
      current: pageFile,
      free: Math.floor(pageFile * 0.4),
      minimum: pageFile,
      maximum: 2 * pageFile,
    },
    failedAllocations: short ? random.int(1, 40) : 0,
    processes: committing,
  };
}
