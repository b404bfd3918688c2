import { read } from "./diagnose";

/** A printed field: how it is called, and where the report of its output holds it. */
export interface PrintedField {
  /** As printed or as people call it; several behind commas. `NumberOf…Waiters` leaves a part open. */
  label: string;
  /** `rows.monitorHeld` */
  fields: readonly string[];
  /** Text to mark where neither name nor value tells the place. */
  token: string | null;
}

/** A part of an output that is a field's name or value. */
export interface Mark<F extends PrintedField = PrintedField> {
  from: number;
  to: number;
  field: F;
}

/** Rows in which a field's values are marked. */
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

/** `1204881` as it may be printed: 1204881, 1,204,881, 1 204 881; seconds with minutes and hours in front. */
function numberForm(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = [...whole]
    .map((digit, at) => ((whole.length - at) % 3 === 1 && at < whole.length - 1 ? `${digit}[.,' ]?` : digit))
    .join("");
  return `(?<![\\w.,:])(?:\\d{1,3}:){0,3}0*${grouped}${fraction ? `[.,]${fraction}0*` : "(?:[.,]0+)?"}(?![\\w]|[.,]\\d)`;
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

class Marker<F extends PrintedField> {
  readonly marks: Mark<F>[] = [];
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  /** Marks the first free match between two offsets. */
  mark(form: RegExp, field: F, from = 0, to = this.text.length): boolean {
    for (const match of this.text.slice(from, to).matchAll(form)) {
      const start = from + match.index;
      const end = start + match[0].length;
      if (match[0].trim() === "" || this.marks.some((mark) => start < mark.to && mark.from < end)) continue;
      this.marks.push({ from: start, to: end, field });
      return true;
    }
    return false;
  }

  /** Offsets of a line, counted from 1. */
  line(line: number): [number, number] {
    return [this.starts[line - 1] ?? 0, (this.starts[line] ?? this.text.length + 1) - 1];
  }

  /** Rest of the line behind each mark of a field. */
  behind(field: F): [number, number][] {
    return this.marks
      .filter((mark) => mark.field === field)
      .map(({ to }) => {
        const end = this.text.indexOf("\n", to);
        return [to, end < 0 ? this.text.length : end];
      });
  }
}

function markValues<F extends PrintedField>(marker: Marker<F>, report: unknown, field: F): void {
  const names = marker.behind(field);
  for (const path of field.fields) {
    let rows = 0;
    for (const { value, line } of placesOf(report, path.split("."), null)) {
      const form = formOf(value);
      if (!form || rows >= MOST_ROWS) continue;
      if (line !== null && marker.mark(form, field, ...marker.line(line))) rows++;
      else if (rows === 0 && names.some((name) => marker.mark(form, field, ...name))) rows++;
    }
  }
}

/** Names and values of fields in an output, in the order of the text. It is read as a paste is. */
export function marksOf<F extends PrintedField>(text: string, parser: string, fields: readonly F[]): Mark<F>[] {
  const marker = new Marker<F>(text);
  const blocks = read({ name: "sample", text }, 0).blocks.filter((block) => block.parser === parser);
  for (const field of fields) {
    if (field.token !== null) marker.mark(new RegExp(escaped(field.token), "g"), field);
    else for (const form of nameForms(field.label)) marker.mark(form, field);
  }
  for (const { report } of blocks) for (const field of fields) markValues(marker, report, field);
  return marker.marks.sort((a, b) => a.from - b.from);
}

/** Whether one of these reports has the path, be there a value or none. */
export function hasField(reports: readonly unknown[], field: string): boolean {
  return reports.some((report) => {
    for (const { value } of placesOf(report, field.split("."), null)) if (value !== undefined) return true;
    return false;
  });
}
