import type { Line, Task, TasksReport } from "@/evidence";
import { isChatter } from "./chatter";
import { csvFields } from "./csv";
import { isElision } from "./elision";
import { group, numberGroup, parseCount, parseDurationSeconds } from "./grammar";
import type { Parser, Reading, Source } from "./parser";
import { withoutRemarks } from "./remarks";

/**
 * `tasklist [/svc | /v] [/fo table|csv|list]`: the processes, and the services within them.
 *
 * ```sample services
 * C:\>tasklist /svc
 *
 * Image Name                     PID Services
 * ========================= ======== ============================================
 * System Idle Process              0 N/A
 * System                           4 N/A
 * svchost.exe                    780 BrokerInfrastructure, DcomLaunch, LSM,
 *                                    PlugPlay, Power, SystemEventsBroker
 * svchost.exe                   2112 W3SVC, WAS
 * ```
 * ```sample table
 * C:\>tasklist
 *
 * Image Name                     PID Session Name        Session#    Mem Usage
 * ========================= ======== ================ =========== ============
 * System Idle Process              0 Services                   0          8 K
 * w3wp.exe                      6764 Services                   0  1,169,024 K
 * ```
 * ```sample verbose
 * C:\>tasklist /v
 *
 * Image Name                     PID Session Name        Session#    Mem Usage Status          User Name                                              CPU Time Window Title
 * ========================= ======== ================ =========== ============ =============== ================================================== ============ ========================================
 * w3wp.exe                      6764 Services                   0    169,024 K Unknown         IIS APPPOOL\Shop                                        0:12:41 N/A
 * ```
 * ```sample csv
 * C:\>tasklist /svc /fo csv
 *
 * "Image Name","PID","Services"
 * "svchost.exe","2112","W3SVC,WAS"
 * "w3wp.exe","6764","N/A"
 * ```
 * ```sample list
 * C:\>tasklist /fo list
 *
 * Image Name:   w3wp.exe
 * PID:          6764
 * Session Name: Services
 * Session#:     0
 * Mem Usage:    169,024 K
 * ```
 *
 * PID: decimal. A list of services that ends in a comma goes on in the next line. Memory is the working set,
 * in kilobytes of 1024, with separators of any language. A long image name is cut after 25 letters.
 */
const MEMORY = "\\d{1,3}(?:[.,'  ]\\d{3}){0,4}|\\d{1,9}";
const HEADING = /^\s*Image Name\s+PID\s+(?:Session Name\s+Session#\s+Mem Usage|Services|Modules)\b/i;
// ========================= ======== ============================================
const RULE = /^\s*={20,30} {1,3}={6,10} {1,3}={10,60}(?: {1,3}={8,80}){0,6}$/;
// w3wp.exe                      6764 Services                   0  1,169,024 K
const ROW = new RegExp(
  "^\\s*(?<image>[^\\s,>](?:[^,]{0,60}?[^\\s,])?)\\s+(?<pid>\\d{1,7})\\s+(?:(?<session>[A-Za-z][\\w-]{1,20}(?:#\\d{1,5})?)\\s+)?(?<number>\\d{1,5})" +
    `\\s+(?:(?<memory>${MEMORY}) ?(?:KB?|Ko|КБ)|N\\/A|N\\/D)(?:\\s+(?<rest>\\S.*))?$`,
  "i",
);
// smss.exe                       784 Services          (a row that ran into the one above)
const NEXT_ROW = /^[^\s,>][^,]{0,60}?\s\d{1,7}\s+(?:Services|Console|RDP-Tcp)\b/i;
// Unknown         IIS APPPOOL\Shop                                        0:12:41 N/A
const VERBOSE = /^(?<status>\S{1,20}(?: [A-Z]?[a-z]{1,14})?)\s+(?<user>\S.{0,60}?)\s+(?<cpu>\d{1,5}:\d\d:\d\d)(?:\s|$)/;
// svchost.exe                   2112 W3SVC, WAS
const SERVICES_ROW = /^\s*(?<image>[^\s,>](?:[^,]{0,60}?[^\s,])?)\s+(?<pid>\d{1,7})\s+(?<services>[^\d\s"].{0,400})$/;
const SURE_SERVICES_ROW =
  /^\s*[^\s>](?:.{0,60}\S)?\.exe\s+\d{1,7}\s+(?:N\/A|[A-Za-z][\w$.-]{1,60}(?:, ?[A-Za-z][\w$.-]{1,60}){0,30},?)$/i;
const MORE_SERVICES = /^\s*[A-Za-z][\w$. ()-]{1,60}(?:, ?[A-Za-z][\w$. ()-]{1,60}){0,30},?$/;
const CSV_HEADING = /^\s*"Image Name","PID",/i;
const CSV_ROW =
  /^\s*"[^"]{1,80}","\d{1,7}","[^"]{0,400}"(?:,"\d{0,5}","[\d.,' ]{1,16} ?(?:KB?|Ko|КБ)"(?:,"[^"]{0,200}"){0,4})?$/;
const CSV_SURE =
  /^\s*"[^"]{1,80}\.exe","\d{1,7}","[^"]{0,400}"(?:,"\d{0,5}","[\d.,' ]{1,16} ?K"(?:,"[^"]{0,200}"){0,4})?$/i;
const FIELD =
  /^\s*(?<name>Image Name|PID|Session Name|Session#|Mem Usage|Status|User Name|CPU Time|Window Title|Services):\s*(?<value>.{0,400})$/i;
// Image Name:   w3wp.exe      (modules have an `Image name:`)
const LIST_START = /^\s*Image Name:\s+\S/;
// 169,024 K: without its unit it may be cut
const WHOLE_MEMORY = /\d ?(?:KB?|Ko|КБ)$/i;
const NOTHING = /^\s*INFO: No tasks are running/i;

const NONE = /^(?:N\/A|N\/D|Nicht zutreffend|Non disponible|No disponible|Nie dotyczy|Н\/Д)$/i;

const EMPTY = { services: null, sessionName: null, sessionNumber: null, memoryBytes: null };

function servicesOf(text: string): string[] {
  if (NONE.test(text.trim())) return [];
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function bytesOf(text: string | null): number | null {
  const kilobytes = text === null ? null : parseCount(text.replace(/[^\d.,' ]/g, ""));
  return kilobytes === null ? null : kilobytes * 1024;
}

function known(text: string | undefined): string | null {
  const value = text?.trim() ?? "";
  return value === "" || NONE.test(value) ? null : value;
}

class TasksReader {
  readonly tasks: Task[] = [];
  headed = false;
  cut = false;
  /** The tool said that no process matches. */
  nothing = false;
  /** The list has a column of services. */
  private withServices = false;
  /** The services of the last row go on in the next line. */
  private open = false;
  /** How many columns the head of comma-separated rows names; 0 without one. */
  private csvColumns = 0;
  /** The process that fields of a list belong to. */
  private listed: Task | null = null;

  take(line: Line): boolean {
    const { text } = line;
    if (isElision(text)) {
      this.cut = true;
      this.open = false;
      this.listed = null;
      return true;
    }
    if (isChatter(text)) return true;
    const open = this.open;
    this.open = false;
    if (open && MORE_SERVICES.test(text) && !SURE_SERVICES_ROW.test(text)) return this.moreServices(text);
    if (HEADING.test(text) || RULE.test(text) || CSV_HEADING.test(text)) {
      if (CSV_HEADING.test(text)) this.csvColumns = csvFields(text).fields.length;
      this.headed = true;
      this.withServices = /\bServices\b/i.test(text) || (/=/.test(text) && (text.match(/=+/g) ?? []).length === 3);
      return true;
    }
    return this.csvRow(line) || this.row(line) || this.field(line) || this.servicesRow(line) || this.none(text);
  }

  private none(text: string): boolean {
    const none = NOTHING.test(text);
    this.nothing ||= none;
    return none;
  }

  private add(line: Line, image: string, processId: number, more: Partial<Task>): true {
    this.tasks.push({
      line: line.number,
      image,
      processId,
      ...EMPTY,
      status: null,
      user: null,
      cpuSeconds: null,
      ...more,
    });
    return true;
  }

  private row(line: Line): boolean {
    const match = ROW.exec(line.text);
    if (!match) return false;
    const rest = group(match, "rest") ?? "";
    if (NEXT_ROW.test(rest)) return false;
    const verbose = VERBOSE.exec(rest);
    return this.add(line, group(match, "image") ?? "", numberGroup(match, "pid") ?? 0, {
      sessionName: group(match, "session"),
      sessionNumber: numberGroup(match, "number"),
      memoryBytes: bytesOf(group(match, "memory")),
      status: verbose && group(verbose, "status"),
      user: verbose && known(verbose.groups?.user),
      cpuSeconds: verbose && parseDurationSeconds(group(verbose, "cpu") ?? ""),
    });
  }

  private servicesRow(line: Line): boolean {
    const sure = !this.headed && SURE_SERVICES_ROW.test(line.text);
    const match = this.withServices || sure ? SERVICES_ROW.exec(line.text) : null;
    if (!match) return false;
    const services = group(match, "services") ?? "";
    // Two rows that ran together
    if (/^N\/A\s+\S/i.test(services)) return false;
    this.open = services.trimEnd().endsWith(",");
    return this.add(line, group(match, "image") ?? "", numberGroup(match, "pid") ?? 0, {
      services: servicesOf(services),
    });
  }

  private moreServices(text: string): true {
    const task = this.tasks.at(-1);
    if (task) task.services = [...(task.services ?? []), ...servicesOf(text)];
    this.open = text.trimEnd().endsWith(",");
    return true;
  }

  private csvRow(line: Line): boolean {
    if (!CSV_ROW.test(line.text)) return false;
    const { fields } = csvFields(line.text);
    // Without its last columns a row looks like one that names services.
    if (fields.length < this.csvColumns) return false;
    const [image = "", pid = "", third = "", number = "", memory = "", status, user, cpu] = fields;
    if (fields.length === 3) return this.add(line, image, Number(pid), { services: servicesOf(third) });
    return this.add(line, image, Number(pid), {
      sessionName: known(third),
      sessionNumber: number === "" ? null : Number(number),
      memoryBytes: bytesOf(memory),
      status: known(status),
      user: known(user),
      cpuSeconds: cpu === undefined ? null : parseDurationSeconds(cpu),
    });
  }

  /** One field of `/fo list`. */
  private field(line: Line): boolean {
    const match = FIELD.exec(line.text);
    const name = match && group(match, "name")?.toLowerCase();
    const value = match?.groups?.value?.trim() ?? "";
    if (!name) return false;
    if (name === "image name") {
      this.headed = true;
      this.add(line, value, -1, {});
      this.listed = this.tasks.at(-1) ?? null;
      return true;
    }
    const task = this.listed;
    if (!task) return false;
    if (name === "pid") task.processId = /^\d{1,7}$/.test(value) ? Number(value) : -1;
    else if (name === "session name") task.sessionName = known(value);
    else if (name === "session#") task.sessionNumber = parseCount(value);
    else if (name === "mem usage") task.memoryBytes = WHOLE_MEMORY.test(value) ? bytesOf(value) : null;
    else if (name === "status") task.status = known(value);
    else if (name === "user name") task.user = known(value);
    else if (name === "cpu time") task.cpuSeconds = parseDurationSeconds(value);
    else if (name === "services") task.services = servicesOf(value);
    return true;
  }
}

function parse(source: Source): Reading<TasksReport> {
  const reader = new TasksReader();
  const unread: number[] = [];
  const lines = withoutRemarks(source.lines);
  lines.forEach((line, at) => {
    // A head in another language stands right above the rule.
    const head = RULE.test(lines[at + 1]?.text ?? "");
    if (line.text.trim() === "" || reader.take(line) || head) return;
    if (!isChatter(line.text)) unread.push(line.number);
  });
  // A number that ends the paste may be cut.
  const last = reader.tasks.at(-1);
  if (last && /^\s*PID:/i.test(source.lines.findLast(({ text }) => text.trim() !== "")?.text ?? ""))
    last.processId = -1;
  const tasks = reader.tasks.filter(({ processId }) => processId >= 0);
  if (tasks.length === 0 && !reader.nothing) return null;
  for (const { line, processId } of reader.tasks) if (processId < 0) unread.push(line);
  return {
    report: { kind: "tasks", tasks, complete: (reader.headed || reader.nothing) && !reader.cut && unread.length === 0 },
    unread,
  };
}

export const tasklist: Parser<TasksReport> = {
  id: "tasklist",
  name: "tasklist /svc",
  mode: "shell",
  command: /^(?:\S{0,80}\\)?tasklist(?:\.exe)?(?:\s|$)/,
  bareCommand:
    /^\s{0,8}tasklist(?:\.exe)?(?: {1,4}\/(?:svc|v|nh|apps|m|fo|fi|s|u)(?: {1,4}(?:"[^"]{1,80}"|[^\s/|"]{1,40}))?){0,5}(?: {0,3}\| {0,3}(?:find(?:str)?|sort|more)\b.{0,80})?$/i,
  recognise: [HEADING, RULE, ROW, SURE_SERVICES_ROW, CSV_HEADING, CSV_SURE, NOTHING, LIST_START],
  confirm: (lines, at) => !LIST_START.test(lines[at]?.text ?? "") || /^\s*PID:\s+\d/.test(lines[at + 1]?.text ?? ""),
  follow: () => {
    const reader = new TasksReader();
    return (line) => reader.take(line);
  },
  restarts: HEADING,
  parse,
};
