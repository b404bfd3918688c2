"use client";

import { useEffect, useRef } from "react";

/** Heading of the step or of the verdict. */
export const STEP_TITLE = "step-title";

function inView(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight * 0.8;
}

/** Brings a new step up when its heading is out of sight, and takes up a focus that went with the old one. */
export function useArrival(place: string): void {
  const lastPlace = useRef(place);
  const lastFocused = useRef<EventTarget | null>(null);

  useEffect(() => {
    const onFocusIn = (event: FocusEvent): void => {
      lastFocused.current = event.target;
    };
    document.addEventListener("focusin", onFocusIn);
    return () => document.removeEventListener("focusin", onFocusIn);
  }, []);

  useEffect(() => {
    if (lastPlace.current === place) return;
    lastPlace.current = place;
    const heading = document.getElementById(STEP_TITLE);
    if (!heading) return;
    if (!inView(heading)) heading.scrollIntoView({ block: "start" });
    const focused = lastFocused.current;
    if (focused instanceof Node && !focused.isConnected) heading.focus({ preventScroll: true });
  }, [place]);
}
