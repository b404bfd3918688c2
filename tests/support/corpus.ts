import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Transcript } from "@/evidence";

/** Real outputs with their facts; kept beside the repository, so they may be absent. */
const CORPUS = join(import.meta.dirname, "../../../shared/corpus");

export const hasCorpus = existsSync(join(CORPUS, "INDEX.md"));

/** One published output, as it stands in the corpus. */
export function corpusTranscript(name: string): Transcript {
  return { name, text: readFileSync(join(CORPUS, name, "input.txt"), "utf8") };
}

/** Every output of the corpus. */
export function corpusTranscripts(): Transcript[] {
  if (!hasCorpus) return [];
  return readdirSync(CORPUS)
    .filter((name) => existsSync(join(CORPUS, name, "input.txt")))
    .map(corpusTranscript);
}
