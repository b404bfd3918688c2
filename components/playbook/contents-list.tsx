import type { ReactNode } from "react";

export interface ContentsEntry {
  id: string;
  text: string;
  /** Stands under the entry before it. */
  sub?: boolean;
}

/** What is on the page; its script marks which part is being read. */
export function ContentsList({ entries }: { entries: readonly ContentsEntry[] }): ReactNode {
  return (
    <ol data-contents="" className="border-line border-l text-sm">
      {entries.map(({ id, text, sub }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className={`-ml-px block border-transparent border-l-2 py-1 pr-2 text-soft hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:py-2 ${sub ? "pl-6" : "pl-3"}`}
          >
            {text}
          </a>
        </li>
      ))}
    </ol>
  );
}
