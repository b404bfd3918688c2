import type { FileActivityReport, Finding } from "@/evidence";
import { dumpedAmong } from "../dumped-processes";
import type { EvidenceSet, Read } from "../evidence-set";
import { cite, fact, type Rule } from "../rule";
import { count, duration, list } from "../say";

/** Processes that run the application. */
const OWN = /^(?:w3wp|iisexpress|aspnet_wp|dotnet|csc|vbc|cvtres|vbcscompiler)\.exe$/i;
/** Windows' own, which touch everything a little. */
const EVERYWHERE = /^(?:System|Registry|svchost\.exe|services\.exe|csrss\.exe|explorer\.exe|procmon\w*\.exe)$/i;

/** Tells the application's processes; a program that hosts itself is the one that was dumped. */
type IsOwn = (process: string | null) => boolean;

function ownIn({ report }: Read<FileActivityReport>, evidence: EvidenceSet): IsOwn {
  const recorded = report.rows.map(({ process, processId }) => ({
    image: process,
    processId: processId?.toString(16) ?? null,
  }));
  const dumped = new Set(dumpedAmong(recorded, evidence).map(({ image }) => image));
  return (process) => process !== null && (OWN.test(process) || dumped.has(process));
}

function folders({ report }: Read<FileActivityReport>, isOwn: IsOwn): ReadonlySet<string> {
  return new Set(
    report.groups.flatMap(({ process, folder }) => (folder !== null && isOwn(process) ? [folder.toLowerCase()] : [])),
  );
}

function foreign(read: Read<FileActivityReport>, isOwn: IsOwn): Finding[] {
  const { report, block } = read;
  const own = folders(read, isOwn);
  if (own.size === 0) return [];
  const groups = report.groups.filter(
    ({ process, folder }) =>
      process !== null &&
      folder !== null &&
      own.has(folder.toLowerCase()) &&
      !isOwn(process) &&
      !EVERYWHERE.test(process),
  );
  const names = [...new Set(groups.map(({ process }) => process ?? ""))];
  if (names.length === 0) {
    return report.cutRows === 0
      ? [
          fact(
            "only-own-process-on-files",
            "In the recording no other program works in the application's folders.",
            [{ file: block.file, lines: block.lines }],
            { folders: own.size },
          ),
        ]
      : [];
  }
  return [
    fact(
      "foreign-process-on-files",
      `${list(names)} ${names.length === 1 ? "works" : "work"} in the same folders as the application.`,
      groups.slice(0, 10).map(({ line }) => cite(block, line)),
      { processes: names },
    ),
  ];
}

function violations({ report, block }: Read<FileActivityReport>): Finding[] {
  const hit = report.results.find(({ result }) => /^SHARING VIOLATION$/i.test(result));
  if (!hit) return [];
  const rows = report.rows.filter(({ result }) => /^SHARING VIOLATION$/i.test(result ?? ""));
  return [
    fact(
      "sharing-violations",
      `${count(hit.count, "access failed", "accesses failed")} because another program had the file open.`,
      rows.length > 0
        ? rows.slice(0, 10).map(({ line }) => cite(block, line))
        : [{ file: block.file, lines: block.lines }],
      { count: hit.count },
    ),
  ];
}

/** What single file accesses of the application cost, and how many there are. */
function costs(
  { report, block }: Read<FileActivityReport>,
  isOwn: IsOwn,
  slowSeconds: number,
  many: number,
): Finding[] {
  if (!report.hasDurations) return [];
  const own = report.groups.filter(({ process, totalSeconds }) => isOwn(process) && totalSeconds !== null);
  const operations = own.reduce((sum, group) => sum + group.count, 0);
  const total = own.reduce((sum, { totalSeconds }) => sum + (totalSeconds ?? 0), 0);
  const [slowest] = [...own].sort((a, b) => (b.longestSeconds ?? 0) - (a.longestSeconds ?? 0));
  if (operations === 0 || !slowest) return [];
  const average = total / operations;
  const values = { operations, totalSeconds: total, averageSeconds: average, longestSeconds: slowest.longestSeconds };
  const cites = [cite(block, slowest.longestLine ?? slowest.line)];
  if (average >= slowSeconds) {
    return [
      fact(
        "file-accesses-slow",
        `The application's file accesses take ${duration(average)} each on average, the longest ${duration(slowest.longestSeconds ?? average)}: something delays every one.`,
        cites,
        values,
      ),
    ];
  }
  if (operations >= many) {
    return [
      fact(
        "file-accesses-many",
        `The application makes ${count(operations, "file access", "file accesses")}, each of them quick: it is their number that takes the time.`,
        cites,
        values,
      ),
    ];
  }
  return [];
}

/** A recording of Process Monitor: who works on the application's files, and what each access costs. */
export const fileActivity: Rule = {
  id: "file-activity",
  finds: [
    "foreign-process-on-files",
    "only-own-process-on-files",
    "sharing-violations",
    "file-accesses-slow",
    "file-accesses-many",
  ],
  derive(evidence) {
    const { diskSlowMilliseconds, folderLargeFiles } = evidence.limits;
    return evidence.of("file-activity").flatMap((read) => {
      const isOwn = ownIn(read, evidence);
      return [
        ...foreign(read, isOwn),
        ...violations(read),
        ...costs(read, isOwn, diskSlowMilliseconds / 1000, folderLargeFiles),
      ];
    });
  },
};
