import type { Block, ControlGroup, Filesystem, Finding, Pressure } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, fact, type Rule, warning } from "../rule";
import { bytes, count, duration, list } from "../say";
import type { Limits } from "../thresholds";

interface GroupAt {
  group: ControlGroup;
  block: Block;
}

/** A container that has used up its share of the processors stands still until the next period. */
function quota({ group, block }: GroupAt, limits: Limits): Finding[] {
  const { nrPeriods: periods, nrThrottled: throttled, throttledSeconds } = group;
  if (periods === null || throttled === null) return [];
  const cites = [cite(block, group.nrThrottledLine ?? group.line)];
  if (group.throttledSecondsLine !== null) cites.push(cite(block, group.throttledSecondsLine));
  const values = { periods, throttled, throttledSeconds };
  if (throttled === 0 && periods > 0)
    return [fact("cpu-not-throttled", "The quota of processor time has never held the container up.", cites, values)];
  if (periods === 0 || throttled / periods < limits.throttledRatio) return [];
  const waited = throttledSeconds === null ? "" : `, for ${duration(throttledSeconds)} in all`;
  return [
    warning(
      "cpu-throttled",
      `The container ran out of processor time in ${count(throttled, "period")} of ${periods.toLocaleString("en-US")}${waited}: it stands still until the next one, which looks like a hang and is none. Raise the quota, or find what burns the time.`,
      cites,
      values,
    ),
  ];
}

/** What the container was refused, and how near it stands to the limit. */
function memory({ group, block }: GroupAt, limits: Limits): Finding[] {
  const findings: Finding[] = [];
  const { memoryEvents: events, memoryCurrentBytes: current, memoryMaxBytes: max } = group;
  const [hits, kills] = [(events?.max ?? 0) + (events?.oom ?? 0), events?.oomKill ?? 0];
  if (events && hits + kills > 0) {
    const killed = kills > 0 ? `, and ${count(kills, "process was", "processes were")} killed for it` : "";
    findings.push(
      fact(
        "memory-limit-hit",
        `The container ran into its limit of memory ${count(hits + kills, "time")}${killed}.`,
        [cite(block, events.line)],
        { max: events.max, oom: events.oom, oomKill: events.oomKill },
      ),
    );
  }
  if (current !== null && typeof max === "number" && max > 0 && current / max >= limits.commitFullRatio) {
    findings.push(
      fact(
        "memory-near-limit",
        `The container uses ${bytes(current)} of the ${bytes(max)} it may have, what it caches of files included.`,
        [cite(block, group.line)],
        { currentBytes: current, maxBytes: max },
      ),
    );
  }
  return findings;
}

const PRESSURES: readonly { resource: Pressure["resource"]; finding: string; what: string }[] = [
  { resource: "memory", finding: "memory-pressure", what: "for memory" },
  { resource: "io", finding: "io-pressure", what: "for disks" },
];

function pressures({ group, block }: GroupAt, limits: Limits): Finding[] {
  return PRESSURES.flatMap(({ resource, finding, what }) => {
    const [worst] = group.pressures
      .filter((pressure) => pressure.resource === resource && pressure.share === "full")
      .sort((a, b) => Math.max(b.avg10, b.avg60) - Math.max(a.avg10, a.avg60));
    const percent = worst ? Math.max(worst.avg10, worst.avg60) : 0;
    if (!worst || percent < limits.pressurePercent) return [];
    return [
      fact(finding, `All tasks at once waited ${what} in ${percent} % of the time.`, [cite(block, worst.line)], {
        percent,
        avg10: worst.avg10,
        avg60: worst.avg60,
        avg300: worst.avg300,
      }),
    ];
  });
}

const fullOf = ({ usePercent, inodesUsePercent }: Filesystem): number =>
  Math.max(usePercent ?? 0, inodesUsePercent ?? 0);
/** Always full by their nature. */
const READ_ONLY = /^(?:squashfs|iso9660|overlayfs-lower)$|^\/dev\/loop\d/;

function disks(evidence: EvidenceSet): Finding[] {
  const rows = evidence
    .of("disk-free")
    .flatMap(({ report, block }) => report.filesystems.map((row) => ({ row, block })))
    .filter(({ row }) => !READ_ONLY.test(row.type ?? "") && !READ_ONLY.test(row.filesystem ?? ""));
  const full = rows.filter(({ row }) => fullOf(row) >= evidence.limits.diskFullPercent);
  if (full.length === 0) return [];
  const names = full.map(({ row }) => row.mountedOn ?? row.filesystem ?? "a file system");
  const files = full.every(({ row }) => (row.usePercent ?? 0) < evidence.limits.diskFullPercent);
  return [
    warning(
      "disk-full",
      `${list(names)} ${names.length === 1 ? "has" : "have"} next to no room left${files ? " for further files" : ""} (${full.map(({ row }) => `${fullOf(row)} %`).join(", ")}): writing fails or waits there.`,
      full.map(({ row, block }) => cite(block, row.line)),
      { mounts: names },
    ),
  ];
}

function waitingProcessors(evidence: EvidenceSet): Finding[] {
  return evidence.of("linux-tasks").flatMap(({ report, block }) => {
    const percent = report.ioWaitPercent;
    if (percent === null || percent < evidence.limits.ioWaitPercent) return [];
    return [
      fact(
        "processors-wait-for-disk",
        `The processors spend ${percent} % of the time waiting for disks.`,
        [{ file: block.file, lines: block.lines }],
        { percent },
      ),
    ];
  });
}

/** What a container or its host lacks: processor time, memory, room, disks that keep up. */
export const linuxLimits: Rule = {
  id: "linux-limits",
  finds: [
    "cpu-throttled",
    "cpu-not-throttled",
    "memory-limit-hit",
    "memory-near-limit",
    "memory-pressure",
    "io-pressure",
    "disk-full",
    "processors-wait-for-disk",
  ],
  derive(evidence) {
    const groups = evidence
      .of("control-groups")
      .flatMap(({ report, block }) => report.groups.map((group) => ({ group, block })));
    return [
      ...groups.flatMap((at) => [
        ...quota(at, evidence.limits),
        ...memory(at, evidence.limits),
        ...pressures(at, evidence.limits),
      ]),
      ...disks(evidence),
      ...waitingProcessors(evidence),
    ];
  },
};
