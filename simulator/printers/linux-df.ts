import type { DiskFreeReport } from "@/evidence";
import type { Facts } from "../facts";
import type { LinuxFilesystem } from "../linux-disks";
import type { Printer } from "./printer";
import { humanBytes, humanSize } from "./unix-sizes";

type Row = Facts<DiskFreeReport>["filesystems"][number];

interface Form {
  dialect: string;
  command: string;
  head: string;
  row(filesystem: LinuxFilesystem): string[];
  facts(filesystem: LinuxFilesystem): Partial<Row>;
}

const NOTHING: Row = {
  filesystem: null,
  type: null,
  sizeBytes: null,
  usedBytes: null,
  availableBytes: null,
  usePercent: null,
  inodes: null,
  inodesUsed: null,
  inodesFree: null,
  inodesUsePercent: null,
  mountedOn: null,
};

const share = (used: number, all: number): number => Math.ceil((100 * used) / all);
const right = (text: string | number, width: number): string => String(text).padStart(width);

function sizes({ kilobytes, used }: LinuxFilesystem): Partial<Row> {
  return {
    sizeBytes: kilobytes * 1024,
    usedBytes: used * 1024,
    availableBytes: (kilobytes - used) * 1024,
    usePercent: share(used, kilobytes),
  };
}

function humanSizes({ kilobytes, used }: LinuxFilesystem): Partial<Row> {
  const bytes = (size: number): number => humanBytes(humanSize(size));
  return {
    sizeBytes: bytes(kilobytes),
    usedBytes: bytes(used),
    availableBytes: bytes(kilobytes - used),
    usePercent: share(used, kilobytes),
  };
}

function humanCells({ kilobytes, used }: LinuxFilesystem): string {
  const cells = [kilobytes, used, kilobytes - used].map((size) => right(humanSize(size), 5));
  return `${cells.join(" ")} ${right(`${share(used, kilobytes)}%`, 4)}`;
}

const FORMS: readonly Form[] = [
  {
    dialect: "human-with-type",
    command: "df -hT",
    head: "Filesystem                             Type      Size  Used Avail Use% Mounted on",
    row: (filesystem) => [
      `${filesystem.device.padEnd(38)} ${filesystem.type.padEnd(8)} ${humanCells(filesystem)} ${filesystem.mountedOn}`,
    ],
    facts: (filesystem) => ({ ...humanSizes(filesystem), type: filesystem.type }),
  },
  {
    dialect: "human",
    command: "df -h",
    head: "Filesystem                              Size  Used Avail Use% Mounted on",
    row: (filesystem) => [`${filesystem.device.padEnd(38)} ${humanCells(filesystem)} ${filesystem.mountedOn}`],
    facts: humanSizes,
  },
  {
    dialect: "kilobytes-wrapped",
    command: "df -k",
    head: "Filesystem           1K-blocks      Used Available Use% Mounted on",
    row: ({ device, kilobytes, used, mountedOn }) => {
      const cells = `${right(kilobytes, 10)} ${right(used, 10)} ${right(kilobytes - used, 10)} ${right(`${share(used, kilobytes)}%`, 4)} ${mountedOn}`;
      return device.length > 20 ? [device, `${" ".repeat(21)}${cells}`] : [`${device.padEnd(20)} ${cells}`];
    },
    facts: sizes,
  },
  {
    dialect: "files",
    command: "df -i",
    head: "Filesystem                              Inodes   IUsed   IFree IUse% Mounted on",
    row: ({ device, inodes, inodesUsed, mountedOn }) => [
      `${device.padEnd(38)} ${right(inodes, 7)} ${right(inodesUsed, 7)} ${right(inodes - inodesUsed, 7)} ${right(`${share(inodesUsed, inodes)}%`, 5)} ${mountedOn}`,
    ],
    facts: ({ inodes, inodesUsed }) => ({
      inodes,
      inodesUsed,
      inodesFree: inodes - inodesUsed,
      inodesUsePercent: share(inodesUsed, inodes),
    }),
  },
  {
    dialect: "german",
    command: "df -h",
    head: "Dateisystem                            Größe Benutzt Verf. Verw% Eingehängt auf",
    row: (filesystem) => [
      `${filesystem.device.padEnd(38)} ${humanCells(filesystem).replaceAll(".", ",")} ${filesystem.mountedOn}`,
    ],
    facts: humanSizes,
  },
];

export const LINUX_DF: readonly Printer<DiskFreeReport>[] = FORMS.map((form) => ({
  parser: "linux-df",
  dialect: form.dialect,
  needs: {},
  prompt: "unix",
  command: () => form.command,
  print: ({ linux }) => [form.head, ...linux.disks.filesystems.flatMap((filesystem) => form.row(filesystem))],
  expected: ({ linux }) => ({
    kind: "disk-free",
    filesystems: linux.disks.filesystems.map((filesystem) => ({
      ...NOTHING,
      filesystem: filesystem.device,
      mountedOn: filesystem.mountedOn,
      ...form.facts(filesystem),
    })),
  }),
}));
