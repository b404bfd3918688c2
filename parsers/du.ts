import type { FolderSizeReport } from "@/evidence";
import { isChatter } from "./chatter";
import { COUNT, group, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { pathInArguments, plainPath } from "./windows-path";

/**
 * Sysinternals `du [-q] [-l N | -n | -v] [-u] FOLDER`, and `du -c` / `-ct` for a table.
 *
 * ```sample totals
 * C:\Tools>du -q C:\Sites\Temp
 *
 * DU v1.62 - Directory disk usage reporter
 * Copyright (C) 2005-2018 Mark Russinovich
 * Sysinternals - www.sysinternals.com
 *
 * Files:        318446
 * Directories:  4119
 * Size:         85,899,345,920 bytes
 * Size on disk: 86,410,002,432 bytes
 * ```
 * `-c` separates the columns by commas, `-ct` by tabs:
 * ```sample csv
 * Path,CurrentFileCount,CurrentFileSize,FileCount,DirectoryCount,DirectorySize,DirectorySizeOnDisk
 * "C:\Sites\Temp",12,40960,318446,4119,85899345920,86410002432
 * ```
 *
 * Size is what the files hold, each hard link once (all of them with `-u`); Size on disk is not kept.
 * `-l` and `-v` print the kilobytes of sub-folders first; they count only when the total was cut off,
 * as the sum of the uppermost. Then, and with `-n`, which leaves sub-folders out, `complete` is false.
 */
const BANNER = /^\s*DU v\d[\d.]{0,8} - Directory disk usage reporter/i;
const COPYRIGHT = /^\s*(?:Copyright \(C\) [\d-]{4,9} Mark Russinovich|Sysinternals - (?:www|https?))/i;
const FILES = rx("^\\s*Files:\\s*(?<count>", COUNT, ")$");
const DIRECTORIES = rx("^\\s*Directories:\\s*(?<count>", COUNT, ")$");
// Size:         85,899,345,920 bytes
const SIZE = rx("^\\s*Size:\\s*(?<bytes>", COUNT, ")\\s*bytes$");
const SIZE_ON_DISK = rx("^\\s*Size on disk:\\s*(?<bytes>", COUNT, ")\\s*bytes$");
//      189,612  c:\sites\temp\root
const FOLDER = rx("^\\s*(?<kilobytes>", COUNT, ")\\s+(?<path>(?:[A-Z]:|\\\\\\\\)\\S.*)$");
const NOTE = /^\s*(?:Processing\.\.\.|Totals?:)$/i;
const DENIED = /^\s*(?:Error (?:opening|processing)|Access is denied)/i;
const CSV_HEADING = /^\s*Path[, ]\s?CurrentFileCount[, ]\s?CurrentFileSize[, ]\s?FileCount[, ]\s?DirectoryCount\b/i;
// "C:\Sites\Temp",12,40960,318446,4119,85899345920,86410002432
const CSV_ROW =
  /^\s*"?(?<path>(?:[A-Z]:|\\\\)[^"]{0,300}?)"?[, ]\d+[, ]\d+[, ](?<files>\d+)[, ](?<folders>\d+)[, ](?<bytes>\d+)[, ]\d+$/i;

/** Adds up the uppermost folders of a listing, each of which holds those below it. */
class UppermostFolders {
  private depth = Number.POSITIVE_INFINITY;
  private kilobytes = 0;
  line = 0;

  add(path: string, kilobytes: number, line: number): void {
    const depth = path.split("\\").length;
    if (depth > this.depth) return;
    this.kilobytes = depth < this.depth ? kilobytes : this.kilobytes + kilobytes;
    this.depth = depth;
    this.line = line;
  }

  get bytes(): number | null {
    return this.line === 0 ? null : this.kilobytes * 1024;
  }
}

type Figures = Pick<FolderSizeReport, "path" | "files" | "folders" | "sizeBytes" | "sizeLine">;

function parse(source: Source): Reading<FolderSizeReport> {
  const unread: number[] = [];
  const figures: Figures = { path: null, files: null, folders: null, sizeBytes: null, sizeLine: 0 };
  const lastLine = source.lines.at(-1)?.number;
  const uppermost = new UppermostFolders();
  let firstLine: number | null = null;
  let lacking = /(?:^|\s)-n\b/i.test(source.args);

  for (const { text, number } of source.lines) {
    if (isChatter(text)) continue;
    const csv = CSV_ROW.exec(text);
    // A number that ends the paste may have been cut in the middle.
    const whole = number !== lastLine;
    const files = whole ? FILES.exec(text) : null;
    const folders = whole ? DIRECTORIES.exec(text) : null;
    const size = SIZE.exec(text);
    const folder = whole ? FOLDER.exec(text) : null;
    if (csv) {
      const path = plainPath(group(csv, "path") ?? "");
      // The folder asked for holds all the others, so its path is the shortest.
      if (figures.path === null || path.length < figures.path.length) {
        figures.path = path;
        figures.files = numberGroup(csv, "files");
        figures.folders = numberGroup(csv, "folders");
        figures.sizeBytes = numberGroup(csv, "bytes");
        figures.sizeLine = number;
      }
    } else if (files) figures.files ??= numberGroup(files, "count");
    else if (folders) figures.folders ??= numberGroup(folders, "count");
    else if (size && figures.sizeBytes === null) {
      figures.sizeBytes = numberGroup(size, "bytes");
      figures.sizeLine = number;
    } else if (folder) {
      uppermost.add(plainPath(group(folder, "path") ?? ""), numberGroup(folder, "kilobytes") ?? 0, number);
    } else if (DENIED.test(text)) lacking = true;
    else if (!isPassedOver(text)) {
      unread.push(number);
      continue;
    }
    firstLine ??= number;
  }
  const total = figures.sizeBytes !== null;
  if (!total) {
    figures.sizeBytes = uppermost.bytes;
    figures.sizeLine = uppermost.line;
  }
  if (firstLine === null || (figures.sizeBytes === null && figures.files === null)) return null;
  return {
    report: {
      kind: "folder-size",
      tool: "du",
      ...figures,
      line: firstLine,
      path: figures.path ?? pathInArguments(source.args),
      freeBytes: null,
      sizeLine: figures.sizeLine || firstLine,
      complete: total && !lacking,
    },
    unread,
  };
}

function isPassedOver(text: string): boolean {
  return [BANNER, COPYRIGHT, SIZE_ON_DISK, NOTE, CSV_HEADING].some((pattern) => pattern.test(text));
}

export const du: Parser<FolderSizeReport> = {
  id: "du",
  name: "du",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?du(?:64)?(?:\.exe)?(?=$|\s)/i,
  bareCommand:
    /^\s{0,8}du(?:64)?(?:\.exe)?(?:\s{1,4}-[a-z]{1,8}(?:\s\d{1,2})?){0,5}\s{1,4}"?(?:[A-Z]:\\|\\\\)[^\n]{0,200}$/i,
  recognise: [BANNER, CSV_HEADING, SIZE_ON_DISK, FILES],
  confirm: (lines, at) => !FILES.test(lines[at]?.text ?? "") || DIRECTORIES.test(lines[at + 1]?.text ?? ""),
  restarts: BANNER,
  errors: [
    {
      // Error opening C:\Sites\Tmp:
      line: /^\s*(?:Error opening|No matching (?:files|directories)|The system cannot find the path)/i,
      problem: {
        code: "FOLDER_NOT_FOUND",
        what: "du could not open the folder.",
        fix: "Check the path, put it into quotation marks, and run the prompt as administrator.",
        commands: ['du -q "<folder>"'],
      },
    },
  ],
  parse,
};
