"use client";

import type { ReactNode } from "react";

/** Jumps over the header. A button: the hash of the address is the case's. */
export function SkipLink(): ReactNode {
  return (
    <button
      type="button"
      onClick={() => document.querySelector<HTMLElement>("main")?.focus()}
      className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
    >
      Skip to the content
    </button>
  );
}
