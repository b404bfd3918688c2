import { canonicalHex, type Line, type ThreadTime, type ThreadTimesReport } from "@/evidence";
import { isAnnotation, withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { unfold } from "./folded";
import { group, numberGroup, parseDurationSeconds } from "./grammar";
import type { Parser, Reading, Source } from "./parser";

/**
 * `!runaway [flags]`: the time each thread has spent in user mode (1), in kernel mode (2), and since it was
 * created (4). Without flags: 1.
 *
 * ```sample days
 * 0:014> !runaway 7
 *  User Mode Time
 *   Thread       Time
 *    23:1b08      0 days 0:41:07.531
 *     4:5c4       0 days 0:00:02.015
 *  Kernel Mode Time
 *   Thread       Time
 *     4:5c4       0 days 0:00:01.250
 *    23:1b08      0 days 0:00:00.062
 *  Elapsed Time
 *   Thread       Time
 *     4:5c4       2 days 11:20:14.906
 *    23:1b08      0 days 1:55:31.718
 * ```
 * Older debuggers print no days, and milliseconds in four digits:
 * ```sample no-days
 * 0:001> !runaway
 *
 *  User Mode Time
 *  Thread       Time
 *  1:7d0        0:00:12.0343
 *  0:6a8        0:00:00.0031
 * ```
 * Newer ones put the thread's name at the end:
 * ```sample names
 * 0:000> !runaway
 *  User Mode Time
 *   Thread       Time
 *     9:3e04      0 days 0:03:18.406   .NET TP Worker
 *     0:2c10      0 days 0:00:00.140
 * ```
 *
 * Thread: the debugger's number (decimal) and the OS id (hex). Every list is sorted by itself, most first. The
 * times are those of the whole life: what runs now shows only between two of them.
 */
const SECTION = /^\s*(?<section>User Mode|Kernel Mode|Elapsed) ?Time$/i;
const COLUMNS = /^\s*Thread\s+Time$/i;
const DURATION = "(?:\\d{1,5} days? )?\\d{1,4}:\\d\\d:\\d\\d[.,]\\d{1,7}";
// 23:1b08      0 days 0:41:07.531
const ROW = new RegExp(
  `^\\s*(?<thread>\\d{1,5}):\\s?(?<osId>[0-9a-f]{1,8})\\s+(?<time>${DURATION})(?:\\s+(?<name>\\S.*))?$`,
  "i",
);
// 4e0        0:12:37.0609      (before Windows XP, below a heading only)
const BARE_ROW = new RegExp(`^(?<osId>[0-9a-f]{2,8})\\s+(?<time>${DURATION})$`, "i");
// A name with the front of another row in it: two lines that ran together
const RUN_TOGETHER = /(?:^|\s)\d{1,5}:[0-9a-f]{1,8}(?:\s|$)|\s{3}/i;
// 23:1b08      0 days 0:41:07      the beginning of one that was cut
const ROW_START = /^\s*\d{1,5}:\s?[0-9a-f]{1,8}(?:\s+\d{1,5}(?: days?(?: [\d:]{0,10})?)?)?$/i;
const FOLDED = [
  /\b(?:User Mode|Kernel Mode|Elapsed) Time\b/i,
  /\b\d{1,5}:[0-9a-f]{1,8}\s+(?:\d{1,5} days )?\d{1,4}:\d\d:\d\d\./i,
];
const STARTS = `(?:User Mode|Kernel Mode|Elapsed) Time\\b|Thread\\s+Time\\b|\\d{1,5}:[0-9a-f]{1,8}\\s+${DURATION}`;
const FRACTION = /[.,](?<digits>\d{1,7})$/;
// 12:7d0        0:00:12.034      at the very end of a paste: the fourth digit may be missing
const CUT_OLD = /^\s*\d{1,5}:[0-9a-f]{1,8}\s+\d{1,4}:\d\d:\d\d[.,]\d{3}$/i;
/** A heading has its columns or a row this near below it. */
const NEAR = 4;

function isOfList(text: string): boolean {
  return ROW.test(text.trim()) || COLUMNS.test(text) || SECTION.test(text);
}

type Section = "userModeTime" | "kernelModeTime" | "elapsedTime";

const SECTIONS: Readonly<Record<string, Section>> = {
  "user mode": "userModeTime",
  "kernel mode": "kernelModeTime",
  elapsed: "elapsedTime",
};

class TimesReader {
  readonly sections = new Map<Section, ThreadTime[]>();
  cut = false;
  private digits: number | null = null;
  private section: Section | null = null;

  constructor(
    /** The list of rows that no heading stands above. */
    private readonly unheaded: Section | null,
    /** The one list that was asked for, where it was one. */
    private readonly only: Section | null,
  ) {}

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text).trim();
    const heading = SECTION.exec(text);
    if (heading) {
      this.section = SECTIONS[heading.groups?.section?.toLowerCase().replace(/\s+/g, " ") ?? ""] ?? null;
      if (this.section) this.open(this.section);
      return true;
    }
    if (isElision(text)) {
      this.cut = true;
      // What is below may be of another list, where there is one.
      this.section = this.only;
      return true;
    }
    const row = ROW.exec(text) ?? (this.section ? BARE_ROW.exec(text) : null);
    if (!row) return COLUMNS.test(text);
    if (RUN_TOGETHER.test(row.groups?.name ?? "")) return false;
    const time = group(row, "time") ?? "";
    const digits = FRACTION.exec(time)?.groups?.digits?.length ?? 0;
    this.digits ??= digits;
    const seconds = parseDurationSeconds(time);
    // Fewer digits than the first row has: a number that was cut.
    if (seconds === null || digits < Math.max(3, this.digits)) return false;
    const section = this.section ?? (this.cut ? null : this.unheaded);
    if (!section) return false;
    this.open(section).push({
      line: line.number,
      thread: numberGroup(row, "thread"),
      osThreadId: canonicalHex(group(row, "osId") ?? ""),
      name: group(row, "name")?.trim() ?? null,
      seconds,
    });
    return true;
  }

  private open(section: Section): ThreadTime[] {
    const rows = this.sections.get(section) ?? [];
    this.sections.set(section, rows);
    return rows;
  }
}

/** The lists that the flags ask for; null when they cannot be told. */
function askedFor({ command, args }: Source): Section[] | null {
  if (command === null) return null;
  const flags = args === "" ? 1 : Number.parseInt(args.replace(/^0x/i, ""), 16);
  if (Number.isNaN(flags)) return null;
  const all: readonly Section[] = ["userModeTime", "kernelModeTime", "elapsedTime"];
  return all.filter((_, bit) => (flags >> bit) & 1);
}

/** The list of rows that lost their heading, as the first heading below tells. */
function unheadedList(lines: readonly Line[]): Section | null {
  const heading = lines
    .map(({ text }) => SECTION.exec(text.trim())?.groups?.section?.toLowerCase())
    .find((name) => name);
  return heading?.startsWith("kernel") ? "userModeTime" : null;
}

function parse(source: Source): Reading<ThreadTimesReport> {
  const unread: number[] = [];
  const lines = unfold(source.lines, FOLDED, STARTS);
  const asked = askedFor(source);
  const only = asked?.length === 1 ? (asked[0] ?? null) : null;
  const reader = new TimesReader(unheadedList(lines) ?? only, only);
  for (const line of lines) {
    if (line.text.trim() === "" || (!(line === lines.at(-1) && CUT_OLD.test(line.text)) && reader.take(line))) continue;
    if (!isChatter(line.text) && !isAnnotation(line.text)) unread.push(line.number);
  }
  const { sections } = reader;
  if (sections.size === 0) return null;
  const lists = [...sections.values()];
  const missing = asked?.some((section) => !sections.get(section)?.length) ?? false;
  // Each list holds the same threads.
  const uneven = new Set(lists.map(({ length }) => length)).size > 1;
  return {
    report: {
      kind: "thread-times",
      userModeTime: sections.get("userModeTime") ?? null,
      kernelModeTime: sections.get("kernelModeTime") ?? null,
      elapsedTime: sections.get("elapsedTime") ?? null,
      complete: !reader.cut && !missing && !uneven && unread.length === 0 && lists.every(({ length }) => length > 0),
    },
    unread,
  };
}

export const windbgRunaway: Parser<ThreadTimesReport> = {
  id: "windbg-runaway",
  name: "!runaway",
  mode: "user",
  command: /^!runaway\b/,
  recognise: [SECTION, ROW, /^\s*(?:User Mode|Kernel Mode|Elapsed) ?Time\s+Thread\s+Time\s/i],
  confirm: (lines, at) => {
    const text = lines[at]?.text.trim() ?? "";
    if (SECTION.test(text)) {
      const below = lines.slice(at + 1, at + NEAR).find((line) => line.text.trim() !== "");
      return below !== undefined && isOfList(below.text);
    }
    return !ROW.test(text) || [lines[at - 1], lines[at + 1]].some((line) => line && isOfList(line.text));
  },
  keeps: [COLUMNS, ROW, ROW_START],
  restarts: /^\s*User Mode ?Time$/i,
  errors: [
    {
      // "Unable to get thread times - dumps may not have time information"      GetThreadTimes failed
      line: /^\s*"?(?:Unable to get thread times|GetThreadTimes\b.{0,60}\bfailed|No thread (?:times?|timing) (?:information )?(?:is )?available)/i,
      problem: {
        code: "NO_THREAD_TIMES",
        what: "The dump does not hold the times of its threads.",
        fix: "Take the dump with the thread information in it, or watch the threads of the living process.",
        commands: [".dump /ma <file>", "procdump -ma <pid>"],
      },
    },
  ],
  parse,
};
