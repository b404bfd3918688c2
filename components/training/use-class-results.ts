"use client";

import { useState } from "react";
import { type NamedText, openTrainingFiles } from "@/browser/training-files";
import type { Problem } from "@/evidence";
import type { ClassSet } from "@/training/results/class-set";
import { withoutDoubles } from "@/training/results/class-table";
import type { CheckedResult } from "@/training/results/result-file";
import { useAnnounce } from "../shell/announcer";

/** Result files that were dropped on a page. They stay in its memory, and go with it. */
export interface ClassResults {
  results: readonly CheckedResult[];
  problems: readonly Problem[];
  /** How many files are through, while some are not; null when nothing is being read. */
  reading: { done: number; of: number } | null;
  take(files: readonly (File | NamedText)[]): Promise<void>;
  clear(): void;
  dismissProblem(): void;
}

export function useClassResults(onSet: (set: ClassSet) => void): ClassResults {
  const announce = useAnnounce();
  const [results, setResults] = useState<readonly CheckedResult[]>([]);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [reading, setReading] = useState<ClassResults["reading"]>(null);

  const take = async (files: readonly (File | NamedText)[]): Promise<void> => {
    setReading({ done: 0, of: files.length });
    const read = await openTrainingFiles(files, (done) => setReading({ done, of: files.length }));
    setReading(null);
    setResults((before) => withoutDoubles([...before, ...read.results]));
    setProblems((before) => [...before, ...read.problems]);
    if (read.set) onSet(read.set);
    announce(`${read.results.length} results read, ${read.problems.length} files refused`);
  };

  return {
    results,
    problems,
    reading,
    take,
    clear: () => setResults([]),
    dismissProblem: () => setProblems((before) => before.slice(1)),
  };
}
