import type { Line } from "@/evidence";
import { isChatter } from "./chatter";
import { CounterSeries } from "./counter-series";
import { isElision } from "./elision";

// Timestamp                 CounterSamples
export const SAMPLES_HEADING = /^\s*Timestamp\s+CounterSamples$/i;
const UNDERLINE = /^\s*-{9}\s+-{14}$/;
const TIME = "\\d{1,4}[./-] ?\\d{1,2}[./-] ?\\d{1,4}\\.? \\d{1,2}[:.]\\d\\d[:.]\\d\\d(?: [AP]M)?";
// 3/12/2024 4:04:33 PM      \\web01\memory\available mbytes :
export const FIRST_SAMPLE = new RegExp(`^\\s*(?<time>${TIME})\\s+(?<path>\\\\\\\\[^\\\\]{1,80}\\\\.*)$`, "i");
// \\web01\logicaldisk(c:)\avg. disk sec/read :
export const COUNTER_PATH = /^\s*(?<path>\\\\[^\\]{1,80}\\[^\\].*)$/;
const NUMBER = /^\s*(?<value>-?\d{1,20}(?:[.,]\d{1,20})?(?:E[+-]?\d{1,3})?)$/i;
/** Rows that ran together: a path names one machine. */
const ANOTHER_PATH = /\s\\\\/;

/** How many lines a path may take. */
const MOST_LINES = 5;
/** What a window of 80 columns leaves for the second column. */
const COLUMN = 52;

interface Sample {
  line: number;
  time: string;
  values: Map<string, number>;
}

/** How wide the column of paths was: as wide as the longest piece of a path that goes on. */
function widthOf(lines: readonly Line[]): number {
  return lines.reduce((width, { text }) => {
    const path = (FIRST_SAMPLE.exec(text) ?? COUNTER_PATH.exec(text))?.groups?.path ?? "";
    return path.endsWith(":") ? width : Math.max(width, path.length);
  }, COLUMN);
}

/**
 * Samples as PowerShell shows them: the time in front of the first counter, below each path its value. A path that
 * is wider than the window goes on below, broken at a blank or, in a long word, where the window ends.
 */
class SamplesReader {
  readonly samples: Sample[] = [];
  readonly unread: number[] = [];
  private readonly width: number;
  private sample: Sample | null = null;

  constructor(
    private readonly lines: readonly Line[],
    private readonly openEnd: boolean,
  ) {
    this.width = widthOf(lines);
    for (let at = 0; at < lines.length; ) at += this.take(at);
  }

  private take(at: number): number {
    const line = this.lines[at];
    if (!line) return 1;
    const { text } = line;
    const first = FIRST_SAMPLE.exec(text)?.groups;
    if (first?.time !== undefined) {
      this.sample = { line: line.number, time: first.time, values: new Map() };
      this.samples.push(this.sample);
      return this.entry(at, first.path ?? "");
    }
    const path = COUNTER_PATH.exec(text)?.groups?.path;
    if (path !== undefined) return this.entry(at, path);
    // What stands below a gap may be of a later moment.
    if (isElision(text)) this.sample = null;
    else if (!SAMPLES_HEADING.test(text) && !UNDERLINE.test(text) && !isChatter(text)) this.unread.push(line.number);
    return 1;
  }

  /** A path and its value; how many lines they take. */
  private entry(at: number, start: string): number {
    let path = start.trim();
    let end = at;
    for (let pieces = 1, before = path; !path.endsWith(":") && pieces < MOST_LINES; pieces++) {
      const next = this.telling(end + 1);
      const piece = this.lines[next]?.text.trim() ?? "";
      if (piece === "" || isElision(piece) || NUMBER.test(piece) || COUNTER_PATH.test(piece)) break;
      path += before.length === this.width && this.isOneWord(path, piece) ? piece : ` ${piece}`;
      before = piece;
      end = next;
    }
    const below = this.telling(end + 1);
    const value = NUMBER.exec(this.lines[below]?.text ?? "")?.groups?.value;
    const cut = this.openEnd && below === this.lines.length - 1;
    const last = value === undefined ? end : below;
    if (!path.endsWith(":") || value === undefined || cut || !this.keep(path, value)) {
      const left = this.lines.slice(at, last + 1).filter(({ text }) => !isChatter(text));
      this.unread.push(...left.map(({ number }) => number));
    }
    return last - at + 1;
  }

  /** Where the next line is that says something. */
  private telling(from: number): number {
    const says = ({ text }: Line): boolean => isElision(text) || !isChatter(text);
    let at = from;
    for (let line = this.lines[at]; line && !says(line); line = this.lines[at]) at++;
    return at;
  }

  /** Only a word that is wider than the column is broken inside. */
  private isOneWord(path: string, piece: string): boolean {
    const [front = ""] = path.split(" ").slice(-1);
    const [back = ""] = piece.split(" ", 1);
    return front.length + back.length > this.width;
  }

  /** A counter that the sample has already is one of a sample whose time was left out. */
  private keep(path: string, value: string): boolean {
    const name = path.slice(0, -1).trim();
    if (ANOTHER_PATH.test(name)) return false;
    if (this.sample?.values.has(name)) this.sample = null;
    this.sample?.values.set(name, Number(value.replace(",", ".")));
    return this.sample !== null;
  }
}

/** The counters of `Get-Counter`, and the lines that could not be read; null when there are none. */
export function readSamples(
  lines: readonly Line[],
  openEnd: boolean,
): { series: CounterSeries; unread: readonly number[] } | null {
  const { samples, unread } = new SamplesReader(lines, openEnd);
  const paths = [...new Set(samples.flatMap(({ values }) => [...values.keys()]))];
  const [first] = samples;
  if (!first || paths.length === 0) return null;
  const series = new CounterSeries(paths, first.line);
  for (const { line, time, values } of samples) {
    series.add({ line, time, localTime: null, values: paths.map((path) => values.get(path) ?? null) });
  }
  return { series, unread };
}
