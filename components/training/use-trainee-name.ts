"use client";

import { useEffect, useState } from "react";
import { recall, remember } from "@/browser/remembered";
import { RESULT_LIMITS, traineeName } from "@/training/results/result-shape";

const KEY = "trainee";

export interface TraineeName {
  typed: string;
  onChange: (typed: string) => void;
  /** As it goes on results; null where nothing is typed. */
  name: string | null;
  /** Why it cannot go there. */
  problem: string | null;
}

/** The name on result files and certificates, which this browser remembers. */
export function useTraineeName(): TraineeName {
  const [typed, setTyped] = useState("");
  useEffect(() => setTyped(recall(KEY) ?? ""), []);
  const name = typed.trim() || null;
  const fits = name === null || traineeName.safeParse(name).success;
  return {
    typed,
    onChange: (text) => {
      setTyped(text);
      remember(KEY, text.trim() || null);
    },
    name: fits ? name : null,
    problem: fits ? null : `A name has at most ${RESULT_LIMITS.trainee} letters on one line.`,
  };
}
