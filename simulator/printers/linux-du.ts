import type { FolderSizeReport } from "@/evidence";
import type { Facts } from "../facts";
import { type LinuxDisks, totalKilobytes } from "../linux-disks";
import type { Printer } from "./printer";
import { humanBytes, humanSize } from "./unix-sizes";

interface Form {
  dialect: string;
  command(path: string): string;
  /** What stands below the folder is listed too. */
  deep: boolean;
}

const bytesOf = (kilobytes: number): number => humanBytes(humanSize(kilobytes));
const quoted = (path: string): string => (path.includes(" ") ? `'${path}'` : path);

const FORMS: readonly Form[] = [
  { dialect: "total", command: (path) => `du -sh ${quoted(path)}`, deep: false },
  { dialect: "depth", command: (path) => `du -h --max-depth=1 ${quoted(path)}`, deep: true },
];

function rows(disks: LinuxDisks, { deep }: Form): { path: string; kilobytes: number }[] {
  const { path, parts } = disks.folder;
  const below = parts.map(({ name, kilobytes }) => ({ path: `${path}/${name}`, kilobytes }));
  return [...(deep ? below : []), { path, kilobytes: totalKilobytes(disks) }];
}

function expected(disks: LinuxDisks, form: Form): Facts<FolderSizeReport> {
  const parts = rows(disks, form).slice(0, -1);
  return {
    kind: "folder-size",
    tool: "du",
    path: disks.folder.path,
    sizeBytes: bytesOf(totalKilobytes(disks)),
    files: null,
    folders: null,
    freeBytes: null,
    parts: parts.map(({ path, kilobytes }) => ({ path, sizeBytes: bytesOf(kilobytes) })),
    complete: true,
  };
}

export const LINUX_DU: readonly Printer<FolderSizeReport>[] = FORMS.map((form) => ({
  parser: "linux-du",
  dialect: form.dialect,
  needs: {},
  prompt: "unix",
  command: ({ linux }) => form.command(linux.disks.folder.path),
  print: ({ linux }) => rows(linux.disks, form).map(({ path, kilobytes }) => `${humanSize(kilobytes)}\t${path}`),
  expected: ({ linux }) => expected(linux.disks, form),
}));
