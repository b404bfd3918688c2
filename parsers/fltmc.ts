import type { FiltersReport, Line } from "@/evidence";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { fltmcErrors } from "./fltmc-errors";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `fltmc` and `fltmc filters`: the file-system filters that are loaded, in the order of their altitude.
 *
 * ```sample minifilters
 * C:\Windows\system32>fltmc
 *
 * Filter Name                     Num Instances    Altitude    Frame
 * ------------------------------  -------------  ------------  -----
 * AcmeBkp                                 4       281999         0
 * WdFilter                                4       328010.5       0
 * npsvctrig                               0        46000         0
 * ```
 * A legacy filter has no instance count and `<Legacy>` for its frame; its altitude may be missing:
 * ```sample legacy
 * Filter Name                     Num Instances    Altitude    Frame
 * ------------------------------  -------------  ------------  -----
 * OldScan                                         329998.99   <Legacy>
 * OldCrypt                                                    <Legacy>
 * luafv                                   1       135000         0
 * ```
 * Other languages translate the head; the rows stay:
 * ```sample rows-only
 * AcmeBkp 4 281999 0
 * WdFilter 4 328010 0
 * ```
 *
 * Num Instances: volumes it is attached to. Altitude: place in the stack, the highest sees a
 * request first; kept as text, since it may be fractional. Frame: filter-manager frame. Web pages
 * eat `<Legacy>`: a row with a name and an altitude only is taken for a legacy filter.
 * Not read: a row that was cut before its frame, since its altitude may be cut too.
 */
const HEADING = /^\s*Filter\s*Name\s+Num\s*Instances\s+Altitude\s+Frame\s*$/i;
// ------------------------------  -------------  ------------  -----
const RULE = /^\s*-{26,34} {1,6}-{11,15} {1,6}-{7,14} {1,6}-{5}$/;
// AcmeBkp                                 4       281999         0
const ROW =
  /^\s*(?=\S{0,63}[A-Za-z])[^|<>]{1,70}?\s\d{1,4}\s{1,40}(?:[2-9]\d{4}|[1-4]\d{5})(?:\.\d{1,10})?\s{1,40}\d{1,2}$/;
// OldScan                                         329998.99   <Legacy>
const LEGACY_ROW = /^\s*\S[^|<>]{0,90}\s<(?:Legacy|レガシ)[^<>\s]{0,4}>$/i;

const COUNT = /^\d{1,5}$/;
const ALTITUDE = /^(?:\d{5,6}(?:\.\d{1,10})?|\d{1,6}\.\d{1,10})$/;
const LEGACY_MARK = /^<\S{1,20}>$/;
const PLAIN_NAME = /^[A-Za-z_][\w.-]{0,63}$/;
//                                     4       281999         0
const FIGURES = /^\s*\d{1,4}\s{1,40}\d{1,6}(?:\.\d{1,10})?\s{1,40}\d{1,3}$/;

// A name holds no altitude and no mark: those of two rows that were put together do.
const NO_NAME = /^\d{5,6}(?:\.\d{1,10})?$|[<>|]/;

type FilterRow = FiltersReport["filters"][number];

/** Reads a row from its right end, since a name may hold blanks. Null when it is none, or was cut. */
function toRow(tokens: readonly string[], line: number, last: boolean): FilterRow | null {
  const end = tokens.at(-1) ?? "";
  const before = tokens.at(-2) ?? "";
  if (tokens.length >= 2 && LEGACY_MARK.test(end)) {
    const altitude = tokens.length >= 3 && ALTITUDE.test(before) ? before : null;
    const name = tokens.slice(0, altitude ? -2 : -1).join(" ");
    return { line, name, instances: null, altitude, frame: null, legacy: true };
  }
  const count = tokens.at(-3) ?? "";
  if (tokens.length >= 4 && /^\d{1,3}$/.test(end) && ALTITUDE.test(before) && COUNT.test(count)) {
    const name = tokens.slice(0, -3);
    if (name.some((word) => NO_NAME.test(word))) return null;
    return {
      line,
      name: name.join(" "),
      instances: Number(count),
      altitude: before,
      frame: Number(end),
      legacy: false,
    };
  }
  if (tokens.length >= 2 && ALTITUDE.test(end) && !COUNT.test(before)) {
    const name = tokens.slice(0, -1).join(" ");
    return { line, name, instances: null, altitude: last ? null : end, frame: null, legacy: true };
  }
  return null;
}

function isRow(text: string): boolean {
  return ROW.test(text) || LEGACY_ROW.test(text);
}

/** A long name may push its figures to a line of their own. */
function wrappedRow(line: Line, next: string): FilterRow | null {
  if (!PLAIN_NAME.test(line.text.trim()) || !FIGURES.test(next)) return null;
  return toRow(`${line.text} ${next}`.trim().split(/\s+/), line.number, false);
}

/** A name alone between two rows: a legacy filter without altitude whose `<Legacy>` was eaten. */
function bareRow(line: Line, next: string): FilterRow | null {
  const name = line.text.trim();
  if (!PLAIN_NAME.test(name) || !isRow(next)) return null;
  return { line: line.number, name, instances: null, altitude: null, frame: null, legacy: true };
}

function parse(source: Source): Reading<FiltersReport> {
  const lines = withoutRemarks(source.lines);
  const filters: FilterRow[] = [];
  const unread: number[] = [];
  let headed = false;
  let inside = false;
  let cut = false;

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line;
    const next = lines[at + 1]?.text ?? "";
    const head = HEADING.test(line.text) || RULE.test(line.text);
    cut ||= isElision(line.text);
    if (head || isChatter(line.text)) {
      headed ||= head;
      inside = head;
      continue;
    }
    // A head in another language stands right above the rule.
    if (RULE.test(next)) continue;
    const wrapped = wrappedRow(line, next);
    if (wrapped) {
      filters.push(wrapped);
      inside = true;
      at++;
      continue;
    }
    const fits: boolean = inside || isRow(line.text) || isRow(next);
    const last = at === lines.length - 1;
    const row: FilterRow | null = fits
      ? (toRow(line.text.trim().split(/\s+/), line.number, last) ?? (inside ? bareRow(line, next) : null))
      : null;
    if (row) filters.push(row);
    else {
      unread.push(line.number);
      cut ||= inside;
    }
    inside = row !== null;
  }
  if (filters.length === 0 && !headed) return null;
  const end = filters.at(-1);
  const broken = source.openEnd === true && end?.altitude === null && end.line === lines.at(-1)?.number;
  return { report: { kind: "filters", filters, complete: headed && !cut && !broken && filters.length > 0 }, unread };
}

export const fltmc: Parser<FiltersReport> = {
  id: "fltmc",
  name: "fltmc",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?fltmc(?:\.exe)?(?:\s+filters)?\s*(?:$|[|>(;]|\d>)/i,
  bareCommand: /^\s{0,8}fltmc(?:\.exe)?(?:\s{1,4}filters)?(?:\s{1,4}\([^()]{1,60}\))?$/i,
  recognise: [HEADING, RULE, LEGACY_ROW, ROW, /^\s*Filter listing failed with error/i],
  confirm: (lines, at) => {
    const near = [lines[at - 1]?.text ?? "", lines[at + 1]?.text ?? ""];
    return !ROW.test(lines[at]?.text ?? "") || near.some((text) => isRow(text) || RULE.test(text));
  },
  restarts: HEADING,
  errors: fltmcErrors("Filter"),
  parse,
};
