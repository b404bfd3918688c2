import type { Random } from "./random";

export interface FolderFile {
  name: string;
  bytes: number;
  /** Milliseconds since 1970, local time of the server. */
  written: number;
}

/** One folder of a listing with what lies directly in it. */
export interface Folder {
  path: string;
  files: readonly FolderFile[];
  /** Names of its folders. */
  folders: readonly string[];
}

/** A folder with all that is below it, itself first. */
export interface FolderTree {
  path: string;
  folders: readonly Folder[];
  /** What lies below it beside the folders above: a listing of it does not fit a console's buffer. */
  more?: { files: number; bytes: number; folders: number };
  freeBytes: number;
  serial: string;
}

const ROOTS = [
  "C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files",
  "D:\\inetpub\\temp",
  "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\shop (live)",
];
const NAMES = ["a1b2.dll", "global.asax.cmdline", "page 7.0.cs", "hash.web", "App_Web_k3.pdb"];
const KINDS = [9, 4096, 70_000, 12_000_000, 3_000_000_000];

function makeFiles(random: Random): FolderFile[] {
  return random.times(random.int(0, 4), (at) => ({
    name: `${at}_${random.pick(NAMES)}`,
    bytes: random.int(0, random.pick(KINDS)),
    written: 60_000 * random.int(17_000_000, 28_000_000),
  }));
}

export function totalBytes({ folders, more }: FolderTree): number {
  const listed = folders.reduce((sum, { files }) => sum + files.reduce((bytes, file) => bytes + file.bytes, 0), 0);
  return listed + (more?.bytes ?? 0);
}

export function totalFiles({ folders, more }: FolderTree): number {
  return folders.reduce((sum, { files }) => sum + files.length, more?.files ?? 0);
}

export function totalFolders({ folders, more }: FolderTree): number {
  return folders.length + (more?.folders ?? 0);
}

export function makeFolderTree(random: Random): FolderTree {
  const path = random.pick(ROOTS);
  const names = random.sample(["root", "shop", "4c1d-11f0"], random.int(0, 3));
  return {
    path,
    folders: [
      { path, files: makeFiles(random), folders: names },
      ...names.map((name) => ({ path: `${path}\\${name}`, files: makeFiles(random), folders: [] })),
    ],
    freeBytes: random.int(0, 900) * 1_073_741_824 + random.int(0, 999_999),
    serial: `${random.int(0x1000, 0xffff).toString(16)}-${random.int(0x1000, 0xffff).toString(16)}`.toUpperCase(),
  };
}
