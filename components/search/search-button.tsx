"use client";

import { Search } from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { opensSearch } from "@/browser/page/search-keys";

const SearchPalette = lazy(() => import("./search-palette"));

/** Opens the search: by a click, Ctrl+K, or a slash where nobody is typing. Its code and index come when it is opened. */
export function SearchButton(): ReactNode {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!opensSearch(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K /"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line px-2.5 text-sm text-soft hover:border-line-strong hover:text-ink pointer-coarse:min-h-11"
      >
        <Search aria-hidden className="size-4" />
        <span className="max-sm:sr-only">Search</span>
        <kbd aria-hidden className="rounded border border-line px-1 font-mono text-[0.7rem] max-wide:hidden">
          Ctrl K
        </kbd>
      </button>
      {open && (
        <Suspense fallback={null}>
          <SearchPalette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
