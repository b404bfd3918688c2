import { secondsOf } from "../support/processor-time";

/** Pastes that seemed slow and are measured with care. */
export const SUSPECTS = 40;
/** Pastes that stand for all of them. */
export const SAMPLE = 200;
/**
 * A shorter paste says nothing of the time for a byte: most of its time is what it costs to begin an output and to look
 * for it among all, whatever its length.
 */
export const SHORTEST_TIMED = 4096;
/**
 * What any paste may cost besides: as much as so many bytes at the rate of the slowest that is allowed. A paste that
 * was broken by a mail or a console is read several times over, see `Budget` in `parsers/mend.ts`.
 */
const ALLOWANCE = 128 * 1024;
export const MOST_TIMES_MEDIAN = 3;

/** Each is read as often, in one text, as makes it so long: the allowance is little beside it. */
const LONG = 512 * 1024;
/** The same for a first glance. */
const GLANCE = 128 * 1024;
/** The least of so many times is taken: the rest is what the garbage collector and the machine add. */
const ROUNDS = 3;

/** A paste and the seconds it took, for each byte of it or in all. */
export interface Timed {
  paste: number;
  seconds: number;
}

type Read = (text: string) => void;

function repeated(text: string, length: number): string {
  const line = text.endsWith("\n") ? text : `${text}\n`;
  return line.repeat(Math.ceil(length / line.length));
}

function perByte(text: string, length: number, rounds: number, read: Read): number {
  const long = repeated(text, length);
  return leastSeconds(long, rounds, read) / long.length;
}

function leastSeconds(text: string, rounds: number, read: Read): number {
  return Math.min(...Array.from({ length: rounds }, () => secondsOf(() => read(text))));
}

/** Seconds a byte, roughly: the text was read before, so that nothing of it is new to the machine. */
export function glanceAt(text: string, read: Read): number {
  return perByte(text, GLANCE, 1, read);
}

/** Those that took longest. */
export function slowestOf(timed: readonly Timed[]): Timed[] {
  return timed.toSorted((a, b) => b.seconds - a.seconds).slice(0, SUSPECTS);
}

function measured(pastes: readonly number[], seconds: (paste: number) => number): Timed[] {
  return pastes.map((paste) => ({ paste, seconds: seconds(paste) })).toSorted((a, b) => a.seconds - b.seconds);
}

/** What the time of pastes came to. */
export interface Times {
  /** Seconds a byte that the median paste takes. */
  median: number;
  /** The paste that takes longest for its size, and how many times the median that is. */
  slowest: { paste: number; ratio: number };
  /** The short paste that takes longest, how long that is, and how much of what it may take. */
  short: { paste: number; seconds: number; share: number };
}

/** `sample` and `suspects` are long enough to tell the time for a byte, `short` are not. */
export function measureTimes(
  { sample, suspects, short }: { sample: readonly number[]; suspects: readonly number[]; short: readonly number[] },
  textOf: (paste: number) => string,
  read: Read,
): Times {
  const careful = (paste: number): number => perByte(textOf(paste), LONG, ROUNDS, read);
  const usual = measured(sample, careful);
  const median = usual[Math.floor(usual.length / 2)]?.seconds ?? Number.NaN;
  const slowest = [...usual, ...measured(suspects, careful)].reduce((most, one) =>
    one.seconds > most.seconds ? one : most,
  );
  const longest = measured(short, (paste) => leastSeconds(textOf(paste), 2 * ROUNDS, read)).at(-1);
  const { paste, seconds } = longest ?? { paste: -1, seconds: 0 };
  const allowed = MOST_TIMES_MEDIAN * median * (ALLOWANCE + textOf(paste).length);
  return {
    median,
    slowest: { paste: slowest.paste, ratio: slowest.seconds / median },
    short: { paste, seconds, share: seconds / allowed },
  };
}
