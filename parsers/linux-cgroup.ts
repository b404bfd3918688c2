import type { ControlGroup, ControlGroupsReport, Line, MemoryStat, Pressure } from "@/evidence";
import { withoutAnnotation } from "./annotation";
import { isChatter } from "./chatter";
import { isElision } from "./elision";
import { MEMORY_STATS, STAT_STARTS } from "./memory-stat";
import type { Parser, Reading, Source } from "./parser";
import { unixCommand } from "./unix-command";

/**
 * Files of a Linux control group: `cat /sys/fs/cgroup/cpu.stat`, or several with `head` or `grep .`. They tell how
 * often a container was stopped because its share of the processors was used up, and what its memory's limits did.
 *
 * ```sample cpu-stat
 * root@web-7f9c:/app# cat /sys/fs/cgroup/cpu.stat
 * usage_usec 481233450
 * user_usec 400000000
 * system_usec 81233450
 * nr_periods 51204
 * nr_throttled 20133
 * throttled_usec 912345678
 *
 * ```
 * Version 1 counts nanoseconds:
 * ```sample cpu-stat-version-1
 * $ cat /sys/fs/cgroup/cpu/cpu.stat
 * nr_periods 51204
 * nr_throttled 20133
 * throttled_time 912345678000
 *
 * ```
 * ```sample several
 * $ head /sys/fs/cgroup/cpu.max /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory.max /sys/fs/cgroup/io.pressure
 * ==> /sys/fs/cgroup/cpu.max <==
 * 150000 100000
 *
 * ==> /sys/fs/cgroup/memory.events <==
 * low 0
 * high 12
 * max 340
 * oom 1
 * oom_kill 1
 *
 * ==> /sys/fs/cgroup/memory.max <==
 * 536870912
 *
 * ==> /sys/fs/cgroup/io.pressure <==
 * some avg10=12.50 avg60=8.20 avg300=3.10 total=91234567
 * full avg10=10.00 avg60=7.00 avg300=2.00 total=81234567
 *
 * ```
 * ```sample grep
 * $ grep . /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/memory.max
 * /sys/fs/cgroup/cpu.stat:nr_periods 51204
 * /sys/fs/cgroup/cpu.stat:nr_throttled 20133
 * /sys/fs/cgroup/memory.max:max
 * ```
 *
 * What memory is used for:
 * ```sample memory-stat
 * $ cat /sys/fs/cgroup/memory.stat
 * anon 402653184
 * file 120586240
 * kernel_stack 1818624
 * inactive_file 96468992
 * workingset_refault_file 48213
 *
 * ```
 *
 * cpu.max: quota and period in microseconds, so 150000 100000 is one and a half processors; `max` is no limit. Values
 * that stand alone are known by the heading above them or by the command. Not read: io.stat, bursts.
 */
// ==> /sys/fs/cgroup/cpu.stat <==
const HEADING =
  /^\s*(?:==>\s*)?(?<folder>\/[^\s:<>]{1,300}\/|)(?<file>(?:cpu|memory|io)\.[a-z_.]{2,30}|cpu\.cfs_(?:quota|period)_us)(?:\s*<==|:)?$/;
// /sys/fs/cgroup/cpu.stat:nr_throttled 20133
const PREFIXED = /^\s*(?<folder>\/[^\s:<>]{1,300}\/|)(?<file>(?:cpu|memory|io)\.[a-z_.]{2,30}):(?<rest>\S.{0,200})$/;
const KEYED = /^\s*(?<key>[a-z_.]{3,40})\s+(?<value>\d{1,20})$/;
const LONE = /^\s*(?<first>max|-1|\d{1,20})(?:\s+(?<second>\d{1,12}))?$/;
// /proc/pressure/cpu      the whole machine's, elsewhere called cpu.pressure
const MACHINE = /^(?<front>(?:==>\s)?)\/proc\/pressure\/(?<resource>cpu|memory|io)(?=[:\s]|$)/;
// some avg10=12.50 avg60=8.20 avg300=3.10 total=91234567
const PRESSURE =
  /^\s*(?<share>some|full)\s+avg10=(?<avg10>\d{1,3}\.\d\d)\s+avg60=(?<avg60>\d{1,3}\.\d\d)\s+avg300=(?<avg300>\d{1,3}\.\d\d)\s+total=(?<total>\d{1,20})$/;
const STAT =
  /^\s*(?:# )?(?:usage_usec|nr_periods|nr_throttled|throttled_usec|throttled_time|oom_kill|oom_group_kill)\s+\d{1,20}(?:\s+[#←]\s.{1,200})?$/;
// # nr_throttled 56          # times the group was throttled        as notes show what a command prints
const NOTED = /^\s*(?:# )?(?<row>[a-z_.]{3,40}\s+\d{1,20})(?:\s+[#←]\s.{1,200})?$/;
const FIRST_EVENT = /^\s*low\s+\d{1,20}$/;
const SECOND_EVENT = /^\s*high\s+\d{1,20}$/;
const PASSED_OVER =
  /^(?:core_sched\.force_idle_usec|nice_usec|nr_bursts|burst_usec|burst_time|wait_sum|oom_group_kill|sock_throttled)$/;
const UNIT = { usec: 1e6, nsec: 1e9 };
const CONSOLE_WIDTH = 79;
/** What version 1 prints for no limit: almost 2⁶³. */
const NO_LIMIT = 9e18;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Group = Mutable<ControlGroup> & { pressures: Pressure[]; memoryStats: MemoryStat[] };
type Events = Mutable<NonNullable<ControlGroup["memoryEvents"]>>;

function newGroup(line: number, path: string | null): Group {
  return {
    line,
    path,
    version: null,
    nrPeriods: null,
    nrThrottled: null,
    nrThrottledLine: null,
    throttledSeconds: null,
    throttledSecondsLine: null,
    usageSeconds: null,
    userSeconds: null,
    systemSeconds: null,
    processors: null,
    memoryMaxBytes: null,
    memoryHighBytes: null,
    memoryCurrentBytes: null,
    memoryEvents: null,
    pressures: [],
    memoryStats: [],
  };
}

const EVENTS: Readonly<Record<string, Exclude<keyof Events, "line">>> = {
  low: "low",
  high: "high",
  max: "max",
  oom: "oom",
  oom_kill: "oomKill",
};
const ORDER = Object.values(EVENTS);
const TIMES: Readonly<Record<string, "usageSeconds" | "userSeconds" | "systemSeconds">> = {
  usage_usec: "usageSeconds",
  user_usec: "userSeconds",
  system_usec: "systemSeconds",
};

class GroupsReader {
  readonly groups: Group[] = [];
  private open: Group | null = null;
  private file: string | null = null;
  private quota: number | "unlimited" | null = null;

  /** `named`: the files of the command, in whose order values without a heading stand. */
  constructor(private readonly named: { folder: string | null; file: string }[]) {}

  /** What stands below need not belong to what is above. */
  gap(): void {
    this.open = null;
    this.file = null;
    this.named.length = 0;
  }

  take({ text: raw, number }: Line): boolean {
    const plain = pressureFile(withoutAnnotation(raw).trim());
    const text = NOTED.exec(plain)?.groups?.row ?? plain;
    const prefixed = PREFIXED.exec(text)?.groups;
    const heading = HEADING.exec(text)?.groups ?? prefixed;
    if (heading) {
      this.enter(folderOf(heading.folder), heading.file ?? null, number);
      this.named.length = 0;
    }
    return heading && !prefixed ? true : this.value(prefixed?.rest ?? text, number);
  }

  private enter(folder: string | null, file: string | null, line: number): void {
    this.file = file;
    if (!this.open || this.open.path !== folder) {
      // Version 1 keeps memory and processors in folders of their own.
      this.open = this.groups.find(({ path }) => path === folder) ?? newGroup(line, folder);
      if (!this.groups.includes(this.open)) this.groups.push(this.open);
    }
  }

  private group(line: number): Group {
    if (!this.open) this.enter(this.named[0]?.folder ?? null, null, line);
    return this.open ?? newGroup(line, null);
  }

  private value(text: string, line: number): boolean {
    const lone = LONE.exec(text)?.groups;
    if (lone && this.lone(lone.first ?? "", lone.second, line)) return true;
    const keyed = KEYED.exec(text)?.groups;
    if (keyed) return this.keyed(keyed.key ?? "", Number(keyed.value), line);
    const pressure = PRESSURE.exec(text)?.groups;
    return pressure !== undefined && this.pressure(pressure, line);
  }

  private keyed(key: string, value: number, line: number): boolean {
    const event = EVENTS[key];
    if (event && this.isEvent(event)) {
      const group = this.group(line);
      const events: Events = group.memoryEvents ?? { line, low: null, high: null, max: null, oom: null, oomKill: null };
      group.memoryEvents = { ...events, [event]: value };
      return true;
    }
    if (MEMORY_STATS.has(key)) {
      this.group(line).memoryStats.push({ line, name: key, value });
      return true;
    }
    if (PASSED_OVER.test(key)) return true;
    const time = TIMES[key];
    const seconds = /_usec$/.test(key) ? value / UNIT.usec : value / UNIT.nsec;
    if (!time && !/^(?:nr_periods|nr_throttled|throttled_(?:usec|time))$/.test(key)) return false;
    if (this.open && (key === "usage_usec" || key === "nr_periods") && this.has(key)) this.open = null;
    const group = this.group(line);
    if (time) group[time] = seconds;
    else if (key === "nr_periods") group.nrPeriods = value;
    else if (key === "nr_throttled") [group.nrThrottled, group.nrThrottledLine] = [value, line];
    else [group.throttledSeconds, group.throttledSecondsLine] = [seconds, line];
    if (/_usec$/.test(key)) group.version = 2;
    if (key === "throttled_time") group.version = 1;
    return true;
  }

  /** Without a heading the rows are known by their order; `max 100000` alone may be a quota. */
  private isEvent(event: Exclude<keyof Events, "line">): boolean {
    if (this.file !== null) return this.file.startsWith("memory.events");
    const before = ORDER[ORDER.indexOf(event) - 1];
    return before === undefined || event === "oomKill" || this.open?.memoryEvents?.[before] != null;
  }

  private has(key: string): boolean {
    return (key === "usage_usec" ? this.open?.usageSeconds : this.open?.nrPeriods) != null;
  }

  private pressure({ share, avg10, avg60, avg300, total }: Record<string, string>, line: number): boolean {
    const named = this.file ?? this.named.find(({ file }) => file.endsWith(".pressure"))?.file ?? "";
    const resource = /^(cpu|memory|io)\.pressure$/.exec(named)?.[1] as Pressure["resource"] | undefined;
    this.group(line).pressures.push({
      line,
      resource: resource ?? null,
      share: share === "full" ? "full" : "some",
      avg10: Number(avg10),
      avg60: Number(avg60),
      avg300: Number(avg300),
      totalSeconds: Number(total) / UNIT.usec,
    });
    return true;
  }

  private lone(first: string, second: string | undefined, line: number): boolean {
    const next = this.file === null ? this.named.findIndex(({ file }) => !/stat|events|pressure/.test(file)) : -1;
    const file = this.file ?? this.named[next]?.file;
    if (file === undefined) return false;
    const group = this.group(line);
    const value = first === "max" || first === "-1" || Number(first) > NO_LIMIT ? "unlimited" : Number(first);
    const paired = file === "cpu.max";
    if (file.startsWith("cpu.cfs_")) this.cfs(group, file, value);
    else if (paired !== (second !== undefined) || !setValue(group, file, value)) {
      if (!paired || second === undefined) return false;
      group.processors = value === "unlimited" ? value : value / Number(second);
      group.version = 2;
    }
    if (next >= 0) this.named.splice(next, 1);
    return true;
  }

  /** Version 1 keeps quota and period in two files. */
  private cfs(group: Group, file: string, value: number | "unlimited"): void {
    group.version = 1;
    if (file === "cpu.cfs_quota_us") this.quota = value;
    else if (this.quota !== null && value !== "unlimited") {
      group.processors = this.quota === "unlimited" ? this.quota : this.quota / value;
    }
    if (this.quota === "unlimited") group.processors = this.quota;
  }
}

function setValue(group: Group, file: string, value: number | "unlimited"): boolean {
  if (file === "memory.max" || file === "memory.limit_in_bytes") group.memoryMaxBytes = value;
  else if (file === "memory.high") group.memoryHighBytes = value;
  else if ((file === "memory.current" || file === "memory.usage_in_bytes") && value !== "unlimited") {
    group.memoryCurrentBytes = value;
  } else return false;
  return true;
}

function folderOf(printed: string | undefined): string | null {
  return printed ? printed.replace(/\/$/, "") : null;
}

function pressureFile(text: string): string {
  return text.replace(MACHINE, "$<front>/proc/pressure/$<resource>.pressure");
}

/** The files that a command names one by one. */
function filesIn(args: string): { folder: string | null; file: string }[] {
  return args.split(/\s+/).flatMap((word) => {
    const file = HEADING.exec(pressureFile(word))?.groups;
    return file?.file && !word.includes("*") ? [{ folder: folderOf(file.folder), file: file.file }] : [];
  });
}

function parse(source: Source): Reading<ControlGroupsReport> {
  const reader = new GroupsReader(filesIn(source.args));
  const unread: number[] = [];
  const last = source.openEnd ? source.lines.at(-1)?.number : undefined;
  source.lines.forEach((line, at) => {
    if (isElision(line.text)) reader.gap();
    if (isChatter(line.text)) return;
    // A number at the end of the paste, or of a line as wide as a console, may have been cut.
    const broken = line.text.length >= CONSOLE_WIDTH && /^\d{1,20}$/.test(source.lines[at + 1]?.text ?? "");
    const cut = broken || (line.number === last && /\d$/.test(line.text));
    if (cut || !reader.take(line)) unread.push(line.number);
  });
  const empty = JSON.stringify(Object.values(newGroup(0, null)).slice(2));
  const groups = reader.groups.filter((group) => JSON.stringify(Object.values(group).slice(2)) !== empty);
  return groups.length === 0 ? null : { report: { kind: "control-groups", groups }, unread };
}

const FILES =
  "\\s[^|]{0,300}(?:/sys/fs/cgroup/|\\bcpu\\.(?:stat|max|cfs)|\\bmemory\\.(?:events|stat|max|current|high|limit|usage)|\\.pressure\\b|/proc/pressure/)";

export const linuxCgroup: Parser<ControlGroupsReport> = {
  id: "linux-cgroup",
  name: "cat /sys/fs/cgroup/cpu.stat",
  mode: "shell",
  command: unixCommand("cat|head|tail|grep|more", FILES),
  bareCommand:
    /^\s{0,8}(?:sudo )?(?:cat|head|tail|grep) (?:-[\w]{1,8} |\. ){0,3}(?:\/sys\/fs\/cgroup\/[\w*{},./-]{1,120} ?){1,9}$/,
  recognise: [STAT, PRESSURE, PREFIXED, HEADING, FIRST_EVENT, ...STAT_STARTS.map(([first]) => first)],
  confirm: (lines, at) => {
    const text = lines[at]?.text ?? "";
    const next = lines[at + 1]?.text ?? "";
    if (FIRST_EVENT.test(text)) return SECOND_EVENT.test(next);
    const start = STAT_STARTS.find(([first]) => first.test(text));
    if (start) return start[1].test(next);
    if (STAT.test(text) || PRESSURE.test(text)) return true;
    const rest = PREFIXED.exec(text)?.groups?.rest ?? next;
    return KEYED.test(rest) || LONE.test(rest) || PRESSURE.test(rest);
  },
  keeps: [KEYED],
  errors: [
    {
      // cat: /sys/fs/cgroup/cpu.stat: No such file or directory      cat: can't open '/sys/fs/cgroup/cpu.stat': No such file
      line: /^\s*(?:cat|head|tail|grep): .{0,120}(?:cgroup|cpu\.|memory\.).{0,80}No such file/i,
      problem: {
        code: "OTHER_CGROUP_VERSION",
        what: "The file is not there. Version 1 of control groups keeps it in another folder than version 2.",
        fix: "Try the other folder; on the host, the group of the container lies deeper.",
        commands: ["cat /sys/fs/cgroup/cpu/cpu.stat", "find /sys/fs/cgroup -name cpu.stat"],
      },
    },
  ],
  parse,
};
