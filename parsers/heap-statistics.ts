import { canonicalHex, type Line, type TypeCountRow } from "@/evidence";
import { ADDRESS, COUNT, numberGroup, rx } from "./grammar";
import { isNumberToken, readNumbers } from "./number-columns";
import { isOpenTypeName, isRowFront, joinTypeName, takeTypeName } from "./type-name";

/**
 * The statistics that `!dumpheap`, `!finalizequeue` and others end with:
 *
 *   Statistics:
 *         MT    Count    TotalSize Class Name
 *   0024338c        2           24 Contoso.Stock.Entry
 *   00007ffb64797a90 1,000,185 33,815,384 System.String                       (from .NET 7 on)
 *   Total 1000187 objects
 *   Total 1,000,187 objects, 33,815,408 bytes                                 (from .NET 7 on)
 *   Total 3 objects, Total size: 260,312                                      (1.1)
 */
export const STATISTICS = /^\s*(?:All Finalizable Objects )?Statistics(?: for all finalizable objects[^:]{0,80})?\s?:/i;
export const STATISTICS_COLUMNS = /\bMT\s+Count\s+Total\s?Size\s+Class\s?Name/i;
/** The columns, behind a heading that may stand on the same line. */
export const STATISTICS_HEAD =
  /^\s*(?:(?:All Finalizable Objects )?Statistics[^:\n]{0,100}:\s*)?MT\s+Count\s+Total\s?Size\s+Class\s?Name/i;
const TOTAL = rx(
  "^\\s*Total\\s+(?<objects>",
  COUNT,
  ")\\s+objects(?:,\\s*(?:Total size:\\s*(?<size>",
  COUNT,
  ")|(?<bytes>",
  COUNT,
  ")\\s+bytes))?$",
);
const ADDRESS_TOKEN = rx("^", ADDRESS, "$");
/** A row, or its front. */
export const STATISTICS_ROW = rx("^\\s*", ADDRESS, "\\s+\\d[\\d.,']{0,15}\\s+\\d[\\d.,']{0,18}\\s+[^\\s\\d]");
/** The front of a row, for cutting apart what ran together. */
export const STATISTICS_ROW_START = `${ADDRESS}\\s+\\d[\\d.,']*\\s+\\d[\\d.,']*(?:\\s+\\d{3})*\\s+[^\\s\\d]`;
/** An object has at least its header and its method table. */
const LEAST_SIZE = 8;
/** Consoles and mail cut long lines somewhere from here on. */
const WRAP_FROM = 70;
/** How many lines a wrapped type name may go on for. */
const MOST_TYPE_LINES = 5;
// A piece of a type name: `ache`, `mscorlib]]`, `System.Int32, mscorlib],[System.String,`
const TYPE_PART = /^[\w.+`$<>()[\]\\&*|@=, -]+$/;

export function isAddressToken(token: string): boolean {
  return ADDRESS_TOKEN.test(token);
}

/** `Total 12 objects`; the size may be one that the paste was cut in. */
export function readTotal(text: string): { objects: number; size: number | null; closed: boolean } | null {
  const match = TOTAL.exec(text);
  if (!match) return null;
  const bytes = numberGroup(match, "bytes");
  return {
    objects: numberGroup(match, "objects") ?? 0,
    size: bytes ?? numberGroup(match, "size"),
    closed: match.groups?.size === undefined,
  };
}

/** One row of the statistics, and what stands behind it on the line. */
export function readStatisticsRow(text: string): { row: Omit<TypeCountRow, "line">; rest: string } | null {
  const tokens = text.trim().split(/\s+/);
  const end = tokens.findIndex((token, index) => index > 0 && !isNumberToken(token));
  if (end < 3 || !isAddressToken(tokens[0] ?? "")) return null;
  const numbers = readNumbers(tokens.slice(1, end), 2);
  const { type, rest } = takeTypeName(tokens.slice(end).join(" "));
  if (!numbers || isAddressToken(type)) return null;
  const [count = 0, totalSizeBytes = 0] = numbers;
  if (totalSizeBytes < count * LEAST_SIZE) return null;
  return { row: { methodTable: canonicalHex(tokens[0] ?? ""), count, totalSizeBytes, type }, rest };
}

/** The type name with what a console or a mail wrapped into the next lines; `used` counts the lines so far. */
export function wholeTypeName(
  first: string,
  lines: readonly Line[],
  at: number,
  used: number,
  standsAlone: (text: string) => boolean,
): { type: string; used: number } {
  let type = first;
  let taken = used;
  for (; taken < used + MOST_TYPE_LINES; taken++) {
    const above = lines[at + taken - 1]?.text ?? "";
    const next = lines[at + taken]?.text ?? "";
    const isEnd = at + taken === lines.length - 1 && isRowFront(next);
    const cutByConsole = above.length >= WRAP_FROM && /^\S+$/.test(next) && !isAddressToken(next) && !isEnd;
    if (!(isOpenTypeName(type) || cutByConsole) || !TYPE_PART.test(next) || standsAlone(next)) break;
    type = next.trimStart().startsWith("[") ? type + next.trim() : joinTypeName(type, next);
  }
  return { type, used: taken };
}
