import { PARSERS } from "./list";
import type { Parser } from "./parser";

/** Words of a pattern's source: what stands between its signs, without classes, groups' names and quantifiers. */
function wordsOfSource(source: string): string[] {
  return wordsOf(
    source
      .replace(/\(\?<\w{1,40}>/g, " ")
      .replace(/\[(?:\\.|[^\][\\])*\]/g, " ")
      .replace(/\{\d{0,6},?\d{0,6}\}/g, " ")
      // `Hea?p` and `waits?` are words with and without their last letter; the whole word is kept.
      .replace(/\?/g, "")
      .replace(/\\[sSdDwWbBnrt]|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}/gi, " "),
  );
}

/** The words of a line that say something: letters only, three at least, and no addresses. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z]{3,40}/g) ?? [];
  return [...new Set(words.filter((word) => !/^[a-f]+$/.test(word)))];
}

/** Words that each output prints, as far as its patterns name them. */
export interface Vocabulary {
  parser: Parser;
  words: ReadonlySet<string>;
}

const VOCABULARIES: readonly Vocabulary[] = PARSERS.map((parser) => {
  const patterns = [...parser.recognise, ...(parser.keeps ?? []), ...(parser.restarts ? [parser.restarts] : [])];
  return { parser, words: new Set([parser.name, ...patterns.map(({ source }) => source)].flatMap(wordsOfSource)) };
});

const WEIGHTS = ((): ReadonlyMap<string, number> => {
  const uses = new Map<string, number>();
  for (const { words } of VOCABULARIES) for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  return new Map([...uses].map(([word, count]) => [word, Math.log((VOCABULARIES.length + 1) / count)]));
})();

/** What a word of no output weighs against the others of its line. */
const STRANGE = 2;

/** The vocabularies of all outputs. */
export function vocabularies(): readonly Vocabulary[] {
  return VOCABULARIES;
}

/** How much of a line an output's words cover. */
export interface Cover {
  /** 0 to 1. */
  share: number;
  weight: number;
  /** Words that it knows. */
  count: number;
}

/** How much of what a line says an output's words cover, 0 to 1; rare words count more than common ones. */
export function coveredBy({ words }: Vocabulary, line: readonly string[]): Cover {
  let all = 0;
  let covered = 0;
  let count = 0;
  for (const word of line) {
    const weight = WEIGHTS.get(word) ?? STRANGE;
    all += weight;
    if (!words.has(word)) continue;
    covered += weight;
    count++;
  }
  return { share: all === 0 ? 0 : covered / all, weight: covered, count };
}
