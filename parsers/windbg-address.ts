import { type AddressSpaceReport, type AddressUsage, canonicalHex, type Line } from "@/evidence";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { ADDRESS, group, numberGroup, rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";
import { readWrapped } from "./soft-wrap";

/**
 * `!address -summary`: what the addresses of a process are used for.
 *
 * ```sample kb
 * 0:009> !address -summary
 *
 * --- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal
 * Free                                    101        0`7a5ba000 (   1.912 Gb)           95.60%
 * Image                                   294        0`022b8000 (  34.719 Mb)  38.49%    1.70%
 * <unknown>                                 7        0`0113a000 (  17.227 Mb)  19.10%    0.84%
 *
 * --- Type Summary (for busy) ------ RgnCount ----------- Total Size -------- %ofBusy %ofTotal
 * MEM_PRIVATE                             181        0`02f11000 (  47.066 Mb)  52.17%    2.30%
 *
 * --- State Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal
 * MEM_FREE                                101        0`7a5ba000 (   1.912 Gb)           95.60%
 * MEM_COMMIT                              400        0`02ad9000 (  42.848 Mb)  47.50%    2.09%
 *
 * --- Protect Summary (for commit) - RgnCount ----------- Total Size -------- %ofBusy %ofTotal
 * PAGE_READWRITE|PAGE_GUARD                34        0`00048000 ( 288.000 kb)   0.31%    0.01%
 *
 * --- Largest Region by Usage ----------- Base Address -------- Region Size ----------
 * Free                                      0`030b0000        0`6cf40000 (   1.702 Gb)
 * Image                                     0`75d71000        0`00879000 (   8.473 Mb)
 * <unknown>                                 0`7f0e0000        0`00f00000 (  15.000 Mb)
 * ```
 * Newer debuggers write `kB`, `MB`, `GB` and `TB`; old ones print another table:
 * ```sample old
 * 0:028> !address -summary
 * -------------------- Usage SUMMARY --------------------------
 *     TotSize (      KB)   Pct(Tots) Pct(Busy)   Usage
 *    686a7000 ( 1710748) : 81.58%    81.80%    : RegionUsageIsVAD
 *      579000 (    5604) : 00.27%    00.00%    : RegionUsageFree
 *        Tot: 7fff0000 (2097088 KB) Busy: 7fa77000 (2091484 KB)
 *
 * -------------------- Type SUMMARY --------------------------
 *     TotSize (      KB)   Pct(Tots)  Usage
 *      579000 (    5604) : 00.27%   : <free>
 *     4239000 (   67812) : 03.23%   : MEM_IMAGE
 *
 * -------------------- State SUMMARY --------------------------
 *     TotSize (      KB)   Pct(Tots)  Usage
 *    122d0000 (  297792) : 14.20%   : MEM_COMMIT
 *      579000 (    5604) : 00.27%   : MEM_FREE
 *
 * Largest free region: Base 01432000 - Size 00100000 (1024 KB)
 * ```
 *
 * `<unknown>` holds the managed heap and whatever else was allocated by itself. Of a row the exact size is taken
 * and compared with the rounded one. Not kept: the list of regions that `!address` prints without `-summary`.
 */
const HEADING =
  /^\s*-{2,}\s{0,4}(?:(?<table>Usage|Type|State|Protect) Summary\b|(?<largest>Largest Region by Usage)\b)/i;
const HEADING_END = /^\s*(?:-{2,}\s*)?(?:(?:Total|Region) Size\s*(?:-{1,20}\s*)?)?(?:%ofBusy\s*)?(?:%ofTotal)?$/i;
const OLD_COLUMNS = /^\s*TotSize \(\s*KB\)\s+Pct\(Tots\)/i;
const SIZE = "[0-9a-f]{1,8}[`'´]?[0-9a-f]{8}";
const ROUNDED = "\\(\\s*(?<rounded>\\d{1,4}(?:[.,]\\d{1,3})?)\\s?(?<unit>[kmgt]?)b\\s?\\)";
const NAME = "(?:(?<name><?[a-z][\\w|]{1,80}>?)\\s+)?";
// Image    294    0`022b8000 (  34.719 Mb)  38.49%    1.70%
const ROW = rx(
  "^\\s*",
  NAME,
  "(?<count>\\d{1,9})\\s+(?<size>",
  SIZE,
  ")\\s+",
  ROUNDED,
  "\\s+(?:(?<busy>\\d{1,3}[.,]\\d\\d)%\\s+)?(?<total>\\d{1,3}[.,]\\d\\d)%$",
);
// Image    0`75d71000    0`00879000 (   8.473 Mb)
const LARGEST_ROW = rx("^\\s*", NAME, "(?<base>", SIZE, ")\\s+(?<size>", SIZE, ")\\s+", ROUNDED, "$");
// 1452000 (   20808) : 00.99%   60.02%   : RegionUsageImage
const OLD_ROW = rx(
  "^\\s*(?<size>(?:0x)?[0-9a-f]{1,16}) \\(\\s*(?<kb>\\d{1,15})\\)\\s?:\\s(?<total>\\d{1,3}[.,]\\d\\d)%\\s+(?:(?<busy>\\d{1,3}[.,]\\d\\d)%\\s+)?:(?:\\s(?<name><?[a-z]\\w{1,60}>?))?$",
);
const OLD_TOTAL = rx(
  "^\\s*Tot:\\s(?<total>(?:0x)?[0-9a-f]{1,16}) \\((?<totalKb>\\d{1,15}) KB\\) Busy:\\s(?<busy>(?:0x)?[0-9a-f]{1,16}) \\((?<busyKb>\\d{1,15}) KB\\)$",
);
const OLD_LARGEST = rx(
  "^\\s*Largest free region: Base (?<base>",
  ADDRESS,
  "|0) - Size (?<size>(?:0x)?[0-9a-f]{1,16}) \\((?<kb>\\d{1,15}) KB\\)$",
);
// Mapping module regions...
const MAPPING =
  /^\s*Mapping (?:file section|module|PEB|TEB and stack|heap|page heap|other|stack trace|activation) .{0,40}regions?\.\.\./i;
/** The regions themselves, and how far the debugger was in finding out about them. */
const REGIONS =
  /^\s*(?:Mapping .{3,60} regions?\.\.\.|Building memory map|[0-9a-f]{8,16} : [0-9a-f]{8,16} - [0-9a-f]{8,16}$|Type\s+[0-9a-f]{8}|Protect\s+[0-9a-f]{8}|State\s+[0-9a-f]{8}|Usage\s+RegionUsage|BaseAddress\s+EndAddress|[+ ]\s{0,12}[0-9a-f]{1,8}`[0-9a-f]{8}\s+[0-9a-f]{1,8}`[0-9a-f]{8}\s+[0-9a-f]{1,8}`[0-9a-f]{8}\s)/i;
const ROW_FRONT = rx(
  "^\\s*(?:<?[a-z][\\w|]{1,80}>?\\s+)?(?:\\d{1,9}\\s+)?",
  SIZE,
  "\\s|^\\s*(?:0x)?[0-9a-f]{1,16} \\(\\s*\\d",
);
const FOLDED = [/\bUsage Summary\b/i, /\bState Summary\b/i];
const STARTS = [
  "-{2,20} (?:Usage|Type|State|Protect|Largest) |TotSize \\(|Tot: |Largest free region:",
  "(?<=%ofTotal |Region Size -{2,20} |Busy\\) {1,9}Usage |Tots\\) {1,9}Usage )\\S",
  "(?<=%\\s)(?!\\d{1,3}[.,]\\d\\d%|:)\\S|(?<=[kmgt]b\\)\\s)(?!\\d{1,3}[.,]\\d\\d%|Busy)[<\\w]",
  "[0-9a-f]{1,16} \\(\\s*\\d{1,15}\\)\\s?:",
].join("|");

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** The size in bytes; null when it is not the one that stands rounded behind it. */
function bytesOf(match: RegExpExecArray): number | null {
  const bytes = Number.parseInt(canonicalHex(group(match, "size") ?? ""), 16);
  const kb = numberGroup(match, "kb");
  if (kb !== null) return Math.floor(bytes / 1024) === kb ? bytes : null;
  const unit = UNITS[group(match, "unit")?.toLowerCase() ?? ""] ?? 1;
  const rounded = Number((group(match, "rounded") ?? "").replace(",", "."));
  return Math.abs(bytes / unit - rounded) <= 0.001 ? bytes : null;
}

function percent(text: string | null): number | null {
  return text === null ? null : Number(text.replace(",", "."));
}

type Table = "usages" | "types" | "states" | "protections" | "largestRegions";
type Largest = AddressSpaceReport["largestRegions"][number];

const TABLES: Readonly<Record<string, Table>> = {
  usage: "usages",
  type: "types",
  state: "states",
  protect: "protections",
};
const TYPES = /^(?:MEM_(?:PRIVATE|IMAGE|MAPPED)|<free>)$/i;
const STATES = /^MEM_(?:FREE|RESERVE|COMMIT)$/i;

/** Where a row with such a name stands; null when it may stand in several tables, and then `table` tells. */
function tableOf(name: string | null, table: Table | null): Table | null {
  if (name === null) return table;
  if (/^PAGE_/i.test(name)) return "protections";
  if (STATES.test(name)) return "states";
  if (TYPES.test(name)) return "types";
  // The front of one of these names.
  if (/^MEM_/i.test(name)) return null;
  return table === "types" || table === "states" || table === "protections" ? table : "usages";
}

function readUsage(text: string): Omit<AddressUsage, "line"> | null {
  const match = ROW.exec(text) ?? OLD_ROW.exec(text);
  const totalBytes = match && bytesOf(match);
  if (!match || totalBytes === null) return null;
  const name = group(match, "name");
  const isOld = group(match, "kb") !== null;
  const [busy, total] = [percent(group(match, "busy")), percent(group(match, "total"))];
  // What is used has two shares; one of them was cut off.
  if (!isOld && busy === null && !/^(?:Free|MEM_FREE)$/i.test(name ?? "")) return null;
  return { name, regionCount: numberGroup(match, "count"), totalBytes, percentOfBusy: busy, percentOfTotal: total };
}

function readLargest(text: string): Omit<Largest, "line"> | null {
  const match = LARGEST_ROW.exec(text);
  const bytes = match && bytesOf(match);
  if (!match || bytes === null) return null;
  return { name: group(match, "name"), base: canonicalHex(group(match, "base") ?? ""), bytes };
}

function isQuiet(text: string): boolean {
  return isChatter(text) || OLD_COLUMNS.test(text) || HEADING_END.test(text) || REGIONS.test(text);
}

function standsAlone(text: string): boolean {
  return ROW_FRONT.test(text) || HEADING.test(text) || isElision(text) || isQuiet(text) || OLD_TOTAL.test(text);
}

class SummaryReader {
  readonly tables: Record<Exclude<Table, "largestRegions">, AddressUsage[]> = {
    usages: [],
    types: [],
    states: [],
    protections: [],
  };
  readonly largest: Largest[] = [];
  readonly unread: number[] = [];
  readonly seen = new Set<Table>();
  sums: { total: number; busy: number } | null = null;
  oldEnd = false;
  elided = false;
  /** The table whose heading stands above; null behind a gap. */
  private table: Table | null = null;

  constructor(private readonly lines: readonly Line[]) {
    for (let at = 0; at < lines.length; ) at += this.takeRow(at) || this.takeLine(at);
  }

  private takeRow(at: number): number {
    const line = this.lines[at];
    if (!line || !ROW_FRONT.test(line.text)) return 0;
    const largest = readWrapped(readLargest, this.lines, at, standsAlone);
    if (largest && largest.row.name === null && this.table !== "largestRegions") return 0;
    if (largest) {
      this.largest.push({ line: line.number, ...largest.row });
      return largest.used;
    }
    const usage = readWrapped(readUsage, this.lines, at, standsAlone);
    const table = usage && tableOf(usage.row.name, this.table);
    if (!usage || !table || table === "largestRegions") return 0;
    this.tables[table].push({ line: line.number, ...usage.row });
    return usage.used;
  }

  private takeLine(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const { text, number } = line;
    const heading = HEADING.exec(text);
    if (isElision(text)) {
      this.elided = true;
      this.table = null;
    } else if (heading) {
      this.table = TABLES[group(heading, "table")?.toLowerCase() ?? ""] ?? "largestRegions";
      this.seen.add(this.table);
    } else if (!this.takeOldSum(line) && !isQuiet(text)) this.unread.push(number);
    return 1;
  }

  private takeOldSum({ text, number }: Line): boolean {
    const sums = OLD_TOTAL.exec(text);
    if (sums) {
      const [total, busy] = [numberGroup(sums, "totalKb") ?? 0, numberGroup(sums, "busyKb") ?? 0];
      const printed = [group(sums, "total"), group(sums, "busy")].map((size) =>
        Number.parseInt(canonicalHex(size ?? ""), 16),
      );
      if (printed[0] !== total * 1024 || printed[1] !== busy * 1024) return false;
      this.sums = { total: total * 1024, busy: busy * 1024 };
      return true;
    }
    const match = OLD_LARGEST.exec(text);
    const bytes = match && bytesOf(match);
    if (!match || bytes === null) return false;
    this.largest.push({ line: number, name: "free", base: canonicalHex(group(match, "base") ?? ""), bytes });
    this.oldEnd = true;
    return true;
  }

  get complete(): boolean {
    const { tables, largest, seen } = this;
    if (this.elided || this.unread.length > 0 || tables.usages.length === 0) return false;
    if (this.oldEnd) return this.sums !== null && tables.types.length > 0 && tables.states.length > 0;
    const all = (["usages", "types", "states", "protections", "largestRegions"] as const).every((one) => seen.has(one));
    return all && largest.length === tables.usages.length;
  }
}

function parse(source: Source): Reading<AddressSpaceReport> {
  const reader = new SummaryReader(withoutRemarks(unfold(source.lines, FOLDED, STARTS)));
  const { tables, largest, sums, unread } = reader;
  const rows = Object.values(tables).reduce((sum, table) => sum + table.length, 0);
  if (rows + largest.length === 0) return null;
  return {
    report: {
      kind: "address-space",
      ...tables,
      largestRegions: largest,
      totalBytes: sums?.total ?? null,
      busyBytes: sums?.busy ?? null,
      complete: reader.complete,
    },
    unread,
  };
}

export const windbgAddress: Parser<AddressSpaceReport> = {
  id: "windbg-address",
  name: "!address -summary",
  mode: "user",
  command: /^!address(?:\s+-summary|$)/,
  recognise: [HEADING, MAPPING, ROW, OLD_ROW, OLD_TOTAL, OLD_LARGEST],
  keeps: [LARGEST_ROW],
  restarts: /^\s*-{2,}\s{0,4}Usage Summary\b/i,
  parse,
};
