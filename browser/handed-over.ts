import type { CaseText } from "./long-text";

/** Something to be put into a case. */
export interface NewTranscript {
  name: string;
  text: CaseText;
}

const waiting = new Map<string, readonly NewTranscript[]>();

/** Leaves long texts to the page that opens the case: it shows how far their reading is, and can end it. */
export function handOver(caseId: string, transcripts: readonly NewTranscript[]): void {
  if (transcripts.length > 0) waiting.set(caseId, transcripts);
}

/** What was left for a case; it is given once. */
export function takeHandedOver(caseId: string): readonly NewTranscript[] {
  const left = waiting.get(caseId) ?? [];
  waiting.delete(caseId);
  return left;
}
