import type { Row } from "./row";

/** One line of `df`. Null for what was not asked for, and for `-`. */
export interface Filesystem extends Row {
  /** Device or source, as printed. */
  filesystem: string | null;
  /** `ext4`, `overlay`, `nfs4` … */
  type: string | null;
  /** Rounded as printed, with `-h`. */
  sizeBytes: number | null;
  usedBytes: number | null;
  availableBytes: number | null;
  usePercent: number | null;
  /** What `df -i` counts: files that there may be, are, and may still come. */
  inodes: number | null;
  inodesUsed: number | null;
  inodesFree: number | null;
  inodesUsePercent: number | null;
  /** Null where the paste ends within it. */
  mountedOn: string | null;
}

/** `df`. */
export interface DiskFreeReport {
  kind: "disk-free";
  filesystems: readonly Filesystem[];
}
