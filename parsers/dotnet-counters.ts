import type { Line, RuntimeCounter, RuntimeCountersReport } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { CSV_HEAD, JSON_EVENT, JSON_HEAD, NOTE, readCsvFile, readJsonFile } from "./counter-files";
import { decimalMarkOf, isCounterNumber, readCounterNumber } from "./counter-number";
import { isElision } from "./elision";
import { rx } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `dotnet-counters monitor -p PID` as copied from the screen, and the files of `dotnet-counters collect`, as
 * `--format csv` and `--format json`: counters of a running .NET process.
 *
 * ```sample monitor
 * C:\tools>dotnet-counters monitor -p 7312
 * Press p to pause, r to resume, q to quit.
 *     Status: Running
 *
 * [System.Runtime]
 *     % Time in GC since last GC (%)                                 2
 *     CPU Usage (%)                                                 12.5
 *     GC Heap Size (MB)                                          1,148
 *     ThreadPool Completed Work Item Count (Count / 1 sec)           4
 *     ThreadPool Queue Length                                    1,212
 *     ThreadPool Thread Count                                       64
 *
 * ```
 * With .NET 9, in a German console; counters may have several rows:
 * ```sample metrics
 * root@web-7f9c:/app# dotnet-counters monitor -p 1
 * Press p to pause, r to resume, q to quit.
 *     Status: Running
 *
 * Name                                                       Current Value      Last Delta
 * [System.Runtime]
 *     dotnet.gc.collections ({collection})
 *         gc.heap.generation
 *         ------------------
 *         gen0                                                     312               2
 *         gen2                                                       3               0
 *     dotnet.process.memory.working_set (By)               214.155.264               0
 *     dotnet.thread_pool.queue.length ({work_item})                 88              12
 *     dotnet.thread_pool.thread.count ({thread})                    31               1
 *     dotnet.process.cpu.time (s)                                   12,75            0,5
 *
 * ```
 * ```sample csv
 * Timestamp,Provider,Counter Name,Counter Type,Mean/Increment
 * 03/12/2024 16:04:33,System.Runtime,CPU Usage (%),Metric,12.5
 * 03/12/2024 16:04:33,System.Runtime,ThreadPool Queue Length,Metric,88
 * 03/12/2024 16:04:34,System.Runtime,ThreadPool Queue Length,Metric,91
 *
 * ```
 *
 * ```sample json
 * {"TargetProcess": "Contoso.Web","StartTime": "03/12/2024 16:04:32","Events": [
 * {"timestamp": "2024-03-12 16:04:33Z","provider": "System.Runtime","name": "CPU Usage (%)","tags": "","counterType": "Metric","value": 12.5},
 * {"timestamp": "2024-03-12 16:04:33Z","provider": "System.Runtime","name": "ThreadPool Queue Length","counterType": "Metric","value": 88}
 * ]}
 * ```
 *
 * Numbers on the screen are printed in the language of the console: a screen whose numbers do not show which mark is the decimal
 * one has values that cannot be told, and they are left unread. Of a file the last value of each counter is kept,
 * with the least and the most.
 */
const KEYS = /^\s*Press p to pause, r to resume, q to quit\b/i;
const STATUS = /^\s*Status:\s*(?<status>Running|Paused|Waiting for initial payload)\b/i;
const COLUMNS = /^\s*Name\s+Current Value(?:\s+Last Delta)?$/i;
const PROVIDER = /^\s*\[(?<provider>[A-Za-z][\w.-]{2,120})\]$/;
const NAME = /^(?<name>\S.{0,300}?)(?:\s+\((?<unit>[^()]{1,60})\))?$/;
// A heading that was wrapped: `Name … Current`, `Value      Last Delta`
const COLUMNS_BROKEN = /^\s*(?:Name\s+Current|Value(?:\s+Last Delta)?|(?:Last )?Delta)$/i;
const MOST_COLUMNS = 2;
const CONSOLE_WIDTH = 80;
// ThreadPool Queue Length     412      CPU Usage (%)  :  6      dotnet.timer.count ({timer})   1        without their heading
const RATE = "(?: \\(Count / \\d{1,3} sec\\)| / (?:\\d{1,3} )?sec)?";
const KNOWN_ROW = rx(
  "^\\s*(?:CPU Usage \\(%\\)|(?:Working Set|GC Heap Size) \\(MB\\)|Number of Active Timers|ThreadPool (?:Queue Length|Threads? Count)",
  `|(?:Monitor Lock Contention Count|ThreadPool Completed Work Items?(?: Count)?)${RATE}`,
  "|dotnet\\.[\\w.]{3,60} \\([\\w{}]{1,30}\\))\\s+(?::\\s+)?\\d[\\d.,]*$",
);
// CPU Usage (%)  :  6
const COLON = /\s:\s+(?=\d[\d.,]*$)/;
/** Blanks that part a value from its name. */
const GAP = /\s{2,}/;
const LONG_NUMBER = /^\d[\d.,]+$/;
const PROVIDER_LINE = /^\s*\[(?:System|Microsoft)\.[\w.-]{2,100}\]$/;

/** How an indented file begins. */
const OPENING = /^\s{0,8}\{$/;

interface Printed {
  line: Line;
  text: string;
  name: string;
  tokens: readonly string[];
}

/** The numbers at the end of a row; digits may be grouped with blanks only where a gap parts them from the name. */
function readRow(line: Line, text: string, columns: number): Printed | null {
  const parts = text.trim().split(GAP);
  const [first = "", ...rest] = parts;
  const spread = rest.map((part) => part.replace(/(?<=\d) (?=\d{3}(?:\D|$))/g, ""));
  if (rest.length > 0 && rest.length <= MOST_COLUMNS && spread.every(isCounterNumber)) {
    return { line, text, name: first, tokens: spread };
  }
  const words = text.trim().split(/\s+/);
  const start = words.findLastIndex((word) => !isCounterNumber(word)) + 1;
  const tokens = words.slice(start);
  // More numbers than columns: one may belong to the name, or be the front of a grouped one.
  if (start === 0 || tokens.length === 0 || tokens.length > columns) return null;
  // Lines that were joined need not be one row.
  if (line.last > line.number && words.slice(0, start).some((word) => LONG_NUMBER.test(word))) return null;
  return { line, text, name: words.slice(0, start).join(" "), tokens };
}

function isNumbersOnly(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return words.length <= MOST_COLUMNS && words.every(isCounterNumber);
}

class ScreenReader {
  readonly counters: RuntimeCounter[] = [];
  readonly unread: number[] = [];
  status: RuntimeCountersReport["status"] = null;
  started = false;
  private provider: string | null = null;
  /** The counter whose rows stand below it. */
  private parent: { name: string; unit: string | null } | null = null;
  private columns = 1;
  /** Rows without a unit may belong to a counter whose name was left out. */
  private orphans = false;
  private readonly rows: { printed: Printed; provider: string | null; parent: ScreenReader["parent"] }[] = [];

  constructor(private readonly lines: readonly Line[]) {
    for (let at = 0; at < lines.length; ) at += this.take(at);
    this.value();
  }

  private take(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const text = withoutAnnotation(line.text).trimEnd().replace(COLON, "  ");
    this.started ||= KNOWN_ROW.test(text);
    if (isElision(text) || isChatter(text)) this.leave(line, text);
    else if (this.takeHeading(text)) this.started = true;
    else return this.takeValue(line, text, at);
    return 1;
  }

  /** A row, or one whose numbers were wrapped into the next line. */
  private takeValue(line: Line, text: string, at: number): number {
    const next = withoutAnnotation(this.lines[at + 1]?.text ?? "").trimEnd();
    // A console cuts anywhere, also within a number.
    const glue = text.length >= CONSOLE_WIDTH && /[\d.,]$/.test(text) ? "" : "  ";
    const wrapped = isNumbersOnly(next) && !isNumbersOnly(text) ? text + glue + next.trim() : null;
    const used = wrapped === null ? 1 : 2;
    // A number at the very end of a paste may have been longer.
    if (at + used === this.lines.length && /\d$/.test(wrapped ?? text)) this.unread.push(line.number);
    else if (!this.takeRow(line, wrapped ?? text, at)) this.leave(line, text);
    return used;
  }

  private takeHeading(text: string): boolean {
    const status = STATUS.exec(text)?.groups?.status?.toLowerCase();
    const provider = PROVIDER.exec(text)?.groups?.provider;
    if (status) this.status = status === "running" || status === "paused" ? status : "waiting";
    else if (provider) {
      this.provider = provider;
      this.parent = null;
      this.orphans = false;
    } else if (COLUMNS_BROKEN.test(text)) this.columns = /Delta$/i.test(text) ? 2 : this.columns;
    else if (COLUMNS.test(text)) this.columns = /Last Delta$/i.test(text) ? 2 : 1;
    else return KEYS.test(text) || NOTE.test(text);
    return true;
  }

  private takeRow(line: Line, text: string, at: number): boolean {
    if (text.trim() === "" || !this.started) return false;
    const printed = readRow(line, text, this.columns);
    if (printed) {
      const hasUnit = /\([^()]{1,60}\)$/.test(printed.name);
      if (this.orphans && !hasUnit && !this.parent) return false;
      const owner = hasUnit || /^\s{4}\S/.test(text) ? null : this.parent;
      if (!owner) this.parent = null;
      this.rows.push({ printed, provider: this.provider, parent: owner });
      return true;
    }
    if (this.parent && this.isTagHeading(at)) return true;
    return this.beginParent(text, at);
  }

  private isTagHeading(at: number): boolean {
    return (
      /^\s*-{3,}/.test(this.lines[at + 1]?.text ?? "") ||
      /^\s*[a-z][\w.]{1,60}(?:\s+[a-z][\w.]{1,60}){0,5}$/.test(this.lines[at]?.text ?? "")
    );
  }

  private beginParent(text: string, at: number): boolean {
    const next = this.lines.slice(at + 1).find(({ text: below }) => below.trim() !== "")?.text ?? "";
    const match = NAME.exec(text.trim());
    const isParent = /\([^()]{1,60}\)$/.test(text) || /^\s{4}\S/.test(text);
    if (!match || !isParent || next === "") return false;
    this.parent = { name: match.groups?.name ?? "", unit: match.groups?.unit ?? null };
    return true;
  }

  private leave({ number }: Line, text: string): void {
    if (isElision(text)) {
      this.provider = null;
      this.parent = null;
      this.orphans = true;
    } else if (!isChatter(text) && !isAnnotation(text)) this.unread.push(number);
  }

  /** Only all numbers together tell which mark is the decimal one. */
  private value(): void {
    const mark = decimalMarkOf(this.rows.flatMap(({ printed }) => printed.tokens));
    for (const { printed, provider, parent } of this.rows) {
      const [value = null, lastDelta = null] = printed.tokens.map((token) => readCounterNumber(token, mark));
      const own = NAME.exec(printed.name)?.groups;
      if (value === null) this.unread.push(printed.line.number);
      else {
        this.counters.push({
          line: printed.line.number,
          provider,
          name: parent?.name ?? own?.name ?? printed.name,
          unit: parent ? parent.unit : (own?.unit ?? null),
          tags: parent ? printed.name : null,
          value,
          lastDelta,
          log: null,
        });
      }
    }
  }
}

function firstTelling(lines: readonly Line[], from: number): string {
  return lines.slice(from).find(({ text }) => !isChatter(text))?.text ?? "";
}

function parse(source: Source): Reading<RuntimeCountersReport> {
  if (source.lines.some(({ text }) => CSV_HEAD.test(text))) return readCsvFile(source.lines);
  if (source.lines.some(({ text }) => JSON_EVENT.test(text) || JSON_HEAD.test(text))) return readJsonFile(source.lines);
  const { counters, status, started, unread } = new ScreenReader(source.lines);
  if (!started || (counters.length === 0 && status === null)) return null;
  return { report: { kind: "runtime-counters", status, counters, firstTime: null, lastTime: null }, unread };
}

export const dotnetCounters: Parser<RuntimeCountersReport> = {
  id: "dotnet-counters",
  name: "dotnet-counters monitor",
  mode: "shell",
  command: /^dotnet-counters(?:\.exe)?\s+(?:monitor|collect)\b/,
  bareCommand: /^\s*dotnet[- ]counters (?:monitor|collect)(?:\s+(?:-p|--process-id|-n|--name)\s+\S{1,80})?\s*$/i,
  recognise: [KEYS, COLUMNS, PROVIDER_LINE, KNOWN_ROW, CSV_HEAD, JSON_HEAD, JSON_EVENT, OPENING],
  confirm(lines, at) {
    if (OPENING.test(lines[at]?.text ?? "")) return JSON_HEAD.test(firstTelling(lines, at + 1));
    if (!PROVIDER_LINE.test(lines[at]?.text ?? "")) return true;
    return /\s-?\d[\d.,]*(?:\s+-?\d[\d.,]*)?$|\([^()]{1,60}\)$/.test(firstTelling(lines, at + 1));
  },
  restarts: KEYS,
  errors: [
    {
      // Process 7312 not running compatible .NET runtime.
      line: /\bnot running compatible \.NET|\bUnable to connect to process\b|\bis not a \.NET (?:Core )?process\b/i,
      problem: {
        code: "NO_DOTNET_RUNTIME",
        what: "The tool found no .NET runtime that answers in this process. .NET Framework has no such channel.",
        fix: "Check the process id. For a .NET Framework process use performance counters instead.",
        commands: ["dotnet-counters ps", 'typeperf "\\.NET CLR LocksAndThreads(*)\\*"'],
      },
    },
  ],
  parse,
};
