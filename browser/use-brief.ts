import { useEffect, useState } from "react";
import { type Problem, problemIn } from "@/evidence";
import type { DrillView } from "@/training/view";
import { trainingClient } from "./use-attempt";

/** A drill before anything was done in it. */
export interface UseBrief {
  view: DrillView | null;
  problem: Problem | null;
}

const NOTHING_YET: UseBrief = { view: null, problem: null };

/** Makes the drill of a code, to show what the customer says. */
export function useBrief(code: string): UseBrief {
  const [brief, setBrief] = useState(NOTHING_YET);
  useEffect(() => {
    let over = false;
    trainingClient()
      .open(code, [])
      .then(
        (view) => over || setBrief({ view, problem: null }),
        (error: unknown) => {
          const problem = problemIn(error);
          if (!over) setBrief({ view: null, problem });
        },
      );
    return () => {
      over = true;
    };
  }, [code]);
  return brief;
}
