import type { ReactNode } from "react";

/** Jumps over the header; `browser/page/start-page.ts` does it. */
export function SkipLink(): ReactNode {
  return (
    <button
      type="button"
      data-skip=""
      className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
    >
      Skip to the content
    </button>
  );
}
