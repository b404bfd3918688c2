import type { Entry } from "@/cases/case-log";
import type { Diagnosis } from "@/cases/diagnose";
import type { Problem } from "@/evidence";
import type { CaseStore } from "./case-store";
import type { Incoming } from "./case-view";
import type { LongReading } from "./diagnosis-protocol";
import type { LongText } from "./long-text";

/** A long text that is being read, and put into the case when that is done. */
export type IncomingEntry = Extract<Entry<LongText>, { type: "transcript" }>;

/** What there is to show of them. */
export function shownIncoming(incoming: readonly IncomingEntry[]): Incoming[] {
  return incoming.map(({ id, name, text }) => ({ id, name, size: text.blob.size }));
}

/** What came of putting long texts into a case. */
export interface Kept {
  ids: readonly string[];
  /** One for each text that holds nothing. */
  problems: readonly Problem[];
}

/** Stores what was read, the last transcripts of the diagnosis; what holds no text is left out. */
export async function keepIncoming(
  store: CaseStore,
  caseId: string,
  incoming: readonly IncomingEntry[],
  diagnosis: Diagnosis,
  readingOf: (text: LongText) => LongReading | null,
): Promise<Kept> {
  const ids: string[] = [];
  const problems: Problem[] = [];
  for (const [at, entry] of incoming.entries()) {
    if (diagnosis.perTranscript.at(at - incoming.length)?.lines === 0) {
      problems.push({
        code: "PASTE_EMPTY",
        what: `There is no text in “${entry.name}”.`,
        fix: "Check that it is the file the output was written to, and that the debugger has closed it (.logclose).",
      });
      continue;
    }
    const encoding = readingOf(entry.text)?.index.encoding ?? entry.text.encoding;
    await store.appendEntry(caseId, { ...entry, text: { ...entry.text, encoding } });
    ids.push(entry.id);
  }
  return { ids, problems };
}
