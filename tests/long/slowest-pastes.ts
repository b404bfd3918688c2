import { performance } from "node:perf_hooks";

/** Pastes that seemed slow and are measured with care. */
export const SUSPECTS = 60;
/** Pastes that stand for all of them. */
export const SAMPLE = 200;
/** Short texts take as long as the clock and the garbage collector please, so they are read many times over. */
const SHORTEST = 256 * 1024;
const ROUNDS = 3;

function repeated(text: string): string {
  const line = text.endsWith("\n") ? text : `${text}\n`;
  return line.repeat(Math.ceil(SHORTEST / line.length));
}

export function timePerByte(text: string, read: (text: string) => void): number {
  const start = performance.now();
  read(text);
  return (performance.now() - start) / text.length;
}

function careful(text: string, read: (text: string) => void): number {
  const long = repeated(text);
  return Math.min(...Array.from({ length: ROUNDS }, () => timePerByte(long, read)));
}

/** The paste that takes longest for its size, how many times the median that is, and the median in seconds a MB. */
export function measureSlowest(
  sample: readonly number[],
  suspects: readonly number[],
  textOf: (paste: number) => string,
  read: (text: string) => void,
): { paste: number; ratio: number; median: number } {
  const measure = (pastes: readonly number[]): { paste: number; perByte: number }[] =>
    pastes
      .map((paste) => ({ paste, text: textOf(paste) }))
      .filter(({ text }) => text.trim() !== "")
      .map(({ paste, text }) => ({ paste, perByte: careful(text, read) }))
      .sort((a, b) => a.perByte - b.perByte);
  const usual = measure(sample);
  const median = usual[Math.floor(usual.length / 2)]?.perByte ?? Number.NaN;
  const slowest = [...usual, ...measure(suspects)].sort((a, b) => b.perByte - a.perByte)[0];
  // So many milliseconds a character are a thousand times as many seconds a million.
  return { paste: slowest?.paste ?? -1, ratio: (slowest?.perByte ?? 0) / median, median: median * 1e3 };
}
