import { compareHex, type Line, type Mode, type ModuleRow, type ModulesReport } from "@/evidence";
import { isChatter } from "./chatter";
import { bitsOf, group, hexGroup, rx } from "./grammar";
import { lookAt } from "./guarded";
import type { Parser, Reading, Source } from "./parser";

/**
 * `lm`, `lm m PATTERN`, `lm kv`, `lmf`, `lmt`, `lmvm NAME`: the modules of a process or of the kernel, with
 * path, vendor, version and age where `v` was given.
 *
 * The list, x86, with the modules unloaded before:
 * ```sample list
 * kd> lm m s*
 * start    end        module name
 * f9f73000 f9f7fd80   sysaudio   (deferred)
 * fa04b000 fa09b400   srv        (pdb symbols)          c:\sym\srv.pdb\3E800D1B2\srv.pdb
 * facac000 facbae00   SomeFlt  T (no symbols)
 *
 * Unloaded modules:
 * f9f53000 f9f61000   swmidi.sys
 * ```
 * One module in full, x64:
 * ```sample verbose
 * 0: kd> lmvm AcmeBkp
 * Browse full module list
 * start             end                 module name
 * fffff801`3b550000 fffff801`3b57a000   AcmeBkp    (no symbols)
 *     Loaded symbol image file: AcmeBkp.sys
 *     Image path: \SystemRoot\system32\DRIVERS\AcmeBkp.sys
 *     Image name: AcmeBkp.sys
 *     Browse all global symbols  functions  data
 *     Timestamp:        Wed Mar 14 09:26:53 2012 (4F60645D)
 *     CheckSum:         0002D1AA
 *     ImageSize:        0002A000
 *     File version:     4.2.0.17
 *     Product version:  4.2.0.0
 *     File flags:       0 (Mask 3F)
 *     File OS:          40004 NT Win32
 *     File type:        3.7 Driver
 *     File date:        00000000.00000000
 *     Translations:     0409.04b0
 *     Information from resource tables:
 *         CompanyName:      Acme Backup Inc.
 *         ProductName:      Acme Continuous Backup
 *         InternalName:     AcmeBkp.sys
 *         OriginalFilename: AcmeBkp.sys
 *         ProductVersion:   4.2.0.0
 *         FileVersion:      4.2.0.17 built by: WinDDK
 *         FileDescription:  Acme file-system filter
 *         LegalCopyright:   (c) Acme Backup Inc.
 * ```
 * With `t` the time stamp and with `f` the path stands in the row:
 * ```sample stamped
 * 0:042> lmt m AcmeHook
 * start             end                 module name
 * 00000000`60600000 00000000`60686000   AcmeHook AcmeHook.dll Wed Mar 14 09:26:53 2012 (4F60645D)
 * ```
 *
 * The letter before the parentheses says what is wrong with the symbols (T no time stamp, C checksum,
 * M or # mismatch, S, Y, E); it is read over. Time stamps count in the hex seconds behind them, because
 * the text is in the zone of the debugger's machine. `lm 1m` prints names only and is not read.
 */
const HEADING = /^\s*start\s+end\s+module name\b/i;
const UNLOADED = /^\s*Unloaded modules:/i;
const AT = "[0-9a-f]{8}(?:[`'´]?[0-9a-f]{8})?";
/** A name is neither another address (a memory dump) nor a place in a module (a stack). */
const NAME = `(?!${AT}(?:\\s|$))(?![^\\s+]{1,100}\\+0x)[^\\s!()]{1,120}`;
const FRONT = `^\\s*(?<start>${AT})\\s+(?<end>${AT})\\s+(?<name>${NAME})`;
const STATUS = "\\((?<symbols>deferred|[^()]{0,60}symbols[^()]{0,60})\\)";
// f9f73000 f9f7fd80   sysaudio   (deferred)      00007ff9`43670000 00007ff9`436a5000   winbrand # (pdb symbols)   c:\…
const ROW = rx(FRONT, "(?:\\s+[A-Z#])?\\s+", STATUS, "(?:\\s+(?<rest>\\S.*))?$");
// fffff801`0a010000 fffff801`0a0dc000   ACPI     \SystemRoot\System32\drivers\ACPI.sys
const BARE_ROW = rx(FRONT, "(?:\\s+(?<rest>\\S.*))?$");
// Thu Aug 30 13:18:34 2012 (503EF7AA)
const STAMP =
  /(?:^|\s)(?<text>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} {1,2}\d{1,2} [\d:]{8} \d{4})(?:\s+\((?<seconds>[0-9a-f]{8})\))?/i;
// E2F1A52B (This is a reproducible build file hash, not a timestamp)      unavailable (FFFFFFFE)
const NO_STAMP = /(?:^|\s)(?:[0-9a-f]{8} \(This is a reproducible build|unavailable \([0-9a-f]{8}\)|unavailable$)/i;

// What a mail breaks off a row and off the line of the time stamp: w3tp.dll      a timestamp)
const IMAGE_ALONE = /^\s*[\w.$-]{1,100}\.(?:dll|exe|sys|drv|ocx|cpl|pdb)$/i;
const OPEN_STAMP = /\(This is a reproducible build[^()]*$/i;
const STAMP_END = /^\s*[a-z, ]{1,60}\)$/i;

const DETAIL =
  /^\s*(?<key>Image path|Image name|Timestamp|CompanyName|ProductName|FileDescription|File version|Product version|FileVersion|ProductVersion):\s*(?<value>\S.*)?$/i;
const FIRST_DETAIL = /^\s*(?:Loaded symbol image file|Image path):\s/i;
const KNOWN_DETAIL = new RegExp(
  [
    /^\s*(?:Loaded symbol image file|Mapped memory image file|CheckSum|ImageSize|File flags|File OS|File type|File date):/,
    /^\s*(?:Translations|InternalName|OriginalFilename|PrivateBuild|SpecialBuild|LegalCopyright|LegalTrademarks):/,
    /^\s*(?:Comments|Mapping Form|Symbol file|Information from resource tables):/,
    /^\s*(?:Browse all global symbols|Image was built with|Has CLR image header|Using CLR debugging support)/,
  ]
    .map((pattern) => pattern.source)
    .join("|"),
  "i",
);
const KNOWN = /^\s*(?:Browse full module list|Unable to enumerate .{1,40}unloaded modules)/i;

interface Draft extends Omit<ModuleRow, "name"> {
  name: string | null;
  lines: number[];
}

function newDraft(line: Line): Draft {
  return {
    line: line.number,
    lastLine: line.last,
    lines: [line.number],
    start: null,
    end: null,
    name: null,
    symbols: null,
    imagePath: null,
    imageName: null,
    companyName: null,
    productName: null,
    fileDescription: null,
    fileVersion: null,
    productVersion: null,
    timestamp: null,
    timestampText: null,
    unloaded: false,
  };
}

/** Puts `Thu Aug 30 13:18:34 2012 (503EF7AA)` into the draft; anything else only as text. */
function setStamp(draft: Draft, value: string): void {
  const stamp = STAMP.exec(value);
  const seconds = stamp && group(stamp, "seconds");
  draft.timestampText = stamp ? group(stamp, "text") : value;
  if (seconds) draft.timestamp = new Date(Number.parseInt(seconds, 16) * 1000).toISOString().replace(".000Z", "Z");
}

/** What stands behind the name when no symbol state was printed: a path, an image name, a time stamp. */
function setRest(draft: Draft, rest: string): void {
  const stamp = STAMP.exec(rest) ?? NO_STAMP.exec(rest);
  if (stamp) setStamp(draft, rest.slice(stamp.index).trim());
  const image = (stamp ? rest.slice(0, stamp.index) : rest).trim();
  // `(pdb s`: a symbol state that the paste cut through.
  if (image === "" || image.startsWith("(")) return;
  if (/[\\/]/.test(image)) draft.imagePath = image;
  else draft.imageName = image;
}

function setDetail(draft: Draft, key: string, value: string): void {
  switch (key.toLowerCase()) {
    case "image path":
      draft.imagePath = value;
      break;
    case "image name":
      draft.imageName = value;
      break;
    case "timestamp":
      setStamp(draft, value);
      break;
    case "companyname":
      draft.companyName = value;
      break;
    case "productname":
      draft.productName = value;
      break;
    case "filedescription":
      draft.fileDescription = value;
      break;
    case "file version":
      draft.fileVersion = value;
      break;
    case "fileversion":
      draft.fileVersion ??= value;
      break;
    default:
      draft.productVersion ??= value;
  }
}

class ModulesReader {
  readonly drafts: Draft[] = [];
  bits: 32 | 64 | null = null;
  started = false;
  private unloaded = false;

  constructor(
    private listed: boolean,
    /** The last line, when the paste ends in it. */
    private readonly open: Line | undefined,
  ) {}

  take(line: Line): boolean {
    const { text } = line;
    if (HEADING.test(text)) {
      this.listed = true;
      this.unloaded = false;
    } else if (UNLOADED.test(text)) {
      this.listed = true;
      this.unloaded = true;
    } else return this.row(line) || this.detail(line) || this.knownDetail(line) || this.rest(line) || KNOWN.test(text);
    this.started = true;
    return true;
  }

  private row(line: Line): boolean {
    const match = ROW.exec(line.text) ?? (this.listed ? BARE_ROW.exec(line.text) : null);
    const start = match && hexGroup(match, "start");
    const end = match && hexGroup(match, "end");
    if (!match || !start || !end || compareHex(start, end) > 0) return false;
    const draft = { ...newDraft(line), start, end, name: group(match, "name"), unloaded: this.unloaded };
    draft.symbols = group(match, "symbols");
    if (draft.unloaded) draft.imageName = draft.name;
    const rest = group(match, "rest");
    if (rest && draft.symbols === null) setRest(draft, rest);
    this.bits ??= bitsOf(group(match, "start") ?? "");
    this.started = true;
    this.drafts.push(draft);
    return true;
  }

  private detail(line: Line): boolean {
    const match = DETAIL.exec(line.text);
    if (!match && !FIRST_DETAIL.test(line.text)) return false;
    const key = match ? (group(match, "key") ?? "") : "";
    const draft = this.forDetail(line, /^image path$/i.test(key));
    draft.lastLine = line.last;
    if (draft.lines.at(-1) !== line.number) draft.lines.push(line.number);
    const value = match && group(match, "value")?.trim();
    const cut = line === this.open && /version$/i.test(key);
    if (value && !cut) setDetail(draft, key, value);
    return true;
  }

  private knownDetail(line: Line): boolean {
    const known = KNOWN_DETAIL.test(line.text);
    const draft = this.drafts.at(-1);
    if (known && draft) draft.lastLine = line.last;
    return known;
  }

  /** The end of the line above. */
  private rest({ text, number }: Line): boolean {
    const draft = this.drafts.at(-1);
    const stamp = draft?.timestampText ?? "";
    if (draft && OPEN_STAMP.test(stamp) && STAMP_END.test(text)) {
      draft.timestampText = `${stamp} ${text.trim()}`;
      return true;
    }
    return draft !== undefined && draft.symbols !== null && draft.lastLine === number - 1 && IMAGE_ALONE.test(text);
  }

  /** The module that a detail belongs to; a new one when the row above it was not pasted. */
  private forDetail(line: Line, path: boolean): Draft {
    const last = this.drafts.at(-1);
    const another = path && last !== undefined && last.imagePath !== null && last.lines.length > 1;
    if (last && !another) return last;
    const draft = newDraft(line);
    this.drafts.push(draft);
    return draft;
  }
}

/** `bililive` of `D:\apps\bililive.dll`: the name a module gets when its row is missing. */
function nameOfImage(draft: Draft): string | null {
  const file = draft.imageName ?? draft.imagePath?.split(/[\\/]/).at(-1) ?? null;
  // The debugger puts `_` for what a name may not hold.
  return file?.replace(/\.\w{2,4}$/, "").replace(/[^\w$]/g, "_") ?? null;
}

function parse(source: Source): Reading<ModulesReport> {
  const reader = new ModulesReader(/^lm/.test(source.command ?? ""), source.openEnd ? source.lines.at(-1) : undefined);
  const unread: number[] = [];
  for (const line of source.lines) {
    lookAt(line);
    if (!reader.take(line) && !isChatter(line.text)) unread.push(line.number);
  }
  const modules: ModuleRow[] = [];
  for (const { lines, ...draft } of reader.drafts) {
    const name = draft.name ?? nameOfImage({ lines, ...draft });
    if (name === null) unread.push(...lines);
    else modules.push({ ...draft, name });
  }
  if (modules.length === 0 && !reader.started) return null;
  return { report: { kind: "modules", modules, bits: reader.bits }, unread, ...modeOf(modules) };
}

/** A kernel target shows kernel modules; a list with ntdll and none of those comes from a process. */
function modeOf(modules: readonly ModuleRow[]): { mode?: Mode } {
  const inKernel = (row: ModuleRow): boolean =>
    row.name === "nt" || /\.sys$/i.test(row.imageName ?? "") || /^ffff[0-9a-f]{12}$/.test(row.start ?? "");
  if (modules.some(inKernel)) return { mode: "kernel" };
  return modules.some((row) => row.name === "ntdll") ? { mode: "user" } : {};
}

export const windbgModules: Parser<ModulesReport> = {
  id: "windbg-modules",
  name: "lm",
  mode: "unknown",
  command: /^lm/,
  bareCommand: /^\s{0,8}lm[dovlukecifnpts1 ]{0,12}(?:m\s?[\w*?.~-]{1,60}|a\s[\w`]{1,20})?$/i,
  recognise: [HEADING, ROW, UNLOADED, FIRST_DETAIL, /^\s*Browse full module list/],
  confirm: (lines, at) => {
    if (!FIRST_DETAIL.test(lines[at]?.text ?? "")) return true;
    return [1, 2, 3].some((step) => /^\s*(?:Image name|Timestamp):/i.test(lines[at + step]?.text ?? ""));
  },
  restarts: HEADING,
  parse,
};
