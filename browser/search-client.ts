import type { CaseText } from "./long-text";
import { findInText, type TextMatches } from "./text-search";

/** Searches a text off the page's thread. Returns what ends the search. */
export function searchText(text: CaseText, query: string, tell: (matches: TextMatches) => void): () => void {
  if (typeof text === "string" || typeof Worker === "undefined") {
    let over = false;
    const search = async (): Promise<void> => {
      for await (const matches of findInText(text, query)) {
        if (over) return;
        tell(matches);
      }
    };
    void search();
    return () => {
      over = true;
    };
  }
  const worker = new Worker(new URL("./text-search.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<TextMatches>) => {
    tell(data);
    if (data.share >= 1) worker.terminate();
  };
  worker.postMessage({ text, query });
  return () => worker.terminate();
}
