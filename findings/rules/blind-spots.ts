import type { Finding } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { type Found, presence, type Rule } from "../rule";
import { count } from "../say";
import { WAIT_FINDINGS } from "../wait-groups";

/** What already tells why requests hang, or that none does. */
const EXPLAINED = [
  ...WAIT_FINDINGS.filter((id) => id.startsWith("many-")),
  "many-threads-call-out",
  "monitor-waiters",
  "compilation-mutex-waiters",
  "request-waits-for-application",
  "lock-owner",
  "lock-without-owner",
  "few-threads-block-on-tasks",
  "synchronization-context-on-stack",
  "pool-exhausted",
  "pool-at-limit",
  "requests-wait-for-session",
  "no-long-requests",
];

function nativeFrames(evidence: EvidenceSet, found: Found): Finding[] {
  const surveys = evidence
    .of("managed-stacks")
    .filter(({ report, block }) => block.mode === "dotnet-dump" && (report.allThreads || report.stacks.length > 4));
  const native = evidence.of("native-stacks").some(({ block }) => block.mode !== "kernel");
  if (surveys.length === 0 || native || EXPLAINED.some((id) => found.has(id))) return [];
  const threads = surveys.reduce((sum, { report }) => sum + report.stacks.length, 0);
  return [
    presence(
      "native-frames-missing",
      `The managed stacks of ${count(threads, "thread")} name no wait that many of them share, and dotnet-dump shows nothing of what stands above and beside them.`,
      surveys.map(({ block }) => ({ file: block.file, lines: block.lines })),
      { threads },
    ),
  ];
}

/** What the tool at hand cannot show. */
export const blindSpots: Rule = {
  id: "blind-spots",
  finds: ["native-frames-missing"],
  derive: (evidence, found) => nativeFrames(evidence, found),
};
