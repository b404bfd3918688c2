import type { Line, SessionTimeReport } from "@/evidence";
import { isAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { unfold } from "./folded";
import { group, parseDurationSeconds } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `.time`: when the dump was taken, how long system and process had been up, and the process's CPU time.
 * The same lines stand in `vertarget` and in the banner of every dump that is opened.
 *
 * ```sample gmt
 * 0:022> .time
 * Debug session time: Sun Jun 22 09:45:03.000 2008 (GMT+2)
 * System Uptime: 3 days 4:10:27.421
 * Process Uptime: 0 days 1:52:40.000
 *   Kernel time: 0 days 0:02:07.000
 *   User time: 0 days 0:00:31.000
 * ```
 * ```sample utc
 * 0:031> .time
 * Debug session time: Tue Mar 12 16:04:33.000 2024 (UTC - 3:30)
 * System Uptime: 11 days 2:10:09.140
 * Process Uptime: 0 days 0:06:11.000
 *   Kernel time: 0 days 0:00:52.000
 *   User time: 0 days 0:00:08.000
 * ```
 * Old debuggers print no zone, and then nobody can tell the instant:
 * ```sample no-zone
 * 0:000> .time
 * Debug session time: Mon Apr 07 19:10:50 2003
 * System Uptime: 4 days 4:53:56.461
 * Process Uptime: 0 days 0:00:08.750
 *   Kernel time: 0 days 0:00:00.015
 *   User time: 0 days 0:00:00.015
 * ```
 * Of a kernel target there is no process to speak of:
 * ```sample kernel
 * 0: kd> .time
 * Debug session time: Fri Nov 08 02:17:44.312 2019 (UTC + 1:00)
 * System Uptime: 0 days 0:08:15.046
 * ```
 * ```sample twelve-hour
 * 0:004> .time
 * Debug session time: Mi 5 Mai 2021 04:31:07.000 PM (UTC + 2:00)
 * System Uptime: not available
 * Process Uptime: 0 days 0:12:00.000
 * ```
 *
 * The zone is the one the debugger displays, not the server's. `Kernel time` and `User time` are sums over
 * all threads of the process, `Process Uptime` its age.
 */
const SESSION = /^\s*Debug session time:\s*(?<when>\S.*)$/i;
// (GMT+2)  (UTC - 3:30)  (UTC)
const ZONE_TEXT = /(?:\(|GMT|UTC).*/i;
const ZONE = /^(?:\(\s*)?(?:GMT|UTC)(?:\s*(?<sign>[+-])\s*(?<hours>\d{1,2})(?::?(?<minutes>[0-5]\d))?)?\s*\)?$/i;
// 11:28:51.000        04:31:07.000 PM
const CLOCK =
  /(?<![\d:])(?<hour>\d{1,2}):(?<minute>[0-5]\d):(?<second>[0-5]\d)(?:[.,](?<fraction>\d{1,7}))?(?![\d:])(?: ?(?<half>[ap])\.?m\b\.?)?/i;
const YEAR = /\b(?:19|20)\d\d\b/;
const DAY = /\b\d{1,2}\b/;
const WORD = /[a-z]{3,12}/g;
const NUMBERED_MONTH = /(\d{1,2}) ?[月월]/;
const DURATION = /^\s*(?<name>System Uptime|Process Uptime|Kernel time|User time):\s*(?<value>\S.*)$/i;
// 0 days 5:28:36.000        0 days 2:53:56
const WHOLE_DURATION = /^(?:\d+ days? )?\d{1,4}:\d\d:\d\d(?:[.,]\d{1,7})?$/i;
/** Parts of a second have three digits, be they zeros; a paste may break off before the third. */
const OPEN_DURATION = /(?:[.,]\d{0,2}|\d{1,3}:\d{1,2}:\d\d:\d\d)$/;
// Debug session time: … System Uptime: …        all on one line
const FOLDED = [/Debug session time:/i, /Uptime:/i];
const STARTS = "(?:Debug session time|System Uptime|Process Uptime|Kernel time|User time):";
const UNKNOWN_DURATION = /^not available$/i;

/** How the months begin in the languages that Windows servers are set to, without accents. */
const MONTHS: Readonly<Record<string, number>> = {
  ...{ jan: 1, ene: 1, gen: 1, feb: 2, fev: 2, mar: 3, mae: 3, mrz: 3, mrt: 3, apr: 4, avr: 4, abr: 4 },
  ...{ may: 5, mai: 5, mag: 5, mei: 5, maj: 5, jun: 6, juin: 6, giu: 6, jul: 7, juil: 7, lug: 7 },
  ...{ aug: 8, aou: 8, ago: 8, sep: 9, set: 9, oct: 10, okt: 10, ott: 10, out: 10, nov: 11 },
  ...{ dec: 12, dez: 12, dic: 12, des: 12 },
};

/** The month of `Thu Jun 21 2007`: the only word, or the one behind the weekday. */
function monthOf(text: string): number | null {
  const numbered = NUMBERED_MONTH.exec(text);
  if (numbered) return Number(numbered[1]);
  const words = text.match(WORD) ?? [];
  const name = words.length === 2 ? words[1] : words.length === 1 ? words[0] : undefined;
  return name === undefined ? null : (MONTHS[name.slice(0, 4)] ?? MONTHS[name.slice(0, 3)] ?? null);
}

/** Milliseconds of the printed clock, taken as UTC; null when it is cut off or no date. */
function clockOf(text: string): number | null {
  const clock = CLOCK.exec(text);
  if (!clock) return null;
  const date = `${text.slice(0, clock.index)} ${text.slice(clock.index + clock[0].length)}`
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const year = YEAR.exec(date)?.[0];
  const month = monthOf(date);
  const day = DAY.exec(date.replace(YEAR, " ").replace(NUMBERED_MONTH, " "))?.[0];
  if (year === undefined || month === null || day === undefined) return null;
  const half = group(clock, "half")?.toLowerCase();
  const printed = Number(group(clock, "hour"));
  const hour = half ? (printed % 12) + (half === "p" ? 12 : 0) : printed;
  const fraction = Number((group(clock, "fraction") ?? "").padEnd(3, "0").slice(0, 3));
  const time = [hour, Number(group(clock, "minute")), Number(group(clock, "second")), fraction] as const;
  const at = new Date(Date.UTC(Number(year), month - 1, Number(day), ...time));
  return at.getUTCDate() === Number(day) && at.getUTCMonth() === month - 1 && hour < 24 ? at.getTime() : null;
}

/** Minutes east of UTC; null when no zone is printed, undefined when it cannot be read. */
function offsetOf(zone: string): number | null | undefined {
  if (zone === "") return null;
  const match = ZONE.exec(zone);
  if (!match || zone.startsWith("(") !== zone.endsWith(")")) return undefined;
  const minutes = Number(group(match, "hours") ?? 0) * 60 + Number(group(match, "minutes") ?? 0);
  if (minutes > 14 * 60) return undefined;
  return group(match, "sign") === "-" ? 0 - minutes : minutes;
}

interface Session {
  line: number;
  milliseconds: number;
  offset: number | null | undefined;
}

function readSession(text: string, line: number): Session | null {
  const when = SESSION.exec(text)?.groups?.when?.trim();
  if (when === undefined) return null;
  const zone = ZONE_TEXT.exec(when)?.[0] ?? "";
  const milliseconds = clockOf(when.slice(0, when.length - zone.length));
  return milliseconds === null ? null : { line, milliseconds, offset: offsetOf(zone) };
}

/** Seconds of an uptime or CPU time; null when it is not available, undefined when it is cut off. */
function secondsOf(value: string): number | null | undefined {
  if (UNKNOWN_DURATION.test(value)) return null;
  return WHOLE_DURATION.test(value) ? (parseDurationSeconds(value) ?? undefined) : undefined;
}

function parse(source: Source): Reading<SessionTimeReport> {
  const unread: number[] = [];
  const seconds = new Map<string, number | null>();
  let session: Session | null = null;
  let cpuLine: number | null = null;

  const end = source.openEnd ? source.lines.at(-1)?.number : undefined;
  for (const { text, number } of unfold(source.lines, FOLDED, STARTS)) {
    const found: Session | null = session ? null : readSession(text, number);
    const duration = DURATION.exec(text);
    const cut = number === end && OPEN_DURATION.test(text);
    const value = duration && !cut ? secondsOf(group(duration, "value")?.trim() ?? "") : undefined;
    if (found) {
      session = found;
      if (found.offset === undefined) unread.push(number);
    } else if (duration && value !== undefined) {
      const name = group(duration, "name")?.toLowerCase() ?? "";
      seconds.set(name, value);
      if (name === "kernel time") cpuLine = number;
    } else if (!isChatter(text) && !isAnnotation(text)) unread.push(number);
  }
  if (!session) return null;
  const offsetMinutes = session.offset ?? null;
  return {
    report: {
      kind: "session-time",
      line: session.line,
      local: new Date(session.milliseconds).toISOString().slice(0, -1),
      offsetMinutes,
      instant: offsetMinutes === null ? null : new Date(session.milliseconds - offsetMinutes * 60_000).toISOString(),
      systemUptimeSeconds: seconds.get("system uptime") ?? null,
      processUptimeSeconds: seconds.get("process uptime") ?? null,
      kernelTimeSeconds: seconds.get("kernel time") ?? null,
      userTimeSeconds: seconds.get("user time") ?? null,
      cpuLine,
    },
    unread,
  };
}

function confirm(lines: readonly Line[], at: number): boolean {
  return unfold(lines.slice(at, at + 1), FOLDED, STARTS).some((line) => readSession(line.text, 0) !== null);
}

export const windbgTime: Parser<SessionTimeReport> = {
  id: "windbg-time",
  name: ".time",
  mode: "user",
  command: /^\.time\b/,
  recognise: [/^\s*Debug session time:\s/i],
  confirm,
  keeps: [DURATION],
  restarts: /^\s*Debug session time:\s/i,
  parse,
};
