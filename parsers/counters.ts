import type { CountersReport } from "@/evidence";
import { isChatter } from "./chatter";
import { CounterSeries } from "./counter-series";
import { csvFields, type Separator, separatorOf } from "./csv";
import { CsvRows } from "./csv-rows";
import { isElision } from "./elision";
import { COUNTER_PATH, FIRST_SAMPLE, readSamples, SAMPLES_HEADING } from "./get-counter";
import { rowsLeft } from "./lines-left";
import type { Parser, Reading, Source } from "./parser";

/**
 * Performance counters as a table: `typeperf COUNTER… [-si SECONDS] [-sc COUNT]`, what `relog LOG.blg -f csv -o FILE`
 * writes, and the CSV logs of Performance Monitor's data collector sets. Of a long log the extremes, the averages and
 * the first and last samples are kept.
 *
 * ```sample typeperf
 * C:\>typeperf "\Processor(_Total)\% Processor Time" "\Memory\Available MBytes" -sc 2
 *
 * "(PDH-CSV 4.0)","\\WEB01\Processor(_Total)\% Processor Time","\\WEB01\Memory\Available MBytes"
 * "03/12/2024 16:04:33.123","18.462005","11520.000000"
 * "03/12/2024 16:04:34.127","0.000464","11519.000000"
 *
 * Exiting, please wait...
 * The command completed successfully.
 * ```
 * A log of Performance Monitor names its zone; the first sample of a rate is empty:
 * ```sample performance-monitor
 * "(PDH-CSV 4.0) (W. Europe Standard Time)(-60)","\\WEB01\LogicalDisk(C:)\Avg. Disk sec/Read","\\WEB01\Process(w3wp#1)\Private Bytes"
 * "03/12/2024 16:04:33.123"," ","169024512"
 * "03/12/2024 16:04:48.130","0.0281453","169028608"
 * ```
 * Other languages name the counters in theirs, write decimal commas and part the columns by semicolons:
 * ```sample german
 * "(PDH-CSV 4.0)";"\\WEB01\Prozessor(_Total)\Prozessorzeit (%)"
 * "03/12/2024 16:04:33.123";"18,462005"
 *
 * Beendigung, bitte warten...
 * Der Befehl wurde erfolgreich ausgeführt.
 * ```
 *
 * PowerShell prints a list, its times and decimal marks in the user's language:
 * ```sample get-counter
 * PS C:\> Get-Counter '\LogicalDisk(*)\Avg. Disk sec/Read' -SampleInterval 5 -MaxSamples 2
 *
 * Timestamp                 CounterSamples
 * ---------                 --------------
 * 3/12/2024 4:04:33 PM      \\web01\logicaldisk(c:)\avg. disk sec/read :
 *                           0.0281453
 *
 *                           \\web01\logicaldisk(d:)\avg. disk sec/read :
 *                           0.0003111
 *
 * 3/12/2024 4:04:38 PM      \\web01\logicaldisk(c:)\avg. disk sec/read :
 *                           0.0312007
 *
 *                           \\web01\logicaldisk(d:)\avg. disk sec/read :
 *                           0.0002986
 *
 * ```
 *
 * In tables, dates are month, day, year in every language. The number behind the zone: minutes to add to local time for UTC.
 * An empty value and `-1` mean that none could be taken. A row that was cut is counted and not read.
 */
// "(PDH-CSV 4.0)","\\WEB01\…   (PDH-TSV 4.0) (GMT Standard Time)(0)
const HEADING = /^\s*"?\(PDH-[CT]SV \d\.\d\)/i;
// A heading of either form; of the second there is one however many samples follow.
const RESTARTS = /^\s*(?:"?\(PDH-[CT]SV \d\.\d\)|Timestamp\s+CounterSamples$)/i;
// (PDH-CSV 4.0) (W. Europe Standard Time)(-60)
const ZONE = /^\S+ \S+\s*\((?<zone>[^()"]{1,80})\)(?:\s*\((?<bias>-?\d{1,4})\))?$/;
// "03/12/2024 16:04:33.123","18.462005"
const ROW = /^\s*"?\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}(?:[.,"; ]|$)/;
const TIME = /^(?<month>\d{2})\/(?<day>\d{2})\/(?<year>\d{4}) (?<clock>\d{2}:\d{2}:\d{2})(?:[.,](?<fraction>\d{3}))?$/;
const VALUE = /^-?\d{1,20}(?:[.,]\d{1,20})?(?:e[+-]?\d{1,3})?$/i;
const NONE = /^-1(?:[.,]0{1,20})?$/;
const CLOSED = /"$/;
const REMOTE = /^\s*Received from \S{1,80}:$/i;
/** What typeperf says when it ends, in whatever language: two lines without figures. */
const EXITING = /^\s*[^\d";:]{3,80}(?:\.{3}|。)$/;
const DONE = /^\s*[^\d";:]{3,120}[.。]$/;
const LOOK_BELOW = 3;

class CountersReader {
  series: CounterSeries | null = null;
  zone: string | null = null;
  zoneBiasMinutes: number | null = null;
  cutRows = 0;
  readonly unread: number[] = [];
  private separator: Separator = ",";
  private ending = false;
  private readonly rows: CsvRows;

  constructor(
    private readonly lines: Source["lines"],
    private readonly openEnd: boolean,
  ) {
    this.rows = new CsvRows(lines);
  }

  private text(at: number): string {
    return this.lines[at]?.text ?? "";
  }

  /** Reads what begins at a line; how many lines it took, 0 for none. */
  take(at: number): number {
    const text = this.text(at);
    const joined = (this.lines[at]?.last ?? 0) > (this.lines[at]?.number ?? 0);
    if (this.series === null && !joined && HEADING.test(text)) return this.heading(at);
    if (this.series === null) return 0;
    if (ROW.test(text)) return this.row(at, this.series);
    return REMOTE.test(text) || this.isClosing(at) ? 1 : 0;
  }

  private heading(at: number): number {
    const first = headOf(this.text(at));
    const { found, used } = this.rows.joined(
      at,
      (text, lines) => {
        const { fields, separator, cut } = headOf(text);
        const goesOn =
          fields.at(-1) === "" ||
          this.text(at + lines)
            .trimStart()
            .startsWith(separator);
        return cut || goesOn || fields.length < 2 ? null : { fields, separator };
      },
      (text) => ROW.test(text),
    );
    // Of a head that was cut, the paths in front are whole.
    const { fields, separator } = found ?? { ...first, fields: first.fields.slice(0, -1) };
    const zone = ZONE.exec(fields[0] ?? "")?.groups;
    if (!found || (this.openEnd && at + used >= this.lines.length && !CLOSED.test(this.text(at + used - 1)))) {
      this.unread.push(this.lines[at]?.number ?? 0);
    }
    this.separator = separator;
    this.series = new CounterSeries(fields.slice(1), this.lines[at]?.number ?? 0);
    this.zone = zone?.zone ?? null;
    this.zoneBiasMinutes = zone?.bias === undefined ? null : Number(zone.bias);
    return used;
  }

  private row(at: number, series: CounterSeries): number {
    const shape = { separator: this.separator, columns: series.size + 1, begins: (text: string) => ROW.test(text) };
    const { fields, used } = this.rows.rowAt(at, shape);
    const time = fields?.[0]?.trim() ?? "";
    const parts = TIME.exec(time)?.groups;
    const cutAtEnd = this.openEnd && at + used >= this.lines.length && !CLOSED.test(this.text(at + used - 1));
    if (!fields || !parts || cutAtEnd || series.size === 0) {
      this.cutRows++;
      for (const { number } of this.lines.slice(at, at + used)) this.unread.push(number);
      return used;
    }
    const { year, month, day, clock, fraction } = parts;
    const localTime = `${year}-${month}-${day}T${clock}${fraction === undefined ? "" : `.${fraction}`}`;
    series.add({ line: this.lines[at]?.number ?? 0, time, localTime, values: fields.slice(1).map(numberIn) });
    return used;
  }

  private isClosing(at: number): boolean {
    const text = this.text(at);
    if (this.ending && DONE.test(text)) return true;
    if (this.series?.sampleCount === 0 || !EXITING.test(text) || isElision(text)) return false;
    const next = this.lines.slice(at + 1, at + 1 + LOOK_BELOW).find((line) => !isChatter(line.text));
    this.ending = next === undefined || DONE.test(next.text);
    return this.ending;
  }
}

function headOf(text: string): { fields: string[]; cut: boolean; separator: Separator } {
  const separator = separatorOf(text.replace(/\([^()]{0,80}\)/g, ""));
  return { ...csvFields(text, separator), separator };
}

function numberIn(cell: string): number | null {
  const text = cell.trim();
  return VALUE.test(text) && !NONE.test(text) ? Number(text.replace(",", ".")) : null;
}

function parseSamples({ lines, openEnd }: Source): Reading<CountersReport> {
  const found = readSamples(lines, openEnd ?? false);
  if (!found) return null;
  const report = { kind: "counters" as const, ...found.series.report(), zone: null, zoneBiasMinutes: null, cutRows: 0 };
  return { report, unread: found.unread };
}

function parse(source: Source): Reading<CountersReport> {
  if (!source.lines.some(({ text }) => HEADING.test(text))) return parseSamples(source);
  const reader = new CountersReader(source.lines, source.openEnd ?? false);
  const unread = rowsLeft(reader, source.lines);
  if (reader.series === null || reader.series.size === 0) return null;
  const { zone, zoneBiasMinutes, cutRows } = reader;
  return {
    report: { kind: "counters", ...reader.series.report(), zone, zoneBiasMinutes, cutRows },
    unread: [...unread, ...reader.unread].sort((a, b) => a - b),
  };
}

export const counters: Parser<CountersReport> = {
  id: "counters",
  name: "typeperf",
  mode: "shell",
  command: /^(?:winrs\s[^|]{0,200}?['"\s])?(?:\S{0,80}\\)?(?:(?:typeperf|relog)(?:\.exe)?|get-counter)(?:\s|$)/i,
  bareCommand:
    /^\s{0,8}(?:(?:typeperf|relog)(?:\.exe)? {1,4}["'\\-].{0,1000}|get-counter(?: {1,4}["'\\-].{0,1000})?)$/i,
  recognise: [HEADING, SAMPLES_HEADING, FIRST_SAMPLE],
  keeps: [ROW, COUNTER_PATH],
  restarts: RESTARTS,
  errors: [
    {
      // Error: No valid counters.
      line: /^\s*(?:Error:\s*|Get-Counter\s?:\s*)?(?:No valid counters\.|The specified (?:object|counter) (?:was not found|could not be found|is not valid))/i,
      problem: {
        code: "NO_SUCH_COUNTER",
        what: "No counter of that name exists on this machine. Names are in the language of Windows there.",
        fix: "List the counters of the object, and copy the name from there.",
        commands: ["typeperf -q Processor", "typeperf -qx Process"],
      },
    },
    {
      // Samples:       301
      line: /^\s*Samples:\s+\d{1,9}$/i,
      problem: {
        code: "COUNTERS_IN_FILE",
        what: "relog says only what the log holds; the values are in the file that it wrote.",
        fix: "Write the log as CSV and paste or drop that file.",
        commands: ["relog <log>.blg -f csv -o counters.csv"],
      },
    },
  ],
  parse,
};
