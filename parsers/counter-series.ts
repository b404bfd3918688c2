import type { Counter, CounterSample } from "@/evidence";

/** How many values of a log are kept, half of them from its start. */
const KEPT_VALUES = 20_000;
// `Intel\[R\] 82574L \_2`: marks that Markdown put in front. A mounted folder has back-slashes of its own.
const ESCAPES = /\\(?=[[\]_*#])/g;
const MOUNTED = /^[A-Za-z]:/;

/** `\\WEB01\Process(w3wp#1)\% Processor Time`, taken apart. An instance may hold brackets and back-slashes itself. */
export function readCounterPath(text: string): Pick<Counter, "path" | "machine" | "object" | "instance" | "counter"> {
  const path = text.trim();
  // Without its back-slashes nothing tells where the names end.
  if (!path.includes("\\")) return { path, machine: null, object: null, instance: null, counter: null };
  const machine = /^\\\\(?<machine>[^\\]{1,80})\\/.exec(path)?.groups?.machine ?? null;
  const rest = machine === null ? path.replace(/^\\{1,2}/, "") : path.slice(machine.length + 3);
  const bracket = rest.indexOf("(");
  const slash = rest.indexOf("\\");
  const closing = rest.lastIndexOf(")\\");
  if (bracket > 0 && closing > bracket && (slash < 0 || bracket < slash)) {
    const printed = rest.slice(bracket + 1, closing);
    const instance = MOUNTED.test(printed) ? printed : printed.replace(ESCAPES, "");
    return {
      path: path.replace(printed, () => instance),
      machine,
      object: rest.slice(0, bracket),
      instance,
      counter: rest.slice(closing + 2),
    };
  }
  const object = slash < 0 ? rest : rest.slice(0, slash);
  return { path, machine, object, instance: null, counter: slash < 0 ? rest : rest.slice(slash + 1) };
}

class Series {
  private count = 0;
  private sum = 0;
  private first: number | null = null;
  private last: number | null = null;
  private minimum: number | null = null;
  private minimumLine: number | null = null;
  private maximum: number | null = null;
  private maximumLine: number | null = null;

  constructor(
    private readonly line: number,
    private readonly path: string,
  ) {}

  add(value: number, line: number): void {
    this.count++;
    this.sum += value;
    this.first ??= value;
    this.last = value;
    if (this.minimum === null || value < this.minimum) {
      this.minimum = value;
      this.minimumLine = line;
    }
    if (this.maximum === null || value > this.maximum) {
      this.maximum = value;
      this.maximumLine = line;
    }
  }

  counter(values: readonly (number | null)[]): Counter {
    const { line, count, first, last, minimum, minimumLine, maximum, maximumLine } = this;
    const average = count === 0 ? null : Math.round((this.sum / count) * 1e6) / 1e6;
    const extremes = { minimum, minimumLine, maximum, maximumLine };
    return { line, ...readCounterPath(this.path), values, count, first, last, ...extremes, average };
  }
}

interface Sample extends CounterSample {
  values: readonly (number | null)[];
}

/** Follows the counters of a log from row to row. */
export class CounterSeries {
  sampleCount = 0;
  private readonly series: readonly Series[];
  private readonly kept: number;
  private readonly start: Sample[] = [];
  private end: Sample[] = [];

  constructor(paths: readonly string[], line: number) {
    this.series = paths.map((path) => new Series(line, path));
    this.kept = Math.max(1, Math.floor(KEPT_VALUES / 2 / Math.max(1, paths.length)));
  }

  get size(): number {
    return this.series.length;
  }

  add(sample: Sample): void {
    this.sampleCount++;
    this.series.forEach((series, at) => {
      const value = sample.values[at] ?? null;
      if (value !== null) series.add(value, sample.line);
    });
    if (this.start.length < this.kept) this.start.push(sample);
    else this.end.push(sample);
    if (this.end.length >= 2 * this.kept) this.end = this.end.slice(-this.kept);
  }

  report(): { counters: Counter[]; samples: CounterSample[]; sampleCount: number } {
    const kept = [...this.start, ...this.end.slice(-this.kept)];
    return {
      counters: this.series.map((series, at) => series.counter(kept.map(({ values }) => values[at] ?? null))),
      samples: kept.map(({ line, time, localTime }) => ({ line, time, localTime })),
      sampleCount: this.sampleCount,
    };
  }
}
