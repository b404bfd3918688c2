import type { Random } from "./random";

/** What the session's clock and the process's counters show. Times in milliseconds. */
export interface Clock {
  /** Since 1970, UTC. */
  session: number;
  /** Minutes east of UTC. */
  offsetMinutes: number;
  systemUptime: number;
  processUptime: number;
  kernelTime: number;
  userTime: number;
}

/** Offsets people live at, the half and quarter hours and the far ends among them. */
const OFFSETS = [0, 60, 120, 120, 180, 330, 345, 540, 570, 780, -180, -210, -300, -420, -480, -600];

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
/** 1 January 2004 and 31 December 2024. */
const FIRST_SESSION = 1_072_915_200_000;
const LAST_SESSION = 1_735_600_000_000;

export function makeClock(random: Random): Clock {
  const processUptime = random.int(90 * SECOND, random.pick([10 * 60 * SECOND, 9 * HOUR, 6 * DAY]));
  const busy = Math.floor(processUptime * random.next() * 0.2);
  const kernelTime = Math.floor(busy * random.next());
  return {
    session: FIRST_SESSION + SECOND * random.int(0, (LAST_SESSION - FIRST_SESSION) / SECOND),
    offsetMinutes: random.pick(OFFSETS),
    systemUptime: processUptime + random.int(60 * SECOND, random.pick([HOUR, 40 * DAY])),
    processUptime,
    kernelTime,
    userTime: busy - kernelTime,
  };
}
