import type { Row } from "./row";

/** `.time`. Durations in seconds. */
export interface SessionTimeReport extends Row {
  kind: "session-time";
  /** Local clock as printed, ISO 8601 without zone: `2007-06-21T11:28:51.000`. */
  local: string;
  /** Minutes east of UTC; null when the debugger printed no zone. */
  offsetMinutes: number | null;
  /** ISO 8601 in UTC; null when the zone is missing. */
  instant: string | null;
  systemUptimeSeconds: number | null;
  processUptimeSeconds: number | null;
  kernelTimeSeconds: number | null;
  userTimeSeconds: number | null;
  cpuLine: number | null;
}
