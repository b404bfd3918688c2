"use client";

import { useRef, useState } from "react";
import type { ReferenceAnswers, ReferenceQuestion } from "@/browser/reference-protocol";
import { type Problem, problemIn } from "@/evidence";

/** Milliseconds without a key after which a text is read. */
const PAUSE = 200;

export interface Reference<Q extends ReferenceQuestion> {
  answer: ReferenceAnswers[Q] | null;
  problem: Problem | null;
  busy: boolean;
  /** Reads a text once nobody types any more; an empty one clears the answer. */
  ask: (text: string) => void;
}

/** Answers about a text. Program and data load with the first question. */
export function useReference<Q extends ReferenceQuestion>(question: Q): Reference<Q> {
  const [state, setState] = useState<Omit<Reference<Q>, "ask">>({ answer: null, problem: null, busy: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(0);

  const answer = async (text: string, turn: number): Promise<void> => {
    try {
      const { askReference } = await import("@/browser/reference-client");
      const found = await askReference(question, text);
      if (turn === latest.current) setState({ answer: found, problem: null, busy: false });
    } catch (error) {
      const problem = problemIn(error);
      if (turn === latest.current) setState({ answer: null, problem, busy: false });
    }
  };
  const ask = (text: string): void => {
    clearTimeout(timer.current);
    const turn = ++latest.current;
    if (text.trim() === "") {
      setState({ answer: null, problem: null, busy: false });
      return;
    }
    setState((before) => ({ ...before, busy: true }));
    timer.current = setTimeout(() => void answer(text, turn), PAUSE);
  };
  return { ...state, ask };
}
