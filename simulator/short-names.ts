import type { Random } from "./random";

/** Whether the file system makes a short name for every file. */
export interface ShortNames {
  volume: string;
  /** 0: it makes them, 1: it does not. */
  volumeState: 0 | 1;
  /** For all volumes: 0 always, 1 never, 2 as each volume says, 3 on the system volume only. */
  registryState: 0 | 1 | 2 | 3;
}

export function makeShortNames(folder: string, random: Random): ShortNames {
  return {
    volume: folder.slice(0, 2),
    volumeState: random.pick([0, 0, 1] as const),
    registryState: random.pick([2, 2, 0, 1, 3] as const),
  };
}

/** What follows for the volume; the system volume is C:. */
export function makesShortNames({ volume, volumeState, registryState }: ShortNames): boolean {
  if (registryState === 2) return volumeState === 0;
  return registryState === 0 || (registryState === 3 && volume === "C:");
}
