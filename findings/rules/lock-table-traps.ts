import type { Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, type Rule, warning } from "../rule";
import { count } from "../say";
import { isPossibleCount, waitersOf } from "../sync-block-waiters";

function impossibleCounts(evidence: EvidenceSet): Finding[] {
  return evidence
    .of("sync-blocks")
    .flatMap(({ report, block }) =>
      report.rows
        .filter((row) => !isPossibleCount(row))
        .map((row) =>
          warning(
            "monitor-held-impossible",
            `MonitorHeld ${row.monitorHeld} would mean ${waitersOf(row).toLocaleString("en-US")} waiting threads for the lock on ${row.type}: SOS read the lock's bits wrongly, so the row says nothing of who waits.`,
            [cite(block, row.line)],
            { monitorHeld: row.monitorHeld },
          ),
        ),
    );
}

function unreadable(evidence: EvidenceSet): Finding[] {
  return evidence
    .of("sync-blocks")
    .filter(({ report }) => report.invalid.length > 0)
    .map(({ report, block }) =>
      warning(
        "sync-blocks-unreadable",
        `SOS could not read ${count(report.invalid.length, "sync block")} of the table: any of them may be a lock, so what is not listed proves nothing.`,
        [{ file: block.file, lines: block.lines }],
        { invalid: report.invalid },
      ),
    );
}

/** The table of managed locks where SOS misread it. */
export const lockTableTraps: Rule = {
  id: "lock-table-traps",
  finds: ["monitor-held-impossible", "sync-blocks-unreadable"],
  derive: (evidence) => [...impossibleCounts(evidence), ...unreadable(evidence)],
};
