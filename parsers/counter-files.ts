import type { Line, RuntimeCounter, RuntimeCountersReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { csvFields } from "./csv";
import { isElision } from "./elision";
import type { Reading } from "./parser";

const NAME = /^(?<name>\S.{0,300}?)(?:\s+\((?<unit>[^()]{1,60})\))?$/;
export const CSV_HEAD = /^\s*"?Timestamp"?[,;]"?Provider"?[,;]"?Counter Name"?[,;]/i;
export const JSON_HEAD = /^\s*(?:\{\s*)?"TargetProcess"\s*:/;
export const JSON_EVENT = /\{\s*"timestamp"\s*:\s*"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"\s*,\s*"provider"/;
/** What the tool says before and after it writes. */
export const NOTE =
  /^\s*(?:--counters is unspecified|Starting a counter session|File saved to|\[Warning\]|Shutting down|Stopping session)/i;

const pair = (key: string, value: string): string => `"${key}"\\s*:\\s*${value}`;
const EVENT = new RegExp(
  [
    pair("timestamp", '"(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ)"'),
    pair("provider", '"(?<provider>[^"]{1,200})"'),
    pair("name", '"(?<name>[^"]{1,300})"'),
    `(?:${pair("tags", '"(?<tags>[^"]{0,400})"')}\\s*,\\s*)?${pair("counterType", '"[A-Za-z]{1,20}"')}`,
    pair("value", "(?<value>-?\\d{1,20}(?:\\.\\d{1,20})?(?:[eE][+-]?\\d{1,3})?)\\s*\\}"),
  ].join("\\s*,\\s*"),
  "g",
);
/** What stands around the events. */
const FRAME = /^(?:[\s,[\]{}]|"(?:TargetProcess|StartTime)"\s*:\s*"[^"]{0,300}"|"Events"\s*:)*$/;
const CONSOLE_WIDTH = 80;

/** A name with its unit and, in brackets, its tags. */
function readName(text: string): Pick<RuntimeCounter, "name" | "unit" | "tags"> {
  const tagged = /^(?<name>[^[\]]{1,300})\[(?<tags>[^[\]]{1,400})\]$/.exec(text.trim());
  const match = NAME.exec((tagged?.groups?.name ?? text).trim());
  return {
    name: match?.groups?.name ?? text.trim(),
    unit: match?.groups?.unit ?? null,
    tags: tagged?.groups?.tags ?? null,
  };
}

/** The last value of each counter of a file, with the least and the most. */
class LoggedCounters {
  private readonly counters = new Map<string, RuntimeCounter>();
  private firstTime: string | null = null;
  private lastTime: string | null = null;

  add(time: string, provider: string, printed: string, value: number, line: number): void {
    this.firstTime ??= time;
    this.lastTime = time;
    const key = `${provider}\n${printed}`;
    const log = this.counters.get(key)?.log;
    this.counters.set(key, {
      ...{ line, provider, ...readName(printed), value: null, lastDelta: null },
      log: {
        samples: (log?.samples ?? 0) + 1,
        last: value,
        minimum: Math.min(log?.minimum ?? value, value),
        maximum: Math.max(log?.maximum ?? value, value),
      },
    });
  }

  report(): RuntimeCountersReport {
    // By name: the first lines of a file may be missing.
    const rows = [...this.counters].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, counter]) => counter);
    const { firstTime, lastTime } = this;
    return { kind: "runtime-counters", status: null, counters: rows, firstTime, lastTime };
  }
}

/** The file of `dotnet-counters collect --format csv`. */
export function readCsvFile(lines: readonly Line[]): Reading<RuntimeCountersReport> {
  const counters = new LoggedCounters();
  const unread: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.text.trim() === "" || CSV_HEAD.test(line.text) || NOTE.test(line.text)) continue;
    const { fields } = csvFields(line.text);
    const [time = "", provider = "", name = "", , number = ""] = fields;
    const value = Number(number);
    const mayBeCut = at === lines.length - 1;
    if (fields.length !== 5 || number.trim() === "" || !Number.isFinite(value) || mayBeCut) {
      if (!isChatter(line.text) && !isElision(line.text)) unread.push(line.number);
    } else counters.add(time, provider, name, value, line.number);
  }
  return { report: counters.report(), unread };
}

interface Piece {
  line: Line;
  /** Where it begins in the joined text. */
  at: number;
}

/** Lines put together: what a console cut as it stands, all else with a blank, which means nothing between values. */
function joined(lines: readonly Line[]): { text: string; pieces: Piece[] } {
  let text = "";
  const pieces = lines.map((line): Piece => {
    const at = text.length;
    text += line.text.length % CONSOLE_WIDTH === 0 ? line.text : `${line.text} `;
    return { line, at };
  });
  return { text, pieces };
}

/** Reads the events of lines without a gap; gives the numbers of those lines that hold something else. */
function readEvents(lines: readonly Line[], counters: LoggedCounters): number[] {
  const { text, pieces } = joined(lines);
  const left = new Set<number>();
  let next = 0;
  let read = 0;
  const pass = (end: number): number => {
    let line = 0;
    for (let piece = pieces[next]; piece && piece.at < end; piece = pieces[++next]) line = piece.line.number;
    return line;
  };
  const skip = (end: number): void => {
    if (FRAME.test(text.slice(read, end))) return;
    for (let index = Math.max(0, next - 1); index < pieces.length; index++) {
      const { at, line } = pieces[index] ?? { at: end, line: { number: 0, text: "" } };
      if (at >= end) return;
      if (!FRAME.test(text.slice(Math.max(at, read), Math.min(end, at + line.text.length)))) left.add(line.number);
    }
  };
  let current = lines[0]?.number ?? 0;
  for (const match of text.matchAll(EVENT)) {
    skip(match.index);
    current = pass(match.index + 1) || current;
    read = match.index + match[0].length;
    const { time = "", provider = "", name = "", tags = "", value = "" } = match.groups ?? {};
    counters.add(time, provider, tags === "" ? name : `${name}[${tags}]`, Number(value), current);
  }
  skip(text.length);
  return [...left];
}

/** The file of `dotnet-counters collect --format json`: one line, one line an event, or indented. */
export function readJsonFile(lines: readonly Line[]): Reading<RuntimeCountersReport> {
  const counters = new LoggedCounters();
  const unread: number[] = [];
  let run: Line[] = [];
  for (const line of lines) {
    if (isElision(line.text)) {
      unread.push(...readEvents(run, counters));
      run = [];
    } else if (!isChatter(line.text) && !isAnnotation(line.text) && !NOTE.test(line.text)) run.push(line);
  }
  unread.push(...readEvents(run, counters));
  return { report: counters.report(), unread };
}
