import MiniSearch, { type Options } from "minisearch";
import { pagesByShape } from "./shapes";
import { indexWords, queryWords } from "./words";

/** A page or a part of one below a heading, as it is looked for. */
export interface SearchDocument {
  /** `/commands/sos-syncblk`, `/commands/sos-syncblk#traps`. */
  id: string;
  /** Title of the page. */
  page: string;
  /** Heading of the part; empty for the page itself. */
  section: string;
  /** First folder of the path: `commands`. */
  kind: string;
  /** Last part of the path: `sos-syncblk`. */
  name: string;
  text: string;
}

export interface SearchHit extends SearchDocument {
  score: number;
  /** Words of the site that what was typed stands for. */
  words: readonly string[];
}

const OPTIONS: Options<SearchDocument> = {
  fields: ["page", "section", "name", "text"],
  storeFields: ["page", "section", "kind", "name", "text"],
  tokenize: indexWords,
  processTerm: (term) => term,
};

/** Reading about a thing comes before pages that mention it. */
const BOOST = { page: 5, section: 4, name: 4, text: 1 };
const KINDS: Readonly<Record<string, number>> = {
  start: 0.4,
  commands: 1.25,
  causes: 1.25,
  glossary: 1.15,
  drivers: 1.1,
  training: 0.7,
  texts: 0.9,
};
/** Letters from which a word may be mistyped. */
const FORGIVEN = 5;
/** What is typed stands there word for word, and the hit is a page as a whole. */
const LITERAL = 3;
const WHOLE = 1.3;
/** Of another part of a page that was found already. */
const SECOND = 0.6;
/** Less than any hit with all words has. */
const SOME_WORDS = 0.01;
/** Hits with all words that are enough. */
const ENOUGH = 3;
const MOST = 40;

export function indexOf(documents: readonly SearchDocument[]): string {
  const index = new MiniSearch(OPTIONS);
  index.addAll(documents);
  return JSON.stringify(index);
}

/** The search over all pages of the site. */
export class SiteIndex {
  private readonly index: MiniSearch<SearchDocument>;

  constructor(json: string) {
    this.index = MiniSearch.loadJSON(json, OPTIONS);
  }

  /** Best first, of each page its two best parts at the most; a text that two pages share comes once. */
  search(typed: string): SearchHit[] {
    const words = queryWords(typed);
    if (words.length === 0) return [];
    const all = [...this.byShape(typed), ...this.find(words, typed, "AND")];
    const hits = all.length >= ENOUGH ? all : [...all, ...this.find(words, typed, "OR")];
    const known = new Set<string>();
    const parts = new Map<string, number>();
    const chosen = hits.flatMap((hit) => {
      const path = hit.id.replace(/#.*/, "");
      const keys = [hit.id, `${hit.section}\n${hit.text}`];
      const count = parts.get(path) ?? 0;
      if (count > 1 || keys.some((key) => known.has(key))) return [];
      for (const key of keys) known.add(key);
      parts.set(path, count + 1);
      return [count === 0 ? hit : { ...hit, score: hit.score * SECOND }];
    });
    return chosen.sort((a, b) => b.score - a.score).slice(0, MOST);
  }

  private byShape(typed: string): SearchHit[] {
    return pagesByShape(typed).flatMap((id) => {
      const stored = this.index.getStoredFields(id);
      return stored
        ? [{ ...(stored as unknown as Omit<SearchDocument, "id">), id, words: [], score: Number.POSITIVE_INFINITY }]
        : [];
    });
  }

  private find(words: readonly string[], typed: string, combineWith: "AND" | "OR"): SearchHit[] {
    const literal = typed.trim().toLowerCase();
    const found = this.index.search(words.join(" "), {
      tokenize: (text) => text.split(" "),
      combineWith,
      prefix: (word) => word.length > 1,
      fuzzy: (word) => (word.length >= FORGIVEN && !/\d/.test(word) ? 0.2 : false),
      weights: { fuzzy: 0.15, prefix: 0.2 },
      boost: BOOST,
      boostDocument: (_id, _word, stored) => {
        const { kind, section, text } = stored as unknown as SearchDocument;
        const stands = text.toLowerCase().includes(literal) ? LITERAL : 1;
        return (KINDS[kind] ?? 1) * (section === "" ? WHOLE : 1) * stands;
      },
    });
    const weight = combineWith === "AND" ? 1 : SOME_WORDS;
    return found.slice(0, 2 * MOST).map((hit) => ({
      ...(hit as unknown as SearchDocument),
      words: hit.terms,
      score: hit.score * weight,
    }));
  }
}
