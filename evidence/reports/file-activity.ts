import type { Row } from "./row";

/** One event of Process Monitor. */
export interface FileOperation extends Row {
  /** As printed, in the machine's local time. */
  time: string | null;
  process: string | null;
  /** Decimal. */
  processId: number | null;
  threadId: number | null;
  operation: string;
  path: string | null;
  /** `SUCCESS`, `NAME NOT FOUND` … */
  result: string | null;
  durationSeconds: number | null;
  /** From the detail, as is the length. */
  offset: number | null;
  length: number | null;
  detail: string | null;
}

/** Events that share process, operation and folder. */
export interface FileActivityGroup extends Row {
  process: string | null;
  operation: string;
  /** Folder of the path, its uppermost levels; null for events without one, and for what is rare in a long export. */
  folder: string | null;
  count: number;
  totalSeconds: number | null;
  longestSeconds: number | null;
  longestLine: number | null;
}

/** A CSV export of Process Monitor, counted. */
export interface FileActivityReport {
  kind: "file-activity";
  columns: readonly string[];
  /** Rows that were read whole. */
  wholeRows: number;
  cutRows: number;
  /** False when the export has no column of durations, which is off by default. */
  hasDurations: boolean;
  firstTime: string | null;
  lastTime: string | null;
  totalSeconds: number | null;
  /** How often each result was given, most frequent first. */
  results: readonly { result: string; count: number }[];
  /** Longest together first; most frequent first where there are no durations. */
  groups: readonly FileActivityGroup[];
  /** In the order of the export; of a long one the events that took longest, or else the first. */
  rows: readonly FileOperation[];
}
