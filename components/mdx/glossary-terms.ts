import { readContent } from "./content-files";
import { slug } from "./slug";

/** A word of the glossary and its anchor there. */
export interface GlossaryTerm {
  id: string;
  word: string;
}

let terms: readonly GlossaryTerm[] | null = null;

/** The words of the glossary, in its order. */
export function glossaryTerms(): readonly GlossaryTerm[] {
  terms ??= [...readContent("pages/glossary").body.matchAll(/^### (.+)$/gm)].map(([, word = ""]) => ({
    id: slug(word),
    word,
  }));
  return terms;
}
