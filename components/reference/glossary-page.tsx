import type { ReactNode } from "react";
import { glossaryTerms } from "../mdx/glossary-terms";
import { ContentPage } from "./content-page";

/** All words at a glance, then what each means. */
export function GlossaryPage(): ReactNode {
  return (
    <ContentPage id="glossary">
      <nav aria-label="Words" className="max-w-[72ch]">
        <ul className="flex flex-wrap gap-x-3.5 text-sm">
          {glossaryTerms().map(({ id, word }) => (
            <li key={id}>
              <a href={`#${id}`} className="link inline-block py-1">
                {word}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </ContentPage>
  );
}
