import { performance } from "node:perf_hooks";
import { readTranscript } from "@/parsers/read";

/** Pastes that stand for all of them, and pastes that seemed slow. */
const SAMPLE = 200;
const SUSPECTS = 60;
/** Short texts take as long as the clock and the garbage collector please, so they are read many times over. */
const SHORTEST = 256 * 1024;
const ROUNDS = 3;

interface Timed {
  paste: number;
  text: string;
  perByte: number;
}

function repeated(text: string): string {
  const line = text.endsWith("\n") ? text : `${text}\n`;
  return line.repeat(Math.ceil(SHORTEST / line.length));
}

function timePerByte(text: string, read: (text: string) => unknown): number {
  const start = performance.now();
  read(text);
  return (performance.now() - start) / text.length;
}

/** Finds the pastes that take longest for their size. */
export class SlowestPastes {
  private readonly sample: Timed[] = [];
  private suspects: Timed[] = [];

  constructor(private readonly count: number) {}

  /** Looks at a paste once, in passing. */
  add(paste: number, text: string): void {
    if (text.trim() === "") return;
    const every = Math.max(1, Math.floor(this.count / SAMPLE));
    if (paste % every === 0) this.sample.push({ paste, text, perByte: 0 });
    if (text.length < 500) return;
    const perByte = timePerByte(text, (each) => readTranscript({ name: "paste", text: each }, 0));
    if (this.suspects.length >= 4 * SUSPECTS) this.keepSlowest();
    this.suspects.push({ paste, text, perByte });
  }

  private keepSlowest(): void {
    this.suspects = this.suspects.sort((a, b) => b.perByte - a.perByte).slice(0, SUSPECTS);
  }

  /** Measures those with care: the median of all, and how many times that the slowest takes. */
  measure(read: (text: string) => unknown): { slowestRatio: number; paste: number; median: number } {
    this.keepSlowest();
    const measured = [...this.sample, ...this.suspects].map(({ paste, text }) => {
      const long = repeated(text);
      return { paste, perByte: Math.min(...Array.from({ length: ROUNDS }, () => timePerByte(long, read))) };
    });
    const times = measured.slice(0, this.sample.length).map(({ perByte }) => perByte);
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
    const [slowest] = measured.sort((a, b) => b.perByte - a.perByte);
    // So many milliseconds a character are a thousand times as many seconds a million.
    return { slowestRatio: (slowest?.perByte ?? 0) / median, paste: slowest?.paste ?? -1, median: median * 1e3 };
  }
}
