import type { FolderSizeReport } from "@/evidence";
import { isChatter } from "./chatter";
import type { Parser, Reading, Source } from "./parser";
import { pathInArguments, plainPath } from "./windows-path";

/**
 * `robocopy SOURCE NUL /L /S /BYTES /NJH /NFL /NDL`: counts a folder without copying anything.
 *
 * ```sample bytes
 * C:\>robocopy "C:\Sites\Temp" NUL /L /S /BYTES /NJH /NFL /NDL
 *
 * ------------------------------------------------------------------------------
 *
 *                Total    Copied   Skipped  Mismatch    FAILED    Extras
 *     Dirs :      4120      4119         1         0         0         0
 *    Files :    318446    318446         0         0         0         0
 *    Bytes : 85899345920 85899345920         0         0         0         0
 *    Times :   0:01:12   0:00:00                       0:00:00   0:01:12
 *    Ended : Tuesday, 12 March 2024 16:04:33
 * ```
 * Without `/BYTES` the sizes are rounded and carry k, m, g or t; other languages translate the words:
 * ```sample rounded
 *    ROBOCOPY     ::     Robustes Dateikopieren für Windows
 *   Gestartet: Dienstag, 12. März 2024 16:03:21
 *      Quelle : C:\Sites\Temp\
 *        Ziel - C:\NUL\
 *
 *            Insgesamt   KopiertÜbersprungenKeine Übereinstimmung    FEHLER    Extras
 * Verzeich.:       412       411         1         0         0         0
 *   Dateien:     31844     31844         0         0         0         0
 *     Bytes:  80.101 g  80.101 g         0         0         0         0
 *    Zeiten:   0:00:12   0:00:00                       0:00:00   0:00:12
 * ```
 *
 * The rows are folders, files, bytes and times, in this order; the first column is the total, and
 * the source itself counts as a folder. What stands in FAILED could not be listed, so the total
 * falls short and `complete` is false. The lines of single files and folders are passed over.
 */
const HEADING = /^\s*Total\s+Copied\s*Skipped\s*Mismatch\s*FAILED\s*Extras$/i;
const KNOWN_TITLES =
  /^\s*(?:Total|Insgesamt|Totale|Totaal|Totalt|Razem|Toplam|合計|总数|總計|전체|Всего)\s+(?:Copi|Kopi|Gekopi|Skopio|コピー|复制|已複製|복사|Скопир)\S/i;
const BANNER = /^\s*ROBOCOPY\s{1,20}::/i;
const LABEL = "(?<label>[^\\s\\d:：][^\\d:：]{0,24})[:：]";
const VALUE = "\\d+(?:[.,]\\d+)?(?: ?[kmgt])?";
//    Bytes :  80.101 g  80.101 g         0         0         0         0
const ROW = new RegExp(
  `^\\s*${LABEL}\\s*(?<total>${VALUE})(?:\\s+${VALUE}){3}\\s+(?<failed>${VALUE})(?:\\s+${VALUE})?$`,
  "i",
);
//    Bytes :8589934592085899345920         0         0         0         0     (two full columns without a blank)
const JOINED_ROW = new RegExp(
  `^\\s*${LABEL}\\s*(?<total>\\d{10,16})\\k<total>(?:\\s+\\d+){2}\\s+(?<failed>\\d+)(?:\\s+\\d+)?$`,
);
//    Times :   0:01:12   0:00:00                       0:00:00   0:01:12
const TIMES = new RegExp(`^\\s*${LABEL}\\s*\\d{1,4}:\\d\\d(?:[:.]\\d{2,3}){0,2}\\s[\\d:.\\s]{4,80}$`);
//   Source : C:\Sites\Temp\       Quelle = C:\Sites\Temp\
const SOURCE_FOLDER =
  /^\s*(?:Source|Quelle|Origen|Origine|Bron|K.lla|Origem|.r.d.o|コピー元|源|來源|원본|Источник|Kaynak)\s{0,4}[:：=-]\s{0,4}(?<path>\S.*)$/i;
//   Options : /L /S /BYTES        Gestartet: Dienstag, 12. März 2024 16:03:21        Ziel - C:\NUL\
const LABELLED = /^\s*[^\s\d:：=][^\d:：=]{1,24}[:：=-]\s{0,40}\S.*$/;
//     New File             476693    data.bin          New Dir          2    C:\Sites\Temp\root\
const LISTED = /^\s*(?:\*?[^\s\d*]\D{1,24}\s)?-?\d+(?:[.,]\d+ [kmgt])?\s{1,40}\S.*$/i;
const PROGRESS = /^\s*\d{1,3}(?:\.\d)?%$/;
// 2024/03/12 16:03:30 ERROR 5 (0x00000005) Scanning Source Directory C:\Sites\Temp\x\
const FAILURE = /\b[A-Z]{4,10}:? \d{1,5} \(0x[0-9A-F]{8}\)/i;
const AFTER_FAILURE = /^\s*(?:Waiting \d+ seconds|Access is denied|The system cannot find|The process cannot)/i;

const WORDS = [
  /^(?:dir|verzeich|r.p|cart|map|katal|past|ディレク|目[录錄]|디렉|папок|катал)/i,
  /^(?:files?\b|dateien|fichiers|archivos|bestanden|filer|arquivos|plik|ファイル|文件|檔案|파일|файл)/i,
  /^(?:byte|octet|bajt|バイト|字节|位元組|바이트|байт)/i,
] as const;

const UNIT: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

interface Counted {
  label: string;
  line: number;
  total: number;
  failed: number;
}

function toNumber(value: string): number {
  const unit = /[kmgt]$/i.exec(value)?.[0]?.toLowerCase() ?? "";
  return Math.round(Number.parseFloat(value.replace(",", ".")) * (UNIT[unit] ?? 1));
}

/** A row of the summary; null when it is none, or when its columns cannot be told apart. */
function toRow(text: string, line: number): Counted | null {
  const groups = (JOINED_ROW.exec(text) ?? ROW.exec(text))?.groups;
  if (!groups) return null;
  const total = toNumber(groups.total ?? "");
  if (!Number.isSafeInteger(total)) return null;
  return { label: groups.label?.trim() ?? "", line, total, failed: toNumber(groups.failed ?? "0") };
}

/** Folders, files and bytes by their words, or by their order when all three are there. */
function assign(rows: readonly Counted[]): (Counted | undefined)[] {
  const known = WORDS.map((words) => rows.find((row) => words.test(row.label)));
  if (rows.length === 3 && known.some((row, place) => row !== rows[place])) return [...rows];
  return known;
}

function parse(source: Source): Reading<FolderSizeReport> {
  const rows: Counted[] = [];
  const unread: number[] = [];
  let path: string | null = null;
  let firstLine: number | null = null;
  let lacking = false;
  let started = source.commandLine !== null;

  for (const { text, number } of source.lines) {
    if (isChatter(text)) continue;
    const row = rows.length < 3 ? toRow(text, number) : null;
    const ours = started || BANNER.test(text) || KNOWN_TITLES.test(text) || row !== null;
    if (row) rows.push(row);
    else if (FAILURE.test(text)) lacking = true;
    else if (SOURCE_FOLDER.test(text)) path ??= plainPath(SOURCE_FOLDER.exec(text)?.groups?.path ?? "");
    else if (!ours || !isPassedOver(text, rows.length)) {
      unread.push(number);
      continue;
    }
    started = true;
    firstLine ??= number;
  }
  if (rows.length === 0) return null;
  const [folders, files, bytes] = assign(rows);
  const sizeLine = bytes?.line ?? rows.at(-1)?.line ?? 1;
  lacking ||= rows.some((row) => row.failed > 0);
  return {
    report: {
      kind: "folder-size",
      tool: "robocopy",
      line: firstLine ?? sizeLine,
      path: path ?? pathInArguments(source.args),
      sizeBytes: bytes?.total ?? null,
      files: files?.total ?? null,
      folders: folders?.total ?? null,
      freeBytes: null,
      sizeLine,
      complete: bytes !== undefined && !lacking,
    },
    unread,
  };
}

/** Lines that belong to a run and carry no total: its heads, its listing, its times. */
function isPassedOver(text: string, rows: number): boolean {
  if (HEADING.test(text) || BANNER.test(text) || TIMES.test(text) || LABELLED.test(text)) return true;
  if (rows > 0) return false;
  return LISTED.test(text) || PROGRESS.test(text) || AFTER_FAILURE.test(text) || isTitles(text);
}

/** The column titles in any language: five words and no figure. */
function isTitles(text: string): boolean {
  return /^\s*\D{20,140}$/.test(text) && text.trim().split(/\s+/).length >= 4;
}

export const robocopy: Parser<FolderSizeReport> = {
  id: "robocopy",
  name: "robocopy /L",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?robocopy(?:\.exe)?\b/i,
  bareCommand: /^\s{0,8}robocopy(?:\.exe)?\s[^\n]{1,300}\s\/l\b[^\n]{0,200}$/i,
  recognise: [HEADING, KNOWN_TITLES, BANNER, ROW],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    if (HEADING.test(text) || BANNER.test(text)) return true;
    if (KNOWN_TITLES.test(text)) return ROW.test(lines[at + 1]?.text ?? "");
    return ROW.test(lines[at - 1]?.text ?? "") || ROW.test(lines[at + 1]?.text ?? "");
  },
  keeps: [TIMES],
  restarts: BANNER,
  errors: [
    {
      // 2024/03/12 16:03:30 ERROR 3 (0x00000003) Accessing Source Directory C:\Sites\Tmp\
      line: /\b(?:ERROR|FEHLER|ERREUR|ERRORE) [23] \(0x0000000[23]\)/i,
      problem: {
        code: "FOLDER_NOT_FOUND",
        what: "robocopy did not find the folder it was to count.",
        fix: "Check the path and put it into quotation marks.",
        commands: ['robocopy "<folder>" NUL /L /S /BYTES /NJH /NFL /NDL'],
      },
    },
    {
      // 2024/03/12 16:03:30 ERROR 5 (0x00000005) Accessing Source Directory C:\Sites\Temp\
      line: /\b[A-Z]{4,10} 5 \(0x00000005\)/i,
      problem: {
        code: "NEEDS_ELEVATION",
        what: "robocopy was not allowed to look into the folder.",
        fix: 'Open the prompt with "Run as administrator" and run the command again.',
      },
    },
  ],
  parse,
};
