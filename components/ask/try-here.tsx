"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";

const TryOutput = lazy(() => import("./try-output"));

/** Offers to read an output on the page of its command; what reads it loads when it is wanted. */
export function TryHere({ command, page }: { command: string; page: string }): ReactNode {
  const [wanted, setWanted] = useState(false);
  if (wanted) {
    return (
      <Suspense fallback={<p role="status">Loading…</p>}>
        <TryOutput command={command} page={page} />
      </Suspense>
    );
  }
  return (
    <button
      type="button"
      onClick={() => setWanted(true)}
      className="inline-flex min-h-9 items-center rounded-md border border-line bg-card px-3 py-1 font-medium text-sm hover:border-line-strong hover:bg-sunken pointer-coarse:min-h-11"
    >
      Open the box
    </button>
  );
}
