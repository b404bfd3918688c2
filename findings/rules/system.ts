import type { Cite, ReportKind } from "@/evidence";
import type { EvidenceSet } from "../evidence-set";
import { cite, presence, type Rule } from "../rule";

/** Outputs that only one of the two systems prints. */
const OF_LINUX: readonly ReportKind[] = ["linux-tasks", "linux-kernel-stacks", "control-groups", "disk-free"];
const OF_WINDOWS: readonly ReportKind[] = [
  "filters",
  "requests",
  "worker-processes",
  "http-errors",
  "kernel-threads",
  "resource-locks",
  "critical-sections",
  "process-environment",
];

const LINUX_MODULE = /^lib(?:coreclr|clrjit|c|pthread)(?:[.-]|$)/i;
const WINDOWS_MODULE = /^ntdll(?:_[0-9a-f]+)?$/i;

function firstOf(evidence: EvidenceSet, kinds: readonly ReportKind[]): Cite | null {
  for (const kind of kinds) {
    const [read] = evidence.of(kind);
    if (read) return { file: read.block.file, lines: read.block.lines };
  }
  return null;
}

function moduleOf(evidence: EvidenceSet, name: RegExp): Cite | null {
  for (const { report, block } of evidence.of("native-stacks")) {
    for (const { frames } of report.stacks) {
      const hit = frames.find(({ module }) => module !== null && name.test(module));
      if (hit) return cite(block, hit.line);
    }
  }
  return null;
}

/** Which system the server runs, which decides the form of what is asked for on it. */
export const system: Rule = {
  id: "system",
  finds: ["server-runs-linux", "server-runs-windows"],
  derive(evidence) {
    const linux = firstOf(evidence, OF_LINUX) ?? moduleOf(evidence, LINUX_MODULE);
    if (linux) return [presence("server-runs-linux", "The server runs Linux.", [linux])];
    const windows = firstOf(evidence, OF_WINDOWS) ?? moduleOf(evidence, WINDOWS_MODULE);
    return windows ? [presence("server-runs-windows", "The server runs Windows.", [windows])] : [];
  },
};
