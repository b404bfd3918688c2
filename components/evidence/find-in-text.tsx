"use client";

import { Search } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { CaseText } from "@/browser/long-text";
import { searchText } from "@/browser/search-client";
import type { TextMatches } from "@/browser/text-search";
import { LineStepper, placeAmong } from "./line-stepper";

const PAUSE = 250;

export interface FindInTextProps {
  text: CaseText;
  /** Name of the transcript. */
  name: string;
  query: string;
  onQuery: (query: string) => void;
  at: number;
  onShow: (line: number) => void;
}

/** Searches a transcript; Enter leads on. */
export function FindInText({ text, name, query, onQuery, at, onShow }: FindInTextProps): ReactNode {
  const [matches, setMatches] = useState<TextMatches | null>(null);

  useEffect(() => {
    setMatches(null);
    if (query === "") return;
    let stop = (): void => undefined;
    const timer = setTimeout(() => {
      stop = searchText(text, query, setMatches);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [text, query]);

  const lead = (back: boolean): void => {
    if (!matches) return;
    const place = placeAmong(matches.lines, at);
    const here = matches.lines[place] === at;
    const line = matches.lines[back ? (here ? place - 1 : place) : place + 1];
    if (line !== undefined) onShow(line);
  };
  const searching = query !== "" && (matches === null || matches.share < 1);

  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <label className="relative">
        <span className="sr-only">Find in {name}</span>
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-soft" />
        <input
          type="search"
          value={query}
          placeholder="Find in text"
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            lead(event.shiftKey);
          }}
          className="min-h-8 w-44 rounded-md border border-line-strong bg-card py-0.5 pr-2 pl-7 text-xs"
        />
      </label>
      <span role="status" className="text-soft text-xs">
        {searching && `searching${matches ? `, ${Math.round(matches.share * 100)} %` : " …"}`}
        {!searching && matches?.count === 0 && "not in this text"}
        {!searching && matches && matches.count > 0 && (
          <span className="sr-only">{matches.count.toLocaleString("en-US")} lines hold it</span>
        )}
      </span>
      {matches && matches.count > 0 && (
        <LineStepper what={["match", "matches"]} lines={matches.lines} of={matches.count} at={at} onShow={onShow} />
      )}
    </div>
  );
}
