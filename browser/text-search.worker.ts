import type { CaseText } from "./long-text";
import { findInText } from "./text-search";

/** Every so many milliseconds the page hears how far the search is. */
const TOLD_EVERY = 120;

self.onmessage = async ({ data }: MessageEvent<{ text: CaseText; query: string }>): Promise<void> => {
  let told = 0;
  for await (const matches of findInText(data.text, data.query)) {
    if (matches.share < 1 && performance.now() - told < TOLD_EVERY) continue;
    told = performance.now();
    self.postMessage(matches);
  }
};
