"use client";

import { useEffect, useState } from "react";
import type { ScormCourse } from "@/browser/scorm-course";
import type { Problem } from "@/evidence";
import { type CourseState, emptyState } from "@/training/scorm/suspend-data";

/** How far the learner is, and what hands it to the system. */
export interface UseCourse {
  state: CourseState;
  problem: Problem | null;
  keep(state: CourseState): void;
  dismissProblem(): void;
}

/** Begins the session with the system, and ends it with the page. Without a system the state lives as long as the page. */
export function useCourse(course: ScormCourse | null, drills: number): UseCourse {
  const [begun] = useState(() => course?.begin() ?? { state: emptyState(drills), problem: null });
  const [state, setState] = useState(begun.state);
  const [problem, setProblem] = useState(begun.problem);
  useEffect(() => {
    const end = (): void => course?.end();
    window.addEventListener("pagehide", end);
    return () => window.removeEventListener("pagehide", end);
  }, [course]);
  return {
    state,
    problem,
    keep: (next) => {
      setState(next);
      setProblem(course?.keep(next) ?? null);
    },
    dismissProblem: () => setProblem(null),
  };
}
