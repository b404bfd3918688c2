import type { Block, Report, ReportKind, ReportOf } from "@/evidence";
import { type Limits, limitsWith } from "./thresholds";

/** A report with the block it was read from. */
export interface Read<R extends Report = Report> {
  block: Block;
  report: R;
}

/** What rules look at: every distinct report, and the answers people gave. */
export interface EvidenceSet {
  /** Blocks in an order that does not depend on the order of pasting; repeated outputs once. */
  blocks: readonly Block[];
  /** Every block, repeated ones too, as they stand in the pastes. */
  pasted: readonly Block[];
  of<K extends ReportKind>(kind: K): readonly Read<ReportOf<K>>[];
  /** Value by question id. */
  answers: ReadonlyMap<string, string>;
  limits: Limits;
}

function byFingerprint(a: Block, b: Block): number {
  return a.fingerprint < b.fingerprint
    ? -1
    : a.fingerprint > b.fingerprint
      ? 1
      : a.file - b.file || a.lines[0] - b.lines[0];
}

/** Indexes blocks and answers for the rules. */
export function evidenceSet(
  blocks: readonly Block[],
  answers: ReadonlyMap<string, string> = new Map(),
  limits: Limits = limitsWith(),
): EvidenceSet {
  const distinct = new Map<string, Block>();
  for (const block of [...blocks].sort(byFingerprint)) {
    if (!distinct.has(block.fingerprint)) distinct.set(block.fingerprint, block);
  }
  const ordered = [...distinct.values()];
  const kinds = new Map<ReportKind, Read[]>();
  for (const block of ordered) {
    if (!block.report) continue;
    const list = kinds.get(block.report.kind) ?? [];
    list.push({ block, report: block.report });
    kinds.set(block.report.kind, list);
  }
  return {
    blocks: ordered,
    pasted: blocks,
    of: <K extends ReportKind>(kind: K) => (kinds.get(kind) ?? []) as unknown as readonly Read<ReportOf<K>>[],
    answers,
    limits,
  };
}
