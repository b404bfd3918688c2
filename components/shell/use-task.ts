import { useState } from "react";
import { type Problem, problemIn } from "@/evidence";

export interface Task {
  busy: boolean;
  /** What stopped the last run. */
  problem: Problem | null;
  run: (work: () => Promise<void>) => Promise<void>;
  dismissProblem: () => void;
}

/** Something that a button starts, that takes its time, and that a problem may stop. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run: Task["run"] = async (work) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, dismissProblem: () => setProblem(null) };
}
