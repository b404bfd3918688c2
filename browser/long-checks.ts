import { liveEntries } from "@/cases/case-log";
import { type Problem, WaitchainError } from "@/evidence";
import { caseFileRefused, nameFor } from "./entry-checks";
import { type LongText, type PageCase, sameLongText, sampleOf, sizeOf } from "./long-text";
import { refusePaste, repeated, tooLarge } from "./paste-checks";
import { isCaseFile } from "./read-files";

/** Bytes that the browser still has room for. */
async function roomLeft(): Promise<number> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined ? Number.POSITIVE_INFINITY : quota - (usage ?? 0);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function refuse(subject: PageCase, name: string, text: LongText): Promise<Problem | null> {
  const large = tooLarge(name, sizeOf(text));
  if (large) return large;
  const { head, sample } = await sampleOf(text);
  if (isCaseFile(head)) return caseFileRefused(name);
  // Whether there is nothing but blanks in it is known when all of it was read.
  const refused = /\S/.test(sample) ? refusePaste({ name, text: sample }) : null;
  if (refused) return refused;
  for (const entry of liveEntries(subject.log)) {
    if (entry.type !== "transcript" || typeof entry.text === "string") continue;
    if (await sameLongText(entry.text, text)) return repeated(name, entry.name);
  }
  return null;
}

/** A long text under the name it gets in the case, or why it cannot be added. */
export async function checkLong(
  subject: PageCase,
  item: { name: string; text: LongText },
): Promise<{ name: string; text: LongText } | { problem: Problem }> {
  const name = nameFor(subject, item.name);
  const problem = await refuse(subject, name, item.text);
  return problem ? { problem } : { name, text: item.text };
}

/** Throws when the browser has no room to keep the text. */
export async function checkStorage(name: string, text: LongText): Promise<void> {
  const room = await roomLeft();
  if (text.blob.size <= room) return;
  throw new WaitchainError({
    code: "STORAGE_FULL",
    what: `“${name}” has ${Math.ceil(text.blob.size / 1e6)} MB, and the browser has room for ${Math.floor(Math.max(0, room) / 1e6)} MB more. It was not put in; the case is as it was.`,
    fix: "Save cases you no longer need as files and delete them here, or free disk space, then add it again.",
  });
}
