import type { DiskFreeReport, Filesystem, Line } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import type { Parser, Reading, Source } from "./parser";
import { unixCommand } from "./unix-command";
import { bytesOfSize, inThousands, plainUnit } from "./unix-size";

/**
 * `df` of Linux, with `-h`, `-k`, `-T`, `-P`, and `-i` for the number of files; BusyBox's too.
 *
 * ```sample human
 * root@web-7f9c:/app# df -hT
 * Filesystem                 Type     Size  Used Avail Use% Mounted on
 * overlay                    overlay   50G   48G  1.9G  97% /
 * files01:/export/shop       nfs4     1.0T  200G  824G  20% /mnt/shop
 * tmpfs                      tmpfs     64M     0   64M   0% /dev
 *
 * ```
 * A long name pushes its numbers into the next line:
 * ```sample kilobytes
 * $ df -k
 * Filesystem           1K-blocks      Used Available Use% Mounted on
 * /dev/mapper/vg-root_of_the_shop
 *                       51475068  40000000   8800000  82% /
 *
 * ```
 * ```sample files
 * / # df -i
 * Filesystem              Inodes      Used Available Use% Mounted on
 * overlay                3276800   3276800         0 100% /
 * none                         -         -         -   - /sys/fs/cgroup
 *
 * ```
 * ```sample german
 * $ df -h
 * Dateisystem    Größe Benutzt Verf. Verw% Eingehängt auf
 * /dev/sda1        50G     48G  1,9G   97% /
 *
 * ```
 *
 * Sizes with a letter are rounded up. With a head that names no unit, and rows without letters, they are bytes.
 */
const HEADS =
  "Filesystem|File system|Dateisystem|Sys\\. de fichiers|S\\.ficheros|Sist\\. Arq\\.|Bestandssysteem|Filsystem|System plików|Файловая система|文件系统|ファイルシス\\S*";
// Filesystem     Type  Size  Used Avail Use% Mounted on      Filesystem 1024-blocks Used Available Capacity Mounted on
const HEADING = new RegExp(`^\\s*(?:${HEADS})\\s+\\S.{0,120}(?:%|\\sCapacity)\\s+\\S.{0,30}$`, "i");
// Rows whose letters tell that they are sizes: /dev/sda1 50G 48G 1.9G 97% /
const ROW =
  /^\s*\S{1,200}\s+(?:[a-z][\w.]{1,15}\s+)?\d{1,4}(?:[.,]\d)?[KMGTPE]i?\s+\d{1,4}(?:[.,]\d)?[KMGTPE]?i?\s+\d{1,4}(?:[.,]\d)?[KMGTPE]?i?\s+\d{1,3}%\s+\/\S*(?:\s|$)/;
const TYPES = /\s(?:Type|Typ|Tipo|Тип|类型|タイプ)\s/i;
/** An editor's number in front; no device has such a name. */
const NUMBERED = /^\d{1,6}[:.)]?$/;
const CELL = /^(?:-|-?\d{1,18}(?:[.,]\d{1,2})?(?:[KMGTPE](?:i?B)?)?)$/i;
const PERCENT = /^(?:-|\d{1,3}%)$/;
const TYPE =
  /^(?:ext[234]|xfs|btrfs|overlay|tmpfs|devtmpfs|ramfs|nfs4?|cifs|smb3|fuse\S*|zfs|vfat|exfat|ntfs3?|squashfs|iso9660|9p|drvfs|efivarfs|aufs|f2fs|jfs|reiserfs|autofs|glusterfs|ceph|lustre|gpfs|beegfs|virtiofs|ecryptfs|shm|cgroup2?|proc|sysfs)$/i;
const REFUSED = /^\s*df: .{0,200}$/;

interface Cells {
  front: readonly string[];
  numbers: readonly string[];
  percent: string;
  mount: string;
}

/** A row's cells, found from its percentage: the device may hold blanks, or stand in the line above. */
function cellsOf(text: string): Cells | null {
  const words = [...text.matchAll(/\S+/g)];
  for (let at = 3; at < words.length - 1; at++) {
    const [percent = "", mount] = [words[at]?.[0], words[at + 1]];
    const numbers = words.slice(at - 3, at).map(([word]) => word);
    if (!PERCENT.test(percent) || !mount || !/^(?:\/|[A-Z]:)/.test(mount[0])) continue;
    if (!numbers.every((number) => CELL.test(number))) continue;
    const front = words.slice(0, at - 3).map(([word]) => word);
    return { front, numbers, percent, mount: text.slice(mount.index).trimEnd() };
  }
  return null;
}

/** Lines that were joined need not be one row. */
function isOneRow(front: readonly string[], mount: string): boolean {
  const behind = mount.split(/\s+/).slice(1);
  const holdsRow = front.some(
    (word, at) => CELL.test(word) || (at > 0 && (PERCENT.test(word) || word.startsWith("/"))),
  );
  return !holdsRow && !behind.some((word) => /^\/|:\/|\d/.test(word));
}

class DiskReader {
  readonly filesystems: Filesystem[] = [];
  headed = false;
  readonly unread: number[] = [];
  private inodes: boolean;
  /** False when the head names no column of types, and `overlay` is a device. */
  private mayBeTyped = true;
  private plain: number | null;
  private readonly thousands: boolean;
  /** A device whose numbers stand in the next line. */
  private device: Line | null = null;
  private lastLine = 0;

  constructor(args: string, echoed: boolean) {
    this.inodes = /(?:^|\s)(?:-[a-zA-Z]*i|--inodes)/.test(args);
    this.thousands = inThousands(args, "H");
    this.plain = echoed ? plainUnit(args, 1024) : null;
  }

  take(line: Line, openEnd: boolean): boolean {
    const text = withoutAnnotation(line.text).trimEnd();
    if (HEADING.test(text)) return this.heading(text);
    const cells = cellsOf(text);
    const known = this.headed || this.plain !== null || ROW.test(text);
    if (!cells) return this.begin(line, text, known);
    const front = cells.front.length > 0 ? cells.front : (this.device?.text.trim().split(/\s+/) ?? []);
    const first = cells.front.length > 0 ? line : (this.device ?? line);
    if (!known || (front.length === 0 && !this.headed) || NUMBERED.test(front[0] ?? "")) return false;
    if (line.last > line.number && !isOneRow(front, cells.mount)) return false;
    if (cells.front.length > 0) this.end();
    this.device = null;
    this.lastLine = line.last;
    this.filesystems.push(this.row(first.number, front, cells, openEnd));
    return true;
  }

  /** A device without its numbers is none. */
  end(): void {
    if (this.device) this.unread.push(this.device.number);
    this.device = null;
  }

  private heading(text: string): boolean {
    this.headed = true;
    this.mayBeTyped = TYPES.test(text);
    this.inodes = /\bI?-?inod|inœud|\bIUse|\bIUsed/i.test(text);
    const unit = /\b(?<size>1K|1024|512|1M|1G)-/i.exec(text)?.groups?.size?.toUpperCase();
    this.plain = unit === undefined ? (this.plain ?? 1) : (UNITS[unit] ?? 1);
    if (unit === undefined && /\s(?:Size|Größe|Taille|Tamaño|Tamanho|Dim\.)\s/i.test(text)) this.plain = 1;
    return true;
  }

  private begin(line: Line, text: string, known: boolean): boolean {
    this.end();
    const words = text.trim().split(/\s+/);
    // The last word of a head that was broken.
    if (this.headed && this.filesystems.length === 0 && /^\p{L}{1,9}$/u.test(text.trim())) return true;
    const row = this.filesystems.at(-1);
    if (row && line.number === this.lastLine + 1 && !/^[\w/]/.test(text.trim())) {
      // The mount point above goes on here.
      this.filesystems.splice(-1, 1, { ...row, mountedOn: null });
      return false;
    }
    if (!known || words.length > 2 || (words.length === 2 && !TYPE.test(words[1] ?? ""))) return false;
    this.device = { ...line, text };
    return true;
  }

  private row(
    line: number,
    front: readonly string[],
    { numbers, percent, mount }: Cells,
    openEnd: boolean,
  ): Filesystem {
    const typed = this.mayBeTyped && front.length > 1 && TYPE.test(front.at(-1) ?? "");
    const name = (typed ? front.slice(0, -1) : front).join(" ");
    const used = percent === "-" ? null : Number(percent.slice(0, -1));
    const values = numbers.map((cell) => (this.inodes ? countOf(cell) : bytesOfSize(cell, this.plain, this.thousands)));
    const [all = null, taken = null, left = null] = values;
    const { inodes } = this;
    return {
      line,
      filesystem: name || null,
      type: typed ? (front.at(-1) ?? null) : null,
      sizeBytes: inodes ? null : all,
      usedBytes: inodes ? null : taken,
      availableBytes: inodes ? null : left,
      usePercent: inodes ? null : used,
      inodes: inodes ? all : null,
      inodesUsed: inodes ? taken : null,
      inodesFree: inodes ? left : null,
      inodesUsePercent: inodes ? used : null,
      mountedOn: openEnd ? null : mount,
    };
  }
}

const UNITS: Readonly<Record<string, number>> = {
  "1K": 1024,
  "1024": 1024,
  "512": 512,
  "1M": 1024 ** 2,
  "1G": 1024 ** 3,
};

/** Files are counted in whole numbers, or with `-h` in powers of 1024. */
function countOf(cell: string): number | null {
  return bytesOfSize(cell, 1, false);
}

function parse(source: Source): Reading<DiskFreeReport> {
  const reader = new DiskReader(source.args, /\bdf\b/.test(source.command ?? ""));
  const unread: number[] = [];
  const last = source.openEnd ? source.lines.at(-1)?.number : undefined;
  for (const line of source.lines) {
    if (isElision(line.text)) reader.end();
    if (isChatter(line.text) || REFUSED.test(line.text)) continue;
    if (!reader.take(line, line.number === last)) unread.push(line.number);
  }
  reader.end();
  const { filesystems } = reader;
  if (filesystems.length === 0) return null;
  return { report: { kind: "disk-free", filesystems }, unread: [...unread, ...reader.unread].sort((a, b) => a - b) };
}

export const linuxDf: Parser<DiskFreeReport> = {
  id: "linux-df",
  name: "df -h",
  mode: "shell",
  command: unixCommand("df"),
  bareCommand: /^\s{0,8}(?:sudo )?df(?: -[A-Za-z]{1,6}){1,4}(?: [/.~][\w./-]{0,100}){0,4}$/,
  recognise: [HEADING, ROW],
  restarts: HEADING,
  errors: [
    {
      // df: /x: No such file or directory
      line: /^\s*df: .{0,200}(?:No such file or directory|Permission denied|Stale file handle|can't find mount point)/i,
      problem: {
        code: "FOLDER_NOT_FOUND",
        what: "df could not look at that folder. A stale handle means that the network share behind it has gone.",
        fix: "Ask for all file systems, and leave out those on the network if it does not come back.",
        commands: ["df -hT", "df -hTl"],
      },
    },
  ],
  parse,
};
