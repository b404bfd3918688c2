import type { SessionTimeReport } from "@/evidence";
import type { Clock } from "../clock";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Printer } from "./printer";

/** How a debugger shows the zone: not at all, `(GMT+2)` or `(UTC + 2:00)`. */
export interface TimeForm {
  zone: "none" | "gmt" | "utc";
  /** `11 days 2:10:09.140`, or `1 Day 02:10:09` of debuggers before 2003. */
  oldDays: boolean;
  /** A kernel has no process to tell of. */
  process: boolean;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SECOND = 1000;
const DAY = 86_400 * SECOND;

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

function localIso({ session, offsetMinutes }: Clock): string {
  return new Date(session + offsetMinutes * 60 * SECOND).toISOString().slice(0, -1);
}

function zoneText({ offsetMinutes }: Clock, zone: TimeForm["zone"]): string {
  const sign = offsetMinutes < 0 ? "-" : "+";
  const hours = Math.floor(Math.abs(offsetMinutes) / 60);
  const minutes = Math.abs(offsetMinutes) % 60;
  if (zone === "none") return "";
  return zone === "gmt" ? ` (GMT${sign}${hours})` : ` (UTC ${sign} ${hours}:${pad(minutes)})`;
}

/** `Thu Jun 21 11:28:51.000 2007`. */
function clockText(clock: Clock): string {
  const local = new Date(`${localIso(clock)}Z`);
  const day = String(local.getUTCDate()).padStart(2);
  const time = localIso(clock).slice(11);
  return `${WEEKDAYS[local.getUTCDay()]} ${MONTHS[local.getUTCMonth()]} ${day} ${time} ${local.getUTCFullYear()}`;
}

function duration(milliseconds: number, oldDays: boolean): string {
  const days = Math.floor(milliseconds / DAY);
  const rest = milliseconds % DAY;
  const hours = Math.floor(rest / 3_600_000);
  const tail = `${pad(Math.floor(rest / 60_000) % 60)}:${pad(Math.floor(rest / SECOND) % 60)}`;
  if (!oldDays) return `${days} days ${hours}:${tail}.${pad(rest % SECOND, 3)}`;
  return `${days > 0 ? `${days} Day${days > 1 ? "s" : ""} ` : ""}${pad(hours)}:${tail}`;
}

/** `.time`: the session's clock and how long everything has run. */
export function printTime({ clock }: Server, { zone, oldDays, process }: TimeForm): string[] {
  return [
    `Debug session time: ${clockText(clock)}${zoneText(clock, zone)}`,
    `System Uptime: ${duration(clock.systemUptime, oldDays)}`,
    ...(process
      ? [
          `Process Uptime: ${duration(clock.processUptime, oldDays)}`,
          `  Kernel time: ${duration(clock.kernelTime, oldDays)}`,
          `  User time: ${duration(clock.userTime, oldDays)}`,
        ]
      : []),
  ];
}

function facts({ clock }: Server, { zone, oldDays, process }: TimeForm): Facts<SessionTimeReport> {
  const seconds = (milliseconds: number): number =>
    oldDays ? Math.floor(milliseconds / SECOND) : milliseconds / SECOND;
  const told = zone !== "none";
  return {
    kind: "session-time",
    local: localIso(clock),
    offsetMinutes: told ? clock.offsetMinutes : null,
    instant: told ? new Date(clock.session).toISOString() : null,
    systemUptimeSeconds: seconds(clock.systemUptime),
    processUptimeSeconds: process ? seconds(clock.processUptime) : null,
    kernelTimeSeconds: process ? seconds(clock.kernelTime) : null,
    userTimeSeconds: process ? seconds(clock.userTime) : null,
  };
}

function printer(dialect: string, form: TimeForm, prompt: Printer["prompt"] = "user"): Printer<SessionTimeReport> {
  const wholeHours = form.zone === "gmt";
  const fitting = (server: Server): Server =>
    wholeHours
      ? { ...server, clock: { ...server.clock, offsetMinutes: 60 * Math.trunc(server.clock.offsetMinutes / 60) } }
      : server;
  return {
    parser: "windbg-time",
    dialect,
    needs: {},
    prompt,
    command: () => ".time",
    print: (server) => printTime(fitting(server), form),
    expected: (server) => facts(fitting(server), form),
  };
}

export const TIME: readonly Printer<SessionTimeReport>[] = [
  printer("utc", { zone: "utc", oldDays: false, process: true }),
  printer("gmt", { zone: "gmt", oldDays: false, process: true }),
  printer("no-zone", { zone: "none", oldDays: false, process: true }),
  printer("old", { zone: "none", oldDays: true, process: true }),
  printer("kernel", { zone: "utc", oldDays: false, process: false }, "kernel"),
];
