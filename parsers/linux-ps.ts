import type { Line, LinuxTask, LinuxTasksReport } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import type { Parser, Reading, Source } from "./parser";
import { type Cells, columnsOfHeads, columnsOfOptions, endsInAnotherRow, HEADS, readCells } from "./task-columns";
import { unixArguments, unixCommand } from "./unix-command";

/**
 * Threads and processes of Linux: `ps -eLo pid,tid,stat,wchan:32,comm`, `ps` with other columns, `ps aux`, `ps -eLf`,
 * `top -b -n 1 [-H]`, and the same of BusyBox.
 *
 * ```sample threads
 * root@web-7f9c:/app# ps -eLo pid,tid,stat,wchan:32,comm
 *   PID   TID STAT WCHAN                            COMMAND
 *     1     1 Ssl  futex_wait_queue_me              dotnet
 *     1    23 Dsl  fanotify_get_response            .NET ThreadPool
 *   412   412 R+   -                                ps
 * ```
 * ```sample full
 * [app@web-7f9c ~]$ ps -eLf
 * UID        PID  PPID   LWP  C NLWP STIME TTY          TIME CMD
 * app          1     0     1  0   31 Mar11 ?        00:00:04 dotnet Contoso.Shop.dll --urls http://+:8080
 * app          1     0    23  7   31 16:04 ?        00:12:09 dotnet Contoso.Shop.dll --urls http://+:8080
 * ```
 * ```sample processes
 * $ ps aux
 * USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
 * app            1  2.3  8.1 274000 66000 ?        Ssl  09:12   4:09 dotnet Contoso.Shop.dll
 * ```
 * `grep` takes the heads away; the command tells the columns then:
 * ```sample picked-out
 * $ ps -eLo pid,tid,stat,wchan:32,comm | grep fanotify
 *     1    23 Dsl  fanotify_get_response            .NET ThreadPool
 * ```
 * ```sample top
 * $ top -H -b -n 1
 * top - 16:04:33 up 11 days,  2:10,  1 user,  load average: 9.52, 7.58, 2.59
 * Threads:   2 total,   1 running,   1 sleeping,   0 stopped,   0 zombie
 * %Cpu(s):  2.3 us,  1.0 sy,  0.0 ni, 16.0 id, 80.7 wa,  0.0 hi,  0.0 si,  0.0 st
 * MiB Mem :  15884.1 total,   1234.5 free,   8234.1 used,   6415.5 buff/cache
 * MiB Swap:   2048.0 total,   2048.0 free,      0.0 used.   7200.1 avail Mem
 *
 *     PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
 *      23 app       20   0   12.3g   1.2g  80000 D  99.9   8.0   1:23.45 .NET ThreadPool
 *       1 app       20   0   12.3g   1.2g  80000 S   0.0   8.0   0:04.10 dotnet
 * ```
 * ```sample busybox
 * / # ps
 * PID   USER     TIME  COMMAND
 *     1 root      0:04 dotnet Contoso.Shop.dll
 *    57 root      0:00 ps
 * ```
 *
 * STAT: the first letter is the state. WCHAN: kernel function it sleeps in, `-` for none or not allowed to see.
 * Under `Threads:`, and with `-H`, what `top` calls PID is the thread's id. Not kept: sizes but the resident one,
 * priorities, terminals, start times, and the summary of memory.
 */
const HEADING = new RegExp(`^\\s*(?:(?:${HEADS})\\s+){2,24}(?:${HEADS})$`);
// app  23  0.0  0.1  7256  3584 ?  D  12:41  0:04 dotnet Contoso.Shop.dll      a row of `ps aux` without its heads
const AUX_ROW =
  /^\s*[a-z_][\w.+-]{0,31}\s+\d{1,8}\s+\d{1,4}[.,]\d\s+\d{1,3}[.,]\d\s+\d{1,12}\s+\d{1,12}\s+(?:\?|pts\/\d{1,4}|tty\w{1,4})\s+[DIRSTXZt][\w<+]{0,5}\s+\S{3,10}\s+\d{1,6}:\d\d\s+\S/i;
// top - 16:04:33 up 11 days,  2:10,  1 user,  load average: 0.52, 0.58, 0.59
const TOP = /^\s*top - \d{1,2}:\d\d:\d\d\s+up\s/;
const LOAD =
  /^\s*(?:top - .{0,80}\s)?load averages?:\s+(?<one>\d{1,5}[.,]\d\d),?\s+(?<five>\d{1,5}[.,]\d\d),?\s+(?<fifteen>\d{1,5}[.,]\d\d)(?:\s|$)/i;
// Threads: 187 total,   1 running, 186 sleeping,   0 stopped,   0 zombie
const COUNTED = /^\s*(?<what>Threads|Tasks):\s*(?<total>\d{1,7})\s+total,/;
// %Cpu(s):  2.3 us,  1.0 sy,  0.0 ni, 96.0 id,  0.7 wa      CPU:   0% usr   0% sys   0% nic 100% idle   0% io
const CPU = /^\s*(?:%?Cpu(?:\(s\)|\d{1,4})?\s*:\s*\d|CPU:\s+\d)/;
const IO_WAIT = /(?:^|[\s,])(?<percent>\d{1,3}(?:[.,]\d)?)%?\s?(?:wa|io)\b/;
// MiB Mem :  15884.1 total,   1234.5 free      Mem: 1880936K used, 120000K free, 1000K shrd
const MEMORY = /^\s*(?:[KMGT]iB )?(?:Mem|Swap)\s?:\s*\d[\d.,+]{0,20}[KMGTkmgt]?\s?(?:total|used)/;
const PROCESSES = /^\s*(?:\d{1,5}\s+users?,\s*)?load average/i;
const SIZES = "kmgtp";

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

function numberOf(text: string | undefined): number | null {
  const number = /^(\d{1,9}(?:[.,]\d{1,3})?)%?$/.exec(text ?? "")?.[1];
  return number === undefined ? null : Number(number.replace(",", "."));
}

/** `00:12:09`, `1-02:10:09`, `4:09`, `1:23.45`. */
function secondsOf(text: string | undefined): number | null {
  const time = /^(?:(\d{1,5})-)?(?:(\d{1,4}):)?(\d{1,6}):(\d\d)(?:[.,](\d\d))?$/.exec(text ?? "");
  if (!time) return null;
  const [days, hours, minutes, seconds, hundredths] = time.slice(1).map((part) => Number(part ?? 0));
  const whole = (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return whole + (hundredths ?? 0) / 100;
}

/** Kibibytes, or with the letter of a larger unit. */
function bytesOf(text: string | undefined): number | null {
  const size = /^(?<value>\d{1,15}(?:[.,]\d{1,2})?)(?<unit>[kmgtp])?$/i.exec(text ?? "")?.groups;
  if (!size) return null;
  const power = SIZES.indexOf((size.unit ?? "k").toLowerCase()) + 1;
  return Math.round(Number((size.value ?? "").replace(",", ".")) * 1024 ** power);
}

class TasksReader {
  readonly tasks: LinuxTask[] = [];
  tool: "ps" | "top" = "ps";
  total: number | null = null;
  loadAverages: number[] = [];
  ioWaitPercent: number | null = null;
  headed = false;
  /** Whose id `top` calls PID. */
  private perThread: boolean | null;
  private columns: ReturnType<typeof columnsOfHeads>;

  constructor(args: string, isTop: boolean) {
    this.columns = isTop ? null : columnsOfOptions(args);
    this.perThread = isTop && args !== "" ? /(?:^|\s)-[a-zA-Z]*H/.test(args) : null;
    if (isTop) this.tool = "top";
  }

  /** True when the last column is a name or a command line. */
  get endsInWords(): boolean {
    return this.columns?.at(-1)?.wide ?? false;
  }

  take(line: Line): boolean {
    const text = withoutAnnotation(line.text);
    return this.heading(text) || this.summary(text) || this.row(text, line);
  }

  private heading(text: string): boolean {
    if (!HEADING.test(text)) return false;
    const columns = columnsOfHeads(text);
    if (!columns) return false;
    this.columns = columns;
    this.headed = true;
    if (/\bVIRT\b|%VSZ\b/.test(text)) this.tool = "top";
    return true;
  }

  private summary(text: string): boolean {
    const load = LOAD.exec(text)?.groups;
    if (load) this.loadAverages = [load.one, load.five, load.fifteen].flatMap((part) => numberOf(part) ?? []);
    const counted = COUNTED.exec(text)?.groups;
    if (counted) {
      this.total = countOf(counted.total);
      this.perThread = counted.what === "Threads";
    }
    const cpu = CPU.test(text);
    if (cpu) this.ioWaitPercent ??= numberOf(IO_WAIT.exec(text)?.groups?.percent);
    const is = load !== undefined || counted !== undefined || cpu || TOP.test(text) || MEMORY.test(text);
    if (is) this.tool = "top";
    return is || PROCESSES.test(text);
  }

  private row(text: string, { number, last }: Line): boolean {
    if (AUX_ROW.test(text)) this.columns ??= columnsOfOptions("aux");
    const cells = this.columns && readCells(text, this.columns);
    if (!this.columns || !cells) return false;
    if (last > number && endsInAnotherRow(cells.get("command") ?? "", this.columns)) return false;
    const wchan = cells.get("wchan") ?? null;
    this.tasks.push({
      line: number,
      ...this.ids(cells),
      parentProcessId: countOf(cells.get("parentProcessId")),
      user: cells.get("user") ?? null,
      state: cells.get("state") ?? null,
      wchan: wchan === "-" || wchan === "0" ? null : wchan,
      processor: countOf(cells.get("processor")),
      cpuPercent: numberOf(cells.get("cpuPercent")),
      memoryPercent: numberOf(cells.get("memoryPercent")),
      cpuSeconds: secondsOf(cells.get("cpuSeconds")),
      residentBytes: bytesOf(cells.get("residentBytes")),
      command: cells.get("command") ?? null,
    });
    return true;
  }

  private ids(cells: Cells): Pick<LinuxTask, "processId" | "threadId"> {
    const id = countOf(cells.get("processId"));
    if (this.tool === "ps") return { processId: id, threadId: countOf(cells.get("threadId")) };
    // Without its summary nothing tells whose id it is.
    if (this.perThread === null) return { processId: null, threadId: null };
    return this.perThread ? { processId: null, threadId: id } : { processId: id, threadId: null };
  }
}

function parse(source: Source): Reading<LinuxTasksReport> {
  const reader = new TasksReader(unixArguments(source.command, /^(?:ps|top)$/), /\btop\b/.test(source.command ?? ""));
  const unread: number[] = [];
  const last = source.openEnd ? source.lines.at(-1)?.number : undefined;
  for (const line of source.lines) {
    if (isChatter(line.text)) continue;
    // At the end of the paste a number may have been cut; of words only the end is missing.
    const cut = line.number === last && !reader.endsInWords;
    if (cut || !reader.take(line)) unread.push(line.number);
  }
  const { tasks, tool, total, loadAverages, ioWaitPercent, headed } = reader;
  if (tasks.length === 0 && !headed && loadAverages.length === 0) return null;
  const complete = total !== null && tasks.length === total && loadAverages.length > 0;
  return { report: { kind: "linux-tasks", tool, tasks, total, loadAverages, ioWaitPercent, complete }, unread };
}

export const linuxPs: Parser<LinuxTasksReport> = {
  id: "linux-ps",
  name: "ps",
  mode: "shell",
  command: unixCommand("ps|top"),
  bareCommand:
    /^\s{0,8}(?:sudo )?(?:ps (?:-[A-Za-z-]{1,12}|a?ux?[a-zA-Z]{0,4})|top (?:-[bHcn1]{1,4} ?){1,4})(?: [^\n]{0,300})?$/,
  recognise: [TOP, COUNTED, HEADING, AUX_ROW],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    return !HEADING.test(text) || columnsOfHeads(text) !== null;
  },
  keeps: [LOAD, CPU, MEMORY],
  restarts: TOP,
  errors: [
    {
      // error: unknown user-defined format specifier "wchan"      ps: bad -o argument 'wchan', supported arguments: …
      line: /^\s*(?:error: (?:unknown user-defined format specifier|unsupported|process ID list syntax)|ps: (?:bad -o argument|unrecognized option|invalid option))/i,
      problem: {
        code: "PS_LACKS_OPTION",
        what: "This ps does not know the option or the column, as the small one of BusyBox in containers.",
        fix: "Read the same from /proc, or run ps on the host that the container runs on.",
        commands: [
          'for t in /proc/<pid>/task/*; do echo "==> $t/stack <=="; cat $t/stack; done',
          "grep . /proc/<pid>/task/*/wchan",
        ],
      },
    },
  ],
  parse,
};
