"use client";

import { type ReactNode, useEffect, useState } from "react";

export interface ContentsEntry {
  id: string;
  text: string;
  /** Stands under the entry before it. */
  sub?: boolean;
}

/** The last of these elements that has scrolled up to the reading line. */
function findCurrent(entries: readonly ContentsEntry[]): string | null {
  const line = window.innerHeight * 0.3;
  let current: string | null = null;
  for (const { id } of entries) {
    const element = document.getElementById(id);
    if (element && element.getBoundingClientRect().top <= line) current = id;
  }
  const end = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 4;
  return end ? (entries.at(-1)?.id ?? current) : current;
}

/** What is on the page, and which part is being read. */
export function ContentsList({ entries }: { entries: readonly ContentsEntry[] }): ReactNode {
  const [current, setCurrent] = useState<string | null>(null);

  useEffect(() => {
    let frame = 0;
    const follow = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setCurrent(findCurrent(entries)));
    };
    follow();
    window.addEventListener("scroll", follow, { passive: true });
    window.addEventListener("resize", follow);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", follow);
      window.removeEventListener("resize", follow);
    };
  }, [entries]);

  return (
    <ol className="border-line border-l text-sm">
      {entries.map(({ id, text, sub }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            aria-current={current === id ? "location" : undefined}
            className={`-ml-px block border-transparent border-l-2 py-1 pr-2 text-soft hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:py-2 ${sub ? "pl-6" : "pl-3"}`}
          >
            {text}
          </a>
        </li>
      ))}
    </ol>
  );
}
