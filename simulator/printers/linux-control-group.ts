import type { ControlGroupsReport } from "@/evidence";
import type { Facts } from "../facts";
import type { LinuxControlGroup } from "../linux-control-group";
import type { Server } from "../server";
import type { Printer } from "./printer";

type Group = Facts<ControlGroupsReport>["groups"][number];

const FOLDER = "/sys/fs/cgroup";
/** What `head` prints of each file. */
const HEAD_ROWS = 10;
const hundredths = (value: number): string => (value / 100).toFixed(2);

function cpuStat({ periods, throttled, throttledTime, userTime, systemTime }: LinuxControlGroup): string[] {
  return [
    `usage_usec ${userTime + systemTime}`,
    `user_usec ${userTime}`,
    `system_usec ${systemTime}`,
    `nr_periods ${periods}`,
    `nr_throttled ${throttled}`,
    `throttled_usec ${throttledTime}`,
    "nr_bursts 0",
    "burst_usec 0",
  ];
}

function pressure(share: string, averages: readonly number[], total: number): string {
  const [ten = 0, sixty = 0, threeHundred = 0] = averages;
  return `${share} avg10=${hundredths(ten)} avg60=${hundredths(sixty)} avg300=${hundredths(threeHundred)} total=${total}`;
}

const NOTHING: Group = {
  path: null,
  version: null,
  nrPeriods: null,
  nrThrottled: null,
  throttledSeconds: null,
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

const statFacts = ({ periods, throttled, throttledTime, userTime, systemTime }: LinuxControlGroup): Partial<Group> => ({
  version: 2,
  nrPeriods: periods,
  nrThrottled: throttled,
  throttledSeconds: throttledTime / 1e6,
  usageSeconds: (userTime + systemTime) / 1e6,
  userSeconds: userTime / 1e6,
  systemSeconds: systemTime / 1e6,
});

interface Form {
  dialect: string;
  command: string;
  print(group: LinuxControlGroup): string[];
  facts(group: LinuxControlGroup, echoed: boolean): Partial<Group>;
}

const statRows = ({ memoryStats }: LinuxControlGroup): string[] => memoryStats.map((row) => row.join(" "));
const memoryStatsOf = ({ memoryStats }: LinuxControlGroup): Group["memoryStats"] =>
  memoryStats.map(([name, value]) => ({ name, value }));

const files = (group: LinuxControlGroup): readonly (readonly [name: string, rows: readonly string[]])[] => [
  ["cpu.stat", cpuStat(group)],
  ["cpu.max", [`${group.quota ?? "max"} 100000`]],
  ["memory.max", [String(group.memoryMax ?? "max")]],
  ["memory.current", [String(group.memoryCurrent)]],
  [
    "memory.events",
    [
      `low ${group.events.low}`,
      `high ${group.events.high}`,
      `max ${group.events.max}`,
      `oom ${group.events.oom}`,
      `oom_kill ${group.events.oomKill}`,
    ],
  ],
  ["memory.stat", statRows(group)],
  [
    "io.pressure",
    [
      pressure("some", group.pressure.some, group.pressure.total),
      pressure("full", group.pressure.full, group.pressure.total),
    ],
  ],
];

/** The files of the group, by name, with what stands in them. */
export function controlGroupFiles({ linux }: Server): readonly (readonly [name: string, rows: readonly string[]])[] {
  return files(linux.controlGroup);
}

function allFacts(group: LinuxControlGroup): Partial<Group> {
  const averages = ([ten, sixty, threeHundred]: readonly [number, number, number]) => ({
    avg10: ten / 100,
    avg60: sixty / 100,
    avg300: threeHundred / 100,
    totalSeconds: group.pressure.total / 1e6,
  });
  return {
    ...statFacts(group),
    path: FOLDER,
    processors: group.quota === null ? "unlimited" : group.quota / 100_000,
    memoryMaxBytes: group.memoryMax ?? "unlimited",
    memoryCurrentBytes: group.memoryCurrent,
    memoryEvents: group.events,
    memoryStats: memoryStatsOf(group),
    pressures: [
      { resource: "io", share: "some", ...averages(group.pressure.some) },
      { resource: "io", share: "full", ...averages(group.pressure.full) },
    ],
  };
}

const FORMS: readonly Form[] = [
  {
    dialect: "cpu-stat",
    command: `cat ${FOLDER}/cpu.stat`,
    print: cpuStat,
    facts: (group, echoed) => ({ ...statFacts(group), path: echoed ? FOLDER : null }),
  },
  {
    dialect: "cpu-stat-version-1",
    command: `cat ${FOLDER}/cpu/cpu.stat`,
    print: ({ periods, throttled, throttledTime }) => [
      `nr_periods ${periods}`,
      `nr_throttled ${throttled}`,
      `throttled_time ${throttledTime * 1000}`,
    ],
    facts: ({ periods, throttled, throttledTime }, echoed) => ({
      version: 1,
      path: echoed ? `${FOLDER}/cpu` : null,
      nrPeriods: periods,
      nrThrottled: throttled,
      throttledSeconds: throttledTime / 1e6,
    }),
  },
  {
    dialect: "memory-stat",
    command: `cat ${FOLDER}/memory.stat`,
    print: statRows,
    facts: (group, echoed) => ({ memoryStats: memoryStatsOf(group), path: echoed ? FOLDER : null }),
  },
  {
    dialect: "head",
    command: `head ${FOLDER}/cpu.* ${FOLDER}/memory.*`,
    print: (group) =>
      files(group).flatMap(([name, rows], at) => [
        ...(at > 0 ? [""] : []),
        `==> ${FOLDER}/${name} <==`,
        ...rows.slice(0, HEAD_ROWS),
      ]),
    facts: (group) => ({ ...allFacts(group), memoryStats: memoryStatsOf(group).slice(0, HEAD_ROWS) }),
  },
  {
    dialect: "grep",
    command: `grep . ${FOLDER}/cpu.* ${FOLDER}/memory.*`,
    print: (group) => files(group).flatMap(([name, rows]) => rows.map((row) => `${FOLDER}/${name}:${row}`)),
    facts: allFacts,
  },
];

export const LINUX_CONTROL_GROUP: readonly Printer<ControlGroupsReport>[] = FORMS.map((form) => ({
  parser: "linux-cgroup",
  dialect: form.dialect,
  needs: {},
  prompt: "unix",
  command: () => form.command,
  print: ({ linux }) => form.print(linux.controlGroup),
  expected: ({ linux }, echoed) => ({
    kind: "control-groups",
    groups: [{ ...NOTHING, ...form.facts(linux.controlGroup, echoed) }],
  }),
}));
