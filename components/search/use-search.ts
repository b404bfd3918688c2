import { useEffect, useState } from "react";
import { loadIndex } from "./load-index";
import type { SearchHit, SiteIndex } from "./site-index";

export interface Search {
  hits: readonly SearchHit[];
  state: "loading" | "ready" | "failed";
}

/** Looks for what was typed, from the moment the index is there. */
export function useSearch(typed: string): Search {
  const [index, setIndex] = useState<SiteIndex | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let open = true;
    loadIndex().then(
      (loaded) => open && setIndex(loaded),
      () => open && setFailed(true),
    );
    return () => {
      open = false;
    };
  }, []);
  return { hits: index?.search(typed) ?? [], state: index ? "ready" : failed ? "failed" : "loading" };
}
