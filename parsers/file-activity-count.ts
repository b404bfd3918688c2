import type { FileActivityGroup, FileActivityReport, FileOperation } from "@/evidence";

/** How many events and groups a report keeps. */
const KEPT_ROWS = 500;
const KEPT_GROUPS = 200;
/** How many levels of a path make a folder to count by. */
const FOLDER_LEVELS = 6;
/** How many groups are counted apart before the rest goes without its folder. */
const MOST_GROUPS = 20_000;
const MOST_RESULTS = 200;

/** What of an event is counted. */
export type Counted = Pick<FileOperation, "line" | "time" | "process" | "operation" | "path" | "result"> & {
  durationSeconds: number | null;
};

/** `C:\Sites\shop\bin` of `C:\Sites\shop\bin\a.dll`; registry keys have folders too. */
export function folderOf(path: string | null): string | null {
  if (!path) return null;
  // `\\server\share` begins with two empty levels.
  const levels = path.startsWith("\\\\") ? FOLDER_LEVELS + 2 : FOLDER_LEVELS;
  let end = -1;
  for (let level = 0; level < levels; level++) {
    const next = path.indexOf("\\", end + 1);
    if (next < 0) break;
    end = next;
  }
  return end > 0 ? path.slice(0, end) : null;
}

/** Seconds printed with seven decimals, summed without their rounding errors. */
function rounded(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1e7) / 1e7;
}

/** Counts the events of an export as they come, and keeps a few of them. */
export class FileActivityCount {
  private wholeRows = 0;
  private totalSeconds: number | null = null;
  private firstTime: string | null = null;
  private lastTime: string | null = null;
  private readonly groups = new Map<string, FileActivityGroup>();
  private readonly results = new Map<string, number>();
  private kept: FileOperation[] = [];
  /** Events that take less are not kept any more. */
  private least = Number.NEGATIVE_INFINITY;

  /** Counts one event; `whole` makes it if it is to be kept. */
  add(event: Counted, whole: () => FileOperation): void {
    this.wholeRows++;
    this.firstTime ??= event.time;
    this.lastTime = event.time ?? this.lastTime;
    const { durationSeconds, result } = event;
    if (durationSeconds !== null) this.totalSeconds = (this.totalSeconds ?? 0) + durationSeconds;
    if (result !== null && (this.results.has(result) || this.results.size < MOST_RESULTS)) {
      this.results.set(result, (this.results.get(result) ?? 0) + 1);
    }
    this.group(event);
    if ((durationSeconds ?? -1) <= this.least) return;
    this.kept.push(whole());
    if (this.kept.length >= 2 * KEPT_ROWS) this.trim();
  }

  private group({ line, process, operation, path, durationSeconds }: Counted): void {
    const folder = this.groups.size < MOST_GROUPS ? folderOf(path) : null;
    const key = `${process ?? ""}\n${operation}\n${folder ?? ""}`;
    let group = this.groups.get(key);
    if (!group) {
      const none = { totalSeconds: null, longestSeconds: null, longestLine: null };
      group = { line, process, operation, folder, count: 0, ...none };
      this.groups.set(key, group);
    }
    group.count++;
    if (durationSeconds === null) return;
    group.totalSeconds = (group.totalSeconds ?? 0) + durationSeconds;
    if (group.longestSeconds !== null && group.longestSeconds >= durationSeconds) return;
    group.longestSeconds = durationSeconds;
    group.longestLine = line;
  }

  private trim(): void {
    const longest = (event: FileOperation): number => event.durationSeconds ?? -1;
    this.kept.sort((a, b) => longest(b) - longest(a) || a.line - b.line);
    this.kept.length = Math.min(this.kept.length, KEPT_ROWS);
    const last = this.kept.at(-1);
    if (last && this.kept.length === KEPT_ROWS) this.least = longest(last);
  }

  report(columns: readonly string[], cutRows: number): FileActivityReport {
    this.trim();
    const { wholeRows, firstTime, lastTime, totalSeconds } = this;
    const groups = [...this.groups.values()]
      .sort((a, b) => (b.totalSeconds ?? 0) - (a.totalSeconds ?? 0) || b.count - a.count || a.line - b.line)
      .slice(0, KEPT_GROUPS)
      .map((group) => ({ ...group, totalSeconds: rounded(group.totalSeconds) }));
    return {
      kind: "file-activity",
      columns,
      wholeRows,
      cutRows,
      hasDurations: totalSeconds !== null,
      firstTime,
      lastTime,
      totalSeconds: rounded(totalSeconds),
      results: [...this.results].map(([result, count]) => ({ result, count })).sort((a, b) => b.count - a.count),
      groups,
      rows: this.kept.sort((a, b) => a.line - b.line),
    };
  }
}
