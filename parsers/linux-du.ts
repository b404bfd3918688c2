import type { FolderSizeReport, Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import type { Parser, Reading, Source } from "./parser";
import { unixArguments, unixCommand } from "./unix-command";
import { bytesOfSize, inThousands, plainUnit } from "./unix-size";

/**
 * `du` of Linux: `du -sh FOLDER`, `du -sk FOLDER`, `du -h --max-depth=1 FOLDER`, `du -hd1`, and BusyBox's. A folder's
 * line holds what is below it too, and the folder that was asked for comes last.
 *
 * ```sample total
 * root@web-7f9c:/app# du -sh /tmp
 * 83G	/tmp
 *
 * ```
 * ```sample depth
 * $ du -h --max-depth=1 /var/lib/shop
 * 4.0K	/var/lib/shop/keys
 * 81G	/var/lib/shop/razor
 * 1.5G	/var/lib/shop/logs
 * 83G	/var/lib/shop
 *
 * ```
 * ```sample kilobytes
 * / # du -sk /tmp
 * 87031808	/tmp
 *
 * ```
 * ```sample total-of-several
 * $ du -shc /tmp /app/storage
 * 83G	/tmp
 * 1.2G	/app/storage
 * 84G	total
 *
 * ```
 *
 * Sizes with a letter are rounded up. Without one they are kilobytes, unless the command says otherwise; without the
 * command such rows are not read. Of folders side by side the sum is given, with `complete` false. Parts: the largest
 * folders below. Not read: `--time`, `--inodes`.
 */
// 81G	/var/lib/shop/razor       1.5G ./logs       84G total
const LETTERED = /^\s*\d{1,4}(?:[.,]\d)?[KMGTPE]\s+(?:\.{0,2}\/\S|\.{1,2}$|\/$|total$)/;
const ROW = /^\s*(?<size>\d{1,18}(?:[.,]\d{1,2})?[KMGTPE]?)\s+(?<path>[^\s%].{0,400})$/;
const REFUSED =
  /^\s*du: .{0,300}(?:Permission denied|cannot (?:read|access)|can't open|No such file|Stale file handle)/i;
/** How many folders below are kept. */
const KEPT_PARTS = 100;
/** Words behind which a number is not a folder. */
const TAKES_VALUE = /^(?:-[a-zA-Z]*[dBtX]|--(?:max-depth|block-size|threshold|exclude))$/;

interface Row {
  line: number;
  path: string;
  sizeBytes: number;
}

function plain(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, "") : path;
}

/** The folders that a command asks for; null when its marks stand for others. */
function foldersIn(args: string): string[] | null {
  const words = (args.split(/[|>]/)[0] ?? "").trim().match(/"[^"]{0,300}"|'[^']{0,300}'|\S+/g) ?? [];
  const folders = words.filter(
    (word, at) => !word.startsWith("-") && !TAKES_VALUE.test(words[at - 1] ?? "") && word !== "2",
  );
  if (folders.some((folder) => /^[^'"].*[*?{]/.test(folder))) return null;
  return folders.map((folder) => plain(folder.replace(/^["']|["']$/g, "")));
}

function isBelow(path: string, folder: string): boolean {
  return folder === "/" ? path !== "/" : path.startsWith(`${folder}/`);
}

/** The row that holds all others. */
function totalOf(rows: readonly Row[], asked: readonly string[] | null, echoed: boolean): Row | null {
  const last = rows.at(-1);
  if (!last || last.path === "total") return last ?? null;
  const [folder = "."] = asked ?? [];
  if (echoed && (asked === null || asked.length > 1 || folder !== last.path)) return null;
  return rows.every((row) => row === last || isBelow(row.path, last.path)) ? last : null;
}

/** The uppermost folders, each with all that is below it. */
function uppermost(rows: readonly Row[]): Row[] {
  const paths = new Set(rows.map(({ path }) => path));
  return rows.filter(({ path }) => {
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      if (paths.has(path.slice(0, at))) return false;
    }
    return path === "/" || !paths.has("/");
  });
}

class SizesReader {
  readonly rows: Row[] = [];
  private readonly unit: number | null;
  private readonly thousands: boolean;

  constructor(args: string, echoed: boolean) {
    this.unit = echoed && !/--inodes/.test(args) ? plainUnit(args, 1024) : null;
    this.thousands = inThousands(args, "H(?=$)");
  }

  take({ text, number, last }: Line): boolean {
    const row = ROW.exec(withoutAnnotation(text).trimEnd())?.groups;
    const sizeBytes = row ? bytesOfSize(row.size ?? "", this.unit, this.thousands) : null;
    const path = plain(row?.path?.trim() ?? "");
    // Lines that were joined need not be one folder.
    const joined = last > number && /\s\d/.test(path);
    if (sizeBytes === null || joined || (this.unit === null && !LETTERED.test(text))) return false;
    this.rows.push({ line: number, path, sizeBytes });
    return true;
  }
}

function largest(rows: readonly Row[], total: Row | null): Row[] {
  const parts = rows.filter((row) => row !== total && row.path !== "total");
  if (parts.length <= KEPT_PARTS) return parts;
  const kept = [...parts].sort((a, b) => b.sizeBytes - a.sizeBytes || a.line - b.line).slice(0, KEPT_PARTS);
  return kept.sort((a, b) => a.line - b.line);
}

function parse(source: Source): Reading<FolderSizeReport> {
  const echoed = /\bdu\b/.test(source.command ?? "");
  const args = unixArguments(source.command, /^du$/);
  const asked = echoed ? foldersIn(args) : null;
  const reader = new SizesReader(args, echoed);
  const unread: number[] = [];
  let refused: number | null = null;
  let gap = false;
  for (const line of source.lines) {
    gap ||= isElision(line.text);
    if (isChatter(line.text)) continue;
    if (REFUSED.test(line.text)) refused ??= line.number;
    else if (!reader.take(line)) unread.push(line.number);
  }
  const { rows } = reader;
  let total = totalOf(rows, asked, echoed);
  // A path at the end of the paste may be cut, unless it is the only one that was asked for.
  const alone = total !== null && (/(?:^|\s)-[a-zA-Z]*s/.test(args) || total.path === "total");
  if (source.openEnd && rows.length > 0 && !(echoed && alone)) {
    unread.push(...rows.splice(-1).map(({ line }) => line));
    total = null;
  }
  const first = rows[0];
  if (!first) return refused === null || !echoed ? null : { problem: REFUSAL, line: refused };
  const sums = total ? [total] : uppermost(rows);
  const root = asked?.length === 1 ? (asked[0] ?? null) : null;
  const path = total && total.path !== "total" ? total.path : root;
  return {
    report: {
      kind: "folder-size",
      tool: "du",
      line: first.line,
      path,
      sizeBytes: sums.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      files: null,
      folders: null,
      freeBytes: null,
      sizeLine: (sums.at(-1) ?? first).line,
      parts: largest(rows, total),
      complete: total !== null && refused === null && !gap,
    },
    unread: unread.sort((a, b) => a - b),
  };
}

const REFUSAL = {
  code: "FOLDER_NOT_FOUND",
  what: "du could not look at the folder: it is not there, or not for this user.",
  fix: "Check the path inside the container, and run it as root.",
  commands: ["sudo du -sh <folder>"],
};

export const linuxDu: Parser<FolderSizeReport> = {
  id: "linux-du",
  name: "du -sh",
  mode: "shell",
  command: unixCommand("du"),
  bareCommand:
    /^\s{0,8}(?:sudo )?du(?: -{1,2}[A-Za-z][\w=-]{0,20}| \d{1,2}){1,5}(?: ["']?[/.~][^|>]{0,200})?(?: {0,2}\| {0,2}(?:sort|head|tail)\b.{0,40}| 2>\/dev\/null){0,3}$/,
  recognise: [LETTERED],
  keeps: [REFUSED],
  parse,
};
