import type { FolderSizeReport, Line } from "@/evidence";
import { isChatter } from "./chatter";
import { ListingSums } from "./dir-sums";
import { isElision } from "./elision";
import { lookAt } from "./guarded";
import type { Parser, Reading, Source } from "./parser";
import { pathInArguments, plainPath } from "./windows-path";

/**
 * `dir /s` (with or without `/a`): how much lies in a folder, with all that is below it.
 *
 * ```sample recursive
 * D:\>dir /a /s C:\Sites\Temp
 *  Volume in drive C has no label.
 *  Volume Serial Number is 3C41-90AF
 *
 *  Directory of C:\Sites\Temp
 *
 * 03/12/2024  04:01 PM    <DIR>          .
 * 03/12/2024  04:01 PM    <DIR>          ..
 * 03/12/2024  04:01 PM    <DIR>          root
 * 03/12/2024  04:01 PM             2,048 hash.web
 *                1 File(s)          2,048 bytes
 *
 *  Directory of C:\Sites\Temp\root
 *
 * 03/12/2024  04:01 PM    <DIR>          .
 * 03/12/2024  04:01 PM    <DIR>          ..
 * 03/12/2024  04:02 PM         1,200,500 App_Web_k2x.dll
 *                1 File(s)      1,200,500 bytes
 *
 *      Total Files Listed:
 *                2 File(s)      1,202,548 bytes
 *                5 Dir(s)  41,000,206,336 bytes free
 * ```
 * The words change with the language, the shape does not:
 * ```sample translated
 *  Verzeichnis von C:\Sites\Temp
 *
 * 12.03.2024  16:01    <DIR>          .
 * 12.03.2024  16:01    <DIR>          ..
 * 12.03.2024  16:02         1.200.500 App_Web_k2x.dll
 *                1 Datei(en),      1.200.500 Bytes
 *
 *      Anzahl der angezeigten Dateien:
 *                1 Datei(en),      1.200.500 Bytes
 *                2 Verzeichnis(se), 41.000.206.336 Bytes frei
 * ```
 *
 * The last two figures rows are the total: files with their bytes, folders with the bytes free on
 * the volume. `/s` counts the entries `.` and `..` as folders too; the figure is kept as printed.
 * When the total was cut off, the sizes are sums over what was there, and `complete` is false; so
 * it is without `/s` when there are sub-folders. Every file row is read, none is kept. Not read:
 * `dir /b`, which prints no sizes, and the listing of PowerShell's `dir`.
 */
const COUNT = "\\d{1,3}(?:[.,' ]\\d{3})+|\\d+";
const DATE = "(?:\\D{1,5}\\s)?\\d{1,4}[./-]\\s?\\d{1,2}[./-]\\s?\\d{1,4}\\.?";
const TIME = "(?:[^\\d\\s]{1,4}\\s)?\\d{1,2}[:.]\\d{2}(?:\\s?[ap](?:\\.\\s?)?m?\\.?)?";

// 03/12/2024  04:02 PM         1,200,500 App_Web_k2x.dll      12.03.2024  16:01    <DIR>          root
const ENTRY = new RegExp(
  `^\\s*${DATE}\\s{1,4}${TIME}\\s{1,30}(?:(?<folder><[A-Z]{3,9}>)|\\(?(?<size>${COUNT})\\)?)\\s{1,20}(?<name>\\S.*)$`,
  "i",
);
// 12.03.2024  16:01    root                                   (its <DIR> was eaten as a tag)
const BARE_ENTRY = new RegExp(`^\\s*${DATE}\\s{1,4}${TIME}\\s{1,40}(?<name>(?![ap]\\.?m?\\.?$)\\S.*)$`, "i");
//                2 Datei(en),      1.202.548 Bytes
const WORDS = "[^\\d\\s]{1,24}(?: [^\\d\\s]{1,24}){0,3}";
const FIGURES = new RegExp(
  `^\\s*(?<count>${COUNT})\\s{0,2}(?<label>${WORDS})\\s{1,40}(?<size>${COUNT})\\s{0,2}(?<unit>${WORDS})$`,
);
const BYTE_WORD = /byte|octe|bajt|bájt|bayt|tavu|байт|バイト|字节|字節|位元組|바이트|בתים|بايت/i;
//                7 File(s)       xxxxxxxx bytes
const HIDDEN_FIGURES = /^\s*\d[\d.,']{0,20}\s{1,4}\D{3,40}\s\S{1,24}\s[^\d\s]{3,12}$/;

//  Directory of C:\Sites\Temp       Verzeichnis von C:\Sites\Temp       C:\Sites\Temp 的目录
const KNOWN_HEADING =
  /^\s*(?:Directory of|Verzeichnis von|R.pertoire de|Directorio de|Directory di|Map van|Inneh.ll i katalogen|Katalog i|Pasta de|Katalog|Hakemisto|Adres.r|Содержимое папки)\s+(?:[A-Za-z]:|\\\\)/i;
const SUFFIX_HEADING =
  /^\s*(?:[A-Za-z]:[\\¥₩/]|\\\\).*(?:のディレクトリ|的目[录錄]|디렉터리|dizini|tartalma|hakemisto)$/i;
const ANY_HEADING = /^\s{0,20}(?:[^\s\d:\\]{1,20} ){0,4}(?<path>(?:[A-Za-z]:[\\¥₩/]|\\\\)[^<>|"?*]{0,400})$/;
const SUFFIX = /\s{0,40}(?:のディレクトリ|的目[录錄]|디렉터리|dizini|tartalma|hakemisto)$/i;
const EATEN_HEADING = /^\s*(?:Directory of|Verzeichnis von)\s+(?<path>[A-Za-z]:\S.*)$/i;

//  Volume in drive C has no label.    Volume in Laufwerk C: hat keine Bezeichnung.
const VOLUME =
  /^\s*(?:[A-Z] 드라이브의|Volume in (?:drive|Laufwerk)|Datenträger in Laufwerk|Le volume dans le lecteur|El volumen de la unidad|Il volume nell'unit.|(?:De volumenaam van|Het volume in) station|Volymen i enhet|O volume na unidade|Wolumin w stacji|Том в устройстве|驱动器|磁碟區|ドライブ)(?: ?[A-Z]\b| )/i;
//  Volume Serial Number is 3C41-90AF
const SERIAL = /^\D{5,80}[:\s]\s?[0-9A-F]{4}-[0-9A-F]{4}\D{0,12}$/i;
const PAUSE = /^\s*(?:Press any key to continue|\(continuing )/i;
const DENIED = /^\s*Access is denied\.?$/i;

function headingPath(text: string): string | null {
  const path = (ANY_HEADING.exec(text) ?? EATEN_HEADING.exec(text))?.groups?.path;
  return path === undefined ? null : plainPath(path.replace(SUFFIX, ""));
}

function isBytes(text: string): boolean {
  const figures = FIGURES.exec(text);
  return figures !== null && BYTE_WORD.test(figures.groups?.unit ?? "");
}

/** True for `*.delete`: only part of the folder was asked for. */
function isFiltered(args: string): boolean {
  return /[*?]/.test(args.replace(/(^|[\s\\"])\*(?:\.\*)?(?=$|[\s"])/g, "$1"));
}

function parse(source: Source): Reading<FolderSizeReport> {
  const sums = new ListingSums();
  const unread: number[] = [];
  let pending: Line | null = null;
  let headed = source.commandLine !== null;
  /** The last line that was no noise was an entry or a figures row. */
  let afterRow = false;

  const drop = (): void => {
    if (pending) unread.push(pending.number);
    pending = null;
  };

  for (const [at, line] of source.lines.entries()) {
    const { text, number } = line;
    lookAt(line);
    if (isElision(text)) sums.elide();
    if (isChatter(text) || PAUSE.test(text)) continue;
    if (sums.closed) {
      unread.push(number);
      continue;
    }
    const adjacent = afterRow;
    afterRow = false;
    const entry = ENTRY.exec(text) ?? BARE_ENTRY.exec(text);
    const name = entry?.groups?.name ?? "";
    // A last line without its end: the size may be cut.
    const cut = /^[.,' ]*\d[\d.,' ]*$/.test(name) && (at === source.lines.length - 1 || !ENTRY.test(text));
    if (entry && !cut) {
      drop();
      afterRow = true;
      sums.entry(entry.groups?.size ?? null, name, number);
      continue;
    }
    const figures = FIGURES.exec(text);
    if (figures?.groups && (adjacent || BYTE_WORD.test(figures.groups.unit ?? ""))) {
      const { count = "", label = "", size = "", unit = "" } = figures.groups;
      // The line above a total is its title: `Total Files Listed:`.
      sums.figures({
        count,
        size,
        label: `${label.trim()}|${unit.trim()}`,
        line: number,
        titled: pending !== null,
        adjacent,
      });
      pending = null;
      afterRow = true;
      continue;
    }
    const path = headingPath(text);
    if (path !== null) {
      drop();
      sums.heading(path, number);
    } else if (SERIAL.test(text)) {
      // The volume's name stands right above its serial number.
      pending = null;
      headed ||= !sums.started;
    } else if (VOLUME.test(text)) {
      drop();
      headed ||= !sums.started;
    } else if (DENIED.test(text)) sums.lacking = true;
    else if (HIDDEN_FIGURES.test(text) && BYTE_WORD.test(text)) {
      drop();
      unread.push(number);
      sums.elide();
    } else {
      drop();
      pending = line;
    }
  }
  drop();
  const total = sums.total(/\/s\b/i.test(source.args));
  if (!total) return null;
  const { root, ...figures } = total;
  const whole = !sums.elided && (headed || total.whole);
  const path = (whole ? root : null) ?? pathInArguments(source.args);
  return {
    report: {
      kind: "folder-size",
      tool: "dir",
      line: figures.line,
      path,
      sizeBytes: figures.sizeBytes,
      files: figures.files,
      folders: figures.folders,
      freeBytes: figures.freeBytes,
      sizeLine: figures.sizeLine,
      complete: figures.complete && !isFiltered(source.args),
    },
    unread: unread.sort((a, b) => a - b),
  };
}

function isListing(text: string | undefined): boolean {
  if (text === undefined) return false;
  return ENTRY.test(text) || isBytes(text) || KNOWN_HEADING.test(text) || SUFFIX_HEADING.test(text);
}

/** Nearest line above (-1) or below (1) that is not blank, over one blank line at most. */
function neighbour(lines: readonly Line[], at: number, step: 1 | -1): string | undefined {
  const near = lines[at + step]?.text;
  return near?.trim() === "" ? lines[at + 2 * step]?.text : near;
}

export const dir: Parser<FolderSizeReport> = {
  id: "dir",
  name: "dir /s",
  mode: "shell",
  command: /^dir(?=$|[\s/\\.])(?!.*\|\s*measure)/i,
  bareCommand: /^\s{0,8}dir\s(?:[^\n|]{1,200}\s)?\/[sa](?:$|\s[^\n]{0,200}$)/i,
  recognise: [KNOWN_HEADING, SUFFIX_HEADING, VOLUME, SERIAL, ENTRY, FIGURES],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    if (KNOWN_HEADING.test(text) || SUFFIX_HEADING.test(text)) return true;
    if (VOLUME.test(text) || SERIAL.test(text)) {
      return [1, 2, 3, 4].some(
        (step) => isListing(lines[at + step]?.text) || SERIAL.test(lines[at + step]?.text ?? ""),
      );
    }
    if (!ENTRY.test(text) && !isBytes(text)) return false;
    return isListing(neighbour(lines, at, -1)) || isListing(neighbour(lines, at, 1));
  },
  keeps: [ENTRY],
  restarts: VOLUME,
  errors: [
    {
      // File Not Found
      line: /^\s*(?:File Not Found|The system cannot find the (?:path|file) specified\.?|Datei nicht gefunden)$/i,
      problem: {
        code: "FOLDER_NOT_FOUND",
        what: "There is no such folder, or nothing in it, on the machine where this ran.",
        fix: "Check the path, put it into quotation marks, and ask for hidden files too.",
        commands: ['dir /a /s "<folder>"'],
      },
    },
  ],
  parse,
};
