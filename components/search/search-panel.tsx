"use client";

import { CornerDownLeft, Search as SearchIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { HitRow } from "./hit-row";
import type { SearchHit } from "./site-index";
import { type Search, useSearch } from "./use-search";

export interface SearchPanelProps {
  typed: string;
  onType(typed: string): void;
  /** Called when somebody goes to a page. */
  onLeave?(): void;
}

function countText(typed: string, { hits, state }: Search): string {
  if (state === "failed") return "The index could not be fetched. Reload the page, or look in the lists of pages.";
  if (state === "loading") return "Fetching the index …";
  if (typed.trim() === "") return "Type a command, a symbol, a driver, a cause, or what you see.";
  if (hits.length === 0) return "Nothing found. Try fewer words, or a part of the symbol.";
  return hits.length === 1 ? "1 place" : `${hits.length} places`;
}

/** A box to type in, and what is found below it: arrows choose, Enter goes there. */
export function SearchPanel({ typed, onType, onLeave }: SearchPanelProps): ReactNode {
  const search = useSearch(typed);
  const { hits } = search;
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const router = useRouter();
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const at = Math.min(chosen, Math.max(0, hits.length - 1));

  // Whoever opens the search wants to type.
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const go = (hit: SearchHit | undefined): void => {
    if (!hit) return;
    onLeave?.();
    router.push(hit.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = hits.length - 1;
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: null, End: null }[event.key];
    if (typeof to === "number") {
      event.preventDefault();
      setChosen(to);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(hits[at]);
    }
  };
  return (
    <search className="flex min-h-0 flex-col gap-3">
      <div className="flex items-center gap-2.5 rounded-lg border border-line-strong bg-paper px-3 focus-within:border-accent">
        <SearchIcon aria-hidden className="size-4.5 shrink-0 text-soft" />
        <input
          ref={box}
          role="combobox"
          aria-label="Search all pages"
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-hits`}
          aria-activedescendant={hits.length > 0 ? `${id}-${at}` : undefined}
          aria-describedby={`${id}-count`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            onType(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          placeholder="!syncblk, ZwQueryDirectoryFile, WdFilter, deadlock …"
          className="min-h-11 w-full min-w-0 bg-transparent font-mono text-[0.95rem] outline-none placeholder:font-sans placeholder:text-soft"
        />
        <CornerDownLeft aria-hidden className="size-4 shrink-0 text-soft" />
      </div>
      <p id={`${id}-count`} role="status" className="text-soft text-xs">
        {countText(typed, search)}
      </p>
      <div
        id={`${id}-hits`}
        ref={list}
        role="listbox"
        aria-label="Found"
        className="min-h-0 space-y-0.5 overflow-y-auto"
      >
        {hits.map((hit, row) => (
          <HitRow
            key={hit.id}
            id={`${id}-${row}`}
            hit={hit}
            chosen={row === at}
            onPoint={() => setChosen(row)}
            onChoose={() => go(hit)}
          />
        ))}
      </div>
    </search>
  );
}
