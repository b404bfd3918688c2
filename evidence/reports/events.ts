import type { Row } from "./row";

/** What an entry of the event log says about a web server that hangs. */
export type EventMeaning =
  | "ping-failed"
  | "communication-error"
  | "shutdown-time-limit"
  | "terminated"
  | "pool-disabled"
  | "recycled"
  | "idle-shutdown"
  | "isapi-unhealthy"
  | "worker-deadlock"
  | "request-aborted"
  | "application-shutdown"
  | "web-error"
  | "device-reset"
  | "io-retried"
  | "paging-error"
  | "bad-block"
  | "low-virtual-memory";

/** One entry of the event log. */
export interface LoggedEvent extends Row {
  lastLine: number;
  log: string | null;
  /** Source or provider. */
  source: string | null;
  /** Null for a description that was quoted alone: IIS 6 and later word it alike, under ids of their own. */
  eventId: number | null;
  /** `Critical`, `Error`, `Warning`, `Information`, `Verbose`, whatever the language. */
  level: string | null;
  /** ISO 8601 in UTC; null where the tool printed local time. */
  time: string | null;
  /** ISO 8601 without a zone, where day and month cannot be confused. */
  localTime: string | null;
  timeText: string | null;
  computer: string | null;
  /** Text of the entry, cut after a thousand characters. */
  message: string;
  /** Null for an entry that says nothing about hangs. */
  meaning: EventMeaning | null;
  applicationPool: string | null;
  /** Decimal. */
  processId: number | null;
  /** `\Device\Harddisk1\DR1`. */
  device: string | null;
  disk: number | null;
  /** ASP.NET's own code within 1305 to 1316: `3001`. */
  eventCode: number | null;
  /** Why: text behind `Reason:`, or what an ISAPI filter gave as its reason. */
  reason: string | null;
  /** Resource exhaustion: who uses most memory. */
  programs: readonly { image: string; processId: number; bytes: number }[];
}

/** Entries of the event log, as Event Viewer, wevtutil or PowerShell print them. */
export interface EventsReport {
  kind: "events";
  events: readonly LoggedEvent[];
}
