import type { FolderSizeReport } from "@/evidence";
import type { Facts } from "../facts";
import { type Folder, type FolderFile, totalBytes, totalFiles, totalFolders } from "../folders";
import type { Server } from "../server";
import { FOLDER_LANGUAGES, type FolderLanguage } from "./folder-languages";
import type { Printer } from "./printer";

function grouped(value: number, separator: string | null): string {
  return separator === null ? String(value) : String(value).replace(/\B(?=(?:\d{3})+$)/g, separator);
}

function fileRow({ name, bytes, written }: FolderFile, { date, separator }: FolderLanguage): string {
  return `${date(new Date(written))} ${grouped(bytes, separator).padStart(17)} ${name}`;
}

function folderRow(name: string, { dir, date }: FolderLanguage): string {
  return `${date(new Date(Date.UTC(2024, 2, 12, 16, 1)))}    ${dir.folder}          ${name}`;
}

function filesRow(count: number, bytes: number, { dir, separator }: FolderLanguage): string {
  return `${grouped(count, separator).padStart(16)} ${dir.files} ${grouped(bytes, separator).padStart(14)} ${dir.bytes}`;
}

function sizeOf(files: readonly FolderFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function printFolder({ path, files, folders }: Folder, language: FolderLanguage): string[] {
  return [
    "",
    `${language.dir.heading}${path}`,
    "",
    ...[".", "..", ...folders].map((name) => folderRow(name, language)),
    ...files.map((file) => fileRow(file, language)),
    filesRow(files.length, sizeOf(files), language),
  ];
}

/** `dir /s` counts `.` and `..` as folders. */
function listedFolders({ folder }: Server): number {
  const listed = folder.folders.reduce((sum, { folders }) => sum + folders.length + 2, 0);
  return listed + 3 * (folder.more?.folders ?? 0);
}

/**
 * `dir /a /s`: every file, then what they come to; `dir /a` the same of the first folder, without the sums over all.
 * Of more than the console's buffer holds, the end is left.
 */
export function printDir(server: Server, language: FolderLanguage, deep = true): string[] {
  const { dir, separator } = language;
  const { folder } = server;
  const shown = deep ? folder.folders : folder.folders.slice(0, 1);
  const counted = { ...folder, folders: shown, more: deep ? folder.more : undefined };
  const folders = grouped(listedFolders({ ...server, folder: counted }), separator).padStart(16);
  return [
    ...(deep && folder.more ? [] : [dir.volume(folder.path.slice(0, 1)), `${dir.serial}${folder.serial}`]),
    ...shown.flatMap((each) => printFolder(each, language)),
    ...(deep ? ["", dir.total, filesRow(totalFiles(folder), totalBytes(folder), language)] : []),
    `${folders} ${dir.folders} ${grouped(folder.freeBytes, separator).padStart(14)} ${dir.free}`,
  ];
}

/** Robocopy's own rounding: three decimals and a letter. */
function rounded(bytes: number): string {
  const [unit = "", size = 1] =
    (
      [
        ["g", 2 ** 30],
        ["m", 2 ** 20],
        ["k", 2 ** 10],
      ] as const
    ).find(([, least]) => bytes >= least) ?? [];
  if (unit === "") return String(bytes);
  const value = bytes / size;
  return `${value.toFixed(value >= 100 ? 1 : value >= 10 ? 2 : 3)} ${unit}`;
}

/** What a rounded size stands for. */
function roundedBytes(text: string): number {
  const [value = "0", unit] = text.split(" ");
  const size = unit === "g" ? 2 ** 30 : unit === "m" ? 2 ** 20 : unit === "k" ? 2 ** 10 : 1;
  return Math.round(Number(value) * size);
}

/** `robocopy SOURCE NUL /L /S`: counts without copying. */
export function printRobocopy(
  { folder }: Server,
  { robocopy }: FolderLanguage,
  exact: boolean,
  { headed = true }: { headed?: boolean } = {},
): string[] {
  const line = "-".repeat(78);
  const size = exact ? String(totalBytes(folder)) : rounded(totalBytes(folder));
  const row = (label: string, total: number | string, copied: number | string, skipped: number): string =>
    `${label}${String(total).padStart(10)}${String(copied).padStart(10)}${String(skipped).padStart(10)}         0         0         0`;
  const files = totalFiles(folder);
  return [
    ...(headed ? ["", line, robocopy.title, line, "", `${robocopy.source}${folder.path}\\`] : []),
    "",
    line,
    "",
    robocopy.columns,
    row(robocopy.dirs, totalFolders(folder), totalFolders(folder) - 1, 1),
    row(robocopy.files, files, files, 0),
    row(robocopy.bytes, size, size, 0),
    `${robocopy.times}   0:01:12   0:00:00                       0:00:00   0:01:12`,
    robocopy.ended,
  ];
}

/** `Get-ChildItem | Measure-Object Length -Sum`. */
export function printMeasure({ folder }: Server, table: boolean): string[] {
  const [count, sum] = [String(totalFiles(folder)), String(totalBytes(folder))];
  if (table) {
    const [first, second] = [Math.max(5, count.length), Math.max(3, sum.length)];
    return [
      "",
      `${"Count".padStart(first)} Average ${"Sum".padStart(second)} Maximum Minimum Property`,
      `${"-----".padStart(first)} ------- ${"---".padStart(second)} ------- ------- --------`,
      `${count.padStart(first)}         ${sum.padStart(second)}                 Length`,
      "",
    ];
  }
  return [
    "",
    "",
    `Count    : ${count}`,
    "Average  : ",
    `Sum      : ${sum}`,
    "Maximum  : ",
    "Minimum  : ",
    "Property : Length",
    "",
  ];
}

/** Sysinternals `du`. */
export function printDu({ folder }: Server): string[] {
  return [
    "",
    "DU v1.62 - Directory disk usage reporter",
    "Copyright (C) 2005-2018 Mark Russinovich",
    "Sysinternals - www.sysinternals.com",
    "",
    `Files:        ${totalFiles(folder)}`,
    `Directories:  ${totalFolders(folder)}`,
    `Size:         ${grouped(totalBytes(folder), ",")} bytes`,
    `Size on disk: ${grouped(totalBytes(folder) + 4096, ",")} bytes`,
  ];
}

function facts(
  { folder }: Server,
  more: Pick<FolderSizeReport, "tool" | "path"> & Partial<Facts<FolderSizeReport>>,
): Facts<FolderSizeReport> {
  return {
    kind: "folder-size",
    sizeBytes: totalBytes(folder),
    files: totalFiles(folder),
    folders: null,
    freeBytes: null,
    complete: true,
    ...more,
  };
}

function dir(language: FolderLanguage): Printer<FolderSizeReport> {
  return {
    parser: "dir",
    dialect: language.name,
    needs: {},
    prompt: "cmd",
    command: ({ folder }) => `dir /a /s "${folder.path}"`,
    print: (server) => printDir(server, language),
    expected: (server) =>
      facts(server, {
        tool: "dir",
        path: server.folder.path,
        folders: listedFolders(server),
        freeBytes: server.folder.freeBytes,
      }),
  };
}

function robocopy(language: FolderLanguage, exact: boolean): Printer<FolderSizeReport> {
  return {
    parser: "robocopy",
    dialect: `${language.name}-${exact ? "bytes" : "rounded"}`,
    needs: {},
    prompt: "cmd",
    command: ({ folder }) => `robocopy "${folder.path}" NUL /L /S${exact ? " /BYTES" : ""} /NFL /NDL`,
    print: (server) => printRobocopy(server, language, exact),
    expected: (server) =>
      facts(server, {
        tool: "robocopy",
        path: server.folder.path,
        folders: totalFolders(server.folder),
        sizeBytes: exact ? totalBytes(server.folder) : roundedBytes(rounded(totalBytes(server.folder))),
      }),
  };
}

function measure(dialect: string, table: boolean): Printer<FolderSizeReport> {
  return {
    parser: "measure-object",
    dialect,
    needs: {},
    prompt: "powershell",
    command: ({ folder }) =>
      `Get-ChildItem '${folder.path}' -Recurse -Force | Measure-Object Length -Sum${table ? " | Format-Table" : ""}`,
    print: (server) => printMeasure(server, table),
    expected: (server, echoed) => facts(server, { tool: "measure-object", path: echoed ? server.folder.path : null }),
  };
}

const DU: Printer<FolderSizeReport> = {
  parser: "du",
  dialect: "totals",
  needs: {},
  prompt: "cmd",
  command: ({ folder }) => `du -q "${folder.path}"`,
  print: printDu,
  expected: (server, echoed) =>
    facts(server, { tool: "du", path: echoed ? server.folder.path : null, folders: totalFolders(server.folder) }),
};

const TRANSLATED = FOLDER_LANGUAGES.filter(({ name }) => name !== "english-plain");

export const FOLDER_SIZE: readonly Printer<FolderSizeReport>[] = [
  ...FOLDER_LANGUAGES.map(dir),
  ...TRANSLATED.flatMap((language) => [robocopy(language, true), robocopy(language, false)]),
  measure("list", false),
  measure("table", true),
  DU,
];
