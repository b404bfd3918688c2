import type { ReactNode } from "react";
import { ContentLink } from "../mdx/content-link";
import { slug } from "../mdx/slug";
import { type FindingEntry, findingGroups } from "./findings";
import { entryAt } from "./pages";
import { ReferencePage } from "./reference-page";

/** Topics whose name as a heading is not their id read aloud. */
const TOPICS: Readonly<Record<string, string>> = {
  cpu: "processor time",
  "io-path": "I/O path",
  answers: "what was said",
};

/** `two-moments` as a heading. */
function topicWords(topic: string): string {
  const words = TOPICS[topic] ?? topic.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Entry({ finding: { id, words, means, bearings } }: { finding: FindingEntry }): ReactNode {
  return (
    <div className="py-3">
      <h3 id={id} className="w-fit scroll-mt-16 font-medium target:bg-mark target:text-mark-ink">
        {words.charAt(0).toUpperCase() + words.slice(1)}
      </h3>
      <div className="mt-0.5 text-sm">
        {means}
        {bearings.length > 0 && (
          <span className="mt-1 flex flex-wrap gap-x-4 text-xs">
            {bearings.map(({ cause, title, says }) => (
              <span key={cause}>
                <span className="text-soft">{says} </span>
                <ContentLink href={`/causes/${cause}`}>{title}</ContentLink>
              </span>
            ))}
          </span>
        )}
      </div>
    </div>
  );
}

/** Every kind of finding, what it means and what it bears on. */
export function FindingsPage(): ReactNode {
  const { title, summary } = entryAt("/findings");
  const groups = findingGroups();
  return (
    <ReferencePage path="/findings" title={title} lead={summary}>
      <nav aria-label="Topics">
        <ul className="flex max-w-[72ch] flex-wrap gap-x-3.5 text-sm">
          {groups.map(({ topic }) => (
            <li key={topic}>
              <a href={`#about-${slug(topic)}`} className="link inline-block py-1">
                {topicWords(topic)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {groups.map(({ topic, findings }) => (
        <section key={topic} aria-labelledby={`about-${slug(topic)}`} className="mt-8 max-w-[72ch]">
          <h2 id={`about-${slug(topic)}`} className="scroll-mt-16 font-semibold text-xl tracking-tight">
            {topicWords(topic)}
          </h2>
          <div className="mt-1 divide-y divide-line">
            {findings.map((finding) => (
              <Entry key={finding.id} finding={finding} />
            ))}
          </div>
        </section>
      ))}
    </ReferencePage>
  );
}
