"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { showFocus } from "@/browser/page/picture-focus";

export interface MapScrollProps {
  label: string;
  /** What to show first, in the coordinates of the picture. */
  focus: { x: number; y: number };
  children: ReactNode;
}

/** Holds a picture that may be larger than its place, and begins with the part that matters. */
export function MapScroll({ label, focus, children }: MapScrollProps): ReactNode {
  const box = useRef<HTMLElement>(null);
  const middle = `${focus.x} ${focus.y}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the box shows another part when its middle moves
  useEffect(() => {
    if (box.current) showFocus(box.current);
  }, [middle]);

  return (
    <section
      ref={box}
      aria-label={label}
      data-focus={middle}
      className="overflow-auto rounded-xl border border-line bg-card print:hidden"
    >
      {children}
    </section>
  );
}
