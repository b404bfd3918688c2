import { read } from "@/cases/diagnose";
import type { Column } from "./check-content";

/** A part of a sample that a column of the page's table explains. */
export interface Token {
  from: number;
  to: number;
  column: Column;
}

/** Rows in which a column's values are marked. */
const MOST_ROWS = 3;

interface Place {
  value: unknown;
  /** Line it was read from. */
  line: number | null;
}

/** Every value at a path of a report, with the nearest line it was read from. */
function* placesOf(value: unknown, path: readonly string[], line: number | null): Generator<Place> {
  if (Array.isArray(value)) {
    for (const item of value) yield* placesOf(item, path, line);
    return;
  }
  const [key, ...rest] = path;
  if (key === undefined) {
    yield { value, line };
    return;
  }
  if (value === null || typeof value !== "object") return;
  const record = value as Record<string, unknown>;
  const own = record[`${key}Line`] ?? record.line;
  yield* placesOf(record[key], rest, typeof own === "number" ? own : line);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** `1204881` as it may be printed: 1204881, 1,204,881, 1 204 881. */
function numberForm(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replaceAll(/(\d)(?=(?:\d{3})+$)/g, "$1[.,' ]?");
  return `(?<![\\w.,])0*${grouped}${fraction ? `[.,]${fraction}0*` : "(?:[.,]0+)?"}(?![\\w]|[.,]\\d)`;
}

/** `c9d5f7e288` as it may be printed: with 0x, zeros in front, a back-tick in the middle. */
function hexForm(value: string): string {
  const digits = value.length > 8 ? `${value.slice(0, -8)}\`?${value.slice(-8)}` : value;
  return `(?<![0-9a-zA-Z])(?:0x)?(?:0{1,8}\`)?0*${digits}(?![0-9a-zA-Z])`;
}

/** How a value of a report may be printed; null for what is never printed as such. */
function formOf(value: unknown): RegExp | null {
  if (typeof value === "number") return new RegExp(numberForm(value), "g");
  if (typeof value !== "string" || value === "") return null;
  if (/^[0-9a-f]+$/.test(value)) return new RegExp(hexForm(value), "gi");
  const spaced = escaped(value.slice(0, 80)).replaceAll(/\s+/g, "\\s+");
  return new RegExp(`(?<!\\w)${spaced}`, "gi");
}

/** The names in a label: `UserTime, KernelTime`, `NumberOf…Waiters`. */
function nameForms(label: string): RegExp[] {
  return label
    .split(/,\s+| to /)
    .map((name) => name.trim())
    .filter((name) => name.length > 1 && name !== "…")
    .map((name) => {
      const form = name.split("…").map(escaped).join("[\\w ]{0,30}?");
      return new RegExp(`${/^\w/.test(name) ? "(?<!\\w)" : ""}${form}${/\w$/.test(name) ? "(?!\\w)" : ""}`, "g");
    });
}

class Marker {
  readonly tokens: Token[] = [];
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  /** Marks the first free match between two offsets. */
  mark(form: RegExp, column: Column, from = 0, to = this.text.length): boolean {
    for (const match of this.text.slice(from, to).matchAll(form)) {
      const start = from + match.index;
      const end = start + match[0].length;
      if (match[0].trim() === "" || this.tokens.some((token) => start < token.to && token.from < end)) continue;
      this.tokens.push({ from: start, to: end, column });
      return true;
    }
    return false;
  }

  /** Offsets of a line, counted from 1. */
  line(line: number): [number, number] {
    return [this.starts[line - 1] ?? 0, (this.starts[line] ?? this.text.length + 1) - 1];
  }

  /** Rest of the line behind the last token of a column. */
  behind(column: Column): [number, number] | null {
    const token = this.tokens.find((candidate) => candidate.column === column);
    if (!token) return null;
    const end = this.text.indexOf("\n", token.to);
    return [token.to, end < 0 ? this.text.length : end];
  }
}

function markValues(marker: Marker, report: unknown, column: Column): void {
  const name = marker.behind(column);
  for (const field of column.fields) {
    let rows = 0;
    for (const { value, line } of placesOf(report, field.split("."), null)) {
      const form = formOf(value);
      if (!form || rows >= MOST_ROWS) continue;
      if (line !== null && marker.mark(form, column, ...marker.line(line))) rows++;
      else if (name && rows === 0 && marker.mark(form, column, ...name)) rows++;
    }
  }
}

/** The parts of a sample that the columns explain, in the order of the text. The sample is read as a paste is. */
export function tokensOf(text: string, parser: string, columns: readonly Column[]): Token[] {
  const marker = new Marker(text);
  const reports = read({ name: "sample", text }, 0).blocks.flatMap(({ parser: by, report }) =>
    by === parser ? [report] : [],
  );
  for (const column of columns) {
    if (column.token !== null) marker.mark(new RegExp(escaped(column.token), "g"), column);
    else for (const form of nameForms(column.label)) marker.mark(form, column);
  }
  for (const report of reports) for (const column of columns) markValues(marker, report, column);
  return marker.tokens.sort((a, b) => a.from - b.from);
}

/** Whether a report of the sample holds something at the path, be it nothing. */
export function hasField(text: string, field: string): boolean {
  return read({ name: "sample", text }, 0).blocks.some(({ report }) => {
    for (const { value } of placesOf(report, field.split("."), null)) if (value !== undefined) return true;
    return false;
  });
}
