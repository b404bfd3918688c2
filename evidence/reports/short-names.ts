import type { Row } from "./row";

/** `fsutil 8dot3name query`, `fsutil behavior query disable8dot3`. */
export interface ShortNamesReport extends Row {
  kind: "short-names";
  /** `C:`; null when it was not said. */
  volume: string | null;
  /** 0 names are made, 1 none are; null where the system has no state for each volume, or it was not printed. */
  volumeState: 0 | 1 | null;
  volumeStateLine: number | null;
  /** 0 made on all volumes, 1 on none, 2 as each volume says, 3 on the system volume only. */
  registryState: 0 | 1 | 2 | 3 | null;
  registryStateLine: number | null;
  /** Whether the volume makes short names for new files; null when that does not follow from what was printed. */
  enabled: boolean | null;
}
