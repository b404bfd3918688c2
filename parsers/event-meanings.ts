import type { EventMeaning, LoggedEvent } from "@/evidence";
import { brokeBefore } from "./broken-line";

type Told = Pick<
  LoggedEvent,
  "meaning" | "applicationPool" | "processId" | "device" | "disk" | "eventCode" | "reason" | "programs"
>;

interface Known {
  source: RegExp;
  ids: Readonly<Record<number, EventMeaning>>;
}

/** Entries that speak of hangs, by source and id. The same events have other ids on IIS 6 (W3SVC) and later (WAS). */
const KNOWN: readonly Known[] = [
  {
    source: /\bWAS$/i,
    ids: {
      5002: "pool-disabled",
      5009: "terminated",
      5010: "ping-failed",
      5011: "communication-error",
      5013: "shutdown-time-limit",
      5074: "recycled",
      5075: "recycled",
      5076: "recycled",
      5077: "recycled",
      5078: "recycled",
      5079: "recycled",
      5080: "recycled",
      5117: "recycled",
      5186: "idle-shutdown",
    },
  },
  {
    source: /\bW3SVC$/i,
    ids: {
      1002: "pool-disabled",
      1009: "terminated",
      1010: "ping-failed",
      1011: "communication-error",
      1013: "shutdown-time-limit",
      1074: "recycled",
      1075: "recycled",
      1076: "recycled",
      1077: "recycled",
      1078: "recycled",
      1079: "recycled",
      1080: "recycled",
      1117: "recycled",
    },
  },
  { source: /W3SVC-WP$/i, ids: { 2262: "isapi-unhealthy" } },
  { source: /^ASP\.NET/i, ids: { 1003: "worker-deadlock", 1305: "application-shutdown", 1309: "web-error" } },
  { source: /^disk$/i, ids: { 7: "bad-block", 51: "paging-error", 153: "io-retried" } },
  { source: /Resource-Exhaustion-Detector/i, ids: { 2004: "low-virtual-memory" } },
];

/** Codes of ASP.NET's own events, which say more than the id they are logged under. */
const WEB_EVENTS: Readonly<Record<number, EventMeaning>> = {
  1002: "application-shutdown",
  3001: "request-aborted",
};

// Event code: 3001
const EVENT_CODE = /\bEvent code:\s*(?<code>\d{4,6})\b/i;
const REASON = /\bReason:\s*(?<reason>[^\s'"].{0,200})/i;
// Event time: 3/12/2024 4:04:33 PM
const DETAIL = /^[\w ]{1,40}:/;
const PROGRAM = /(?<image>[\w.-]{1,80}) \((?<pid>\d{1,10})\)[^\d\n]{1,40}(?<bytes>\d{1,20})(?=\s\S)/g;
const DEVICE = /\\{1,2}Device\\{1,2}[\w\\]{1,80}\w/i;
const DISK = /\bDisk (?<disk>\d{1,4})\b/i;
// 'ShopPool'  "ShopPool": not the apostrophe of d'applications
const QUOTED = /(?<=^|[\s(])(?:'(?<single>[^'\n]{1,160})'|"(?<double>[^"\n]{1,160})")(?=[\s.,;)]|$)/g;
const POOL =
  /\bapplication pool (?<pool>\S.{0,120}?) (?:exceeded|suffered|failed|has requested|is being|was|terminated)\b/i;
const PROCESS = /\bprocess id(?::| of| was| is)? (?<pid>\d{1,10})\b|\(PID: (?<aspnet>\d{1,10})\)/i;

function meaningOf(source: string, eventId: number, eventCode: number | null, message: string): EventMeaning | null {
  const known = KNOWN.find((entry) => entry.source.test(source) && entry.ids[eventId] !== undefined);
  const byCode = eventCode === null ? undefined : WEB_EVENTS[eventCode];
  if (known && byCode && /^ASP\.NET/i.test(source)) return byCode;
  // Every storage driver logs its resets under its own name.
  if (eventId === 129 && DEVICE.test(message)) return "device-reset";
  return known?.ids[eventId] ?? null;
}

function quotedIn(message: string): string[] {
  return [...message.matchAll(QUOTED)].map(({ groups }) => groups?.single ?? groups?.double ?? "");
}

const ABOUT_POOLS: readonly (EventMeaning | null)[] = [
  "ping-failed",
  "communication-error",
  "shutdown-time-limit",
  "terminated",
  "pool-disabled",
  "recycled",
  "idle-shutdown",
];

/** What an entry is; `says` where it was quoted without source and id. */
interface Identity {
  source: string | null;
  eventId: number | null;
  says: EventMeaning | null;
}

/** What an entry says, and the names and numbers in its text, in any language as far as quotes and digits go. */
export function tellEvent({ source, eventId, says }: Identity, message: string): Told {
  const code = EVENT_CODE.exec(message)?.groups?.code;
  const eventCode = code === undefined ? null : Number(code);
  const meaning = says ?? meaningOf(source ?? "", eventId ?? Number.NaN, eventCode, message);
  const quoted = quotedIn(message);
  const aboutPool = ABOUT_POOLS.includes(meaning);
  const process = PROCESS.exec(message)?.groups;
  const pid =
    process?.pid ?? process?.aspnet ?? (aboutPool ? quoted.find((text) => /^\d{1,10}$/.test(text)) : undefined);
  const pool = aboutPool
    ? (quoted.find((text) => !/^\d+$/.test(text)) ?? POOL.exec(message)?.groups?.pool ?? null)
    : null;
  const disk = DISK.exec(message)?.groups?.disk;
  return {
    meaning,
    applicationPool: pool,
    processId: pid === undefined ? null : Number(pid),
    device: DEVICE.exec(message)?.[0].replace(/\\{2}/g, "\\") ?? null,
    disk: disk === undefined ? null : Number(disk),
    eventCode,
    reason: meaning === "isapi-unhealthy" ? (quoted[1] ?? null) : reasonIn(message.split("\n")),
    programs: meaning === "low-virtual-memory" ? programsIn(message) : [],
  };
}

/** The sentence behind `Reason:`, with what a mail broke off it. */
function reasonIn(lines: readonly string[]): string | null {
  const at = lines.findIndex((line) => REASON.test(line));
  let reason = REASON.exec(lines[at] ?? "")?.groups?.reason?.trim() ?? null;
  for (let next = at + 1; reason !== null && !reason.endsWith(".") && next < lines.length; next++) {
    const [above = "", line = ""] = lines.slice(next - 1, next + 1);
    if (DETAIL.test(line) || !brokeBefore(above, line)) break;
    reason += ` ${line.trim()}`;
  }
  return reason;
}

function programsIn(message: string): LoggedEvent["programs"] {
  return [...message.matchAll(PROGRAM)].map(({ groups }) => ({
    image: groups?.image ?? "",
    processId: Number(groups?.pid),
    bytes: Number(groups?.bytes),
  }));
}
