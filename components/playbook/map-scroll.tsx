"use client";

import { type ReactNode, useEffect, useRef } from "react";

export interface MapScrollProps {
  label: string;
  /** What to show first, in the coordinates of the picture. */
  focus: { x: number; y: number };
  children: ReactNode;
}

/** Holds a picture that may be larger than its place, and begins with the part that matters. */
export function MapScroll({ label, focus, children }: MapScrollProps): ReactNode {
  const box = useRef<HTMLElement>(null);
  const { x, y } = focus;

  useEffect(() => {
    const { current } = box;
    current?.scrollTo({ left: x - current.clientWidth / 2, top: y - current.clientHeight / 2, behavior: "instant" });
  }, [x, y]);

  return (
    <section ref={box} aria-label={label} className="overflow-auto rounded-xl border border-line bg-card">
      {children}
    </section>
  );
}
