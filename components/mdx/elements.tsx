import type { MDXComponents } from "mdx/types";
import type { ComponentProps, ReactNode } from "react";
import { CauseText } from "./cause-text";
import { CodeBlock } from "./code-block";
import { Columns } from "./columns";
import { ContentLink } from "./content-link";
import { Fact } from "./facts-context";
import { Note } from "./note";
import { Sample } from "./sample";

const HEADING_LOOKS = {
  h2: "mt-10 mb-3 text-xl",
  h3: "mt-7 mb-2 text-lg",
  h4: "mt-5 mb-1.5 text-base",
};

/** A heading that can be linked to. */
function heading(Level: keyof typeof HEADING_LOOKS) {
  return function ContentHeading({ id, children }: ComponentProps<"h2">): ReactNode {
    return (
      <Level id={id} className={`group/heading scroll-mt-5 font-semibold tracking-tight ${HEADING_LOOKS[Level]}`}>
        {children}
        <a
          href={`#${id}`}
          aria-label="Link to this section"
          className="ml-2 font-normal text-soft no-underline opacity-0 hover:text-accent focus-visible:opacity-100 group-hover/heading:opacity-100 pointer-coarse:opacity-100"
        >
          #
        </a>
      </Level>
    );
  };
}

/** A table that scrolls by itself where it is too wide. */
function Table({ children }: ComponentProps<"table">): ReactNode {
  return (
    <div className="my-4 overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full border-collapse text-sm">{children}</table>
    </div>
  );
}

/** How Markdown and the words of the list look, wherever content is shown. */
export const ELEMENTS: MDXComponents = {
  a: ContentLink,
  h2: heading("h2"),
  h3: heading("h3"),
  h4: heading("h4"),
  p: (props) => <p className="my-3 max-w-[68ch]" {...props} />,
  ul: (props) => <ul className="my-3 max-w-[68ch] list-disc space-y-1.5 pl-5 marker:text-faint" {...props} />,
  ol: (props) => <ol className="my-3 max-w-[68ch] list-decimal space-y-1.5 pl-5 marker:text-soft" {...props} />,
  blockquote: (props) => <blockquote className="my-3 max-w-[68ch] border-accent border-l-2 pl-3.5" {...props} />,
  strong: (props) => <strong className="font-semibold" {...props} />,
  code: (props) => (
    <code className="rounded bg-sunken px-1 py-0.5 font-mono text-[0.87em] [overflow-wrap:anywhere]" {...props} />
  ),
  table: Table,
  th: ({ children }) => (
    <th scope="col" className="border-line border-b px-3 py-2 text-left align-bottom font-semibold text-soft">
      {children}
    </th>
  ),
  td: ({ id, children }) => (
    <td id={id} className="border-line border-t px-3 py-2 align-top first:font-medium">
      {children}
    </td>
  ),
  CauseText,
  Columns,
  CodeBlock,
  Fact,
  Note,
  Sample,
};
