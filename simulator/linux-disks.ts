import type { Random } from "./random";

export interface LinuxFilesystem {
  device: string;
  type: string;
  kilobytes: number;
  used: number;
  inodes: number;
  inodesUsed: number;
  mountedOn: string;
}

export interface LinuxDisks {
  filesystems: readonly LinuxFilesystem[];
  /** A folder with what lies in it, in kilobytes. */
  folder: { path: string; parts: readonly { name: string; kilobytes: number }[]; own: number };
}

const KNOWN: readonly (readonly [device: string, type: string, mountedOn: string])[] = [
  ["overlay", "overlay", "/"],
  ["/dev/mapper/vg-root_of_the_shop_system", "xfs", "/var/lib/shop"],
  ["files01:/export/shop", "nfs4", "/mnt/shop (old)"],
  ["tmpfs", "tmpfs", "/dev/shm"],
  ["/dev/sda1", "ext4", "/host/logs"],
];

export function makeLinuxDisks(random: Random): LinuxDisks {
  return {
    filesystems: random.sample(KNOWN, random.int(1, KNOWN.length)).map(([device, type, mountedOn]) => {
      const kilobytes = random.int(65_536, random.pick([999_999, 9_999_999, 4_000_000_000]));
      const inodes = random.int(1000, 9_999_999);
      const [used, inodesUsed] = [random.int(0, kilobytes), random.int(0, inodes)];
      return { device, type, kilobytes, used, inodes, inodesUsed, mountedOn };
    }),
    folder: {
      path: random.pick(["/tmp", "/app/storage", "/var/lib/shop (live)"]),
      parts: random
        .sample(["cache", "razor", "data protection", ".net", "logs"], random.int(0, 5))
        .map((name) => ({ name, kilobytes: random.int(4, random.pick([900, 900_000, 90_000_000])) })),
      own: 4,
    },
  };
}

export function totalKilobytes({ folder }: LinuxDisks): number {
  return folder.parts.reduce((sum, { kilobytes }) => sum + kilobytes, folder.own);
}
