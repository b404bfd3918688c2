import type { FileActivityReport, FileOperation } from "@/evidence";
import { csvFields, type Separator, separatorOf } from "./csv";
import { CsvRows, type CsvShape } from "./csv-rows";
import { FileActivityCount } from "./file-activity-count";
import { parseCount } from "./grammar";
import { rowsLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * Process Monitor, *File > Save > CSV*, or `procmon /OpenLog LOG.pml /SaveAs LOG.csv`: what each process did to which
 * file. An export may be long, so events are counted by process, operation and folder, and of the events themselves
 * only those that took longest (or the first) are kept.
 *
 * ```sample default-columns
 * "Time of Day","Process Name","PID","Operation","Path","Result","Detail"
 * "4:04:33.0593693 PM","w3wp.exe","6764","QueryDirectory","C:\Temp\shop","SUCCESS","0: a.dll, 1: b.dll"
 * "4:04:33.0595947 PM","AcmeBkpAgent.exe","3028","ReadFile","C:\Temp\shop\a.dll","SUCCESS","Offset: 2,255,360, Length: 16,384, Priority: Normal"
 * ```
 * With durations, threads and a date, in another order:
 * ```sample durations
 * "Date & Time","Process Name","PID","TID","Operation","Path","Result","Duration","Detail"
 * "12.03.2024 16:04:33","w3wp.exe","6764","8012","CreateFile","C:\Temp\shop\a.dll","SUCCESS","0,0512301","Desired Access: Read Attributes"
 * "12.03.2024 16:04:34","w3wp.exe","6764","8012","CloseFile","C:\Temp\shop\a.dll","SUCCESS","0,0000101",""
 * ```
 * Parted by semicolons after a visit to a spreadsheet:
 * ```sample semicolons
 * Time of Day;Process Name;PID;Operation;Path;Result;Duration
 * 16:04:33,0593693;w3wp.exe;6764;QueryDirectory;C:\Temp\shop;SUCCESS;0,0153221
 * ```
 * Rows that were picked out, without their head, when they have the default columns in front:
 * ```sample rows
 * "16:04:33.0593693","w3wp.exe","6764","QueryDirectory","C:\Temp\shop","SUCCESS","0: a.dll, 1: b.dll"
 * ```
 *
 * Columns are told by the head, in whatever order. Duration: seconds. Offset and Length: from Detail. Process
 * Monitor sits at altitude 385200: its durations hold the time of the filters below it, not of those above.
 * Not kept: the columns that tell the process's file, user, parent and architecture.
 */
const NAMES = [
  "Time of Day|Date & Time|Relative Time|Completion Time|Duration|Process Name|PID|TID|Parent PID|Operation|Path|Result|Detail",
  "Event Class|Category|Sequence(?: Number)?|Image Path|Command Line|Company|Description|Version|User|Session(?: ID)?",
  "Authentication ID|Integrity|Virtualized|Architecture",
].join("|");
const HEADING = new RegExp(
  `^\\s*(?:"(?:${NAMES})"[,; ]\\s?"(?:${NAMES}|Process|Parent|Event|Image)(?:"|$)|(?:${NAMES})[,;]\\s?(?:${NAMES})[,;])`,
  "i",
);
const NAME = new RegExp(`^(?:${NAMES})$`, "i");
// "16:04:33.0593693","w3wp.exe","6764","QueryDirectory","C:\Temp","SUCCESS","…
const DEFAULT_ROW =
  /^\s*"\d{1,2}[:.]\d\d[:.]\d\d[.,]\d{7}(?: [AP]M)?","[^"]{1,100}","\d{1,7}","[A-Z][\w ]{2,40}","[^"]{0,1000}","[A-Z][A-Z0-9 _]{2,60}",/i;
const DEFAULT_COLUMNS = ["Time of Day", "Process Name", "PID", "Operation", "Path", "Result", "Detail"];
/** The front of a row whose first column is a time. */
const TIME = /^\s*"?\d{1,4}[-:./]\d{1,2}[-:./]\d{2}(?!\d{3})/;
const OFFSET = /\bOffset: (?<value>[\d.,' ]{0,24}\d)(?=,|$)/;
const LENGTH = /\bLength: (?<value>[\d.,' ]{0,24}\d)(?=,|$)/;
const DURATION = /^\d{1,9}(?:[.,]\d{1,12})?$/;
/** The end of a row that cannot be cut: a quote, or a duration with all its digits. */
const CLOSED = /(?:"|[;,]\d{1,9}[.,]\d{7})$/;
const NUMBER = /^\d{1,10}$/;
const FEWEST_COLUMNS = 3;

type Column = Exclude<keyof FileOperation, "line" | "offset" | "length" | "durationSeconds"> | "duration";

const COLUMNS: Readonly<Record<string, Column>> = {
  "time of day": "time",
  "date & time": "time",
  "relative time": "time",
  "process name": "process",
  pid: "processId",
  tid: "threadId",
  operation: "operation",
  path: "path",
  result: "result",
  duration: "duration",
  detail: "detail",
};

/** The columns of a head; null while it is none, or goes on. */
function columnsOf(text: string, separator: Separator, next: string): string[] | null {
  const { fields, cut } = csvFields(text, separator);
  const names = fields.map((field) => field.trim());
  const goesOn = text.trimEnd().endsWith(separator) || next.trimStart().startsWith(separator);
  if (cut || goesOn || names.length < FEWEST_COLUMNS || !names.every((name) => NAME.test(name))) return null;
  return names.some((name) => name.toLowerCase() === "operation") ? names : null;
}

function numberOf(text: string | null): number | null {
  return text !== null && NUMBER.test(text) ? Number(text) : null;
}

function countIn(pattern: RegExp, detail: string | null): number | null {
  const value = detail === null ? undefined : pattern.exec(detail)?.groups?.value;
  return value === undefined ? null : parseCount(value);
}

function secondsOf(text: string | null): number | null {
  return text !== null && DURATION.test(text) ? Number(text.replace(",", ".")) : null;
}

class ActivityReader {
  columns: readonly string[] = [];
  cutRows = 0;
  readonly unread: number[] = [];
  readonly count = new FileActivityCount();
  private readonly rows: CsvRows;
  private readonly places = new Map<Column, number>();
  private shape: CsvShape = { separator: ",", columns: 0, begins: () => false };

  constructor(
    private readonly lines: Source["lines"],
    private readonly openEnd: boolean,
  ) {
    this.rows = new CsvRows(lines);
  }

  /** Reads what begins at a line; how many lines it took, 0 for none. */
  take(at: number): number {
    const text = this.lines[at]?.text ?? "";
    if (this.columns.length > 0) return this.row(at, text);
    const heading = HEADING.test(text) ? this.heading(at) : null;
    if (heading) {
      this.begin(heading.found, separatorOf(text));
      return heading.used;
    }
    if (!DEFAULT_ROW.test(text)) return 0;
    const fields = csvFields(text).fields.length;
    this.begin(
      Array.from({ length: Math.max(fields, DEFAULT_COLUMNS.length) }, (_, column) => DEFAULT_COLUMNS[column] ?? ""),
      ",",
    );
    return this.row(at, text);
  }

  heading(at: number): { found: string[]; used: number } | null {
    const separator = separatorOf(this.lines[at]?.text ?? "");
    const { found, used } = this.rows.joined(
      at,
      (text, used) => columnsOf(text, separator, this.lines[at + used]?.text ?? ""),
      (next) => TIME.test(next),
    );
    return found && { found, used };
  }

  private begin(columns: readonly string[], separator: Separator): void {
    this.columns = columns;
    columns.forEach((name, at) => {
      const column = COLUMNS[name.toLowerCase()];
      if (column && !this.places.has(column)) this.places.set(column, at);
    });
    const whole = (text: string): boolean => csvFields(text, separator).fields.length === columns.length;
    const timeFirst = this.places.get("time") === 0;
    this.shape = { separator, columns: columns.length, begins: (text) => (timeFirst ? TIME.test(text) : whole(text)) };
  }

  private row(at: number, text: string): number {
    const line = this.lines[at]?.number ?? 0;
    const { fields, used } = this.rows.rowAt(at, this.shape);
    const cutAtEnd = this.openEnd && at + used >= this.lines.length && !CLOSED.test(this.lines.at(-1)?.text ?? "");
    const operation = fields && !cutAtEnd && this.cell(fields, "operation");
    if (fields && operation) {
      this.event(line, fields, operation);
      return used;
    }
    if (!this.shape.begins(text) && !text.trimStart().startsWith('"')) return 0;
    this.cutRows++;
    for (const { number } of this.lines.slice(at, at + used)) this.unread.push(number);
    return used;
  }

  private event(line: number, fields: readonly string[], operation: string): void {
    const counted = {
      line,
      time: this.cell(fields, "time"),
      process: this.cell(fields, "process"),
      operation,
      path: this.cell(fields, "path"),
      result: this.cell(fields, "result"),
      durationSeconds: secondsOf(this.cell(fields, "duration")),
    };
    this.count.add(counted, () => {
      const detail = this.cell(fields, "detail");
      return {
        ...counted,
        processId: numberOf(this.cell(fields, "processId")),
        threadId: numberOf(this.cell(fields, "threadId")),
        offset: countIn(OFFSET, detail),
        length: countIn(LENGTH, detail),
        detail,
      };
    });
  }

  private cell(fields: readonly string[], column: Column): string | null {
    const at = this.places.get(column);
    return (at === undefined ? undefined : fields[at]?.trim()) || null;
  }
}

function parse(source: Source): Reading<FileActivityReport> {
  const reader = new ActivityReader(source.lines, source.openEnd ?? false);
  const unread = rowsLeft(reader, source.lines);
  if (reader.columns.length === 0) return null;
  const report = reader.count.report(reader.columns, reader.cutRows);
  return { report, unread: [...unread, ...reader.unread].sort((a, b) => a - b) };
}

export const procmon: Parser<FileActivityReport> = {
  id: "procmon",
  name: "Process Monitor CSV",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?procmon(?:64)?(?:\.exe)?\s.{0,200}\/saveas\b/i,
  recognise: [HEADING, DEFAULT_ROW],
  confirm: (lines, at) =>
    DEFAULT_ROW.test(lines[at]?.text ?? "") || new ActivityReader(lines.slice(at, at + 8), false).heading(0) !== null,
  keeps: [/^\s*"/],
  restarts: HEADING,
  parse,
};
