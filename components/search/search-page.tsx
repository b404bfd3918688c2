"use client";

import { type ReactNode, useEffect, useState } from "react";
import { SearchPanel } from "./search-panel";

function typedInAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
}

/** The search as a page; what is looked for stands behind the `#` of its address, which no request carries. */
export function SearchPage(): ReactNode {
  const [typed, setTyped] = useState("");
  useEffect(() => {
    const read = (): void => setTyped(typedInAddress());
    read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  const type = (text: string): void => {
    setTyped(text);
    history.replaceState(history.state, "", text === "" ? location.pathname : `#${new URLSearchParams({ q: text })}`);
  };
  return <SearchPanel typed={typed} onType={type} />;
}
