"use client";

import { useRef, useState } from "react";
import type { Completion } from "@/training/completion";
import { commonStart } from "./pasted-lines";

export interface UseCompletion {
  options: readonly string[];
  /** Index of the option at hand. */
  active: number;
  /** Completes as far as it is clear, and offers the rest. */
  begin: (line: string) => Promise<void>;
  move: (step: 1 | -1) => void;
  /** Puts an option in place of the word. */
  accept: (index?: number) => void;
  close: () => void;
}

const NONE: Completion = { from: 0, options: [] };

/** What a Tab offers for the line that is being typed. */
export function useCompletion(
  complete: (line: string) => Promise<Completion>,
  onLine: (line: string) => void,
  onNews: (says: string) => void,
): UseCompletion {
  const [offer, setOffer] = useState<Completion & { line: string }>({ ...NONE, line: "" });
  const [active, setActive] = useState(0);
  const asked = useRef(0);

  const close = (): void => {
    asked.current++;
    setOffer({ ...NONE, line: "" });
  };
  const begin = async (line: string): Promise<void> => {
    const turn = ++asked.current;
    const { from, options } = await complete(line);
    if (turn !== asked.current) return;
    const [only] = options;
    if (only === undefined) {
      onNews("Nothing completes this.");
      return;
    }
    const begun = line.slice(0, from) + commonStart(options);
    if (options.length === 1) {
      onLine(line.slice(0, from) + only);
      onNews(only);
      return;
    }
    if (begun.length > line.length) onLine(begun);
    setActive(0);
    setOffer({ from, options, line });
    onNews(`${options.length} ways to complete it. Arrows choose, Enter takes.`);
  };
  const accept = (index = active): void => {
    const option = offer.options[index];
    close();
    if (option !== undefined) onLine(offer.line.slice(0, offer.from) + option);
  };
  const move = (step: 1 | -1): void =>
    setActive((at) => (at + step + offer.options.length) % Math.max(1, offer.options.length));
  return { options: offer.options, active, begin, move, accept, close };
}
