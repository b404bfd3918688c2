"use client";

import { useSyncExternalStore } from "react";
import { caseIdOf } from "./case-address";

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  window.addEventListener("popstate", listener);
  return () => {
    window.removeEventListener("hashchange", listener);
    window.removeEventListener("popstate", listener);
  };
}

/** Id of the case in the address; null while the page is not yet in a browser. */
export function useCaseId(): string | null {
  return useSyncExternalStore(
    subscribe,
    () => caseIdOf(window.location.hash),
    () => null,
  );
}
