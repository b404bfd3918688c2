import type { SessionTimeReport } from "@/evidence";

/** A moment as a debugger prints it, ms since 1970. */
export interface Clock {
  /** As it stood on the clock of the debugger's machine. */
  local: number;
  /** In UTC; null where no zone was printed. */
  instant: number | null;
}

/** Clocks of dump tools and the sums made from them agree to a few seconds. */
const AGREE = 5000;
/** Zones lie apart by so much, or by several times as much. */
const ZONE_STEP = 15 * 60_000;
const WIDEST = 26 * 3_600_000;

/** When a dump was taken. */
export function clockOf({ instant, local }: SessionTimeReport): Clock | null {
  const printed = Date.parse(`${local}Z`);
  if (Number.isNaN(printed)) return null;
  return { local: printed, instant: instant === null ? null : Date.parse(instant) };
}

/** So many seconds before. */
export function earlier({ local, instant }: Clock, seconds: number): Clock {
  return { local: local - seconds * 1000, instant: instant === null ? null : instant - seconds * 1000 };
}

/** Whether two clocks show one moment; a zone that was not printed may make up for whole quarters of an hour. */
export function compareClocks(a: Clock | null, b: Clock | null, agree = AGREE): "same" | "different" | "unknown" {
  if (a === null || b === null) return "unknown";
  if (a.instant !== null && b.instant !== null) return Math.abs(a.instant - b.instant) <= agree ? "same" : "different";
  const apart = Math.abs(a.local - b.local);
  if (apart <= agree) return "same";
  const rest = apart % ZONE_STEP;
  return apart <= WIDEST && Math.min(rest, ZONE_STEP - rest) <= agree ? "unknown" : "different";
}

/** In UTC where it is known. */
export function millis({ instant, local }: Clock): number {
  return instant ?? local;
}
