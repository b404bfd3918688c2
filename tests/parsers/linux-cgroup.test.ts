import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const groupsOf = (block: Block | undefined) => reportOf(block, "linux-cgroup", "control-groups").groups;

const STAT = `root@web-7f9c:/app# cat /sys/fs/cgroup/cpu.stat
usage_usec 481233450
user_usec 400000000
system_usec 81233450
core_sched.force_idle_usec 0
nr_periods 51204
nr_throttled 20133
throttled_usec 912345678
nr_bursts 0
burst_usec 0
`;
const VERSION_1 = `/ # cat /sys/fs/cgroup/cpu/cpu.stat
nr_periods 51204
nr_throttled 20133
throttled_time 912345678000
/ # df
`;
const SEVERAL = `$ head /sys/fs/cgroup/cpu.max /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory.current /sys/fs/cgroup/io.pressure
==> /sys/fs/cgroup/cpu.max <==
150000 100000

==> /sys/fs/cgroup/memory.events <==
low 0
high 12
max 340
oom 1
oom_kill 1

==> /sys/fs/cgroup/memory.max <==
536870912

==> /sys/fs/cgroup/memory.current <==
536000000

==> /sys/fs/cgroup/io.pressure <==
some avg10=12.50 avg60=8.20 avg300=3.10 total=91234567
full avg10=10.00 avg60=7.00 avg300=2.00 total=81234567
`;

test("memory.stat of either version has its rows, and a number that may be cut is none", () => {
  const rows = (text: string) =>
    groupsOf(read(text)[0]).flatMap(({ memoryStats }) =>
      memoryStats.map(({ line, name, value }) => [line, name, value]),
    );
  expect(rows("$ cat /sys/fs/cgroup/memory.stat\nanon 402653184\nfile 120586240\npgmajfault 37\n")).toEqual([
    [2, "anon", 402_653_184],
    [3, "file", 120_586_240],
    [4, "pgmajfault", 37],
  ]);
  expect(
    rows("cache 120586240\nrss 402653184\ntotal_cache 120586240\nhierarchical_memory_limit 536870912\n"),
  ).toHaveLength(4);
  expect(rows("anon 402653184\nfile 120586")).toEqual([[1, "anon", 402_653_184]]);
  expect(read("anon 402653184\nnothing of the kind\n")[0]?.parser).toBeNull();
});

test("how often the processors' share was used up is read with its lines", () => {
  const [block] = read(STAT);
  expect([block?.outcome, block?.mode]).toEqual(["read", "shell"]);
  expect(groupsOf(block)).toHaveLength(1);
  expect(groupsOf(block)[0]).toMatchObject({
    line: 2,
    path: "/sys/fs/cgroup",
    version: 2,
    nrPeriods: 51204,
    nrThrottled: 20133,
    nrThrottledLine: 7,
    throttledSeconds: 912.345678,
    throttledSecondsLine: 8,
    usageSeconds: 481.23345,
    processors: null,
    memoryEvents: null,
  });
});

test("version 1 counts nanoseconds, and a prompt below shows that the last number is whole", () => {
  const [block] = read(VERSION_1);
  expect(block?.outcome).toBe("read");
  expect(groupsOf(block)[0]).toMatchObject({
    path: "/sys/fs/cgroup/cpu",
    version: 1,
    nrThrottled: 20133,
    throttledSeconds: 912.345678,
  });
});

test("files with headings of one folder are one group", () => {
  const [block] = read(SEVERAL);
  expect(block?.outcome).toBe("read");
  const [group, ...others] = groupsOf(block);
  expect(others).toEqual([]);
  expect(group).toMatchObject({
    path: "/sys/fs/cgroup",
    processors: 1.5,
    memoryMaxBytes: 536870912,
    memoryCurrentBytes: 536000000,
    memoryEvents: { line: 6, low: 0, high: 12, max: 340, oom: 1, oomKill: 1 },
  });
  expect(group?.pressures[0]).toEqual({
    line: 19,
    resource: "io",
    share: "some",
    avg10: 12.5,
    avg60: 8.2,
    avg300: 3.1,
    totalSeconds: 91.234567,
  });
});

test("groups of several folders stay apart", () => {
  const text = `${STAT.replace(/^.*\n/, "==> /sys/fs/cgroup/a/cpu.stat <==\n")}\n==> /sys/fs/cgroup/b/cpu.stat <==\nnr_periods 7\nnr_throttled 0\n`;
  expect(groupsOf(read(text)[0]).map(({ path, nrPeriods }) => [path, nrPeriods])).toEqual([
    ["/sys/fs/cgroup/a", 51204],
    ["/sys/fs/cgroup/b", 7],
  ]);
});

test.each([
  ["cat /sys/fs/cgroup/cpu.max", "max 100000", { processors: "unlimited" }],
  ["cat /sys/fs/cgroup/cpu.max", "50000 100000", { processors: 0.5 }],
  ["cat /sys/fs/cgroup/memory.max", "max", { memoryMaxBytes: "unlimited" }],
  [
    "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory.current",
    "536870912\n1000",
    { memoryMaxBytes: 536870912, memoryCurrentBytes: 1000 },
  ],
  ["cat /sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712", { memoryMaxBytes: "unlimited" }],
  [
    "head /sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "==> /sys/fs/cgroup/cpu/cpu.cfs_quota_us <==\n250000\n\n==> /sys/fs/cgroup/cpu/cpu.cfs_period_us <==\n100000",
    { version: 1, processors: 2.5 },
  ],
  [
    "cat /sys/fs/cgroup/memory.pressure",
    "some avg10=1.00 avg60=0.00 avg300=0.00 total=5000000",
    { pressures: [{ resource: "memory", totalSeconds: 5 }] },
  ],
])("%s is read by the names in the command", (command, output, expected) => {
  const [block] = read(`$ ${command}\n${output}\n`);
  expect([block?.outcome, groupsOf(block).length]).toEqual(["read", 1]);
  expect(groupsOf(block)[0]).toMatchObject(expected);
});

test("a quota without its name is not taken for an event of memory", () => {
  for (const { report } of read("max 100000\n")) expect(report).toBeNull();
});

test("the command left out, blanks lost, and the path in front of each row change nothing", () => {
  const whole = withoutLines(groupsOf(read(SEVERAL)[0]));
  expect(withoutLines(groupsOf(read(collapsed(SEVERAL))[0]))).toEqual(whole);
  expect(withoutLines(groupsOf(read(SEVERAL.split("\n").slice(1).join("\n"))[0]))).toEqual(whole);
  let path = "";
  const rows = SEVERAL.split("\n").flatMap((line) => {
    path = /==> (\S+)/.exec(line)?.[1] ?? path;
    return /^(?:==>|\$|$)/.test(line) ? [] : [`${path}:${line}`];
  });
  expect(withoutLines(groupsOf(read(`${rows.join("\n")}\n`)[0]))).toEqual(whole);
});

test("a number at the end of the paste is not read, for it may have been cut", () => {
  for (const text of [STAT, VERSION_1.replace("/ # df\n", ""), SEVERAL]) {
    const whole = groupsOf(read(text)[0]);
    for (let end = text.indexOf("\n") + 14; end < text.length - 1; end++) {
      const report = read(text.slice(0, end)).find(({ parser }) => parser === "linux-cgroup")?.report;
      if (report?.kind !== "control-groups") continue;
      for (const [name, value] of Object.entries(report.groups[0] ?? {})) {
        if (typeof value === "number" || value === "unlimited")
          expect([end, name, value]).toEqual([end, name, whole[0]?.[name as "nrPeriods"]]);
      }
      for (const [name, value] of Object.entries(report.groups[0]?.memoryEvents ?? {})) {
        if (value !== null) expect([end, value]).toEqual([end, whole[0]?.memoryEvents?.[name as "low"]]);
      }
    }
  }
});

test.each([
  "cat: /sys/fs/cgroup/cpu.stat: No such file or directory",
  "cat: can't open '/sys/fs/cgroup/cpu.stat': No such file or directory",
])("%s is told with the other folder", (error) => {
  const [block] = read(`$ cat /sys/fs/cgroup/cpu.stat\n${error}\n`);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual([
    "linux-cgroup",
    "unusable",
    "OTHER_CGROUP_VERSION",
  ]);
});

test("notes that show the output as comments, each figure with its meaning, are read", () => {
  const [block] = read(`$ cat /sys/fs/cgroup/cpu.stat
# usage_usec 12345678      # all of the processor's time
# nr_periods 1234          ← quota periods so far
# nr_throttled 56          # and in how many it was used up
# throttled_usec 2345678
`);
  expect([block?.parser, block?.outcome, block?.unread]).toEqual(["linux-cgroup", "read", []]);
  expect(groupsOf(block)[0]).toMatchObject({ nrPeriods: 1234, nrThrottled: 56, throttledSeconds: 2.345678 });
});

test("quota and period of version 1, named by one command, are both read", () => {
  const [block] = read(
    "$ cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.cfs_period_us\n50000\n100000\n",
  );
  expect(groupsOf(block)[0]).toMatchObject({ version: 1, processors: 0.5 });
});

test("the pressure of the whole machine tells by its file what is short", () => {
  const row = "some avg10=92.50 avg60=88.20 avg300=73.10 total=912345678";
  const [one] = read(`$ cat /proc/pressure/io\n${row}\n\n`);
  expect(groupsOf(one)[0]?.pressures).toMatchObject([{ resource: "io", avg10: 92.5 }]);
  const [many] = read(
    `$ grep . /proc/pressure/cpu /proc/pressure/io\n/proc/pressure/cpu:${row}\n/proc/pressure/io:${row}\n\n`,
  );
  expect(groupsOf(many)[0]?.pressures.map(({ resource }) => resource)).toEqual(["cpu", "io"]);
});
