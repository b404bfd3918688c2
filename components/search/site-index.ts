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
  text: string;
}

export interface SearchHit extends SearchDocument {
  /** Words of the site that what was typed stands for. */
  words: readonly string[];
}

const OPTIONS: Options<SearchDocument> = {
  fields: ["page", "section", "text"],
  storeFields: ["page", "section", "kind", "text"],
  tokenize: indexWords,
  processTerm: (term) => term,
};

/** Reading about a thing comes before pages that mention it. */
const BOOST = { page: 7, section: 5, text: 1 };
const KINDS: Readonly<Record<string, number>> = {
  commands: 1.25,
  causes: 1.25,
  glossary: 1.15,
  drivers: 1.1,
  training: 0.7,
};
/** Letters from which a word may be mistyped. */
const FORGIVEN = 5;
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

  /** Best first, of each page its two best parts at the most. */
  search(typed: string): SearchHit[] {
    const words = queryWords(typed);
    if (words.length === 0) return [];
    const all = [...this.byShape(typed), ...this.find(words, "AND")];
    const hits = all.length >= ENOUGH ? all : [...all, ...this.find(words, "OR")];
    const taken = new Map<string, number>();
    const chosen = hits.filter(({ id }, at) => {
      if (hits.findIndex((hit) => hit.id === id) < at) return false;
      const path = id.replace(/#.*/, "");
      const count = (taken.get(path) ?? 0) + 1;
      taken.set(path, count);
      return count <= 2;
    });
    return chosen.slice(0, MOST);
  }

  private byShape(typed: string): SearchHit[] {
    return pagesByShape(typed).flatMap((id) => {
      const stored = this.index.getStoredFields(id);
      return stored ? [{ ...(stored as unknown as Omit<SearchDocument, "id">), id, words: [] }] : [];
    });
  }

  private find(words: readonly string[], combineWith: "AND" | "OR"): SearchHit[] {
    const found = this.index.search(words.join(" "), {
      tokenize: (text) => text.split(" "),
      combineWith,
      prefix: (word) => word.length > 1,
      fuzzy: (word) => (word.length >= FORGIVEN && !/\d/.test(word) ? 0.2 : false),
      boost: BOOST,
      boostDocument: (_id, _word, stored) => KINDS[String(stored?.kind)] ?? 1,
    });
    return found.slice(0, 2 * MOST).map(({ id, page, section, kind, text, terms }) => ({
      id: String(id),
      page,
      section,
      kind,
      text,
      words: terms,
    }));
  }
}
