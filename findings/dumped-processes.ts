import type { EvidenceSet } from "./evidence-set";

/** Ids of the processes that dumps were taken of, hexadecimal as debuggers print them. */
export function dumpedProcesses(evidence: EvidenceSet): ReadonlySet<string> {
  const stacks = evidence.of("native-stacks").flatMap(({ report }) => report.stacks);
  return new Set(stacks.flatMap(({ processId }) => processId ?? []));
}
