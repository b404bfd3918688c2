"use client";

import type { ReactNode } from "react";

function goTo(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}

/** On narrow screens the panels lie below each other; this leads to each. Buttons, as the hash names the case. */
export function SectionNav({ sections }: { sections: readonly { id: string; label: string }[] }): ReactNode {
  return (
    <nav
      aria-label="Parts of this case"
      className="sticky top-0 z-10 -mx-4 flex gap-1 overflow-x-auto border-line border-b bg-paper px-4 py-1.5 wide:hidden print:hidden"
    >
      {sections.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          onClick={() => goTo(id)}
          className="min-h-9 whitespace-nowrap rounded-full px-3 font-medium text-soft text-xs hover:bg-accent-soft hover:text-ink pointer-coarse:min-h-10"
        >
          {label}
        </button>
      ))}
    </nav>
  );
}
