import type { FolderSizeReport } from "@/evidence";
import { isChatter } from "./chatter";
import type { Parser, Reading, Source } from "./parser";
import { pathInArguments } from "./windows-path";

/**
 * PowerShell's `Get-ChildItem FOLDER -Recurse -Force | Measure-Object Length -Sum`.
 *
 * ```sample list
 * PS C:\> Get-ChildItem C:\Sites\Temp -Recurse -Force | Measure-Object Length -Sum
 *
 * Count    : 318446
 * Average  :
 * Sum      : 85899345920
 * Maximum  :
 * Minimum  :
 * Property : Length
 * ```
 * `| Format-Table`, or `| Select Count, Sum`:
 * ```sample table
 *  Count Average         Sum Maximum Minimum Property
 *  ----- -------         --- ------- ------- --------
 * 318446         85899345920                 Length
 * ```
 *
 * Count: files (folders have no Length). Sum: bytes. A measure of another property is not this
 * output. Folders that could not be opened are told in red before it; `complete` is false then.
 */
// Sum      : 85899345920
const FIELD =
  /^\s*(?<name>Count|Average|Sum|Maximum|Minimum|StandardDeviation|AllStats|Property)\s*:(?:\s*(?<value>\S[^\n]{0,80}))?$/i;
const COUNT_FIELD = /^\s*Count\s*:\s*\d{1,15}$/i;
const SUM_FIELD = /^\s*Sum\s*:/i;
const TITLES =
  /^\s*Count\s+(?:Average\s+)?Sum(?:\s+(?:Maximum|Minimum|StandardDeviation|AllStats)){0,4}(?:\s+Property)?$/i;
const RULE = /^\s*-{3,9}(?:\s+-{3,20}){1,7}$/;
// 318446         85899345920                 Length
const CELLS =
  /^\s*(?<count>\d{1,12})(?<rest>(?:\s+[\d.,]{1,30}(?:E\+?\d{1,2})?){1,5})(?:\s+(?<property>[A-Za-z]\w{0,30}))?$/;
// Get-ChildItem : Access to the path 'C:\Sites\Temp\x' is denied.
const DENIED =
  /^\s*(?:[\w-]{2,30}\s?:\s)?(?:Access to the path .{1,300} is denied|Could not find (?:a part of )?the path)/i;
//     + CategoryInfo          : PermissionDenied: (C:\Sites\Temp\x:String) [Get-ChildItem], UnauthorizedAccessException
const ERROR_TAIL = /^\s*(?:At line:\d|\+ |Line \||\d+ \||\| )/i;

interface Measure {
  count: number | null;
  sum: number | null;
  sumLine: number;
  property: string | null;
}

/** `85899345920`, `8.5899E+15`, `85899345920,5`; null when it is no number. */
function toNumber(text: string | undefined): number | null {
  if (!text) return null;
  // It prints no hex: such a mark was put before what only looks like an address.
  const value = Number(text.trim().replace(/^0x/i, "").replace(",", "."));
  return Number.isFinite(value) ? Math.round(value) : null;
}

function readCells(text: string, titles: string, line: number): Measure | null {
  const groups = CELLS.exec(text)?.groups;
  if (!groups) return null;
  const values = (groups.rest ?? "").trim().split(/\s+/);
  const columns = titles
    .trim()
    .split(/\s+/)
    .filter((title) => !/^(?:Count|Property)$/i.test(title));
  // Empty cells leave no trace once white space is gone: a lone value is the sum, unless it has a fraction.
  const at = values.length === columns.length ? columns.findIndex((title) => /^Sum$/i.test(title)) : 0;
  const value = values[at];
  const alone = values.length === 1 || values.length === columns.length;
  const sum = alone && value !== undefined && !/[.,]\d+$/.test(value) ? toNumber(value) : null;
  return { count: toNumber(groups.count), sum, sumLine: line, property: groups.property ?? null };
}

function parse(source: Source): Reading<FolderSizeReport> {
  const unread: number[] = [];
  const lastLine = source.lines.at(-1)?.number;
  const measure: Measure = { count: null, sum: null, sumLine: 0, property: null };
  let titles: string | null = null;
  let firstLine: number | null = null;
  let lacking = false;
  let inError = false;

  for (const { text, number } of source.lines) {
    if (isChatter(text)) continue;
    const field = FIELD.exec(text)?.groups;
    const cells = titles === null || measure.count !== null ? null : readCells(text, titles, number);
    if (field) {
      const name = field.name?.toLowerCase();
      if (name === "count") measure.count ??= toNumber(field.value);
      if (name === "property") measure.property ??= field.value?.trim() ?? null;
      if (name === "sum" && measure.sum === null) {
        measure.sum = toNumber(field.value);
        measure.sumLine = number;
      }
    } else if (cells) Object.assign(measure, cells);
    else if (TITLES.test(text)) titles = text;
    else if (DENIED.test(text)) {
      lacking = true;
      inError = true;
      continue;
    } else if (RULE.test(text) || (inError && ERROR_TAIL.test(text))) continue;
    else {
      unread.push(number);
      continue;
    }
    inError = false;
    firstLine ??= number;
  }
  if (firstLine === null || (measure.count === null && measure.sum === null)) return null;
  // `Leng`: the name may be cut as well.
  if (measure.property !== null && !"length".startsWith(measure.property.toLowerCase())) return null;
  return {
    report: {
      kind: "folder-size",
      tool: "measure-object",
      line: firstLine,
      path: pathInArguments(source.command ?? ""),
      sizeBytes: measure.sum,
      files: measure.count,
      folders: null,
      freeBytes: null,
      sizeLine: measure.sumLine || firstLine,
      // A number that ends the paste may have been cut in the middle.
      complete: measure.sum !== null && !lacking && (measure.sumLine !== lastLine || measure.property !== null),
    },
    unread,
  };
}

export const measureObject: Parser<FolderSizeReport> = {
  id: "measure-object",
  name: "Measure-Object Length -Sum",
  mode: "shell",
  command: /^[$(\w= ]{0,40}\(?\s{0,4}(?:gci|get-childitem|ls|dir)\b.{0,300}\|\s{0,4}measure(?:-object)?\b/i,
  bareCommand:
    /^\s{0,8}[$(\w= ]{0,40}\(?(?:gci|get-childitem|ls|dir)\s[^\n]{0,300}\|\s{0,4}measure(?:-object)?\s[^\n]{0,120}$/i,
  recognise: [TITLES, COUNT_FIELD, /^\s*(?:Get-ChildItem|gci|ls|dir)\s?: Access to the path /i],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    if (TITLES.test(text)) return RULE.test(lines[at + 1]?.text ?? "");
    return !COUNT_FIELD.test(text) || [1, 2, 3].some((down) => SUM_FIELD.test(lines[at + down]?.text ?? ""));
  },
  errors: [
    {
      // Get-ChildItem : Cannot find path 'C:\Sites\Tmp' because it does not exist.
      line: /Cannot find path .{1,300} because it does not exist/i,
      problem: {
        code: "FOLDER_NOT_FOUND",
        what: "PowerShell did not find the folder it was to measure.",
        fix: "Check the path and put it into quotation marks.",
        commands: ["Get-ChildItem '<folder>' -Recurse -Force | Measure-Object Length -Sum"],
      },
    },
  ],
  parse,
};
