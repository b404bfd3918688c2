import type { FileActivityReport } from "@/evidence";
import type { Facts } from "../facts";
import type { FileEvent } from "../file-activity";
import type { Server } from "../server";
import type { Printer } from "./printer";

interface Form {
  columns: readonly string[];
  separator: "," | ";";
  decimal: "." | ",";
  quoted: boolean;
}

const two = (value: number): string => String(value).padStart(2, "0");

function timeOfDay(at: number, decimal: string): string {
  const time = new Date(at);
  const [hours, half] = [time.getUTCHours() % 12 || 12, time.getUTCHours() < 12 ? "AM" : "PM"];
  const clock = `${hours}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  const fraction = `${String(time.getUTCMilliseconds()).padStart(3, "0")}4071`;
  return decimal === "." ? `${clock}.${fraction} ${half}` : `${time.toISOString().slice(11, 19)},${fraction}`;
}

function date(at: number): string {
  const time = new Date(at);
  return `${two(time.getUTCDate())}.${two(time.getUTCMonth() + 1)}.${time.getUTCFullYear()} ${time.toISOString().slice(11, 19)}`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

function detail({ offset, length, more }: FileEvent): string {
  return offset === null || length === null ? more : `Offset: ${grouped(offset)}, Length: ${grouped(length)}, ${more}`;
}

function cell(column: string, event: FileEvent, { decimal }: Form): string {
  switch (column) {
    case "Time of Day":
      return timeOfDay(event.at, decimal);
    case "Date & Time":
      return date(event.at);
    case "Process Name":
      return event.process;
    case "PID":
      return String(event.processId);
    case "TID":
      return String(event.threadId);
    case "Operation":
      return event.operation;
    case "Path":
      return event.path;
    case "Result":
      return event.result;
    case "Duration":
      return (event.duration / 1e7).toFixed(7).replace(".", decimal);
    case "Detail":
      return detail(event);
    default:
      return "";
  }
}

function row(cells: readonly string[], { separator, quoted }: Form): string {
  return cells.map((text) => (quoted ? `"${text.replaceAll('"', '""')}"` : text)).join(separator);
}

/** A CSV export of Process Monitor. */
export function printFileActivity({ fileActivity }: Server, form: Form): string[] {
  const rows = fileActivity.map((event) =>
    row(
      form.columns.map((column) => cell(column, event, form)),
      form,
    ),
  );
  return [row(form.columns, form), ...rows];
}

/** The folder, six levels deep at most. */
function folder(path: string): string | null {
  const levels = path
    .split("\\")
    .slice(0, -1)
    .slice(0, path.startsWith("\\\\") ? 8 : 6);
  return levels.length > 0 ? levels.join("\\") : null;
}

function seconds(events: readonly FileEvent[]): number {
  return events.reduce((sum, { duration }) => sum + duration, 0) / 1e7;
}

function grouping<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const byKey = new Map<string, T[]>();
  for (const item of items) byKey.set(keyOf(item), [...(byKey.get(keyOf(item)) ?? []), item]);
  return byKey;
}

function groups(events: readonly FileEvent[], timed: boolean): Facts<FileActivityReport>["groups"] {
  const byKey = grouping(events, ({ process, operation, path }) => JSON.stringify([process, operation, folder(path)]));
  return [...byKey.values()]
    .map((members, at) => ({ members, at, total: timed ? seconds(members) : 0 }))
    .sort((a, b) => b.total - a.total || b.members.length - a.members.length || a.at - b.at)
    .map(({ members, total }) => ({
      process: members[0]?.process ?? null,
      operation: members[0]?.operation ?? "",
      folder: folder(members[0]?.path ?? ""),
      count: members.length,
      totalSeconds: timed ? total : null,
      longestSeconds: timed ? Math.max(...members.map(({ duration }) => duration)) / 1e7 : null,
    }));
}

function expected({ fileActivity }: Server, form: Form): Facts<FileActivityReport> {
  const has = (column: string): boolean => form.columns.includes(column);
  const timed = has("Duration");
  const time = (event: FileEvent | undefined): string | null =>
    event ? cell(has("Time of Day") ? "Time of Day" : "Date & Time", event, form) : null;
  const results = [...grouping(fileActivity, ({ result }) => result)];
  return {
    kind: "file-activity",
    columns: form.columns,
    wholeRows: fileActivity.length,
    cutRows: 0,
    hasDurations: timed,
    firstTime: time(fileActivity[0]),
    lastTime: time(fileActivity.at(-1)),
    totalSeconds: timed ? seconds(fileActivity) : null,
    results: results.map(([result, all]) => ({ result, count: all.length })).sort((a, b) => b.count - a.count),
    groups: groups(fileActivity, timed),
    rows: fileActivity.map((event) => ({
      time: time(event),
      process: event.process,
      processId: event.processId,
      threadId: has("TID") ? event.threadId : null,
      operation: event.operation,
      path: event.path,
      result: event.result,
      durationSeconds: timed ? event.duration / 1e7 : null,
      offset: has("Detail") ? event.offset : null,
      length: has("Detail") ? event.length : null,
      detail: has("Detail") ? detail(event) || null : null,
    })),
  };
}

function procmon(dialect: string, columns: string, form: Omit<Form, "columns">): Printer<FileActivityReport> {
  const whole: Form = { columns: columns.split("|"), ...form };
  return {
    parser: "procmon",
    dialect,
    needs: {},
    prompt: "cmd",
    command: () => "procmon /OpenLog hang.pml /SaveAs hang.csv",
    print: (server) => printFileActivity(server, whole),
    expected: (server) => expected(server, whole),
  };
}

const DEFAULT = "Time of Day|Process Name|PID|Operation|Path|Result|Detail";

export const PROCMON: readonly Printer<FileActivityReport>[] = [
  procmon("default-columns", DEFAULT, { separator: ",", decimal: ".", quoted: true }),
  procmon("thread-at-the-end", `${DEFAULT}|TID`, { separator: ",", decimal: ".", quoted: true }),
  procmon("durations-english", "Time of Day|Process Name|PID|TID|Operation|Path|Result|Duration|Detail", {
    separator: ",",
    decimal: ".",
    quoted: true,
  }),
  procmon("durations", "Date & Time|Process Name|PID|TID|Operation|Path|Result|Duration|Detail", {
    separator: ",",
    decimal: ",",
    quoted: true,
  }),
  procmon("semicolons", "Time of Day|Process Name|PID|Operation|Path|Result|Duration", {
    separator: ";",
    decimal: ",",
    quoted: false,
  }),
];
