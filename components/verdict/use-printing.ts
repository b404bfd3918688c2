"use client";

import { useSyncExternalStore } from "react";

let printing = false;
const listeners = new Set<() => void>();

function set(now: boolean): void {
  printing = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const media = window.matchMedia("print");
  const onMedia = (): void => set(media.matches);
  const onBefore = (): void => set(true);
  const onAfter = (): void => set(media.matches);
  media.addEventListener("change", onMedia);
  window.addEventListener("beforeprint", onBefore);
  window.addEventListener("afterprint", onAfter);
  return () => {
    listeners.delete(listener);
    media.removeEventListener("change", onMedia);
    window.removeEventListener("beforeprint", onBefore);
    window.removeEventListener("afterprint", onAfter);
  };
}

/** True while the page is being printed. A store's changes are drawn at once, so the paper gets them. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => printing,
    () => false,
  );
}
